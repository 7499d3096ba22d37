package incident

import (
	"strings"
	"testing"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

var stopDB1 = record.Fault{Kind: record.Stop, Target: "db1"}

// A stop by key: asked for, dated by Docker's signal, not by its death, and healed by the start.
func TestOurStop(t *testing.T) {
	f := play(
		containers(0, nil),
		haproxy(0.1, server("db1", "UP", nil), server("db2", "UP", nil)),
		you(10, record.Act{Inject: &stopDB1}),
		docker(10.05, "db1", "kill", "15"),
		docker(10.9, "db1", "die", "0"),
		docker(10.95, "db1", "stop", ""),
	)
	if got := f.Node("db1").Health; got != Stopped {
		t.Errorf("db1 is %v, want stopped", got)
	}
	if len(f.Faults) != 1 || !f.Faults[0].You || !f.Faults[0].At.Equal(at(10.05)) {
		t.Errorf("faults %+v, want ours at +10.05 s", f.Faults)
	}
	if f.Before == nil {
		t.Error("HAProxy's tables before the fault were not kept")
	}
	wantTold(t, f, []event.Kind{event.KindFault, event.KindContainer}, "10.05s stop db1 (you)", "10.9s db1 exited, code 0")

	f = Fold(f, you(20, record.Act{Heal: &stopDB1}))
	if len(f.Faults) != 1 {
		t.Error("asking for the heal healed it: only Docker may say so")
	}
	f = Fold(f, docker(20.3, "db1", "start", ""))
	if len(f.Faults) != 0 || f.Node("db1").Health.Broken() {
		t.Errorf("after the start: faults %v, db1 %v", f.Faults, f.Node("db1").Health)
	}
	wantTold(t, f, []event.Kind{event.KindHeal}, "20s start db1 (you)") // it was read: it stays where it was
	if healed := f.Stopwatches[0].Moments[stopwatch.Healed]; !healed.At.Equal(at(20.3)) || healed.Witness != event.ByDocker {
		t.Errorf("healed at %s by %s, want Docker's 20.3", healed.At, healed.Witness)
	}
}

// A list of containers may show that one runs again a moment before Docker's event says so: the event dates it.
func TestHealSeenByPollFirst(t *testing.T) {
	started := at(20.28)
	f := play(
		containers(0, nil),
		you(10, record.Act{Inject: &stopDB1}),
		docker(10.05, "db1", "kill", "15"),
		docker(10.9, "db1", "die", "0"),
		containers(11, map[string]string{"db1": "exited"}),
		you(20, record.Act{Heal: &stopDB1}),
	)
	list := containers(20.32, nil)
	for i := range list.Containers {
		if list.Containers[i].Node == "db1" {
			list.Containers[i].Started = started
		}
	}
	f = Fold(f, list)
	wantTold(t, f, []event.Kind{event.KindHeal}, "20s start db1 (you)")
	f = Fold(f, docker(20.3, "db1", "start", ""))
	wantTold(t, f, []event.Kind{event.KindHeal}, "20s start db1 (you)")
	if len(f.Stopwatches) != 1 || f.Stopwatches[0].Moments[stopwatch.Healed].Witness != event.ByDocker || !f.Stopwatches[0].Moments[stopwatch.Healed].At.Equal(at(20.3)) {
		t.Errorf("the stopwatch's heal is not Docker's: %+v", f.Stopwatches)
	}
}

// The second signal of a stop whose grace is over must not move the fault's instant.
func TestStopThenKillKeepsFirstInstant(t *testing.T) {
	f := play(you(1, record.Act{Inject: &stopDB1}), docker(1.1, "db1", "kill", "15"), docker(11.1, "db1", "kill", "9"), docker(11.2, "db1", "die", "137"))
	if len(f.Faults) != 1 || !f.Faults[0].At.Equal(at(1.1)) {
		t.Errorf("faults %+v, want one at +1.1 s", f.Faults)
	}
}

// Somebody types docker stop, docker kill, or the process dies by itself.
func TestOthersFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		events []record.Sample
		want   string
	}{
		{"docker stop", []record.Sample{docker(1, "db1", "kill", "15"), docker(2, "db1", "die", "0")}, "1s stop db1 (somebody else)"},
		{"grace over", []record.Sample{docker(1, "db1", "kill", "15"), docker(11, "db1", "kill", "9"), docker(11.1, "db1", "die", "137")}, "1s stop db1 (somebody else)"},
		{"docker kill", []record.Sample{docker(1, "db1", "kill", "9"), docker(1.1, "db1", "die", "137")}, "1s kill db1 (somebody else)"},
		{"crash", []record.Sample{docker(1, "db1", "die", "139")}, "1s crash db1 (somebody else)"},
		{"pause", []record.Sample{docker(1, "db1", "pause", "")}, "1s pause db1 (somebody else)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := play(append([]record.Sample{containers(0, nil)}, c.events...)...)
			wantTold(t, f, []event.Kind{event.KindFault}, c.want)
			if len(f.Faults) != 1 || f.Faults[0].You {
				t.Errorf("faults %+v, want one that is not ours", f.Faults)
			}
		})
	}
}

