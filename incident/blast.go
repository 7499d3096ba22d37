package incident

import (
	"time"

	"hadash/incident/stopwatch"
	"hadash/record"
)

// crowd notes what waits: sessions left on a server that does not answer, and requests in queues.
func (f *folding) crowd(at time.Time, h *record.HAProxy) {
	if !f.watching() {
		return
	}
	var queued int64
	for i := range h.Proxies {
		queued += h.Proxies[i].Qcur
	}
	for i := range h.Servers {
		queued += h.Servers[i].Qcur
	}
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		if w.Done || w.Moments[stopwatch.Healed].Seen() || at.Before(w.At) {
			continue
		}
		hanging := 0
		if n := f.Node(w.Target); n != nil && (w.Kind == record.Pause || w.Kind == record.Cut) {
			for s := range n.Servers {
				hanging += int(s.Scur)
			}
		}
		if hanging > w.Blast.Hanging || int(queued) > w.Blast.Queued {
			f.editWatch(w.ID, func(w *stopwatch.Stopwatch) {
				w.Blast.Hanging = max(w.Blast.Hanging, hanging)
				w.Blast.Queued = max(w.Blast.Queued, int(queued))
			})
		}
	}
}
