package incident

import (
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/record"
)

// Feeling is something that a witness tells of the clients. Whatever counts what they felt takes it in the same way: the
// whole watch, a drill, a fault.
type feeling interface {
	effect
	count(to clients.Felt) clients.Felt // by value: through a pointer each Fold's Frame would be on the heap
}

// ScriptLine is a failed or slow request of which the load script wrote a line: what it was in words, and that line. It counts
// itself, exactly where it was; the second that it ended in counts the others.
type felt struct {
	*record.Request
	at   time.Time
	text string
	line Evidence
}

func (r felt) count(to clients.Felt) clients.Felt { return to.WithLine(r.Request, r.at) }

func (r felt) lay(w *Stopwatch, _ time.Time) {
	w.Felt = r.count(w.Felt)
	if !r.Failed {
		return
	}
	m := Moment{At: r.at, Witness: event.ByClient, Text: r.text}
	if r.Status == 0 {
		m.waited = r.Took // nobody answered
	}
	w.failed(&w.lost.script, m)
	r.line.At = r.at
	w.prove(r.line.sort, 3, r.line)
}

// Answered5xx is a request that nginx answered with 5xx, as its access log says. It counts itself; the sums of its batch
// count the others.
type refused struct {
	took time.Duration
	text string
	line Evidence
	at   time.Time
	hung bool // it was given up on after a wait
}

func (r refused) count(to clients.Felt) clients.Felt { return to.WithAnswers(1, 1, r.took) }

func (r refused) lay(w *Stopwatch, _ time.Time) {
	w.Felt = r.count(w.Felt)
	m := Moment{At: r.at, Witness: event.ByLog, Text: r.text}
	if r.hung {
		m.waited = r.took
	}
	w.failed(&w.lost.nginx, m)
	w.prove(r.line.sort, 2, r.line)
}

// losses are the first and the last request that failed by one witness.
type losses struct{ first, last Moment }

// lossesBy is what failed by the load script's record and by nginx's access log.
type lossesBy struct{ script, nginx losses }

// failed notes a request that failed. Which witness's first and last ones are the fault's goes by the same rule as all
// that clients felt of it.
func (w *Stopwatch) failed(by *losses, m Moment) {
	if m.waited == 0 || !m.begun().Before(w.At) {
		w.first(FirstSign, m)
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
type wholeSecond struct{ clients.Second }

func (s wholeSecond) count(to clients.Felt) clients.Felt { return to.WithSecond(s.Second) }

// lay adds the second to a fault in whose time it lies. The slowest request of the second
// in which a fault began may have ended before it did: then its line said so.
func (s wholeSecond) lay(w *Stopwatch, at time.Time) {
	if w.after(at) {
		return
	}
	if s.At.Before(w.since()) && s.LineSlower(w.Felt.Slowest) {
		s.Max, s.P50, s.P95, s.P99 = 0, 0, 0, 0
	}
	w.Felt = s.count(w.Felt)
	w.timeLosses()
}

// NginxAnswers is what nginx's access log says of its clients, without those requests that have an effect of their own.
type answers struct{ *record.AnswerTally }

func (a answers) count(to clients.Felt) clients.Felt {
	return to.WithAnswers(a.Requests, a.Failed, a.Slowest)
}

func (a answers) lay(w *Stopwatch, at time.Time) {
	w.Felt.HasNginx = true
	if w.after(at) {
		return
	}
	slowest := a.Slowest
	if !a.SlowestAt.IsZero() && a.SlowestAt.Before(w.since()) {
		slowest = 0
	}
	w.Felt = w.Felt.WithAnswers(a.Requests, a.Failed, slowest)
	w.timeLosses()
}

// Unsent is how many requests nginx answered that the load script did not send: fewer than none where it sent some that
// nginx did not answer.
type unsent int

func (n unsent) count(to clients.Felt) clients.Felt {
	to.Others += int(n)
	return to
}

func (n unsent) lay(w *Stopwatch, at time.Time) {
	if !w.after(at) {
		w.Felt = n.count(w.Felt)
		w.timeLosses()
	}
}

// K6Sums are what k6's own counters grew by between two readings.
type sums struct {
	requests, failed int64
	slowest          time.Duration // 0: it was no slower than those before
}

func (s sums) count(to clients.Felt) clients.Felt {
	to.K6Requests += s.requests
	to.K6Failed += s.failed
	to.K6Slowest = max(to.K6Slowest, s.slowest)
	return to
}

func (s sums) lay(w *Stopwatch, at time.Time) {
	if !w.after(at) {
		w.Felt = s.count(w.Felt)
	}
}
