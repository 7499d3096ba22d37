package replay

import (
	"context"
	"testing"
	"time"

	"hadash/incident/captured"
	"hadash/record"
)

// A moment that the indexer has not read up to is shown at once, by what was recorded around it, and marked as partial. The
// exact Frame follows, without the mark.
func TestPartialReplay(t *testing.T) {
	samples := long(captured.Samples(t, "tuned-kill-mysql-slave1"))
	live := folded(samples)
	path := written(t, samples)
	open := func() *record.Recording {
		rec, err := record.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		return rec
	}
	for name, ask := range map[string]func(*playback){
		"time":  func(pb *playback) { pb.seek(goal{at: live[len(live)*9/10].At}) },
		"share": func(pb *playback) { pb.part(0.9) },
	} {
		x := newIndexer()
		pb, err := newPlayback(open(), x)
		if err != nil {
			t.Fatal(err)
		}
		pb.taken()
		ask(pb)
		for i := 0; pb.partial == nil; i++ {
			if pb.work(time.Now()); i > 1e6 {
				t.Fatalf("%s: nothing is seen", name)
			}
		}
		pb.show()
		at := pb.partial.at
		n := 1
		for n+1 < len(live) && !live[n+1].At.After(at) {
			n++
		}
		f := pb.next.Frame
		if r := pb.next.State; !r.Partial || !r.From.After(pb.begun) || at.Sub(r.From) < before {
			t.Errorf("%s: partial %v, from %v, want at least %v before %v", name, r.Partial, r.From, before, at)
		}
		if got, all := len(f.Timeline), len(live[n].Timeline); got >= all {
			t.Errorf("%s: %d events in the first look, %d in all: the test sees no difference", name, got, all)
		}
		if !pb.next.Jumped || !pb.next.State.Seeking || !pb.next.State.At.Equal(at) || !f.At.Equal(live[n].At) || len(f.Lines) == 0 {
			t.Errorf("%s: jumped %v, seeking %v, %d lines, at %v, want %v", name, pb.next.Jumped, pb.next.State.Seeking, len(f.Lines), f.At, live[n].At)
		}
		if f.HAProxy == nil || f.HAProxy.Uptime != live[n].HAProxy.Uptime || len(f.Topology.Nodes) != len(live[n].Topology.Nodes) || len(f.Settings) != len(live[n].Settings) {
			t.Errorf("%s: it does not show the stack", name)
		}
		pb.taken()
		x.run(context.Background(), open())
		s := settle(t, pb)
		if !s.Jumped || s.State.Seeking || s.State.Partial || !s.State.From.IsZero() {
			t.Errorf("%s: jumped %v, seeking %v, partial %v, from %v", name, s.Jumped, s.State.Seeking, s.State.Partial, s.State.From)
		}
		if name == "time" {
			if diff := differ(live[pb.n], pb.frame); diff != "" || !pb.frame.At.Equal(f.At) {
				t.Errorf("%s: Frame %d (-live +replayed):\n%s", name, pb.n, diff)
			}
		}
		pb.close()
	}
}
