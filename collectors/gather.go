package collectors

import (
	"context"
	"time"

	"hadash/record"
)

// streamItem is one item of a log stream on its way to gather: a line, an error, or the news that the stream works again.
type streamItem struct {
	line record.Line
	fate fate
	err  string
	well bool
}

// Lines are gathered for gatherTime, so that traffic at full speed gives two Samples a second. A notable line is sent
// at once, but not within notableGap of the previous Sample.
const (
	gatherTime = 500 * time.Millisecond
	notableGap = 10 * time.Millisecond
	maxPlain   = 200  // lines of plain traffic in one Sample; further ones are only counted
	maxNotable = 4096 // notable lines in one Sample; then the stream waits, they are never dropped
)

// gather collects the lines of one node into Samples.
type gather struct {
	node  string
	logs  *record.Logs
	tally tally
	plain int
	err   string
	well  bool
	timer *time.Timer
	armed time.Time // when the timer fires; zero if it is not armed
	due   bool
	sent  time.Time
	first time.Time   // of the batch's first line; zero when it has none
	later *streamItem // a line too far from first; the next batch begins with it
}

func newGather(node string) *gather {
	g := &gather{node: node, logs: &record.Logs{}, timer: time.NewTimer(time.Hour)}
	g.timer.Stop()
	return g
}

// run receives lines and sends Samples until ctx ends. While no one receives, lines accumulate; when there is no more
// room, the stream waits. It also waits at a line from another time than the batch: a batch is counted at one instant,
// and lines of the past, which are read all at once, did not happen at once.
func (g *gather) run(ctx context.Context, in <-chan streamItem, out chan<- record.Sample) {
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

func (g *gather) take(s streamItem) {
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

// apart reports whether a line is too far from the batch's first line to be in the same batch of live lines.
func (g *gather) apart(at time.Time) bool {
	if g.first.IsZero() {
		g.first = at
	}
	return at.Sub(g.first).Abs() > gatherTime
}

// dueIn schedules the Sample for after d, unless it is due earlier already.
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

// sample returns the next Sample to send: the lines, and the error that ended them, if any.
func (g *gather) sample() record.Sample {
	s := record.Sample{At: time.Now(), Source: record.SourceLogs, Node: g.node}
	if g.empty() {
		s.Err = g.err
	} else {
		s.Logs = g.logs
	}
	return s
}

// next starts a new Sample after one was sent.
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
