package handoff

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/record"
)

// at is an instant, in seconds from a beginning.
func at(seconds float64) time.Time {
	return time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC).Add(time.Duration(seconds * float64(time.Second)))
}

func TestKeepsEventsAndNewestState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, out := make(chan incident.Frame), make(chan incident.Frame)
		go Run(t.Context(), in, out, Gathering(0))
		for i := range 3 {
			in <- incident.Frame{At: at(float64(i)), Events: []event.Event{{ID: i}}, Lines: []*record.Line{{}}}
		}
		synctest.Wait()
		f := <-out
		if len(f.Events) != 3 || f.Events[0].ID != 0 || !f.At.Equal(at(2)) || len(f.Lines) != 3 {
			t.Errorf("got %d events, %d lines at %v", len(f.Events), len(f.Lines), f.At)
		}
		in <- incident.Frame{Events: []event.Event{{ID: 9}}}
		if f := <-out; len(f.Events) != 1 {
			t.Errorf("events came twice: %v", f.Events)
		}
		close(in)
		if _, ok := <-out; ok {
			t.Error("out is open after in was closed")
		}
	})
}

func TestBoundsLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, out := make(chan incident.Frame), make(chan incident.Frame)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go Run(ctx, in, out, Gathering(0))
		for range 5 {
			in <- incident.Frame{Lines: make([]*record.Line, maxLines/2)}
		}
		synctest.Wait()
		f := <-out
		if len(f.Lines) != maxLines || f.Dropped != maxLines/2*5-maxLines {
			t.Errorf("%d lines, %d dropped", len(f.Lines), f.Dropped)
		}
	})
}

// What comes within the time that is gathered is one Frame, and what is held when there are no more is not lost.
func TestGathers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const gather = 30 * time.Millisecond
		in, out := make(chan incident.Frame), make(chan incident.Frame)
		go Run(t.Context(), in, out, Gathering(gather))
		begun := time.Now()
		for i := range 3 {
			in <- incident.Frame{Events: []event.Event{{ID: i}}}
			time.Sleep(gather / 4)
		}
		if f := <-out; len(f.Events) != 3 || time.Since(begun) != gather {
			t.Errorf("%d events after %v, want 3 after %v", len(f.Events), time.Since(begun), gather)
		}
		time.Sleep(time.Hour)
		begun = time.Now()
		in <- incident.Frame{Events: []event.Event{{ID: 3}}}
		if f := <-out; len(f.Events) != 1 || time.Since(begun) != gather {
			t.Errorf("%d events after %v, want 1 after %v", len(f.Events), time.Since(begun), gather)
		}
		in <- incident.Frame{Events: []event.Event{{ID: 4}}}
		close(in)
		if f := <-out; len(f.Events) != 1 {
			t.Errorf("the last Frame is lost: %d events", len(f.Events))
		}
		if _, ok := <-out; ok {
			t.Error("out is open after in was closed")
		}
	})
}

// A change of state is not held back, and takes along what was.
func TestPassesChangesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const gather = 30 * time.Millisecond
		in, out := make(chan incident.Frame), make(chan incident.Frame)
		go Run(t.Context(), in, out, Gathering(gather))
		begun := time.Now()
		in <- incident.Frame{Events: []event.Event{{ID: 1, Kind: event.KindClient}}}
		time.Sleep(gather / 3)
		in <- incident.Frame{Events: []event.Event{{ID: 2, Kind: event.KindServer}}}
		if f := <-out; len(f.Events) != 2 || time.Since(begun) != gather/3 {
			t.Errorf("%d events after %v, want 2 after %v", len(f.Events), time.Since(begun), gather/3)
		}
		in <- incident.Frame{Events: []event.Event{{ID: 3, Kind: event.KindClient}}}
		if f := <-out; len(f.Events) != 1 || time.Since(begun) != gather/3+gather {
			t.Errorf("%d events after %v, want 1 after %v: it is held for the whole time again", len(f.Events), time.Since(begun), gather/3+gather)
		}
	})
}

// Frames that take long to draw are passed on rarely, and sooner where something changed: then as soon as that may be.
func TestPacesFrames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pace := func(_ *incident.Frame, changed bool) (time.Duration, time.Duration) {
			if changed {
				return 0, 250 * time.Millisecond
			}
			return 30 * time.Millisecond, time.Second
		}
		in, out := make(chan incident.Frame), make(chan incident.Frame)
		go Run(t.Context(), in, out, pace)
		begun, got := time.Now(), []time.Duration{}
		var events int
		go func() {
			for f := range out {
				got, events = append(got, time.Since(begun)), events+len(f.Events)
			}
		}()
		for i := range 300 { // one each 10 ms, of which two change something
			f := incident.Frame{Events: []event.Event{{ID: i, Kind: event.KindClient}}}
			if i == 50 || i == 51 {
				f.Events[0].Kind = event.KindServer
			}
			in <- f
			time.Sleep(10 * time.Millisecond)
		}
		close(in)
		synctest.Wait()
		ms := func(all ...int) (out []time.Duration) {
			for _, n := range all {
				out = append(out, time.Duration(n)*time.Millisecond)
			}
			return out
		}
		if want := ms(30, 500, 750, 1750, 2750, 3000); !slices.Equal(got, want) || events != 300 {
			t.Errorf("%d events at %v, want 300 at %v", events, got, want)
		}
	})
}
