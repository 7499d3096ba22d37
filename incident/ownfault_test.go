package incident

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// own folds Samples at the seconds of a run.
type ownRun struct {
	t *testing.T
	f Frame
}

var ownBegun = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

func newOwnRun(t *testing.T) *ownRun {
	t.Helper()
	r := &ownRun{t: t}
	r.at(0, record.Sample{Topology: &record.Topology{Project: "lab", Nodes: []record.Node{{Name: "lb", Kind: record.KindHAProxy, To: []string{"db1"}}, {Name: "db1", Kind: record.KindServer, Serves: []string{"be/db1"}}}}})
	r.at(0.1, record.Sample{Source: record.SourceDocker, Containers: []record.Container{{Node: "db1", State: "running", Networks: 1, Started: ownBegun.Add(-time.Hour)}}})
	return r
}

func (r *ownRun) at(seconds float64, s record.Sample) {
	s.At = ownBegun.Add(time.Duration(seconds * float64(time.Second)))
	r.f = Fold(r.f, s)
}

func (r *ownRun) act(seconds float64, a record.Act) {
	r.at(seconds, record.Sample{Source: record.SourceYou, Act: &a})
}

func (r *ownRun) open() (all []string) {
	for _, x := range r.f.Faults {
		all = append(all, x.String())
	}
	return all
}

var ownStop = record.Fault{Kind: record.Own, Target: "db1", Name: "stop-db1"}

// What Docker reports of a node that a command of the user broke is the effect of that, and no other fault. The fault counts from
// its request, and is healed from the request of the heal on: the command and its check may take long.
func TestOwnFault(t *testing.T) {
	t.Parallel()
	r := newOwnRun(t)
	r.act(10, record.Act{Inject: &ownStop})
	r.at(11, record.Sample{Source: record.SourceDocker, Docker: &record.DockerEvent{Node: "db1", Action: "kill", Detail: "15"}})
	r.at(11.2, record.Sample{Source: record.SourceDocker, Docker: &record.DockerEvent{Node: "db1", Action: "die", Detail: "0"}})
	r.act(13, record.Act{Made: &ownStop})
	r.at(14, record.Sample{Source: record.SourceDocker, Containers: []record.Container{{Node: "db1", State: "exited", Finished: ownBegun.Add(11 * time.Second)}}})
	if got := r.open(); !slices.Equal(got, []string{"stop-db1 on db1"}) || !r.f.Faults[0].At.Equal(ownBegun.Add(10*time.Second)) {
		t.Fatalf("open: %q, since %v", got, r.f.Faults)
	}
	w := r.f.Stopwatch("db1")
	if w.Expected.Known || w.Expected.Why.String() != "a command of yours" {
		t.Errorf("expected: %+v", w.Expected)
	}
	r.act(20, record.Act{Heal: &ownStop})
	r.at(21, record.Sample{Source: record.SourceDocker, Docker: &record.DockerEvent{Node: "db1", Action: "start"}})
	r.act(25, record.Act{Healed: &ownStop})
	w = r.f.Stopwatch("db1")
	if healed := w.Moments[stopwatch.Healed]; len(r.open()) != 0 || !healed.At.Equal(ownBegun.Add(20*time.Second)) {
		t.Errorf("open: %q; healed at %v", r.open(), healed.At)
	}
	for says, want := range map[string]string{
		w.Past().String(): "broken by stop-db1", w.Says().String(): "stop-db1 on db1 (you)", w.Title().String(): "you broke db1 with stop-db1",
		stopwatch.HealPhrase(ownStop).String(): "heal stop-db1 on db1", stopwatch.HealTitle(ownStop, true).String(): "you healed it of stop-db1",
		wording.Russian.Say(w.Past()): "сломан командой stop-db1",
	} {
		if says != want {
			t.Errorf("%q, want %q", says, want)
		}
	}
}

// Two faults of the user's own on one node are healed apart.
func TestTwoOwnFaults(t *testing.T) {
	t.Parallel()
	r := newOwnRun(t)
	fill := record.Fault{Kind: record.Own, Target: "db1", Name: "fill-disk"}
	r.act(10, record.Act{Inject: &ownStop})
	r.act(11, record.Act{Inject: &fill})
	r.act(12, record.Act{Heal: &ownStop})
	r.act(13, record.Act{Healed: &ownStop})
	if got := r.open(); !slices.Equal(got, []string{"fill-disk on db1"}) {
		t.Errorf("open: %q", got)
	}
	if ownStop.HealedWith(fill) || !ownStop.HealedWith(ownStop) {
		t.Error("one heals the other")
	}
	r.act(14, record.Act{Unhealed: &fill, Why: "its heal command failed (exit status 1)"})
	last := r.f.Timeline[len(r.f.Timeline)-1]
	if last.Severity != event.Bad || !strings.HasPrefix(last.Says.String(), "NOT healed: fill-disk on db1: its heal command failed") || len(r.open()) != 1 {
		t.Errorf("%+v; open: %q", last, r.open())
	}
}

// Cut sessions are over when they are cut, and a health that was set when the checks say otherwise.
func TestOrdersThatEnd(t *testing.T) {
	t.Parallel()
	r := newOwnRun(t)
	page := func(status string) *record.HAProxy {
		return &record.HAProxy{Servers: []record.Server{{Pxname: "be", Svname: "db1", Status: record.ParseStatus(status)}}}
	}
	r.at(1, record.Sample{Source: record.SourceHAProxy, Node: "lb", HAProxy: page("UP")})
	r.at(2, record.Sample{Source: record.SourceHAProxy, Node: "lb", HAProxy: page("UP")})
	shut, down := record.Fault{Kind: record.ShutSessions, Target: "db1"}, record.Fault{Kind: record.SetHealth, Target: "db1"}
	r.act(10, record.Act{Inject: &shut})
	r.act(10.1, record.Act{Made: &shut})
	if len(r.open()) != 0 || !r.f.Stopwatch("db1").Moments[stopwatch.Healed].Seen() {
		t.Errorf("open: %q", r.open())
	}
	r.act(40, record.Act{Inject: &down})
	r.act(40.1, record.Act{Made: &down})
	r.at(41, record.Sample{Source: record.SourceHAProxy, Node: "lb", HAProxy: page("DOWN")})
	r.at(42, record.Sample{Source: record.SourceHAProxy, Node: "lb", HAProxy: page("DOWN 2/3")})
	if len(r.open()) != 1 {
		t.Errorf("open: %q", r.open())
	}
	r.at(43, record.Sample{Source: record.SourceHAProxy, Node: "lb", HAProxy: page("UP")})
	w := r.f.Stopwatch("db1")
	if len(r.open()) != 0 || !w.Moments[stopwatch.Healed].At.Equal(ownBegun.Add(43*time.Second)) || !w.Moments[stopwatch.Detected].Seen() || !w.Up.Seen() {
		t.Errorf("open: %q; %+v", r.open(), w.Moments)
	}
}
