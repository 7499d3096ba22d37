package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// claim holds hadash's figures of what a fault cost the clients, with their witness, span and precision. Unknown
// figures are nil.
type claim struct {
	by          string
	from, until time.Time     // its span
	edge        time.Duration // how far the counted time may differ from the span at its ends
	failed      *int
	first, last *stopwatch.Moment
	slowest     *time.Duration
}

// gathered is the longest time for which lines of a log are gathered. They are counted together at the time of the last
// one.
const gathered = 500 * time.Millisecond

// claimOf returns the claim of the witness that hadash chose.
func claimOf(w *stopwatch.Stopwatch) claim {
	c := claim{from: w.Moments[stopwatch.Injected].At, until: w.Moments[stopwatch.Back].At.Add(time.Second)}
	moment := func(stage stopwatch.Stage) *stopwatch.Moment {
		if m := w.Moments[stage]; m.Seen() {
			return &m
		}
		return nil
	}
	c.first, c.last = moment(stopwatch.FirstFailed), moment(stopwatch.LastFailed)
	said := w.Felt.Clients()
	if !said.Known() {
		return c
	}
	c.by, c.edge, c.failed = said.Witness(), gathered, &said.Failed
	if said.By != event.ByLog {
		c.edge = time.Second
	}
	if d, ok := said.Longest(); ok {
		c.slowest = &d
	}
	return c
}

func (c *claim) String() string {
	text := "failed not known"
	if c.failed != nil {
		text = fmt.Sprintf("%d failed", *c.failed)
	}
	for name, m := range map[string]*stopwatch.Moment{"first": c.first, "last": c.last} {
		if m == nil {
			text += ", " + name + " failure not known"
			continue
		}
		text += fmt.Sprintf(", %s failure %s (%s)", name, m.At.Format("15:04:05.000"), m.Precision())
	}
	if c.slowest == nil {
		return text + ", slowest not known, by " + c.by
	}
	return text + fmt.Sprintf(", slowest %.3f s, by %s", c.slowest.Seconds(), c.by)
}

// clockNoise is the largest difference between the clocks of two processes on a busy machine, in addition to the delay
// of the client itself.
const clockNoise = 50 * time.Millisecond

// judge returns the differences between a claim and the clients' own record; none for figures that are unknown to
// hadash. A request at an end of the span may be in only one of them.
func (c *claim) judge(clients *clientLog) (wrong []string) {
	inner := clients.during(c.from.Add(c.edge), c.until.Add(-c.edge))
	outer := clients.during(c.from.Add(-c.edge), c.until.Add(c.edge))
	off := clockNoise + 2*outer.stall
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	if c.failed != nil && (*c.failed < inner.failed || *c.failed > outer.failed) {
		say("%d failed by %s, %d to %d by the clients", *c.failed, c.by, inner.failed, outer.failed)
	}
	if c.slowest != nil && (*c.slowest > outer.slowest.took()+off || *c.slowest < inner.slowest.took()-off) {
		say("the slowest took %.3f s by %s, %.3f to %.3f s by the clients, who were %.3f s late themselves",
			c.slowest.Seconds(), c.by, inner.slowest.took().Seconds(), outer.slowest.took().Seconds(), outer.stall.Seconds())
	}
	all, near := clients.during(c.from, c.until), clients.during(c.from.Add(-off), c.until.Add(off)) // the first failure may date the fault
	for _, m := range []struct {
		name     string
		said     *stopwatch.Moment
		is, near time.Time
	}{{"first", c.first, all.first, near.first}, {"last", c.last, all.last, near.last}} {
		fits := func(is time.Time) bool {
			return !m.said.At.After(is.Add(m.said.Within+off)) && !m.said.At.Before(is.Add(-off))
		}
		switch {
		case m.said == nil:
		case m.is.IsZero() && outer.failed > 0: // at an end
		case m.is.IsZero():
			say("a %s failure at %s, and none by the clients", m.name, m.said.At.Format("15:04:05.000"))
		case !fits(m.is) && !fits(m.near):
			say("the %s failure at %s (%s), by the clients at %s", m.name, m.said.At.Format("15:04:05.000"), m.said.Precision(), m.is.Format("15:04:05.000"))
		}
	}
	return wrong
}

