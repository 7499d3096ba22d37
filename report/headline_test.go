package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"hadash/incident"
)

// snapshotOf is a snapshot as its reader has it.
func snapshotOf(t *testing.T, f incident.Frame) document {
	t.Helper()
	var b bytes.Buffer
	if err := (Snapshot{Frame: f, Made: start}).Write(&b); err != nil {
		t.Fatal(err)
	}
	return read(t, b.Bytes())
}

// The first sentence says what happened to whom, what the clients felt, whether it is over, and what is broken now.
func TestHeadline(t *testing.T) {
	other, waited, felt, fresh, gone := hiddenStop(), hiddenStop(), hiddenStop(), hiddenStop(), greyPause()
	other.You = false
	waited.Felt.Slowest = 2 * time.Second
	felt.Felt.Failed, felt.Felt.By = 3, map[string]int{"login": 3}
	fresh.Moments[incident.Healed], fresh.Moments[incident.Back], fresh.Done = incident.Moment{}, incident.Moment{}, false
	back := hiddenStop()
	back.Moments[incident.Back], back.Done = incident.Moment{}, false
	alone, told := hiddenStop(), hiddenStop()
	alone.Felt = incident.Felt{HasNginx: true, NginxRequests: 900, NginxFailed: 2, NginxSlowest: time.Second}
	told.Felt = incident.Felt{Failed: 1, By: map[string]int{"login": 1}}
	idle := hiddenStop()
	idle.Felt = incident.Felt{HasNginx: true, HasAttempts: true}
	const (
		stopped = "mysql-slave1 was stopped at 14:48:55 through hadash and noticed after 0.23 s; "
		nothing = "the clients felt nothing: none of 4\u202f210 requests failed, the slowest took 0.35 s; "
		over    = "it was back after 12.61 s, 0.61 s after the heal."
		well    = " Nothing that was watched is broken now."
	)
	for name, c := range map[string]struct {
		faults []incident.Stopwatch
		want   string
	}{
		"hidden":     {[]incident.Stopwatch{hiddenStop()}, stopped + nothing + over + well},
		"other":      {[]incident.Stopwatch{other}, "mysql-slave1 was stopped at 14:48:55 by somebody else and noticed after 0.23 s; " + nothing + over + well},
		"waited":     {[]incident.Stopwatch{waited}, stopped + "the clients felt a wait: none of 4\u202f210 requests failed, but the slowest took 2.00 s; " + over + well},
		"felt":       {[]incident.Stopwatch{felt}, stopped + "the clients felt it: 3 of 4\u202f210 requests failed, the slowest took 0.35 s; " + over + well},
		"open":       {[]incident.Stopwatch{fresh}, stopped + nothing + "it is not healed yet." + well},
		"not back":   {[]incident.Stopwatch{back}, stopped + nothing + "it was healed after 12.00 s, and is not back yet." + well},
		"nginx only": {[]incident.Stopwatch{alone}, stopped + "the clients felt it: 2 of 900 requests failed, the slowest took 1.00 s (nginx's access log); " + over + well},
		"idle":       {[]incident.Stopwatch{idle}, stopped + "no client asked for anything; " + over + well},
		"failures":   {[]incident.Stopwatch{told}, stopped + "the clients felt it: 1 failed at the client (login 1); " + over + well},
		"two": {[]incident.Stopwatch{gone, hiddenStop()}, "mysql-slave1 was paused at 14:48:55 by somebody else; what the clients felt is not known; " +
			"it was healed after 12.00 s, and not seen back. " + stopped + nothing + over + well},
		"many":  {[]incident.Stopwatch{gone, felt, hiddenStop(), waited}, "4 faults were seen. The gravest: " + stopped + "the clients felt it: 3 of 4\u202f210 requests failed, the slowest took 0.35 s; " + over + well},
		"none":  {nil, "Nothing that was watched is broken. No fault was seen."},
		"open4": {[]incident.Stopwatch{gone, felt, fresh, waited}, "4 faults were seen. The gravest: " + stopped + nothing + "it is not healed yet." + well},
	} {
		f := incident.Frame{Nodes: []incident.Node{{Health: incident.Up}}, Stopwatches: c.faults}
		if got := snapshotOf(t, f)[0].bold; len(got) == 0 || got[0] != c.want {
			t.Errorf("%s:\n got %q\nwant %q", name, got, c.want)
		}
	}
	f := hostileFrame()
	if got := snapshotOf(t, f)[0].bold[0]; !strings.HasSuffix(got, " Now db1 is DOWN.") {
		t.Errorf("what is broken now is not said: %s", got)
	}
	f.Stopwatches, f.Load.Failed = nil, 2
	if got := snapshotOf(t, f)[0].bold[0]; got != "db1 is DOWN. No fault was seen, yet 2 requests failed at the client." {
		t.Errorf("failures that no fault explains: %s", got)
	}
}
