package title

import (
	"testing"

	"hadash/record"
	"hadash/wording"
)

// A change of a server is told as HAProxy's deed, with the count of its checks the way they are counted, and how they
// failed.
func TestServer(t *testing.T) {
	for _, c := range []struct {
		status, code, last string
		from               record.State
		want               string
	}{
		{"UP 2/3", "L4CON", "Connection refused", record.Up, "HAProxy: check 1 of 3 failed, refused"},
		{"UP 1/3", "L4TOUT", "", record.Up, "HAProxy: check 2 of 3 failed, no answer"},
		{"DOWN", "L4TOUT", "", record.GoingDown, "HAProxy takes it out: no answer"},
		{"DOWN", "L4CON", "No route to host", record.GoingDown, "HAProxy takes it out: no connection"},
		{"DOWN", "", "", record.Up, "HAProxy takes it out"},
		{"DOWN 1/2", "L4OK", "", record.Down, "HAProxy: check 1 of 2 passed"},
		{"UP", "L4OK", "", record.GoingUp, "HAProxy sends to it again"},
		{"UP", "L4OK", "", record.GoingDown, "HAProxy: its check passed again"},
		{"MAINT", "", "", record.Up, ""},
	} {
		s := record.Server{Status: record.ParseStatus(c.status), CheckStatus: c.code, LastChk: c.last}
		if got := Server("HAProxy", &s, c.from, s.Status.State).String(); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.status, c.code, got, c.want)
		}
	}
	down := record.ParseStatus("UP 2/3")
	if got := FailedCheck("HAProxy", &down, `Layer4 connection problem, info: "Connection refused"`).String(); got != "HAProxy: check 1 of 3 failed, refused" {
		t.Errorf("a logged check: %q", got)
	}
	if got := Logged("HAProxy", &record.StateChange{To: record.Down, Reason: "Layer4 timeout, check duration: 1999ms"}).String(); got != "HAProxy takes it out: no answer" {
		t.Errorf("a logged state: %q", got)
	}
}

func TestTraffic(t *testing.T) {
	for want, got := range map[string]wording.Phrase{
		"nginx was refused":               Upstream(&record.UpstreamError{Kind: record.UpstreamRefused, Errno: 111}),
		"nginx sets it aside for a while": Upstream(&record.UpstreamError{Kind: record.UpstreamDisabled}),
		"":                                Upstream(&record.UpstreamError{Kind: record.UpstreamRefused, Errno: 113}),
		"GET /profile/ 503":               Access(&record.Access{Method: "GET", URI: "/profile/?id=674", Status: 503}),
		"502":                             Access(&record.Access{Status: 502}),
		"w1 answered 500":                 Failed(&record.Session{Backend: "web", Server: "w1", Termination: "----", Code: 500}),
		"503 for web: connection refused, or no server was left": Failed(&record.Session{Backend: "web", Server: "<NOSRV>", Termination: "SC--", Code: 503}),
		"w1 gave no answer":                                Failed(&record.Session{Backend: "web", Server: "w1", Termination: "SH--"}),
		"w1 gave a part of an answer":                      Failed(&record.Session{Backend: "web", Server: "w1", Termination: "SD--", Code: 200}),
		"profile 503":                                      Request(&record.Request{Name: "profile", Status: 503}),
		"login, no answer":                                 Request(&record.Request{Name: "login"}),
		"HAProxy gives up a session (SC)":                  Ending("HAProxy", "SC"),
		"HAProxy cuts a session (D-)":                      Ending("HAProxy", "D-"),
		"it broke a session off (SD)":                      Ending("HAProxy", "SD"),
		"the client aborted during data transfer (CD)":     Ending("HAProxy", "CD"),
		"HAProxy tries again":                              Retried("HAProxy", 0),
		"HAProxy moves sessions to another server":         Retried("HAProxy", 2),
		"drill line 9 wanted: mysql-slave1 DOWN within 2s": Drill(9, false, "expect mysql-slave1 DOWN within 2s"),
		"drill line 12: mysql-slave1 UP within 6s":         Drill(12, true, "expect mysql-slave1 UP within 6s"),
	} {
		if got.String() != want {
			t.Errorf("%q, want %q", got.String(), want)
		}
	}
}
