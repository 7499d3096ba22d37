package incident

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"hadash/incident/event"
	"hadash/record"
	"hadash/wording"
)

func stateLine(seconds float64, server string, to record.State, reason string) record.Sample {
	return line(record.Line{At: at(seconds), Node: "haproxy", Text: "Server servers/" + server + " is " + to.String(),
		State: &record.StateChange{Backend: "servers", Server: server, To: to, Reason: reason}})
}

// The log line and the poll report the same change: one event, with the log's exact time,
func TestLogAndPollTellOnce(t *testing.T) {
	up := haproxy(0, server("db1", "UP", nil))
	down := haproxy(2, server("db1", "DOWN", nil))
	said := stateLine(1.3, "db1", record.Down, "Layer4 timeout")
	for name, order := range map[string][]record.Sample{
		"log first":  {up, said, down},
		"poll first": {up, down, said},
		"log twice":  {up, said, said, down},
	} {
		t.Run(name, func(t *testing.T) {
			f := play(order...)
			wantTold(t, f, []event.Kind{event.KindServer}, "1.3s servers/db1 DOWN, Layer4 timeout")
			if e := f.Timeline[0]; e.Witness != event.ByLog || e.Within != 0 || e.Severity != event.Bad || e.Node != "db1" {
				t.Errorf("event %+v", e)
			}
		})
	}
}

// A poll alone is a witness too, but says how late it may be.
func TestPollSaysHowLateItMayBe(t *testing.T) {
	f := play(haproxy(0, server("db1", "UP", nil)), haproxy(1.5, server("db1", "UP 2/3", nil)), haproxy(2.5, server("db1", "DOWN", nil)))
	all := slices.DeleteFunc(slices.Clone(f.Timeline), func(e event.Event) bool { return e.Kind != event.KindServer })
	if len(all) != 2 || all[0].Within != 1500*time.Millisecond || all[0].To != "going down" || all[1].Within != time.Second {
		t.Errorf("timeline %+v", f.Timeline)
	}
}

// DOWN, UP and DOWN again are three events, even when each is told twice.
func TestFlapping(t *testing.T) {
	f := play(haproxy(0, server("db1", "UP", nil)),
		stateLine(1, "db1", record.Down, ""), haproxy(1.2, server("db1", "DOWN", nil)),
		stateLine(3, "db1", record.Up, ""), haproxy(3.2, server("db1", "UP", nil)),
		stateLine(4, "db1", record.Down, ""), haproxy(4.2, server("db1", "DOWN", nil)))
	wantTold(t, f, []event.Kind{event.KindServer}, "1s servers/db1 DOWN", "3s servers/db1 UP", "4s servers/db1 DOWN")
}

func TestHiddenCountsGrowthOnly(t *testing.T) {
	with := func(retr, redis, stot int64) func(*record.Server) {
		return func(s *record.Server) { s.Wretr, s.Wredis, s.Stot = retr, redis, stot }
	}
	f := play(
		haproxy(0, server("db1", "UP", with(98, 98, 1000))), // history: not ours to count
		haproxy(1, server("db1", "UP", with(110, 108, 1100))),
		haproxy(2, server("db1", "UP", with(115, 110, 1200))),
		haproxy(3, server("db1", "UP", with(2, 1, 10))), // a new process
	)
	if f.Hidden.Retried != 12+5+2 || f.Hidden.Redispatched != 10+2+1 {
		t.Errorf("hidden %+v", f.Hidden)
	}
	moved := told(f, event.KindMoved)
	if len(moved) != 1 || f.Timeline[0].Count != 12+5+2 {
		t.Errorf("moved %q, count %d: want one event that counts up", moved, f.Timeline[0].Count)
	}
}

func TestRestartOfHAProxyIsTold(t *testing.T) {
	a, b := haproxy(0, server("db1", "UP", nil)), haproxy(1, server("db1", "UP", nil))
	b.HAProxy.Pid = 9
	wantTold(t, play(a, b), []event.Kind{event.KindRestart}, "1s haproxy is a new process, 9 after 8: reloaded or restarted; its counters started from zero")
}

