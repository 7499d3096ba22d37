package collectors

import (
	"context"
	"time"

	"hadash/record"
)

// said is one word of a log's stream to the one who gathers them: a line, an error, or that the
// stream is well again.
type said struct {
	line record.Line
	fate fate
	err  string
	well bool
}

// Lines are gathered for gatherTime, so that traffic at full speed is two Samples a second; a
// notable line goes at once, but not within notableGap of the Sample before it.
const (
	gatherTime = 500 * time.Millisecond
	notableGap = 10 * time.Millisecond
	maxPlain   = 200  // lines of plain traffic in one Sample; what is more is only counted
	maxNotable = 4096 // notable lines in one Sample; then the stream waits, they are never dropped
)

// gather puts the lines of one node together into Samples.
type gather struct {
	node  string
	logs  *record.Logs
	tally tally
	plain int
	err   string
	well  bool
	timer *time.Timer
	armed time.Time // when the timer fires; zero when it does not
	due   bool
	sent  time.Time
	first time.Time // of the batch's first line; zero when it has none
	later *said     // a line too far from first; the next batch begins with it
}

func newGather(node string) *gather {
	g := &gather{node: node, logs: &record.Logs{}, timer: time.NewTimer(time.Hour)}
	g.timer.Stop()
	return g
}

// run takes in what is said and gives out Samples until ctx ends. While nobody reads them lines add
// up; when there is no more room, the stream waits. It waits too where a line is of another time than the
// batch: what is counted has one instant, and what was read at once, as the past is, did not happen at once.
func (g *gather) run(ctx context.Context, in <-chan said, out chan<- record.Sample) {
	defer g.timer.Stop()
	for {
		from, to := in, out
		if g.full() {
			from = nil
		}
		if !g.due {
			to = nil
		}
		select {
		case s := <-from:
			g.take(s)
		case <-g.timer.C:
			g.due, g.armed = true, time.Time{}
		case to <- g.sample():
			g.next()
		case <-ctx.Done():
			return
		}
	}
}

func (g *gather) full() bool {
	return g.later != nil || g.err != "" || len(g.logs.Lines) >= maxNotable+maxPlain || g.tally.full()
}

func (g *gather) empty() bool {
	return len(g.logs.Lines) == 0 && len(g.logs.Windows) == 0 && g.logs.Dropped == 0 && !g.well
}

func (g *gather) take(s said) {
	switch {
	case s.err != "":
		g.err = s.err
		g.dueIn(0)
		return
	case s.well:
		g.well = true
		g.dueIn(0)
		return
	}
	if g.apart(s.line.At) {
		g.later = &s
		g.dueIn(0)
		return
	}
	g.tally.add(g.logs, &s.line, &s.fate)
	switch {
	case s.fate.drop:
	case s.fate.notable:
		g.logs.Lines = append(g.logs.Lines, s.line)
		g.dueIn(notableGap - time.Since(g.sent))
		return
	case g.plain < maxPlain:
		g.logs.Lines = append(g.logs.Lines, s.line)
		g.plain++
	default:
		g.logs.Dropped++
	}
	g.dueIn(gatherTime)
}

// apart reports whether a line is so far from the batch's first that a batch of live lines would not have both.
func (g *gather) apart(at time.Time) bool {
	if g.first.IsZero() {
		g.first = at
	}
	return at.Sub(g.first).Abs() > gatherTime
}

// dueIn has the Sample sent after d, or earlier if it is due earlier already.
func (g *gather) dueIn(d time.Duration) {
	at := time.Now().Add(d)
	switch {
	case g.due || !g.armed.IsZero() && !at.Before(g.armed):
	case d <= 0:
		g.due = true
		g.timer.Stop()
		g.armed = time.Time{}
	default:
		g.armed = at
		g.timer.Reset(d)
	}
}

// sample is what is to be sent next: the lines, and after them the error that ended them.
func (g *gather) sample() record.Sample {
	s := record.Sample{At: time.Now(), Source: record.SourceLogs, Node: g.node}
	if g.empty() {
		s.Err = g.err
	} else {
		s.Logs = g.logs
	}
	return s
}

// next begins a new Sample after one was sent.
func (g *gather) next() {
	g.sent = time.Now()
	if g.empty() {
		g.err, g.due = "", false
		return
	}
	g.logs, g.plain, g.well = &record.Logs{}, 0, false
	g.tally.reset()
	g.due, g.first = g.err != "", time.Time{}
	if s := g.later; s != nil {
		g.later = nil
		g.take(*s)
	}
}
