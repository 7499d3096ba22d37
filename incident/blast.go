package incident

import (
	"maps"
	"time"

	"hadash/record"
)

// ended adds sessions that ended badly to the faults they belong to.
func (f *Frame) ended(node, ending string, sessions int, at time.Time) {
	f.each(node, at, func(w *Stopwatch) {
		b := &w.Blast
		b.Endings = maps.Clone(b.Endings)
		if b.Endings == nil {
			b.Endings = map[string]int{}
		}
		b.Endings[ending] += sessions
		switch {
		case ending[0] == 'D', ending == "SD", ending == "sD":
			b.Cut += sessions
		case ending == "SC", ending == "sC", ending == "sQ":
			b.Refused += sessions
		}
	})
}

// crowd notes what waits: sessions left on a server that does not answer, and requests in queues.
func (f *Frame) crowd(at time.Time, h *record.HAProxy) {
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
		if n := f.Node(w.Target); n != nil && n.Server != nil && (w.Kind == record.Pause || w.Kind == record.Cut) {
			hanging = int(n.Server.Scur)
		}
		if hanging > w.Blast.Hanging || int(queued) > w.Blast.Queued {
			f.editWatch(w.ID, func(w *Stopwatch) {
				w.Blast.Hanging = max(w.Blast.Hanging, hanging)
				w.Blast.Queued = max(w.Blast.Queued, int(queued))
			})
		}
	}
}
