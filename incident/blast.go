package incident

import (
	"time"

	"hadash/incident/rates"
	"hadash/record"
)

// ended are sessions that ended badly in the same way.
type ended struct {
	ending   string
	sessions int
}

func (e ended) lay(w *Stopwatch, _ time.Time) {
	b := &w.Blast
	b.Endings = rates.More(b.Endings, e.ending, e.sessions)
	switch {
	case e.ending[0] == 'D', e.ending == "SD", e.ending == "sD":
		b.Cut += e.sessions
	case e.ending == "SC", e.ending == "sC", e.ending == "sQ":
		b.Refused += e.sessions
	}
}

// requeued is how many requests HAProxy put back into the queue.
type requeued int

func (n requeued) lay(w *Stopwatch, _ time.Time) { w.Blast.Requeued += int(n) }

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
		if w.Done || w.Moments[Healed].Seen() || at.Before(w.At) {
			continue
		}
		hanging := 0
		if n := f.Node(w.Target); n != nil && (w.Kind == record.Pause || w.Kind == record.Cut) {
			for s := range n.Servers {
				hanging += int(s.Scur)
			}
		}
		if hanging > w.Blast.Hanging || int(queued) > w.Blast.Queued {
			f.editWatch(w.ID, func(w *Stopwatch) {
				w.Blast.Hanging = max(w.Blast.Hanging, hanging)
				w.Blast.Queued = max(w.Blast.Queued, int(queued))
			})
		}
	}
}
