package haproxylog

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

func TestStateForms(t *testing.T) {
	for body, want := range map[string]record.StateChange{
		`Server servers/mysql-slave1 is DOWN, reason: Layer4 timeout, check duration: 2000ms. 2 active and 0 backup servers left. 4 sessions active, 1 requeued, 0 remaining in queue.`: {
			Backend: "servers", Server: "mysql-slave1", To: record.Down, Reason: "Layer4 timeout, check duration: 2000ms", Active: 2, Cut: 4, Requeued: 1},
		`Server servers/mysql-slave1 is UP, reason: Layer4 check passed, check duration: 0ms. 3 active and 0 backup servers online. 2 sessions requeued, 0 total in queue.`: {
			Backend: "servers", Server: "mysql-slave1", To: record.Up, Reason: "Layer4 check passed, check duration: 0ms", Active: 3, Requeued: 2},
		`Server be_plain/tr1 is DOWN via be_mysql/db1. 2 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.`: {
			Backend: "be_plain", Server: "tr1", To: record.Down, Reason: "via be_mysql/db1", Active: 2},
		`Server be_mysql/db2 is going DOWN for maintenance. 0 active and 1 backup servers left. Running on backup. 4 sessions active, 0 requeued, 0 remaining in queue.`: {
			Backend: "be_mysql", Server: "db2", To: record.Maint, Backup: 1, Cut: 4},
		`Backup Server be_mysql/db3 enters drain state. 0 active and 0 backup servers online. 0 sessions requeued, 0 total in queue.`: {
			Backend: "be_mysql", Server: "db3", To: record.Drain},
		`Server b/s is UP/READY (leaving forced maintenance).`:   {Backend: "b", Server: "s", To: record.Up, Reason: "leaving forced maintenance"},
		`Server b/s is DOWN/READY (leaving forced maintenance).`: {Backend: "b", Server: "s", To: record.Down, Reason: "leaving forced maintenance"},
		`Server b/s is UP (leaving forced drain).`:               {Backend: "b", Server: "s", To: record.Up, Reason: "leaving forced drain"},
		`Server b/s ('db.lab') is UP/READY (resolves again).`:    {Backend: "b", Server: "s", To: record.Up, Reason: "resolves again"},
		`Server b/s was DOWN and now enters maintenance.`:        {Backend: "b", Server: "s", To: record.Maint},
		`Server b/s is stopping, reason: Layer7 check conditionally passed, code: 404, check duration: 1ms. 1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.`: {
			Backend: "b", Server: "s", To: record.Nolb, Reason: "Layer7 check conditionally passed, code: 404, check duration: 1ms", Active: 1},
		`Server b/s is DOWN, changed from CLI. 1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.`: {
			Backend: "b", Server: "s", To: record.Down, Reason: "changed from CLI", Active: 1},
		`Server b/s is DOWN, reason: Layer7 wrong status, code: 500, info: "7 active and dangerous. 9 sessions active", check duration: 1ms. 1 active and 2 backup servers left. 3 sessions active, 0 requeued, 0 remaining in queue.`: {
			Backend: "b", Server: "s", To: record.Down, Active: 1, Backup: 2, Cut: 3,
			Reason: `Layer7 wrong status, code: 500, info: "7 active and dangerous. 9 sessions active", check duration: 1ms`},
		`Server b/s is going DOWN for maintenance (DNS NX status). 1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.`: {
			Backend: "b", Server: "s", To: record.Maint, Reason: "DNS NX status", Active: 1},
		`Server b/s is going DOWN for maintenance (DNS NX status) via c/s. 0 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.`: {
			Backend: "b", Server: "s", To: record.Maint, Reason: "DNS NX status via c/s"},
		`Server b/s is going DOWN for maintenance via c/s. 0 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.`: {
			Backend: "b", Server: "s", To: record.Maint, Reason: "via c/s"},
		`Server b/s ('db.lab') is going DOWN for maintenance (No IP for server ). 1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.`: {
			Backend: "b", Server: "s", To: record.Maint, Reason: "No IP for server", Active: 1},
		`Server b/s is leaving forced maintenance but remains in maintenance.`:         {Backend: "b", Server: "s", To: record.Maint, Reason: "leaving forced maintenance"},
		`Server b/s is leaving forced maintenance but remains in maintenance via c/s.`: {Backend: "b", Server: "s", To: record.Maint, Reason: "leaving forced maintenance via c/s"},
		`Server b/s ('db.lab') resolves again but remains in maintenance.`:             {Backend: "b", Server: "s", To: record.Maint, Reason: "resolves again"},
		`Server b/s enters drain state via c/s. 0 active and 0 backup servers online. 0 sessions requeued, 0 total in queue.`: {
			Backend: "b", Server: "s", To: record.Drain, Reason: "via c/s"},
		`Server b/s is UP via c/s. 1 active and 0 backup servers online. 0 sessions requeued, 0 total in queue.`: {
			Backend: "b", Server: "s", To: record.Up, Reason: "via c/s", Active: 1},
		`proxy l has no server available!`:            {Backend: "l", To: record.Down},
		`proxy 'l' has no server available!`:          {Backend: "l", To: record.Down},
		`backend be_mysql has no server available!`:   {Backend: "be_mysql", To: record.Down},
		`backend 'be_mysql' has no server available!`: {Backend: "be_mysql", To: record.Down},
	} {
		got, ok := State(body)
		if !ok {
			t.Errorf("%q is not read", body)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", body, diff)
		}
	}
}

