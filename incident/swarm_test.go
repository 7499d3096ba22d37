package incident_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/incident/said"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// aSwarm is a recording of a stack on three hosts, whose HAProxy has no resolvers: somebody killed the container of web2 on lan2, then
// lan2 died, with web1 on it, and was started again.
func aSwarm(t *testing.T, until func(*incident.Frame) bool) incident.Frame {
	t.Helper()
	return recorded(t, "testdata/swarm.hadash", until)
}

// recorded folds a recording until a Frame is as wanted.
func recorded(t *testing.T, file string, until func(*incident.Frame) bool) incident.Frame {
	t.Helper()
	r, err := record.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	f := incident.NewFrame(r.Header.Started)
	for s := range r.Samples() {
		f = incident.Fold(f, s)
		if until(&f) {
			break
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return f
}

func toTheEnd(*incident.Frame) bool { return false }

func ofKind(f *incident.Frame, kind event.Kind) (out []string) {
	for _, e := range f.Timeline {
		if e.Kind == kind {
			out = append(out, e.Says.String())
		}
	}
	return out
}

// The swarm heals a kill: a new task takes the place of the old one, and the timeline names the swarm.
func TestASwarmMakesATaskAgain(t *testing.T) {
	f := aSwarm(t, toTheEnd)
	i := slices.IndexFunc(f.Stopwatches, func(w stopwatch.Stopwatch) bool { return w.Target == "web2" })
	if i < 0 {
		t.Fatalf("no stopwatch of web2 among %d", len(f.Stopwatches))
	}
	w := &f.Stopwatches[i]
	healed, ok := w.Since(stopwatch.Healed)
	if w.Kind != record.Kill || !ok || healed.Round(100*time.Millisecond) != 6900*time.Millisecond {
		t.Errorf("%s, healed after %v", w.String(), healed)
	}
	if len(w.Findings) == 0 || w.Findings[0].String() != "made again by the swarm on lan3" {
		t.Errorf("findings: %v", w.Findings)
	}
	if heals := ofKind(&f, event.KindHeal); !slices.Contains(heals, "web2 was made again by the swarm on lan3") {
		t.Errorf("heals: %q", heals)
	}
	tasks := ofKind(&f, event.KindTask)
	for _, want := range []string{"web2: a task failed on lan2: task: non-zero exit (137)", "web2 moved to lan3 (10.0.1.21)", "web1 moved to lan3 (10.0.1.23)"} {
		if !slices.Contains(tasks, want) {
			t.Errorf("%q is not among %q", want, tasks)
		}
	}
	if of, ok := f.Swarm.Of("web2"); !ok || of.Restarts != 1 || f.HostOf(f.Node("web2")) != "lan3" {
		t.Errorf("web2: %+v on %s", of, f.HostOf(f.Node("web2")))
	}
	if len(f.Stopwatches) != 2 {
		t.Errorf("%d stopwatches: the container that an earlier task left on another host is no fault", len(f.Stopwatches))
	}
}

// The death of a host is one outage: found by the swarm, dated by its first sign, with the time until its tasks run elsewhere.
func TestADeadHostIsOneOutage(t *testing.T) {
	f := aSwarm(t, func(f *incident.Frame) bool { return len(f.Outages()) > 0 && f.Outages()[0].Moved.Seen() })
	all := f.Outages()
	if len(all) != 1 || all[0].Target != "lan2" || !slices.Equal(all[0].Nodes, []string{"web1"}) {
		t.Fatalf("%d outages: %+v", len(all), all)
	}
	w := all[0]
	noticed, _ := w.Detection()
	moved, ok := w.MovedAfter()
	if got := noticed.Round(100 * time.Millisecond); got != 13000*time.Millisecond || w.Moments[stopwatch.Detected].Witness != event.BySwarm {
		t.Errorf("noticed after %v", got)
	}
	if got := moved.Round(100 * time.Millisecond); !ok || got != 19000*time.Millisecond {
		t.Errorf("moved after %v", got)
	}
	if w.Moments[stopwatch.Healed].Seen() {
		t.Error("over while the host is down")
	}
	if lost := w.Hidden.Redispatched; lost == 0 {
		t.Error("what HAProxy moved while web1 was gone is not among its costs")
	}
	f = aSwarm(t, toTheEnd)
	if back, ok := f.Outages()[0].Since(stopwatch.Back); !ok || back.Round(time.Second) != 29*time.Second {
		t.Errorf("back after %v", back)
	}
	if hosts := ofKind(&f, event.KindHost); !slices.Equal(hosts, []string{"lan2 is down, says the swarm (heartbeat failure)", "lan2 is ready again, says the swarm"}) {
		t.Errorf("hosts: %q", hosts)
	}
}

// node2 died with the only HAProxy, an instance and two replicas. The instances on the other hosts answered 5xx until HAProxy ran
// elsewhere, which is what the death of node2 did, and no outage of theirs. The load itself counted 121 requests with status 503.
func TestADeadHostTakesItsBalancerAlong(t *testing.T) {
	f := recorded(t, "testdata/hostdeath.hadash", toTheEnd)
	all := f.Outages()
	if len(all) != 1 || all[0].Target != "node2" || !slices.Contains(all[0].Nodes, "haproxy") {
		t.Fatalf("%d outages: %+v", len(all), all)
	}
	w := all[0]
	if got := w.Felt.Clients(); got.Failed != 121 || w.Felt.NginxFailed != 121 {
		t.Errorf("it cost %d failed requests by the load, %d by nginx", got.Failed, w.Felt.NginxFailed)
	}
	if moved, ok := w.MovedAfter(); !ok || moved.Round(time.Second) != 25*time.Second {
		t.Errorf("moved after %v", moved)
	}
	if n, ok := f.ByAddr("10.0.1.25:9081", "nginx"); !ok || n.Name != "app1" {
		t.Errorf("nginx looks for app1 where it was, and that is %q", n.Name)
	}
}

// HAProxy notices a host that was cut off before the swarm does: both times are said as what they are.
func TestTheSwarmNoticesAfterHAProxy(t *testing.T) {
	r, err := record.Open("testdata/swarm.hadash")
	if err != nil {
		t.Fatal(err)
	}
	dies := aSwarm(t, toTheEnd)
	at := dies.Outages()[0].Moments[stopwatch.Injected].At
	f, cut := incident.NewFrame(r.Header.Started), record.Fault{Kind: record.CutHost, Target: "lan2"}
	made := false
	for s := range r.Samples() {
		if !made && !s.At.Before(at) {
			made = true
			f = incident.Fold(f, record.Sample{At: at, Act: &record.Act{Inject: &cut}})
			f = incident.Fold(f, record.Sample{At: at, Act: &record.Act{Made: &cut}})
		}
		f = incident.Fold(f, s)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(f.Stopwatches, func(w stopwatch.Stopwatch) bool { return w.Kind == record.CutHost })
	if i < 0 {
		t.Fatal("no stopwatch of the fault")
	}
	w := &f.Stopwatches[i]
	if got := w.Moments[stopwatch.Detected].Witness; got == event.BySwarm {
		t.Fatalf("noticed first by %s: the recording does not have the case", got)
	}
	noticed, _ := w.Detection()
	given, ok := w.GivenUpAfter()
	if !ok || given <= noticed || given.Round(time.Second) != 13*time.Second {
		t.Errorf("HAProxy noticed after %v, the swarm after %v", noticed, given)
	}
	for _, p := range w.Findings {
		if text := p.String(); strings.HasPrefix(text, "the swarm noticed") && !strings.Contains(text, "13.0") && !strings.Contains(text, "12.9") {
			t.Errorf("finding: %s", text)
		}
	}
	if len(w.Findings) == 0 {
		t.Error("no findings")
	}
}

// A task runs at another address than HAProxy looks at: the swarm's word stands against its.
func TestTheSwarmContradictsHAProxy(t *testing.T) {
	f := aSwarm(t, toTheEnd)
	x := f.Truth(f.Node("web1"))
	if got := x.Swarm.String(); got != "running at 10.0.1.23" {
		t.Errorf("the swarm says %q", got)
	}
	if len(x.Disagree) != 1 || x.Disagree[0].String() != "swarm: running at 10.0.1.23, HAProxy: DOWN, looks at 10.0.1.19: no resolvers" {
		t.Errorf("it disagrees: %v", x.Disagree)
	}
	if russian := wording.Russian.Say(x.Disagree[0]); russian != "по словам swarm: работает, адрес 10.0.1.23, HAProxy: DOWN, обращается к 10.0.1.19: нет resolvers" {
		t.Errorf("in Russian: %s", russian)
	}
	if !x.Contradicts(said.Swarm) || !x.Contradicts(said.Balancer) {
		t.Error("neither the swarm nor HAProxy is in dispute")
	}
	if !f.LacksResolvers(f.Node("web1")) || f.LacksResolvers(f.Node("web3")) {
		t.Error("what would bring web1 back is not known")
	}
	if calm := f.Truth(f.Node("web3")); len(calm.Disagree) > 0 {
		t.Errorf("web3: %v", calm.Disagree)
	}
}

// A host is shown with its Engine, the swarm's word and its nodes.
func TestHosts(t *testing.T) {
	f := aSwarm(t, func(f *incident.Frame) bool { return len(f.Outages()) > 0 && f.Outages()[0].OfHost() })
	var got []string
	for _, h := range f.Hosts() {
		state, takes, manager := h.Words()
		got = append(got, strings.Join([]string{h.Name, h.EngineWord(), state, takes, manager}, " "))
	}
	want := []string{"lan1 answers ready active leader", "lan2 silent down active unreachable", "lan3 answers ready active reachable"}
	if !slices.Equal(got, want) {
		t.Errorf("hosts %q, want %q", got, want)
	}
}
