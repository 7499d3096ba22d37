package replay

import (
	"context"
	"math"
	"math/rand"
	"os"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/event"
	"hadash/record"
)

// inside lets Frames be compared with all they remember.
var inside = cmp.Exporter(func(t reflect.Type) bool { return t.PkgPath() == "hadash/incident" })

// differ says in what two Frames differ. Most do not, and reflect sees that sooner.
func differ(want, got incident.Frame) string {
	if reflect.DeepEqual(want, got) {
		return ""
	}
	return cmp.Diff(want, got, inside)
}

// The Frames of a recording are those of the live run, one by one.
func TestReplayedFramesAreTheLiveOnes(t *testing.T) {
	dirs, err := os.ReadDir(runs)
	if err != nil || len(dirs) < 4 {
		t.Fatalf("%d runs: %v", len(dirs), err)
	}
	for _, dir := range dirs {
		t.Run(dir.Name(), func(t *testing.T) {
			t.Parallel()
			samples := captured.Samples(t, dir.Name())
			rec, err := record.Open(written(t, samples))
			if err != nil {
				t.Fatal(err)
			}
			defer rec.Close()
			var live, again incident.Frame
			n := 0
			for s := range rec.Samples() {
				live, again = incident.Fold(live, samples[n]), incident.Fold(again, s)
				n++
				if diff := differ(live, again); diff != "" {
					t.Fatalf("Frame %d (-live +replayed):\n%s", n, diff)
				}
			}
			if n != len(samples) {
				t.Errorf("%d of %d Samples", n, len(samples))
			}
		})
	}
}

// playbackOf is a playback of a recording that the indexer has read.
func playbackOf(t testing.TB, path string, x *indexer) *playback {
	t.Helper()
	here, err := record.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	ahead, err := record.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	x.run(context.Background(), ahead)
	pb, err := newPlayback(here, x)
	if err != nil {
		t.Fatal(err)
	}
	pb.playing = false
	t.Cleanup(pb.close)
	return pb
}

// settle works until nothing is being looked for, as the screen would see it.
func settle(t testing.TB, pb *playback) Shown {
	t.Helper()
	for pb.search != nil {
		pb.work(time.Now())
	}
	pb.show()
	s := pb.next
	pb.taken()
	return s
}

// Wherever one comes from, Frame n is what the first n Samples made: be the recording read from many places, from one,
// or again and again from its beginning.
func TestSeekGivesTheLiveFrame(t *testing.T) {
	samples := long(captured.Samples(t, "tuned-kill-mysql-slave1"))
	live := folded(samples)
	path := written(t, samples)
	for name, x := range map[string]*indexer{"many": newIndexer(), "some": newIndexer(), "one": newIndexer(), "none": newIndexer()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x.apart = map[string]int{"many": 1, "some": 6000, "one": math.MaxInt}[name]
			pb := playbackOf(t, path, x)
			switch {
			case name == "none":
				x.places = nil
			case len(x.places) < 3 && name == "many":
				t.Fatalf("%d places", len(x.places))
			}
			wander(t, pb, live)
		})
	}
}

// long is a run that goes on for some minutes: reading can begin at several places of its recording.
func long(run []record.Sample) (all []record.Sample) {
	for i := range 10 {
		for _, s := range run {
			all = append(all, shifted(s, time.Duration(i)*run[len(run)-1].At.Sub(run[0].At)))
		}
	}
	return all
}

// wander goes here and there, and compares each Frame with the live one.
func wander(t *testing.T, pb *playback, live []incident.Frame) {
	end := len(live) - 1
	same := func(n int) {
		t.Helper()
		settle(t, pb)
		if pb.n != n {
			t.Fatalf("at Frame %d, want %d", pb.n, n)
		}
		if diff := differ(live[n], pb.frame); diff != "" {
			t.Fatalf("Frame %d (-live +replayed):\n%s", n, diff)
		}
	}
	rng := rand.New(rand.NewSource(1))
	for range 25 {
		n := 1 + rng.Intn(end)
		pb.seek(goal{n: n})
		same(n)
		for range rng.Intn(6) { // and some steps from there
			by := 1 - 2*rng.Intn(2)
			n = min(max(n+by, 1), end)
			pb.step(by)
			same(n)
		}
	}
	for _, n := range []int{end, 1, end, end - windowKept, 2, windowKept, 1} {
		pb.seek(goal{n: n})
		same(n)
	}
}

// Seeking by time leads to the last Frame of that time, by event to the Frame that first reported it.
func TestSeekByTimeAndEvent(t *testing.T) {
	samples := captured.Samples(t, "tuned-kill-mysql-slave1")
	live := folded(samples)
	pb := playbackOf(t, written(t, samples), newIndexer())
	begun, ended := live[1].At, live[len(live)-1].At

	for _, at := range []time.Time{begun.Add(20 * time.Second), begun.Add(3 * time.Second), begun.Add(-time.Hour), ended.Add(time.Hour)} {
		pb.seek(goal{at: at})
		f := settle(t, pb).Frame
		want := 1
		for n := range live[1:] {
			if !live[n+1].At.Truncate(time.Millisecond).After(at) {
				want = n + 1
			}
		}
		if !f.At.Equal(live[want].At) {
			t.Errorf("%v: at %v, want %v", at.Sub(begun), f.At.Sub(begun), live[want].At.Sub(begun))
		}
	}
	pb.part(0)
	settle(t, pb)
	var tellers, faults []int // Frames that bring a new Event
	known := map[int]bool{}
	for n, f := range live {
		tells, breaks := false, false
		for _, e := range f.Events {
			tells = tells || !known[e.ID]
			breaks = breaks || !known[e.ID] && e.Kind == event.KindFault
			known[e.ID] = true
		}
		if tells && n > 1 {
			tellers = append(tellers, n)
		}
		if breaks {
			faults = append(faults, n)
		}
	}
	var forth, back []int
	for range tellers {
		pb.seek(goal{event: +1, from: pb.aim()})
		settle(t, pb)
		forth = append(forth, pb.n)
	}
	for range tellers {
		back = append([]int{pb.n}, back...)
		pb.seek(goal{event: -1, from: pb.aim()})
		settle(t, pb)
	}
	if diff := cmp.Diff(tellers, forth); diff != "" || len(tellers) < 20 {
		t.Errorf("next event (-want +got): %s", diff)
	}
	if diff := cmp.Diff(tellers, back); diff != "" {
		t.Errorf("event before (-want +got): %s", diff)
	}
	pb.part(1)
	settle(t, pb)
	pb.seek(goal{event: -1, faults: true, from: pb.aim()})
	settle(t, pb)
	if len(faults) != 1 || pb.n != faults[0] {
		t.Errorf("the fault is Frame %d, found %d", faults, pb.n)
	}
	pb.seek(goal{event: +1, faults: true, from: pb.aim()})
	if s := settle(t, pb); pb.n != faults[0] || s.Said == "" {
		t.Errorf("after the last fault: Frame %d, says %q", pb.n, s.Said)
	}
}
