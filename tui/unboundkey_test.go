package tui

import "testing"

// A key that does nothing says so, and why; one that does something does not.
func TestKeysThatMeanNothingSaySo(t *testing.T) {
	for name, tt := range map[string]struct {
		o    Options
		keys []string
		want string
	}{
		"no such key":           {Options{Hands: &fakeHands{}}, []string{"K"}, "K is not bound here; ? lists the keys"},
		"of another page":       {Options{Hands: &fakeHands{}}, []string{"Z"}, "Z is not bound here; ? lists the keys"},
		"in its page":           {Options{Hands: &fakeHands{}}, []string{"6", "Z"}, ""},
		"on a page":             {Options{Hands: &fakeHands{}}, []string{"T", "K"}, "K is not bound here; ? lists the keys"},
		"of a live screen":      {Options{Replay: &fakePlayer{}}, []string{"s"}, "s, stop: not available in a recording"},
		"heals, in a recording": {Options{Replay: &fakePlayer{}}, []string{"H"}, "H, heal-all: not available in a recording"},
		"read-only":             {Options{}, []string{"s"}, "s, stop: not available with --read-only"},
		"moves":                 {Options{}, []string{"j"}, ""},
		"another pane":          {Options{}, []string{"tab"}, ""},
		"picks a pane":          {Options{}, []string{"3"}, ""},
		"space in a recording":  {Options{Replay: &fakePlayer{}}, []string{" "}, ""},
		"esc":                   {Options{}, []string{"esc"}, ""},
		"said no longer":        {Options{}, []string{"K", "j"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			m := screenOf(120, 36, tt.o, oneDown())
			press(m, tt.keys...)
			if m.said.text != tt.want {
				t.Errorf("said %q, want %q", m.said.text, tt.want)
			}
		})
	}
}
