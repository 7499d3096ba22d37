package incident

import (
	"context"
	"testing"
	"testing/synctest"

	"hadash/record"
)

func TestHandoffKeepsEventsAndNewestState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, out := make(chan Frame), make(chan Frame)
		go Handoff(t.Context(), in, out)
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
		go Handoff(ctx, in, out)
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