func TestRatesNeedTwoReadingsAndNeverFall(t *testing.T) {
	polls := int64(0)
	reading := func(seconds float64, n int64) record.Sample { // of clients: the page counts each poll, too
		polls++
		return record.Sample{At: at(seconds), Source: record.SourceNginx, Node: "nginx", Nginx: &record.Nginx{Requests: n + polls}}
	}
	f := play(reading(1, 100))
	if f.Nginx.Rate != -1 {
		t.Errorf("rate %v after one reading, want -1", f.Nginx.Rate)
	}
	if f = Fold(f, reading(3, 300)); f.Nginx.Rate != 100 {
		t.Errorf("rate %v, want 100/s", f.Nginx.Rate)
	}
	if f = Fold(f, reading(3.25, 301)); f.Nginx.Rate != 100 || f.Nginx.Requests != 301+polls {
		t.Errorf("a quarter of a second later: rate %v, want the last one, 100/s; requests %d", f.Nginx.Rate, f.Nginx.Requests)
	}
	if f = Fold(f, reading(3.9, 345)); f.Nginx.Rate != 50 {
		t.Errorf("rate %v, want 45 requests over the 0.9 s since it was last measured", f.Nginx.Rate)
	}
	if f = Fold(f, reading(4, 5)); f.Nginx.Rate != -1 {
		t.Errorf("rate %v after the counter fell, want -1", f.Nginx.Rate)
	}
	if f = Fold(f, record.Sample{At: at(5), Source: record.SourceNginx, Node: "nginx", Err: "refused"}); f.Nginx.Rate != -1 || f.Nginx.Nginx == nil {
		t.Errorf("nginx silent: rate %v; the last reading must stay", f.Nginx.Rate)
	}
	if src := f.Source(record.SourceNginx, "nginx"); !src.Stale() || !src.LastOK.Equal(at(4)) || !src.Since.Equal(at(5)) {
		t.Errorf("source %+v", src)
	}
	wantTold(t, f, []event.Kind{event.KindSource})
	f = Fold(f, record.Sample{At: at(6), Source: record.SourceNginx, Node: "nginx", Err: "refused"})
	f = Fold(f, record.Sample{At: at(7), Source: record.SourceNginx, Node: "nginx", Err: "refused"})
	f = Fold(f, reading(8, 6))
	wantTold(t, f, []event.Kind{event.KindSource}, "5s nginx does not answer: refused", "8s nginx answers again")
}

func TestUpstreamErrorsOfNginx(t *testing.T) {
	refused := func(seconds float64) record.Sample {
		return line(record.Line{At: at(seconds), Node: "nginx", Upstream: &record.UpstreamError{
			Kind: record.UpstreamRefused, Errno: 111, While: "connecting to upstream", Addr: "172.28.44.31:9081"}})
	}
	f := play(refused(1), refused(1.5), refused(2))
	up := f.Node("app1").Upstream
	if up.Errors != 3 || up.Last != "connect() failed while connecting to upstream" || f.Nginx.Errors != 3 {
		t.Errorf("app1 %+v, nginx errors %d", up, f.Nginx.Errors)
	}
	if len(f.Timeline) != 1 || f.Timeline[0].Count != 3 || f.Timeline[0].Node != "app1" || !f.Timeline[0].Until.Equal(at(2)) {
		t.Errorf("timeline %+v, want one event counted to 3", f.Timeline)
	}
}

func TestTalliesAreTheSums(t *testing.T) {
	f := play(record.Sample{At: at(1), Source: record.SourceLogs, Node: "nginx", Logs: &record.Logs{Dropped: 7,
		Upstreams: []record.UpstreamTally{{Addr: "172.28.44.31:9081", Attempts: 40, Failures: 3, Hidden: 2}},
		Sessions:  []record.SessionTally{{Backend: "servers", Server: "db1", Termination: "SD", Sessions: 4}, {Server: "db1", Termination: "--", Sessions: 90}},
	}})
	up := f.Node("app1").Upstream
	if up.Requests != 40 || up.Errors != 3 || up.Hidden != 2 || f.Hidden.NextUpstream != 2 || f.Dropped != 7 || !f.Nginx.HasAccess {
		t.Errorf("app1 %+v, hidden %+v, dropped %d", up, f.Hidden, f.Dropped)
	}
	if got := f.Node("db1").Endings; !reflect.DeepEqual(got, map[string]int{"SD": 4}) {
		t.Errorf("endings %v", got)
	}
}