func TestNoState(t *testing.T) {
	for _, body := range []string{
		"", "Server", "Server ", "Server x", "Server x/ is UP", "Server b/s", "Server b/s is", "Server b/s likes rain.",
		"backend  has no server available!", "backend be is fine", "Proxy stats started.", "New worker (8) forked",
		"Proxy fe stopped (cumulated conns: FE: 12, BE: 0).", "Stopping frontend fe in 0 ms.", "Paused proxy l.", "Resumed proxy l.", "frontend f has no server available!",
		"Server b/s administratively READY thanks to valid DNS answer.", "b/s changed its IP from (none) to 127.0.0.1 by r/d.",
	} {
		if got, ok := State(body); ok {
			t.Errorf("%q was read as %+v", body, got)
		}
	}
}

// Every captured sentence with a server and "left." or "online." is a change of state, with the counts that a regexp
// finds in it.
func TestStateOfCapturedLogs(t *testing.T) {
	counts := regexp.MustCompile(`^(?:Backup )?Server ([^/ ]+)/(\S+) .* (\d+) active and (\d+) backup servers (?:left|online)\.`)
	changes := 0
	for _, line := range lines(t, append(captured, "haproxy-2.6.12/log/stdout.log", "haproxy-2.6.12/log/stderr.log")...) {
		body, _ := Body(line)
		m := counts.FindStringSubmatch(body)
		got, ok := State(body)
		if m == nil {
			if ok && got.Server != "" && !strings.HasPrefix(got.Reason, "leaving ") && got.Reason != "resolves again" {
				t.Errorf("%q was read as %+v", body, got)
			}
			continue
		}
		changes++
		if !ok || got.Backend != m[1] || got.Server != m[2] || strconv.Itoa(got.Active) != m[3] || strconv.Itoa(got.Backup) != m[4] {
			t.Errorf("%q was read as %+v", body, got)
		}
	}
	if changes < 12 {
		t.Errorf("only %d changes in the captured logs", changes)
	}
}

func TestCheckForms(t *testing.T) {
	status := record.ParseStatus
	for body, want := range map[string]record.HealthCheck{
		`Health check for server be_mysql/db1 succeeded, reason: Layer7 check passed, code: 0, info: "5.5.5-10.11.19-MariaDB-0+deb12u1", check duration: 0ms, status: 3/3 UP.`: {
			Backend: "be_mysql", Server: "db1", OK: true, Status: status("UP"),
			Reason: `Layer7 check passed, code: 0, info: "5.5.5-10.11.19-MariaDB-0+deb12u1", check duration: 0ms`},
		`Health check for backup server be_mysql/db3 failed, reason: Layer7 timeout, check duration: 1000ms, status: 2/3 UP.`: {
			Backend: "be_mysql", Server: "db3", Status: status("UP 2/3"), Reason: "Layer7 timeout, check duration: 1000ms"},
		`Health check for server b/s failed, reason: Layer4 connection problem, info: "Connection refused", check duration: 0ms, status: 0/2 DOWN.`: {
			Backend: "b", Server: "s", Status: status("DOWN"), Reason: `Layer4 connection problem, info: "Connection refused", check duration: 0ms`},
		`Health check for server b/s conditionally succeeded, reason: Layer7 check conditionally passed, status: 1/2 DOWN.`: {
			Backend: "b", Server: "s", OK: true, Status: status("DOWN 1/2"), Reason: "Layer7 check conditionally passed"},
		`Agent check for server b/s failed, reason: Layer7 wrong status, code: 0, info: "via agent : down (busy)", check duration: 1ms, status: 0/1 DOWN.`: {
			Backend: "b", Server: "s", Agent: true, Status: status("DOWN"), Reason: `Layer7 wrong status, code: 0, info: "via agent : down (busy)", check duration: 1ms`},
		`Agent check for backup server b/s succeeded, reason: Layer7 check passed, code: 0, info: "via agent : up", check duration: 0ms, status: 1/1 UP.`: {
			Backend: "b", Server: "s", Agent: true, OK: true, Status: status("UP"), Reason: `Layer7 check passed, code: 0, info: "via agent : up", check duration: 0ms`},
	} {
		got, ok := Check(body)
		if !ok {
			t.Errorf("%q is not read", body)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", body, diff)
		}
	}
}

func TestEveryCapturedCheckIsRead(t *testing.T) {
	n := 0
	for _, line := range lines(t, append(captured, "haproxy-2.6.12/log/stdout.log")...) {
		body, _ := Body(line)
		if !strings.Contains(body, " check for ") {
			continue
		}
		n++
		if h, ok := Check(body); !ok || h.Status.State == record.Unknown || h.OK != strings.Contains(body, " succeeded, ") {
			t.Errorf("%q was read as %+v, %v", body, h, ok)
		}
	}
	if n < 20 {
		t.Errorf("only %d checks in the captured logs", n)
	}
}

func FuzzSentences(f *testing.F) {
	for _, line := range lines(f, captured...) {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		body, _ := Body(line)
		if !strings.HasSuffix(line, body) {
			t.Errorf("the body %q is not the end of the line", body)
		}
		if s, ok := State(body); ok {
			if s.Backend == "" || s.Active < 0 || s.Backup < 0 || s.Cut < 0 || !strings.Contains(body, s.Reason) {
				t.Errorf("%+v", s)
			}
		}
		if h, ok := Check(body); ok && (h.Backend == "" || h.Server == "" || !strings.Contains(body, h.Reason)) {
			t.Errorf("%+v", h)
		}
	})
}
