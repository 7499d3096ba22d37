package alerts

import "testing"

func TestNotification(t *testing.T) {
	for text, want := range map[string]string{
		"plain":                     "\x1b]9;hadash: plain\a",
		"a\x1b]0;b\x07c\n\x9cd\xff": "\x1b]9;hadash: a]0;bcd\a",
	} {
		if got := notification(text, false); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got, want := notification("x", true), "\x1bPtmux;\x1b\x1b]9;hadash: x\a\x1b\\"; got != want {
		t.Errorf("tmux: %q, want %q", got, want)
	}
}
