package drill

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/units"
	"hadash/wording"
)

// State says how a drill ended.
type State string

// The ends of a drill.
const (
	Held        State = "held"
	Failed      State = "failed"
	NotSteady   State = "not steady" // there was no steady state to begin from, and nothing was broken
	Skipped     State = "skipped"    // a fault cannot be made on this machine
	Interrupted State = "interrupted"
	Aborted     State = "aborted" // the condition of an abort came true
)

// Result is a drill that was run.
type Result struct {
	Drill        *Drill
	State        State
	Why          string // of NotSteady and Skipped, and of an early end
	Halt         *Halt  // why it ended early; nil when it did not
	Began, Ended time.Time
	Outcomes     []*Outcome // of every line, in the order in which they were reached
	Err          error      // a heal or restore that failed; nil when all succeeded
	Faults       []stopwatch.Stopwatch
	Cost         Cost
	Recording    string // its file; the caller sets it
	Report       string // and that of its report
}

// Cost is what the clients felt of a drill, from its steady state to its end. Its report has the same figures.
type Cost struct {
	From, Until time.Time
	Clients     clients.Clients
	Hidden      clients.Range
	Absorbs     bool // somebody counted Hidden
}

// String describes what the clients felt; "" if no request was counted.
func (c *Cost) String() string {
	if !c.Clients.Asked() {
		return ""
	}
	text := grouped(c.Clients.Failed) + " requests failed"
	if c.Clients.Counted {
		text = fmt.Sprintf("%s of %s requests failed", grouped(c.Clients.Failed), grouped(c.Clients.Requests))
	}
	if share, ok := c.Clients.Share(); ok && share > 0 {
		text += fmt.Sprintf(" (%s)", units.AppendShare(nil, share))
	}
	if c.Clients.By != event.ByClient {
		text += " (" + c.Clients.Witness() + ")"
	}
	if d, ok := c.Clients.Longest(); ok {
		text += ", the slowest took " + wording.Took(d).String()
	}
	switch {
	case !c.Absorbs:
		return text
	case !c.Hidden.Exact():
		return fmt.Sprintf("%s, at most %s absorbed", text, grouped(int(c.Hidden.Most)))
	}
	return fmt.Sprintf("%s, %s absorbed", text, grouped(int(c.Hidden.Most)))
}

func grouped(n int) string { return string(units.AppendCount(nil, int64(n), units.Blank)) }

// Outcome is a line and how it ended.
type Outcome struct {
	record.Step
	Round    string
	From, To time.Time
}

// Failures lists the lines that failed, and the one that aborted it.
func (r *Result) Failures() (all []*Outcome) {
	for _, o := range r.Outcomes {
		if o.State == record.StepFailed || o.State == record.StepAborted {
			all = append(all, o)
		}
	}
	return all
}

// Judged counts the lines that held and that failed.
func (r *Result) Judged() (held, failed int) {
	for _, o := range r.Outcomes {
		switch o.State {
		case record.StepHeld:
			held++
		case record.StepFailed:
			failed++
		}
	}
	return held, failed
}

// Verdict is what users felt and how the drill ended, in one line.
func (r *Result) Verdict() string {
	held, failed := r.Judged()
	text := r.Cost.String()
	if text != "" {
		text += ". "
	}
	text += strings.ToUpper(string(r.State)) + ": "
	if r.State == Aborted {
		text += r.Why + "; "
	}
	text += fmt.Sprintf("%d of %d expectations held", held, held+failed)
	switch {
	case r.State == Aborted, r.Why == "":
	case r.Halt != nil:
		text += "; broken off: " + r.Why
	default:
		text += "; " + r.Why
	}
	if n := r.NotRun(); r.Halt != nil && n > 0 {
		text += fmt.Sprintf("; %d %s not run", n, plural(n, "line", "lines"))
	}
	return text
}

// NotRun counts the lines that were not reached.
func (r *Result) NotRun() (n int) {
	for _, o := range r.Outcomes {
		if o.State == record.StepSkipped && o.Why == "" {
			n++
		}
	}
	return n
}

func plural(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

// stop ends the drill early. The first reason counts.
func (r *Result) stop(s State, why error) {
	if r.State != "" {
		return
	}
	r.State = s
	if why != nil {
		r.Why = record.Printable(why.Error())
	}
}

func (r *Result) trouble(err error) { r.Err = errors.Join(r.Err, err) }

// sum records what the drill cost.
func (r *Result) sum(v *view) {
	r.Faults = v.tally.stopwatches(v.f)
	f := v.f.Ended()
	s := v.tally.span(&f)
	r.Cost = Cost{From: s.From, Until: s.Until, Clients: s.Felt.Clients(), Hidden: s.Hidden.Absorbed(), Absorbs: f.Counted().Any() || s.Hidden.Total() > 0}
}

// end sets how the whole drill ended.
func (r *Result) end(ctx context.Context) {
	if r.Ended.IsZero() {
		r.Ended = time.Now()
	}
	if r.Halt != nil {
		r.Why = r.Halt.String()
	}
	switch {
	case r.State == Aborted:
	case ctx.Err() != nil:
		r.State = Interrupted
	case r.State == NotSteady:
	case len(r.Failures()) > 0 || r.Err != nil || r.State == Failed:
		r.State = Failed
	case r.State == "":
		r.State = Held
	}
}
