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
