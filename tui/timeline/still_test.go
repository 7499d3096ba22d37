package timeline

import (
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/record"
)

// Nothing that was read moves: frame by frame, every line that was on the screen stands at the same event, at the same
// time, in the same order, or it was folded into another. Only the time of one's own fault is written late, when its witness
// has told it.
func TestNothingReadMoves(t *testing.T) {
	for _, path := range recordings {
		for _, h := range []int{5, 9, 14} {
			var p Pane
			before := map[int]time.Time{} // by ID, of what was on the screen
			var order []int
			read := 0
			each(t, path, func(f *incident.Frame) {
				lines := p.digest(f, h)
				now, at := map[int]time.Time{}, map[int]int{}
				var ids []int
				for i, l := range lines {
					e := &f.Timeline[l.nth]
					now[e.ID], at[e.ID] = l.at, i
					ids = append(ids, e.ID)
					settled := e.Kind != event.KindFault || e.Witness != event.ByYou
					if was, ok := before[e.ID]; ok && settled && !was.IsZero() && !was.Equal(l.at) {
						t.Errorf("%s, %d rows, %s: %q was at %s and is at %s", path, h, f.At.Format("05.000"), e.Says.String(), was.Format("05.000"), l.at.Format("05.000"))
					}
					if !settled {
						now[e.ID] = time.Time{} // not written yet
					}
				}
				last := -1
				for _, id := range order {
					i, still := at[id]
					switch {
					case still && i < last:
						t.Errorf("%s, %d rows, %s: the line of event %d went up", path, h, f.At.Format("05.000"), id)
					case still:
						last, read = i, read+1
					}
				}
				before, order = now, ids
			})
			if read < 1000 {
				t.Errorf("%s: only %d lines were compared", path, read)
			}
		}
	}
}

// While there is room for every line, none goes.
func TestNothingReadVanishes(t *testing.T) {
	for _, path := range recordings {
		var p Pane
		seen := map[int]string{}
		each(t, path, func(f *incident.Frame) {
			lines := p.digest(f, 60)
			if len(lines) > 50 {
				return
			}
			for i := range f.Timeline {
				if p.lineAt(i) < 0 {
					t.Fatalf("%s, %s: no line tells %q", path, f.At.Format("05.000"), f.Timeline[i].Says.String())
				}
				seen[f.Timeline[i].ID] = f.Timeline[i].Says.String()
			}
		})
		if len(seen) < 20 {
			t.Errorf("%s: only %d events", path, len(seen))
		}
	}
}

var recordings = []string{"../../docs/experiment/baseline.hadash", "../../docs/experiment/tuned.hadash"}

// each gives every Frame of a recording.
func each(t testing.TB, path string, see func(*incident.Frame)) {
	t.Helper()
	r, err := record.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var f incident.Frame
	for s := range r.Samples() {
		f = incident.Fold(f, s)
		see(&f)
	}
}
