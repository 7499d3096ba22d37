//go:build unix

package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/lines/run"
)

// follow runs a command until it ends, and returns its lines.
func follow(t *testing.T, c *Command, since time.Time) (out []string, err error) {
	t.Helper()
	c.pause = run.Backoff{} // at once
	err = c.Follow(t.Context(), since, func(_ time.Time, stderr bool, text []byte) {
		if stderr {
			t.Error("standard error is no line")
		}
		out = append(out, string(text))
	})
	return out, err
}

func TestLinesSince(t *testing.T) {
	now := time.Now().UTC()
	stamp := func(d time.Duration) string { return now.Add(d).Format(time.RFC3339Nano) }
	c := New(fmt.Sprintf("echo '%s old'; echo 'of the old one'; echo '%s new'; echo it is so >&2; exit 4", stamp(-time.Hour), stamp(-time.Second)), Options{})
	got, err := follow(t, c, now.Add(-time.Minute))
	if len(got) != 1 || !strings.HasSuffix(got[0], " new") {
		t.Errorf("%q", got)
	}
	if err == nil || err.Error() != "exec:echo: it ended (exit status 4): it is so" {
		t.Errorf("%v", err)
	}
	if again := c.Follow(t.Context(), now, func(time.Time, bool, []byte) { t.Error("it was started too soon") }); !errors.Is(again, err) {
		t.Errorf("%v", again)
	}
}

// A command that begins again with what it wrote before is read on where it was; one that does not is read from its start.
func TestRepeats(t *testing.T) {
	file := filepath.Join(t.TempDir(), "log")
	c := New("cat "+file, Options{})
	write := func(from, to int, more ...string) {
		var all []string
		for i := range to - from {
			all = append(all, fmt.Sprintf("line %d", from+i))
		}
		if err := os.WriteFile(file, []byte(strings.Join(append(all, more...), "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, is := range []struct {
		from, to int
		more     []string
		want     int
	}{
		{0, 3, nil, 3}, {0, 3, nil, 0}, {0, 5, nil, 2}, {0, 100, nil, 95}, {0, 100, []string{"x"}, 1}, {50, 60, nil, 10}, {50, 53, []string{"other"}, 4},
	} {
		write(is.from, is.to, is.more...)
		got, _ := follow(t, c, time.Time{})
		if len(got) != is.want {
			t.Errorf("%+v: %q", is, got)
		}
	}
}

func TestNoSecretsInErrors(t *testing.T) {
	c := New(`TOKEN=tok3n sh -c "echo tok3n hunter22 s3cret pa55 >&2; exit 1" -phunter22 --password=s3cret "https://joe:pa55@host/"`, Options{Env: []string{"X=fr0m-env"}})
	_, err := follow(t, c, time.Time{})
	if err == nil || !strings.HasPrefix(err.Error(), "exec:sh: it ended (exit status 1): ") {
		t.Fatalf("%v", err)
	}
	for _, secret := range []string{"tok3n", "hunter22", "s3cret", "pa55"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%s is in %q", secret, err)
		}
	}
	for text, want := range map[string]string{
		"kubectl logs -f x": "kubectl", "A=b C='d e' ssh x": "…", "A=b ssh x": "ssh", "": "…", `"$HOME/x"`: "…", "/usr/bin/ssh lb": "/usr/bin/ssh", "joe:secret@x": "…",
	} {
		if got := Name(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestEndsWithItsContext(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	var got []string
	err := New("echo a; exec sleep 300", Options{}).Follow(ctx, time.Time{}, func(_ time.Time, _ bool, text []byte) {
		got = append(got, string(text))
		stop()
	})
	if !errors.Is(err, context.Canceled) || !slices.Equal(got, []string{"a"}) {
		t.Errorf("%q, %v", got, err)
	}
}
