package stopwatch

import (
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/record"
	"hadash/wording"
)

// ProbeLine is a failed or slow request for which the probe wrote a line. It counts that request, at its exact time.
type ProbeLine struct {
	*record.Request
	At     time.Time
	Within time.Duration // between two requests of the probe: so long before At may have failed what it did not request
	Says   wording.Phrase
	Line   Evidence
}

// Count adds the request to what was felt.
func (r ProbeLine) Count(to clients.Felt) clients.Felt {
	to.Probe = to.Probe.WithLine(r.Request, r.At)
	return to
}

// Lay adds the request to a fault.
func (r ProbeLine) Lay(w *Stopwatch, _ time.Time) {
	w.Felt = r.Count(w.Felt)
	if !r.Failed {
		return
	}
	m := Moment{At: r.At, Witness: event.ByProbe, Within: r.Within, Says: w.sent(r.Says, r.At, r.Took)}
	if r.Status == 0 {
		m.Waited = r.Took // no answer
	}
	w.failed(&w.lost.probe, m)
	r.Line.At = r.At
	w.prove(r.Line.Sort, 3, r.Line)
}

// ProbedSecond is a whole second of the probe's record.
type ProbedSecond struct{ clients.Second }

// Count adds the second to what was felt.
func (s ProbedSecond) Count(to clients.Felt) clients.Felt {
	to.Probe = to.Probe.WithSecond(s.Second)
	return to
}

// Lay adds the second to a fault, as WholeSecond does.
func (s ProbedSecond) Lay(w *Stopwatch, at time.Time) {
	if w.after(at) {
		return
	}
	if s.At.Before(w.At) && s.LineSlower(w.Felt.Probe.Slowest) {
		s.Max, s.P50, s.P95, s.P99 = 0, 0, 0, 0
	}
	w.Felt = s.Count(w.Felt)
	w.timeLosses()
}

// NotProbed is the number of requests that the first balancer answered and the probe did not send.
type NotProbed int

// Count adds them to what was felt.
func (n NotProbed) Count(to clients.Felt) clients.Felt {
	to.Probe.Others += int(n)
	return to
}

// Lay adds them to a fault.
func (n NotProbed) Lay(w *Stopwatch, at time.Time) {
	if !w.after(at) {
		w.Felt = n.Count(w.Felt)
		w.timeLosses()
	}
}