func TestHealthIsDockersWordFirst(t *testing.T) {
	f := play(containers(0, map[string]string{"db1": "paused"}), haproxy(1, server("db1", "UP", nil), server("db2", "DOWN", nil)))
	if got := f.Node("db1").Health; got != Paused {
		t.Errorf("db1 %v: a paused container that HAProxy keeps UP is paused", got)
	}
	if got := f.Node("db2").Health; got != Down {
		t.Errorf("db2 %v, want DOWN", got)
	}
}

func TestReplicationStops(t *testing.T) {
	say := func(seconds float64, io string) record.Sample {
		return record.Sample{At: at(seconds), Source: record.SourceReplication, Node: "db1",
			Replica: &record.Replica{IO: io, SQL: "Yes", LastError: map[bool]string{true: "", false: "error reconnecting"}[io == "Yes"]}}
	}
	f := play(say(1, "Yes"), say(2, "Connecting"), say(3, "Connecting"), say(4, "Yes"))
	wantTold(t, f, []event.Kind{event.KindReplica}, "2s db1 replication: IO Connecting, SQL Yes: error reconnecting", "4s db1 replicates again")
}

// Fold is pure: the same Samples give the same Frame, and no earlier Frame changes when later
// Samples are folded, though they share what did not change.
func TestFoldIsPure(t *testing.T) {
	samples := []record.Sample{
		{At: start, Source: record.SourceTopology, Topology: &lab},
		containers(0, nil), haproxy(0.5, server("db1", "UP", nil), server("db2", "UP", nil)),
		you(1, record.Act{Inject: &stopDB1}), docker(1.1, "db1", "kill", "15"), docker(1.2, "db1", "die", "0"),
		stateLine(2, "db1", record.Down, "x"), haproxy(2.5, server("db1", "DOWN", func(s *record.Server) { s.Wredis = 3 }), server("db2", "UP", nil)),
		line(record.Line{At: at(2.6), Node: "haproxy", Session: &record.Session{Backend: "servers", Server: "db1", Termination: "SD"}}),
		line(record.Line{At: at(2.7), Node: "haproxy", Session: &record.Session{Backend: "servers", Server: "db1", Termination: "SD"}}),
		{At: at(3), Source: record.SourcePage, Node: "app1", Err: "refused"},
		{At: at(3), Source: record.SourceK6, Node: "k6", K6: &record.K6{Running: true, VUs: 20, Requests: 10}},
		you(4, record.Act{Heal: &stopDB1}), docker(4.1, "db1", "start", ""),
	}
	var frames []Frame
	var prints []string
	var f Frame
	for _, s := range samples {
		f = Fold(f, s)
		frames, prints = append(frames, f), append(prints, deep(f))
	}
	for i := range frames {
		if deep(frames[i]) != prints[i] {
			t.Errorf("frame %d changed after it was sent", i)
		}
	}
	var again Frame
	for _, s := range samples {
		again = Fold(again, s)
	}
	if !reflect.DeepEqual(f, again) {
		t.Error("the same samples gave another frame")
	}
	// A second future of an old frame must not reach into the first one's.
	Fold(frames[6], stateLine(9, "db2", record.Down, "another future"))
	if deep(frames[7]) != prints[7] {
		t.Error("another future of frame 6 changed frame 7")
	}
}

// deep prints everything a frame holds, behind its pointers too.
func deep(f Frame) string {
	s := fmt.Sprintf("%+v %+v %+v %+v %+v", f.Timeline, f.Faults, f.Sources, f.Hidden, f.Load)
	for _, n := range f.Nodes {
		s += fmt.Sprintf("%+v %v %v %v %+v %v", n.Container, n.Health, n.Since, n.Rate, n.Upstream, n.Endings)
		if n.Server != nil {
			s += fmt.Sprintf("%+v", *n.Server)
		}
	}
	return s
}

