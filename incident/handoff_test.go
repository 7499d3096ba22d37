package incident

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"hadash/record"
)

func TestHandoffKeepsEventsAndNewestState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, out := make(chan Frame), make(chan Frame)
		go Handoff(t.Context(), in, out, 0)
		for i := range 3 {
			in <- Frame{At: at(float64(i)), Events: []Event{{ID: i}}, Lines: []*record.Line{{}}}
		}
		synctest.Wait()
		f := <-out
		if len(f.Events) != 3 || f.Events[0].ID != 0 || !f.At.Equal(at(2)) || len(f.Lines) != 3 {
			t.Errorf("got %d events, %d lines at %v", len(f.Events), len(f.Lines), f.At)
		}
		in <- Frame{Events: []Event{{ID: 9}}}
		if f := <-out; len(f.Events) != 1 {
			t.Errorf("events came twice: %v", f.Events)
		}
		close(in)
		if _, ok := <-out; ok {
			t.Error("out is open after in was closed")
		}
	})
}

func TestHandoffBoundsLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, out := make(chan Frame), make(chan Frame)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go Handoff(ctx, in, out, 0)
		for range 5 {
			in <- Frame{Lines: make([]*record.Line, maxLines/2)}
		}
		synctest.Wait()
		f := <-out
		if len(f.Lines) != maxLines || f.Dropped != maxLines/2*5-maxLines {
			t.Errorf("%d lines, %d dropped", len(f.Lines), f.Dropped)
		}
	})
}

// What comes within the time that is gathered is one Frame, and what is held when there are no more is not lost.
func TestHandoffGathers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const gather = 30 * time.Millisecond
		in, out := make(chan Frame), make(chan Frame)
		go Handoff(t.Context(), in, out, gather)
		begun := time.Now()
		for i := range 3 {
			in <- Frame{Events: []Event{{ID: i}}}
			time.Sleep(gather / 4)
		}
		if f := <-out; len(f.Events) != 3 || time.Since(begun) != gather {
			t.Errorf("%d events after %v, want 3 after %v", len(f.Events), time.Since(begun), gather)
		}
		time.Sleep(time.Hour)
		begun = time.Now()
		in <- Frame{Events: []Event{{ID: 3}}}
		if f := <-out; len(f.Events) != 1 || time.Since(begun) != gather {
			t.Errorf("%d events after %v, want 1 after %v", len(f.Events), time.Since(begun), gather)
		}
		in <- Frame{Events: []Event{{ID: 4}}}
		close(in)
		if f := <-out; len(f.Events) != 1 {
			t.Errorf("the last Frame is lost: %d events", len(f.Events))
		}
		if _, ok := <-out; ok {
			t.Error("out is open after in was closed")
		}
	})
}