const theSlowest = "the slowest"

// unknown lists the figures of a span that hadash does not know although the clients recorded them.
func (c *claim) unknown(clients *clientLog) (all []string) {
	r := clients.during(c.from, c.until)
	if c.failed == nil {
		all = append(all, "how many failed")
	}
	if c.slowest == nil {
		all = append(all, theSlowest)
	}
	if r.failed > 0 && (c.first == nil || c.last == nil) {
		all = append(all, "the first and the last failure")
	}
	return all
}

// The judge of the live tests rejects each wrong figure, and accepts each right one.
func TestJudgeOfClaims(t *testing.T) {
	start := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	at := func(s float64) time.Time { return start.Add(time.Duration(s * float64(time.Second))) }
	clients := &clientLog{all: []sentRequest{
		{Start: at(1), End: at(1.02), Status: 200},
		{Start: at(3), End: at(3.4), Status: 502, Wrong: "status 502"},
		{Start: at(4), End: at(5.5), Status: 200},
		{Start: at(6), End: at(6.1), Status: 502, Wrong: "status 502"},
		{Start: at(29), End: at(31), Status: 502, Wrong: "status 502"}, // after it
	}}
	moment := func(s float64) *stopwatch.Moment { return &stopwatch.Moment{At: at(s), Witness: event.ByLog} }
	right := func() claim {
		failed, slowest := 2, 1490*time.Millisecond
		return claim{by: "x", from: at(2), until: at(20), edge: gathered, failed: &failed, first: moment(3.41), last: moment(6.1), slowest: &slowest}
	}
	c := right()
	if got := c.judge(clients); len(got) > 0 {
		t.Errorf("it is right: %q", got)
	}
	var nothing claim
	nothing.from, nothing.until = at(2), at(20)
	if got := nothing.judge(clients); len(got) > 0 {
		t.Errorf("it knows nothing: %q", got)
	}
	if got := nothing.unknown(clients); len(got) != 3 {
		t.Errorf("not known: %q", got)
	}
	for want, spoil := range map[string]func(*claim){
		"3 failed":         func(c *claim) { *c.failed = 3 },
		"0 failed":         func(c *claim) { *c.failed = 0 },
		"took 0.004 s":     func(c *claim) { *c.slowest = 4 * time.Millisecond },
		"took 2.000 s":     func(c *claim) { *c.slowest = 2 * time.Second },
		"the first":        func(c *claim) { c.first = moment(3) },
		"the last failure": func(c *claim) { c.last = moment(6.3) },
		"none by":          func(c *claim) { c.from, c.until, c.failed, c.slowest, c.last = at(10), at(20), nil, nil, nil },
	} {
		c := right()
		spoil(&c)
		if got := strings.Join(c.judge(clients), "; "); !strings.Contains(got, want) {
			t.Errorf("%s: it says %q", want, got)
		}
	}
}

// aim is the goal for the slowest request on tuned on a quiet machine, with no failures.
const aim = 250 * time.Millisecond

// note keeps what the clients felt in a cell, for the table.
func (o *outside) note(fault record.Fault, r *clientRecord) {
	met := ""
	if o.stack == "tuned" && (r.failed > 0 || r.slowest.took() > aim) {
		met = "missed"
		o.missed++
	}
	o.rows = append(o.rows, fmt.Sprintf("| %s | %d | %d | %.3f | %s %s | %.3f | %s |", fault, r.requests, r.failed, r.slowest.took().Seconds(),
		r.slowest.Method, r.slowest.Path, r.stall.Seconds(), met))
}

// table logs what the clients felt in each cell, by their own record.
func (o *outside) table(t *testing.T) {
	t.Logf("what the clients of %s felt, by their own record (%d of %d cells miss the aim, which is for a quiet machine):\n"+
		"| fault | requests | failed | slowest, s | what was slowest | late themselves, s | aim |\n|---|---:|---:|---:|---|---:|---|\n%s",
		o.stack, o.missed, len(o.rows), strings.Join(o.rows, "\n"))
}