// A signal that ends nothing (docker kill -s USR2) is no fault.
func TestSignalWithoutDeathIsNoFault(t *testing.T) {
	f := play(containers(0, nil), docker(1, "nginx", "kill", "12"))
	if len(f.Faults) != 0 || len(f.Timeline) != 0 {
		t.Errorf("faults %v, timeline %v, want none", f.Faults, f.Timeline)
	}
}

// With the event stream down, the polls of the containers open and heal the fault.
func TestPollsFindMissedFault(t *testing.T) {
	f := play(containers(0, nil), containers(1, map[string]string{"db1": "exited"}))
	if len(f.Faults) != 1 || f.Faults[0].Kind != record.Crash {
		t.Fatalf("faults %+v, want a crash", f.Faults)
	}
	again := containers(30, nil)
	for i := range again.Containers {
		again.Containers[i].Started = at(29)
	}
	if f = Fold(f, again); len(f.Faults) != 0 {
		t.Errorf("faults %+v after it runs again", f.Faults)
	}
}

// A container that was stopped before hadash looked: Docker's history then tells how.
func TestHistoryDatesWhatThePollFound(t *testing.T) {
	f := play(containers(0, map[string]string{"db1": "exited"}), docker(-2, "db1", "kill", "9"), docker(-1.9, "db1", "die", "137"))
	wantTold(t, f, []event.Kind{event.KindFault}, "-2s kill db1 (somebody else)")
	if got := f.Node("db1").Health; got != Stopped {
		t.Errorf("db1 is %v, want stopped", got)
	}
}

// Old events must not undo what a newer poll said.
func TestHistoryDoesNotChangeNow(t *testing.T) {
	f := play(containers(0, nil), docker(-60, "db1", "die", "0"))
	if got := f.Node("db1").Health; got == Stopped {
		t.Error("an event of a minute ago stopped a container that runs")
	}
}

func TestFailedFaultIsForgotten(t *testing.T) {
	f := play(you(1, record.Act{Inject: &stopDB1}), you(1.1, record.Act{Failed: &stopDB1, Why: "no such container"}))
	if len(f.Faults) != 0 {
		t.Errorf("faults %+v, want none", f.Faults)
	}
	wantTold(t, f, []event.Kind{event.KindNote}, "1.1s could not stop db1: no such container")
}

// The end of the load generator is the end of the load, not a fault.
func TestLoadEndIsNoFault(t *testing.T) {
	f := play(containers(0, nil), docker(5, "k6", "kill", "15"), docker(6, "k6", "die", "105"), containers(7, map[string]string{"k6": "exited"}))
	if len(f.Faults) != 0 {
		t.Errorf("faults %+v, want none", f.Faults)
	}
	wantTold(t, f, []event.Kind{event.KindLoad}, "6s load ended")
}

// What comes back after the heal still belongs to the fault, on its own node.
func TestEventsBelongToTheirFault(t *testing.T) {
	f := play(
		containers(0, nil),
		haproxy(0.5, server("db1", "UP", nil), server("db2", "UP", nil)),
		you(1, record.Act{Inject: &stopDB1}), docker(1, "db1", "kill", "15"),
		haproxy(2, server("db1", "DOWN", nil), server("db2", "UP", nil)),
		docker(10, "db1", "start", ""),
		haproxy(13, server("db1", "UP", nil), server("db2", "UP", nil)),
		haproxy(14, server("db1", "UP", nil), server("db2", "DOWN", nil)),
	)
	want := map[string]string{"servers/db1 DOWN": "stop db1", "servers/db1 UP": "stop db1", "servers/db2 DOWN": ""}
	for _, e := range f.Timeline {
		if e.Kind != event.KindServer {
			continue
		}
		key := e.Subject + " " + e.To
		if e.Fault != want[key] {
			t.Errorf("%s belongs to %q, want %q", key, e.Fault, want[key])
		}
		if key == "servers/db1 DOWN" && e.After != at(2).Sub(at(1)) {
			t.Errorf("%s is %v after its fault, want 1s", key, e.After)
		}
	}
}

