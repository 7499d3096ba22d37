package incident

import (
	"testing"
	"time"

	"hadash/incident/event"
	"hadash/incident/outage"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// goneRun folds a recording of testdata/gone.
func goneRun(t *testing.T, name string, see func(*Frame)) Frame {
	t.Helper()
	r, err := record.Open("testdata/gone/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	f := NewFrame(r.Header.Started)
	for s := range r.Samples() {
		f = Fold(f, s)
		see(&f)
	}
	return f
}

func day(clock string) time.Time {
	at, err := time.Parse("2006-01-02 15:04:05.999", "2026-12-01 "+clock)
	if err != nil {
		panic(err)
	}
	return at
}

// A real HAProxy without Docker that is killed is one outage from the first request that failed until it answers again.
func TestKilledHAProxyAlone(t *testing.T) {
	most := 0
	f := goneRun(t, "alone.hadash", func(f *Frame) { most = max(most, len(f.Faults)) })
	if len(f.Stopwatches) != 1 || most != 1 || len(f.Faults) != 0 {
		t.Fatalf("%d stopwatches, %d at once, %d open", len(f.Stopwatches), most, len(f.Faults))
	}
	w := &f.Stopwatches[0]
	killed, started := day("04:37:29.839"), day("04:37:37.887")
	if !w.OfBalancer() || w.Target != "haproxy" || w.At.Before(killed) || w.At.Sub(killed) > 300*time.Millisecond {
		t.Errorf("%s at %v, killed at %v", w.Says(), w.At, killed)
	}
	if w.Moments[stopwatch.Injected].Witness != event.ByProbe || w.Moments[stopwatch.Detected].Seen() {
		t.Errorf("%+v", w.Moments)
	}
	if back := w.Moments[stopwatch.Back]; back.At.Before(started) || back.At.Sub(started) > 1500*time.Millisecond || !w.Done {
		t.Errorf("started at %v, back at %v", started, back.At)
	}
	if c := w.Felt.Clients(); c.Failed < 38 || c.Failed > 42 { // 5 a second for 8 s
		t.Errorf("%d failed", c.Failed)
	}
}

// Of a real pair: the active one killed from outside is a fault by Docker's word, one whose processes hang an outage, by its silence
// and keepalived's word; and both have the address while no advert reaches the other one.
func TestPairByItself(t *testing.T) {
	most, failing := 0, false
	f := goneRun(t, "pair.hadash", func(f *Frame) {
		most = max(most, len(f.Faults))
		failing = failing || f.Node("haproxy2").Health == Failing
	})
	if len(f.Stopwatches) != 3 || most != 1 || !failing {
		t.Fatalf("%d stopwatches, %d at once; seen as failing: %v", len(f.Stopwatches), most, failing)
	}
	killed, hung := &f.Stopwatches[0], &f.Stopwatches[1]
	if killed.Kind != record.Kill || killed.Target != "haproxy" || !killed.Unasked() || killed.OfBalancer() {
		t.Errorf("%s", killed.Says())
	}
	if !hung.OfBalancer() || hung.Target != "haproxy2" || hung.At.Sub(day("04:31:41.03")).Abs() > 2*time.Second {
		t.Errorf("%s at %v", hung.Says(), hung.At)
	}
	if m := hung.Moments[stopwatch.Detected]; m.Witness != event.ByLog || m.Says.String() != "haproxy took the address 172.28.44.9" || !m.At.After(hung.At) {
		t.Errorf("%+v", m)
	}
	if m := hung.Moments[stopwatch.Back]; m.At.Before(day("04:31:48")) || m.At.Sub(day("04:31:48.2")) > 2*time.Second {
		t.Errorf("back at %v", m.At)
	}
	var both, one []event.Event
	for _, e := range f.Timeline {
		if e.Kind == event.KindAddress && e.To == event.Both {
			both = append(both, e)
		} else if e.Kind == event.KindAddress && e.To == event.OneOnly {
			one = append(one, e)
		}
	}
	if len(both) != 1 || len(one) != 1 {
		t.Fatalf("both: %v, no more: %v", both, one)
	}
	if b := both[0]; b.Says.String() != "haproxy and haproxy2 both have the address 172.28.44.9, by their logs" || b.Severity != event.Bad || b.Already ||
		b.At.Before(day("04:32:00.7")) || b.At.After(day("04:32:01.5")) {
		t.Errorf("%s at %v", b.Says, b.At)
	}
	if o := one[0]; o.At.Before(day("04:32:11.0")) || o.At.After(day("04:32:12")) {
		t.Errorf("%s at %v", o.Says, o.At)
	}
}

func refused(seconds float64, node, err string) record.Sample {
	return record.Sample{At: at(seconds), Source: record.SourceHAProxy, Node: node, Err: err}
}

func logAnswers(seconds float64, requests, failed int) record.Sample {
	return record.Sample{At: at(seconds), Source: record.SourceLogs, Node: "web", Logs: &record.Logs{Answers: &record.AnswerTally{Requests: requests, Failed: failed, Last: at(seconds)}}}
}

var behindWeb = record.Topology{Project: "lab", NoDocker: true, Nodes: []record.Node{{Name: "web", Kind: record.KindNginx, To: []string{"haproxy"}},
	{Name: "haproxy", Kind: record.KindHAProxy, To: []string{"db1"}}, {Name: "db1", Kind: record.KindServer}}}

// A page that does not come is no outage alone, nor together with failures that began long after it. With failures that began with it
// it is one, also where these were told first.
func TestSilenceNeedsAnotherWitness(t *testing.T) {
	for name, c := range map[string]struct {
		silent, fails int // from which second on
		err           string
		want          []string
	}{
		"silent alone":            {20, 99, "dial tcp 10.0.0.1:8404: connect: connection refused", nil},
		"slow alone":              {20, 99, record.NoAnswer + "800ms", nil},
		"users fail":              {20, 20, "dial tcp 10.0.0.1:8404: connect: connection refused", []string{"haproxy down 20s to 40.1s"}},
		"users fail first":        {24, 20, "connection refused", []string{"haproxy down 20s to 40.1s"}},
		"users fail long after":   {8, 30, "connection refused", []string{"web failing requests 30s to 39s"}},
		"users fail, it answers":  {99, 20, "", []string{"web failing requests 20s to 39s"}},
		"users fail, page hung":   {20, 21, record.NoAnswer + "800ms", []string{"haproxy down 20.1s to 40.1s"}},
		"nobody fails afterwards": {38, 99, "EOF", nil},
	} {
		f := Fold(Frame{}, record.Sample{At: start, Source: record.SourceTopology, Topology: &behindWeb})
		for i := range 60 {
			s := haproxy(float64(i)+0.1, server("db1", "UP", nil))
			if i >= c.silent && i < 40 {
				s = refused(float64(i)+0.1, "haproxy", c.err)
			}
			bad := 0
			if i >= c.fails && i < 40 {
				bad = 10
			}
			f = Fold(Fold(f, logAnswers(float64(i), 20, bad)), s)
		}
		t.Run(name, func(t *testing.T) { wantOutages(t, &f, c.want...) })
	}
}

// One that the other of its pair replaces is gone where it is silent, and not where only its address moved. A fault explains it.
func TestReplacedAndSilent(t *testing.T) {
	silence := func(from, to int) (all []record.Sample) {
		for i := from; i < to; i++ {
			all = append(all, refused(float64(i), "haproxy", "EOF"), pairPage(float64(i)+0.1, "haproxy2"))
		}
		return all
	}
	took := saidVRRP(20.4, "haproxy2", record.VRRPMaster)
	hang := append(append(atRest(), pairPage(19, "haproxy"), took), silence(20, 30)...)
	f := playPair(hang...)
	w := wantOutages(t, &f, "haproxy down 20s")
	if d, ok := w[0].Detection(); !ok || d != 400*time.Millisecond || f.Node("haproxy").Health != Failing {
		t.Errorf("noticed after %v; %s", d, f.Node("haproxy").Health)
	}
	f = playPair(append(hang, pairPage(30, "haproxy"), pairPage(31, "haproxy"))...)
	wantOutages(t, &f, "haproxy down 20s to 30s")
	moved := append(atRest(), pairPage(19, "haproxy"), took)
	for i := 20; i < 30; i++ {
		moved = append(moved, pairPage(float64(i), "haproxy"), pairPage(float64(i)+0.1, "haproxy2"))
	}
	f = playPair(moved...)
	wantOutages(t, &f)
	f = playPair(append(append(atRest(), pairPage(19, "haproxy"), docker(20, "haproxy", "pause", ""), took), silence(20, 30)...)...)
	if wantOutages(t, &f); len(f.Stopwatches) != 1 {
		t.Errorf("%d stopwatches of a paused one", len(f.Stopwatches))
	}
	f = playPair(append(atRest(), silence(20, 60)...)...) // and its address stays
	wantOutages(t, &f)
}

// A balancer that is gone is never one of the servers of a backend.
func TestGoneBalancerIsNoBackend(t *testing.T) {
	var w outage.Watch
	falls := []outage.Fall{{Change: outage.Change{Server: outage.Server{Name: "lb", Balancer: "lb", Node: "lb"}, Shape: stopwatch.BalancerDown, At: start}}}
	if all := w.Crowd(w.Groups(falls, func(*outage.Server) (int, int) { return 0, 3 })); len(all) != 1 || all[0].Whole || all[0].Empty {
		t.Errorf("%+v", all)
	}
}