func TestEndingsHaveWords(t *testing.T) {
	for _, who := range "CSPLRIDUKcs-" {
		for _, where := range "RQCHDLT-" {
			if said := wording.Ending(string(who) + string(where)).String(); said == "" || len(said) > 8 && said[:8] == "unknown " {
				t.Errorf("%c%c: %q", who, where, said)
			}
		}
	}
	if got := wording.Ending("??").String(); got != "unknown termination state ??" {
		t.Errorf("?? reads %q", got)
	}
}

// A k6 that answers late goes on sending requests; one whose container has ended does not, and neither does one that
// was not heard of for long.
func TestLateK6(t *testing.T) {
	k6 := func(seconds float64, requests int64) record.Sample {
		s := record.Sample{At: at(seconds), Source: record.SourceK6, Node: "k6"}
		if requests > 0 {
			s.K6 = &record.K6{Running: true, VUs: 20, Requests: requests}
		} else {
			s.Err = "poll k6: " + record.NoAnswer + "800ms"
		}
		return s
	}
	f := play(containers(0, nil), k6(1, 100), k6(2, 200), k6(3, 0))
	if !f.Load.On || f.Load.Rate != -1 {
		t.Errorf("late: on %v, rate %v; want on, and no rate", f.Load.On, f.Load.Rate)
	}
	f = Fold(f, k6(4, 600))
	if !f.Load.On || f.Load.Rate != 200 {
		t.Errorf("it answers again: on %v, rate %v; want on, 200/s", f.Load.On, f.Load.Rate)
	}
	wantTold(t, f, []event.Kind{event.KindLoad}, "1s load: 20 users")
	if ended := Fold(Fold(f, containers(4.5, map[string]string{"k6": "exited"})), k6(5, 0)); ended.Load.On {
		t.Error("on, though its container has ended")
	}
	refused := record.Sample{At: at(5), Source: record.SourceK6, Node: "k6", Err: "poll k6: connection refused"}
	if gone := Fold(f, refused); gone.Load.On {
		t.Error("on, though nobody listens")
	}
	if silent := Fold(f, k6(4+lateK6.Seconds(), 0)); silent.Load.On {
		t.Errorf("on, though it was silent for %v", lateK6)
	}
}

// An instance's own count is told since hadash watches: through its silence, and through its restart.
func TestOwnCount(t *testing.T) {
	probe := func(seconds float64, requests int64) record.Sample {
		s := record.Sample{At: at(seconds), Source: record.SourcePage, Node: "app1"}
		if requests >= 0 {
			s.Page = &record.Page{Code: 200, Requests: requests}
		} else {
			s.Err = "refused"
		}
		return s
	}
	f := play()
	for i, step := range []struct{ requests, want int64 }{{1000, 0}, {1010, 10}, {-1, 10}, {1030, 30}, {-1, 30}, {5, 35}, {6, 36}} {
		f = Fold(f, probe(float64(i), step.requests))
		if got, known := f.Served(f.Node("app1")); got != step.want || !known {
			t.Errorf("second %d: %d served, want %d", i, got, step.want)
		}
	}
}

// What broke just after the stack came up is not what made the other containers healthy.
func TestHealthyElsewhere(t *testing.T) {
	f := play(containers(0, nil), you(1, record.Act{Inject: &stopDB1}), docker(1.2, "db1", "die", "0"),
		docker(2, "app1", "health_status", "healthy"), docker(3, "db1", "health_status", "unhealthy"))
	for _, e := range f.Timeline {
		switch {
		case e.Node == "app1" && e.Fault != "":
			t.Errorf("%q is counted to %q", e.Says.String(), e.Fault)
		case e.Node == "db1" && e.Kind == event.KindContainer && e.Fault == "":
			t.Errorf("%q is counted to no fault", e.Says.String())
		}
	}
}

// A Frame is a large value, and Samples come by the thousand: one that tells nothing takes no memory.
func TestFoldOfNothingTakesNoMemory(t *testing.T) {
	f := play(containers(0, nil), haproxy(0.5, server("db1", "UP", nil)))
	s := record.Sample{At: at(0.5), Source: record.SourceYou, Act: &record.Act{}}
	if n := testing.AllocsPerRun(100, func() { f = Fold(f, s) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// foldingOf is the state that the next Fold of a Frame begins with.
func foldingOf(f Frame) *folding { return &folding{Frame: f} }
