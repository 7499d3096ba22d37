package stopwatch

import (
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/record"
	"hadash/wording"
)

// Feeling is one report of a witness about the clients. The watch, a drill and a fault all count it in the same way.
type Feeling interface {
	Effect
	Count(to clients.Felt) clients.Felt // by value: through a pointer each Fold's Frame would be on the heap
}

// ScriptLine is a failed or slow request for which the load script wrote a line: its name and that line. It counts that
// request, at its exact time; the second in which it ended counts the others.
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
	m := Moment{At: r.At, Witness: event.ByClient, Says: w.sent(r.Says, r.At, r.Took)}
	if r.Status == 0 {
		m.Waited = r.Took // no answer
	}
	w.failed(&w.lost.script, m)
	r.Line.At = r.At
	w.prove(r.Line.Sort, 3, r.Line)
}

// Answered5xx is a request that the first balancer answered with 5xx, by its log, or that failed there otherwise. It counts that request; the sums of its
// batch count the others.
type Answered5xx struct {
	Took time.Duration
	Says wording.Phrase
	Line Evidence
	At   time.Time
	Hung bool        // it was given up on after a wait
	Log  record.Kind // the balancer whose log it is

	Within time.Duration // how late At may be
}

func (r Answered5xx) Count(to clients.Felt) clients.Felt {
	return to.WithAnswers(r.Log, &record.AnswerTally{Requests: 1, Failed: 1, Slowest: r.Took})
}

func (r Answered5xx) Lay(w *Stopwatch, _ time.Time) {
	w.Felt = r.Count(w.Felt)
	m := Moment{At: r.At, Witness: event.ByLog, Within: r.Within, Says: w.sent(r.Says, r.At, r.Took)}
	if r.Hung {
		m.Waited = r.Took
	}
	w.failed(&w.lost.nginx, m)
	w.prove(r.Line.Sort, 2, r.Line)
}

// Failure reports whether an effect is a request that failed, at an exact time and not after a wait that was given up.
func Failure(e Effect) bool {
	switch e := e.(type) {
	case ScriptLine:
		return e.Failed && e.Status != 0
	case ProbeLine:
		return e.Failed && e.Status != 0
	case Answered5xx:
		return !e.Hung && e.Within == 0
	}
	return false
}

// losses holds the first and the last failed request by one witness, and those of the waits that began before the fault.
type losses struct{ first, last, firstWait, lastWait Moment }

// span returns the first and the last failure. Waits that began before the fault count only where nothing else failed.
func (l *losses) span() (first, last Moment) {
	if l.first.Seen() {
		return l.first, l.last
	}
	return l.firstWait, l.lastWait
}

// lossesBy holds the losses by the load script's record, by the probe's, and by nginx's access log.
type lossesBy struct{ script, probe, nginx losses }

// sent adds to what is said of a failed request that it was sent before the fault. It may have been lost by the fault, or
// date it.
func (w *Stopwatch) sent(says wording.Phrase, at time.Time, took time.Duration) wording.Phrase {
	if before := w.At.Sub(at.Add(-took)); before >= time.Millisecond && before < took {
		return wording.SentBefore.Of(says, wording.Took(before))
	}
	return says
}

// failed records a failed request. The witness of the fault's first and last failure is chosen by the same rule as for
// all that clients felt. A wait that was given up in the fault's time but began before it is counted, as it was felt, but
// is no sign of the fault.
func (w *Stopwatch) failed(by *losses, m Moment) {
	first, last := &by.first, &by.last
	if m.begun().Before(w.At) {
		first, last = &by.firstWait, &by.lastWait
	} else {
		w.NoteFirst(FirstSign, m)
	}
	if !first.Seen() || m.At.Before(first.At) {
		*first = m
	}
	if !m.At.Before(last.At) {
		*last = m
	}
	w.timeLosses()
}

// timeLosses sets the first and the last failure from the chosen witness.
func (w *Stopwatch) timeLosses() {
	var by losses
	switch c := w.Felt.Clients(); c.By {
	case event.ByClient:
		by = w.lost.script
	case event.ByProbe:
		by = w.lost.probe
	case event.ByLog:
		by = w.lost.nginx
	}
	w.Moments[FirstFailed], w.Moments[LastFailed] = by.span()
	w.unsure()
}

// WholeSecond is a whole second of the clients' own record.
type WholeSecond struct{ clients.Second }

func (s WholeSecond) Count(to clients.Felt) clients.Felt { return to.WithSecond(s.Second) }

// Lay adds the second to a fault if it lies in its time. The slowest request of the second in which a fault began may
// have ended before it; then its own line gave the time.
func (s WholeSecond) Lay(w *Stopwatch, at time.Time) {
	if w.after(at) {
		return
	}
	if s.At.Before(w.At) && s.LineSlower(w.Felt.Slowest) {
		s.Max, s.P50, s.P95, s.P99 = 0, 0, 0, 0
	}
	w.Felt = s.Count(w.Felt)
	w.timeLosses()
}

// Answers holds what the log of the first balancer reports about its clients, without requests that have their own effect.
type Answers struct {
	*record.AnswerTally
	Log record.Kind // the balancer whose log it is
}

func (a Answers) Count(to clients.Felt) clients.Felt {
	return to.WithAnswers(a.Log, a.AnswerTally)
}

func (a Answers) Lay(w *Stopwatch, at time.Time) {
	w.Felt.HasNginx, w.Felt.Log = true, a.Log
	if w.after(at) {
		return
	}
	count := *a.AnswerTally
	if !a.SlowestAt.IsZero() && a.SlowestAt.Before(w.At) {
		count.Slowest = 0
	}
	w.Felt = w.Felt.WithAnswers(a.Log, &count)
	w.timeLosses()
}

// LoggedSecond is how long the requests of a whole second took, by the log of the first balancer.
type LoggedSecond struct{ clients.Second }

func (s LoggedSecond) Count(to clients.Felt) clients.Felt { return to.WithLogged(s.Second) }

func (s LoggedSecond) Lay(w *Stopwatch, at time.Time) {
	if !w.after(at) && !s.At.Before(w.At) { // the second in which a fault began has requests of before it
		w.Felt = s.Count(w.Felt)
	}
}

// Responses holds the growth of HAProxy's counters of HTTP responses between two readings.
type Responses struct{ Requests, Failed int64 }

func (r Responses) Count(to clients.Felt) clients.Felt {
	to.Answered, to.AnsweredFailed = to.Answered+r.Requests, to.AnsweredFailed+r.Failed
	return to
}

func (r Responses) Lay(w *Stopwatch, at time.Time) {
	if !w.after(at) {
		w.Felt = r.Count(w.Felt)
	}
}

// WithoutLog drops what the log of a balancer counted that turns out not to be the first on the path.
func (w *Stopwatch) WithoutLog() {
	w.Felt, w.lost.nginx = w.Felt.WithoutLog(), losses{}
	w.timeLosses()
}

// Unsent is the number of requests that nginx answered and the load script did not send; negative if the script sent
// requests that nginx did not answer.
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

// K6Sums holds the growth of k6's own counters between two readings.
type K6Sums struct {
	Requests, Failed int64
	Slowest          time.Duration // 0: no slower than those before
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
