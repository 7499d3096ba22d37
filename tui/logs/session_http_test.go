package logs

import (
	"strings"
	"testing"
	"time"

	"hadash/record"
)

// A request that was answered 500 is an error, and says so.
func TestFailedRequestOfHAProxy(t *testing.T) {
	s := record.Session{Backend: "web", Server: "w1", Termination: "----", Code: 500, Tt: 6 * time.Millisecond}
	if got := sessionWords(&s); !strings.Contains(got, "a request to w1 was answered 500: 6 ms") {
		t.Errorf("%q", got)
	}
	if got := weighSession(&s); got != Error {
		t.Errorf("weight %v", got)
	}
	s.Tt = -time.Millisecond
	if got := sessionWords(&s); got != "a request to w1 was answered 500" {
		t.Errorf("not timed: %q", got)
	}
	s.Code = 200
	if got := sessionWords(&s); got != "" || weighSession(&s) != Quiet {
		t.Errorf("%q", got)
	}
}

// A connection on which nothing was asked is no news: browsers and pools of connections open some ahead of need. One that was given
// up with a request under way is.
func TestUnusedConnections(t *testing.T) {
	for termination, want := range map[string]Weight{"CR--": Quiet, "cR--": Notable, "CH--": Notable, "CR": Notable} {
		s := record.Session{Frontend: "www", Backend: "www", Server: "<NOSRV>", Termination: termination, Code: 400}
		if got := weighSession(&s); got != want {
			t.Errorf("%s: %v, want %v", termination, got, want)
		}
	}
}
