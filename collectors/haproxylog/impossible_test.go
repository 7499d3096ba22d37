package haproxylog

import (
	"strings"
	"testing"

	"hadash/record"
)

// A line with impossible numbers is rejected: nothing in it can be trusted.
func TestImpossibleNumbers(t *testing.T) {
	const tcp = `127.0.0.1:36356 [23/Nov/2026:02:39:49.142] fe be/db2 1/0/1699 100 DC 8/8/7/4/0 0/0`
	const http = `127.0.0.1:36356 [23/Nov/2026:02:39:49.142] fe be/db2 0/0/1/2/3 200 100 - - ---- 8/8/7/4/0 0/0 "GET / HTTP/1.1"`
	var p Parser
	var s record.Session
	for _, line := range []string{tcp, http, strings.Replace(http, " 200 ", " -1 ", 1), strings.Replace(tcp, "/1699 ", "/31622400000 ", 1)} {
		if !p.Session(line, &s) || s.Tt < 0 || s.Code < 0 {
			t.Errorf("%s was not read, or as %+v", line, s)
		}
	}
	for _, c := range [][2]string{
		{"/1699 ", "/999999999999999999 "}, {"/1699 ", "/31622400001 "}, {"1/0/1699", "-2/0/1699"}, {"1/0/1699", "1/0/99999999999999999999"},
		{" 100 DC", " -1 DC"}, {"/4/0 ", "/4/9999999999 "}, {"/4/0 ", "/-4/0 "}, {"/2026:", "/1969:"}, {"/2026:", "/9999:"}, {"/2026:", "/0000:"},
	} {
		if line := strings.Replace(tcp, c[0], c[1], 1); p.Session(line, &s) {
			t.Errorf("%s was read as %+v", line, s)
		}
	}
	for _, code := range []string{"1000", "-2", "999999999999999999"} {
		if line := strings.Replace(http, " 200 ", " "+code+" ", 1); p.Session(line, &s) {
			t.Errorf("%s was read as %+v", line, s)
		}
	}
}

// A count with too many digits is ignored, and not cut to its first digits.
func TestImpossibleCounts(t *testing.T) {
	s, ok := State("Server be/s is DOWN, reason: Layer4 timeout. 9999999999 active and 99999999999999999999 backup servers left. 9223372036854775808 sessions active, 5 requeued, 0 remaining in queue.")
	if !ok || s.Active != 0 || s.Backup != 0 || s.Cut != 0 || s.Requeued != 5 || s.Reason != "Layer4 timeout" {
		t.Errorf("%+v, %v", s, ok)
	}
	if c, ok := Check("Health check for server be/s failed, reason: Layer4 timeout, status: 99999999999999999999/3 UP."); ok && c.Status.N != 0 {
		t.Errorf("%+v", c)
	}
}