// Docker also reports the networks that a container leaves by ending; only a running one is cut off.
func TestEndIsNoCut(t *testing.T) {
	apart := containers(9.1, nil)
	for i := range apart.Containers {
		if apart.Containers[i].Node == "db2" {
			apart.Containers[i].Networks = 0
		}
	}
	f := play(docker(-2, "db2", "disconnect", "lab_net"), docker(-1.9, "db2", "connect", "lab_net"), docker(-1.8, "db2", "start", ""), // compose makes it
		containers(0, nil), docker(1, "db1", "kill", "15"), docker(1.2, "db1", "die", "0"), docker(1.3, "db1", "disconnect", "lab_net"),
		docker(5, "db1", "connect", "lab_net"), docker(5.1, "db1", "start", ""), docker(9, "db2", "disconnect", "lab_net"), apart)
	wantTold(t, f, []event.Kind{event.KindFault, event.KindHeal}, "1s stop db1 (somebody else)", "5.1s start db1", "9s cut db2 (somebody else)")
}

// From Engine 25 on a container leaves its networks before it is told to have ended.
func TestNetworksLeftBeforeTheEnd(t *testing.T) {
	f := play(containers(0, nil), docker(1, "db1", "kill", "15"), docker(1.2, "db1", "disconnect", "lab_net"), docker(1.3, "db1", "die", "0"))
	wantTold(t, f, []event.Kind{event.KindFault}, "1s stop db1 (somebody else)")
	if len(f.Faults) != 1 || f.Faults[0].Kind != record.Stop {
		t.Errorf("faults %+v, want one stop", f.Faults)
	}
}

// The signal of one fault says nothing of the next.
func TestSignalIsUsedOnce(t *testing.T) {
	f := play(containers(0, nil), docker(1, "db1", "kill", "15"), docker(2, "db1", "die", "0"), docker(3, "db1", "start", ""), docker(9, "db1", "die", "139"))
	wantTold(t, f, []event.Kind{event.KindFault}, "1s stop db1 (somebody else)", "9s crash db1 (somebody else)")
}

// A poll answered before the end but told after it heals nothing.
func TestLatePollHealsNothing(t *testing.T) {
	f := play(containers(0, nil), you(1, record.Act{Inject: &stopDB1}), docker(1.1, "db1", "kill", "15"), docker(9, "db1", "die", "0"), containers(9.1, nil))
	if len(f.Faults) != 1 {
		t.Errorf("faults %+v, want the stop still open", f.Faults)
	}
}

func TestRestartHealsItself(t *testing.T) {
	f := play(containers(0, nil), you(1, record.Act{Inject: &record.Fault{Kind: record.Restart, Target: "db1"}}),
		docker(1.1, "db1", "kill", "15"), docker(2, "db1", "die", "0"), docker(2.5, "db1", "start", ""))
	if len(f.Faults) != 0 {
		t.Errorf("faults %+v after the restart", f.Faults)
	}
	wantTold(t, f, []event.Kind{event.KindFault, event.KindHeal}, "1.1s restart db1 (you)", "2.5s restarted db1")
}

// Tables that were read after the first fault are not those before it.
func TestBeforeIsBefore(t *testing.T) {
	reading := haproxy(5, server("db1", "UP", nil))
	if f := play(containers(0, nil), reading, docker(1, "db1", "die", "1")); f.Before != nil {
		t.Error("a fault of the past froze tables of now")
	}
	if f := play(containers(0, nil), reading, docker(6, "db1", "die", "1"), haproxy(7, server("db1", "DOWN", nil))); f.Before == nil || f.Before != reading.HAProxy {
		t.Error("the tables before the fault were not kept")
	}
	history := []record.Sample{containers(0, nil), docker(-9, "db1", "die", "1"), docker(-5, "db1", "start", ""), reading, docker(6, "db2", "die", "1")}
	if f := play(history...); f.Before != reading.HAProxy {
		t.Error("a fault healed long ago kept the tables before the next one from being kept")
	}
}

func TestTrouble(t *testing.T) {
	f := play(containers(0, map[string]string{"db1": "paused", "k6": "exited"}), haproxy(1, server("db1", "UP", nil), server("db2", "DOWN 1/2", nil)),
		record.Sample{At: at(2), Source: record.SourceReplication, Node: "db2", Replica: &record.Replica{IO: "Yes", SQL: "No"}},
		record.Sample{At: at(3), Source: record.SourceNginx, Node: "nginx", Err: "refused"})
	want := []string{"db1 is paused", "db2 is coming up", "nginx does not answer"}
	if got := wording.English.Join(f.Trouble(), "; "); got != strings.Join(want, "; ") {
		t.Errorf("trouble %q, want %q", got, want)
	}
	f = Fold(f, haproxy(4, server("db1", "UP", nil), server("db2", "UP", nil)))
	want[1] = "db2 does not replicate (IO Yes, SQL No)"
	if got := wording.English.Join(f.Trouble(), "; "); got != strings.Join(want, "; ") {
		t.Errorf("trouble %q, want %q", got, want)
	}
}

