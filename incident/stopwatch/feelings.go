package stopwatch

import (
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/record"
	"hadash/wording"
)

// Feeling is something that a witness tells of the clients. Whatever counts what they felt takes it in the same way: the
// whole watch, a drill, a fault.
type Feeling interface {
	Effect
	Count(to clients.Felt) clients.Felt // by value: through a pointer each Fold's Frame would be on the heap
}

// ScriptLine is a failed or slow request of which the load script wrote a line: what it was in words, and that line. It counts
// itself, exactly where it was; the second that it ended in counts the others.
type ScriptLine struct {
	*record.Request
	At   time.Time
	Says wording.Phrase
	Line Evidence
}

func (r ScriptLine) Count(to clients.Felt) clients.Felt { return to.WithLine(r.Request, r.At) }

func (r ScriptLine) Lay(w *Stopwatch, _ time.Time) {
	w.Felt = r.Count(w.Felt)
	if !r.Failed {
		return
	}
	m := Moment{At: r.At, Witness: event.ByClient, Says: r.Says}
	if r.Status == 0 {
		m.Waited = r.Took // nobody answered
	}
	w.failed(&w.lost.script, m)
	r.Line.At = r.At
	w.prove(r.Line.Sort, 3, r.Line)
}

// Answered5xx is a request that nginx answered with 5xx, as its access log says. It counts itself; the sums of its batch
// count the others.
type Answered5xx struct {
	Took time.Duration
	Says wording.Phrase
	Line Evidence
	At   time.Time
	Hung bool // it was given up on after a wait
}

func (r Answered5xx) Count(to clients.Felt) clients.Felt { return to.WithAnswers(1, 1, r.Took) }

func (r Answered5xx) Lay(w *Stopwatch, _ time.Time) {
	w.Felt = r.Count(w.Felt)
	m := Moment{At: r.At, Witness: event.ByLog, Says: r.Says}
	if r.Hung {
		m.Waited = r.Took
	}
	w.failed(&w.lost.nginx, m)
	w.prove(r.Line.Sort, 2, r.Line)
}

// losses are the first and the last request that failed by one witness.
type losses struct{ first, last Moment }

// lossesBy is what failed by the load script's record and by nginx's access log.
type lossesBy struct{ script, nginx losses }

// failed notes a request that failed. Which witness's first and last ones are the fault's goes by the same rule as all
// that clients felt of it.
func (w *Stopwatch) failed(by *losses, m Moment) {
	if m.Waited == 0 || !m.begun().Before(w.At) {
		w.NoteFirst(FirstSign, m)
	}
	if !by.first.Seen() || m.At.Before(by.first.At) {
		by.first = m
	}
	if !m.At.Before(by.last.At) {
		by.last = m
	}
	w.timeLosses()
}

// timeLosses takes the first and the last failure from the witness of what clients felt.
func (w *Stopwatch) timeLosses() {
	var by losses
	switch c := w.Felt.Clients(); c.By {
	case event.ByClient:
		by = w.lost.script
	case event.ByLog:
		by = w.lost.nginx
	}
	w.Moments[FirstFailed], w.Moments[LastFailed] = by.first, by.last
	w.unsure()
}

// WholeSecond is a whole second of the clients' own record.
type WholeSecond struct{ clients.Second }

func (s WholeSecond) Count(to clients.Felt) clients.Felt { return to.WithSecond(s.Second) }

// Lay adds the second to a fault in whose time it lies. The slowest request of the second
// in which a fault began may have ended before it did: then its line said so.
func (s WholeSecond) Lay(w *Stopwatch, at time.Time) {
	if w.after(at) {
		return
	}
	if s.At.Before(w.Earliest()) && s.LineSlower(w.Felt.Slowest) {
		s.Max, s.P50, s.P95, s.P99 = 0, 0, 0, 0
	}
	w.Felt = s.Count(w.Felt)
	w.timeLosses()
}

// NginxAnswers is what nginx's access log says of its clients, without those requests that have an effect of their own.
type NginxAnswers struct{ *record.AnswerTally }

func (a NginxAnswers) Count(to clients.Felt) clients.Felt {
	return to.WithAnswers(a.Requests, a.Failed, a.Slowest)
}

func (a NginxAnswers) Lay(w *Stopwatch, at time.Time) {
	w.Felt.HasNginx = true
	if w.after(at) {
		return
	}
	slowest := a.Slowest
	if !a.SlowestAt.IsZero() && a.SlowestAt.Before(w.Earliest()) {
		slowest = 0
	}
	w.Felt = w.Felt.WithAnswers(a.Requests, a.Failed, slowest)
	w.timeLosses()
}

// Unsent is how many requests nginx answered that the load script did not send: fewer than none where it sent some that
// nginx did not answer.
type Unsent int

func (n Unsent) Count(to clients.Felt) clients.Felt {
	to.Others += int(n)
	return to
}

func (n Unsent) Lay(w *Stopwatch, at time.Time) {
	if !w.after(at) {
		w.Felt = n.Count(w.Felt)
		w.timeLosses()
	}
}

// K6Sums are what k6's own counters grew by between two readings.
type K6Sums struct {
	Requests, Failed int64
	Slowest          time.Duration // 0: it was no slower than those before
}

func (s K6Sums) Count(to clients.Felt) clients.Felt {
	to.K6Requests += s.Requests
	to.K6Failed += s.Failed
	to.K6Slowest = max(to.K6Slowest, s.Slowest)
	return to
}

func (s K6Sums) Lay(w *Stopwatch, at time.Time) {
	if !w.after(at) {
		w.Felt = s.Count(w.Felt)
	}
}
