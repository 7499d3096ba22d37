package report_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report/snapshot"
)

// snapshotOf is a snapshot as its reader has it.
func snapshotOf(t *testing.T, f incident.Frame) document {
	t.Helper()
	var b bytes.Buffer
	if err := (snapshot.Snapshot{Frame: f, Made: start}).Write(&b); err != nil {
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
	fresh.Moments[stopwatch.Healed], fresh.Moments[stopwatch.Back], fresh.Done = stopwatch.Moment{}, stopwatch.Moment{}, false
	back := hiddenStop()
	back.Moments[stopwatch.Back], back.Done = stopwatch.Moment{}, false
	idleUp := back
	back.Up = stopwatch.Moment{}
	idleUp.Up = stopwatch.Moment{At: start.Add(13 * time.Second)}
	alone, told := hiddenStop(), hiddenStop()
	alone.Felt = clients.Felt{HasNginx: true, NginxRequests: 900, NginxFailed: 2, NginxSlowest: time.Second}
	told.Felt = clients.Felt{Failed: 1, By: map[string]int{"login": 1}}
	idle := hiddenStop()
	idle.Felt = clients.Felt{HasNginx: true, HasAttempts: true}
	const (
		stopped = "mysql-slave1 was stopped at 14:48:55 through hadash: "
		noticed = "noticed after 0.23 s; "
		nothing = "none of 4\u202f210 requests failed; the slowest took 350 ms; " + noticed
		over    = "back after 12.61 s, 0.61 s after the heal."
		well    = " Nothing that was watched is broken now."
		others  = " Nothing else that was watched is broken now."
		deaf    = " Docker did not answer, so no earlier fault could be seen."
	)
	for name, c := range map[string]struct {
		faults []stopwatch.Stopwatch
		want   string
	}{
		"hidden":     {[]stopwatch.Stopwatch{hiddenStop()}, stopped + nothing + over + well},
		"other":      {[]stopwatch.Stopwatch{other}, "mysql-slave1 was stopped at 14:48:55 by somebody else: " + nothing + over + well},
		"waited":     {[]stopwatch.Stopwatch{waited}, stopped + "none of 4\u202f210 requests failed, but users waited: the slowest took 2.0 s; " + noticed + over + well},
		"felt":       {[]stopwatch.Stopwatch{felt}, stopped + "3 of 4\u202f210 requests failed (0.071 %); the slowest took 350 ms; " + noticed + over + well},
		"open":       {[]stopwatch.Stopwatch{fresh}, stopped + nothing + "not healed yet." + others},
		"not back":   {[]stopwatch.Stopwatch{back}, stopped + nothing + "healed after 12.00 s, and not seen UP since." + others},
		"no traffic": {[]stopwatch.Stopwatch{idleUp}, stopped + nothing + "healed after 12.00 s, UP again, and no traffic was seen to come to it yet." + well},
		"nginx only": {[]stopwatch.Stopwatch{alone}, stopped + "2 of 900 requests failed (0.22 %); the slowest took 1.0 s (nginx's access log); " + noticed + over + well},
		"idle":       {[]stopwatch.Stopwatch{idle}, stopped + "no user asked for anything (nginx's access log); " + noticed + over + well},
		"failures":   {[]stopwatch.Stopwatch{told}, stopped + "1 request failed (login 1); " + noticed + over + well},
		"two": {[]stopwatch.Stopwatch{gone, hiddenStop()}, "mysql-slave1 was paused at 14:48:55 by somebody else: what users felt is not known; " +
			"healed after 12.00 s, and not seen back. " + stopped + nothing + over + well},
		"many":  {[]stopwatch.Stopwatch{gone, felt, hiddenStop(), waited}, "4 faults were seen. The worst: " + stopped + "3 of 4\u202f210 requests failed (0.071 %); the slowest took 350 ms; " + noticed + over + well},
		"none":  {nil, "Nothing that was watched is broken. No fault was seen." + deaf},
		"open4": {[]stopwatch.Stopwatch{gone, felt, fresh, waited}, "4 faults were seen. The worst: " + stopped + nothing + "not healed yet." + others},
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
	f.Stopwatches, f.Watched.Felt.Failed = nil, 2
	if got := snapshotOf(t, f)[0].bold[0]; got != "db1 is DOWN. No fault was seen, yet 2 requests failed."+deaf {
		t.Errorf("failures that no fault explains: %s", got)
	}
}

// Where no fault was seen, the snapshot says how far back one would have been.
func TestHowFarBackDockerReaches(t *testing.T) {
	begun := incident.Frame{Nodes: []incident.Node{{Health: incident.Up}}, Begun: start, At: start,
		Sources: []incident.Source{{Name: record.SourceDocker, At: start, LastOK: start}}}
	early, deaf, late := begun, begun, begun
	early.DockerFrom, late.DockerFrom, deaf.Sources = start.Add(-7*time.Minute), start.Add(time.Second), nil
	for want, f := range map[string]incident.Frame{
		"No fault was seen. Docker's events reach back to 14:41:55.":                                      early,
		"No fault was seen. Docker reported nothing from before 14:48:55; it keeps its last 256 events.":  begun,
		"No fault was seen. Docker reported nothing from before 14:48:55; it keeps its last 256 events. ": late,
		"No fault was seen. Docker did not answer, so no earlier fault could be seen.":                    deaf,
	} {
		if got := snapshotOf(t, f)[0].bold[0]; got != "Nothing that was watched is broken. "+strings.TrimSpace(want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A fault that was over before anybody watched, of an instance that answers and takes requests: when it was back is not
// known, which is not that it is not back.
func TestBackBeforeAnybodyWatched(t *testing.T) {
	topology := record.Topology{Nodes: []record.Node{{Name: "nginx", Role: record.RoleWeb, To: []string{"app1"}}, {Name: "app1", Role: record.RoleApp}}}
	event := func(seconds int, node, action, detail string) record.Sample {
		return record.Sample{At: start.Add(time.Duration(seconds) * time.Second), Source: record.SourceDocker,
			Docker: &record.DockerEvent{Node: node, Action: action, Detail: detail}}
	}
	f := incident.Fold(incident.Frame{}, record.Sample{At: start, Source: record.SourceTopology, Topology: &topology})
	for _, s := range []record.Sample{
		event(-60, "nginx", "health_status", "healthy"), event(-20, "app1", "die", "0"), event(-13, "app1", "start", ""),
		{At: start, Source: record.SourceDocker, Containers: []record.Container{
			{Node: "nginx", State: "running", Networks: 1, Started: start.Add(-time.Hour)}, {Node: "app1", State: "running", Networks: 1, Started: start.Add(-13 * time.Second)}}},
		{At: start.Add(time.Second), Source: record.SourcePage, Node: "app1", Page: &record.Page{Code: 200, Requests: 70}},
	} {
		f = incident.Fold(f, s)
	}
	var b bytes.Buffer
	if err := (snapshot.Snapshot{Frame: f, Made: start}).Write(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"and when it was back is not known. Nothing that was watched is broken now.", "when it was back is not known.**", "| T6 | back | - | - | not known | - |"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String()[:1500])
		}
	}
}