// A cut that the first list shows is dated by the history that is read after it, and not healed by it.
func TestHistoryOfACut(t *testing.T) {
	apart := containers(10, nil)
	for i := range apart.Containers {
		apart.Containers[i].Networks = 0
	}
	apart.Containers = apart.Containers[5:6] // db1
	f := play(docker(-9, "db1", "disconnect", "lab_net"), apart, docker(-8.9, "db1", "connect", "lab_net"), docker(-8.8, "db1", "start", ""), docker(2, "db1", "disconnect", "lab_net"))
	wantTold(t, f, []event.Kind{event.KindFault, event.KindHeal}, "2s cut db1 (somebody else)")
	if len(f.Faults) != 1 {
		t.Errorf("faults %+v, want the cut", f.Faults)
	}
}

// What another hadash has in its journal is told as its own, whether the journal or the event is read first, and only that.
func TestFaultsOfAnotherHadash(t *testing.T) {
	theirs := you(0.5, record.Act{Others: &record.Others{Faults: []record.Fault{{Kind: record.Kill, Target: "db1"}}}})
	stopped := []record.Sample{docker(1, "db1", "kill", "15"), docker(2, "db1", "die", "0")}
	for name, all := range map[string][]record.Sample{
		"the journal first": append([]record.Sample{containers(0, nil), theirs}, stopped...),
		"the event first":   append(append([]record.Sample{containers(0, nil)}, stopped...), theirs),
	} {
		f := play(all...)
		wantTold(t, f, []event.Kind{event.KindFault}, "1s stop db1 (another hadash)")
		if len(f.Faults) != 1 || !f.Faults[0].Hadash || !f.Stopwatches[0].Hadash || f.Faults[0].Title().String() != "another hadash stopped db1" {
			t.Errorf("%s: %+v", name, f.Faults)
		}
		f = Fold(f, docker(3, "db2", "pause", ""))
		if len(f.Faults) != 2 || f.Faults[1].Hadash || f.Faults[1].Says().String() != "pause db2 (somebody else)" {
			t.Errorf("%s: db2 is nobody's: %+v", name, f.Faults)
		}
		mine := play(append([]record.Sample{containers(0, nil), you(0.9, record.Act{Inject: &stopDB1}), theirs}, stopped...)...)
		if mine.Faults[0].Hadash || mine.Faults[0].Says().String() != "stop db1 (you)" {
			t.Errorf("ours: %+v", mine.Faults)
		}
	}
}

// A stop is dated by the end of its process where that served until then, with the time of the command beside it: else the seconds
// in which nothing was broken would count as those in which nobody noticed.
func TestSlowStop(t *testing.T) {
	traffic := func(seconds float64, stot int64) record.Sample {
		return haproxy(seconds, server("db1", "UP", func(s *record.Server) { s.Stot = stot }), server("db2", "UP", func(s *record.Server) { s.Stot = stot }))
	}
	asked := you(0.9, record.Act{Inject: &stopDB1})
	told, ended := docker(1, "db1", "kill", "15"), docker(11, "db1", "die", "137")
	polls := func(until float64) (all []record.Sample) {
		for s := 1.2; s < 11; s += 0.5 {
			all = append(all, traffic(s, int64(min(s, until)*100)))
		}
		return all
	}
	down := haproxy(12.5, server("db1", "DOWN", nil), server("db2", "UP", func(s *record.Server) { s.Stot = 2000 }))
	for name, c := range map[string]struct {
		by       []record.Sample
		until    float64
		at, took float64
		says     string
	}{
		"ours":              {[]record.Sample{asked}, 99, 11, 1.5, "11s stop db1 (you): it served for another 10.0 s"},
		"somebody's":        {nil, 99, 11, 1.5, "11s stop db1 (somebody else): it served for another 10.0 s"},
		"served no more":    {[]record.Sample{asked}, 5, 1, 11.5, "1s stop db1 (you)"},
		"nobody's, no more": {nil, 5, 1, 11.5, "1s stop db1 (somebody else)"},
	} {
		all := append([]record.Sample{containers(0, nil), traffic(0.1, 10), traffic(0.6, 60)}, c.by...)
		all = append(append(append(all, told), polls(c.until)...), ended, down)
		f := play(all...)
		wantTold(t, f, []event.Kind{event.KindFault}, c.says)
		w := f.Stopwatches[0]
		d, ok := w.Detection()
		if !w.At.Equal(at(c.at)) || !ok || d.Seconds() != c.took || w.Ordered.IsZero() != (c.at == 1) {
			t.Errorf("%s: T0 %v, noticed after %v, told at %v", name, w.At.Sub(start), d, w.Ordered)
		}
		if !w.Ordered.IsZero() && (!w.Ordered.Equal(at(1)) || w.Ending() != 0) {
			t.Errorf("%s: %v, ending %v", name, w.Ordered, w.Ending())
		}
	}
}
