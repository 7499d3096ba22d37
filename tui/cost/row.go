package cost

import (
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// numberCells is the width of each column of numbers: what was expected, what was measured.
const numberCells = 11

// Row writes one line.
func (t *Table) Row(p *paint.Pen, y int) {
	s, l := t.s, &t.lines[y]
	switch l.kind {
	case lineHead:
		t.heading(p)
	case lineSign:
		t.firstSign(p)
	case lineDetected:
		t.detected(p)
	case lineWindow:
		t.errorWindow(p)
	case lineUp:
		t.upAgain(p)
	case lineRecovery:
		t.recovery(p)
	case lineHidden:
		p.Left(t.c.Theme.Faint, "hidden", ui.LabelCells)
		text, _ := t.hiddenFit(p.Room() - 1)
		p.Put(t.c.Worry(int(s.Hidden.Total())), text)
	case lineNotTied:
		p.Left(t.c.Theme.Faint, "not tied", ui.LabelCells)
		p.Put(t.c.Theme.Faint, paint.Count(s.Beside)+" more absorbed during it")
	case lineVisible:
		t.visible(p)
	case lineWorstSecond:
		w := &s.Felt.Worst
		p.Left(t.c.Theme.Faint, "worst second", ui.LabelCells)
		p.Put(t.c.Theme.Text, ui.Words(t.c.Theme, "p50 "+paint.Took(w.P50), "p95 "+paint.Took(w.P95), "p99 "+paint.Took(w.P99)))
	case lineSessions:
		p.Left(t.c.Theme.Faint, "sessions", ui.LabelCells)
		p.Put(t.c.Theme.Text, blastText(t.c.Theme, &s.Blast))
	case lineFinding:
		p.Put(t.c.Theme.Warn, l.text)
	case lineOverlap:
		p.Put(t.c.Theme.Faint, l.text)
	}
}

// span writes a label, what was expected and what was measured. A long expectation takes cells of the label.
func (t *Table) span(p *paint.Pen, label string, expected, measured []byte, st paint.Style) {
	more := max(paint.Width(string(expected))-numberCells, 0)
	p.Left(t.c.Theme.Faint, label, ui.LabelCells-more)
	p.Right(t.c.Theme.Faint, expected, numberCells+more)
	p.Right(st, measured, numberCells)
}

// spanOf is a duration, or a dash when it is not known.
func spanOf(b []byte, d time.Duration, ok bool) []byte {
	if !ok {
		return append(b, '-')
	}
	return paint.AppendSeconds(b, d)
}

// visible writes the failures of the clients, by their own record, else by nginx's.
func (t *Table) visible(p *paint.Pen) {
	p.Left(t.c.Theme.Faint, "visible", ui.LabelCells)
	c := t.s.Felt.Clients()
	if !c.Known() {
		p.Put(t.c.Theme.Faint, "no client record")
		return
	}
	p.Put(t.c.FailedStyle(c.Failed), ui.Failed(t.c.Theme, c)+" failed")
	text := ""
	if c.Counted {
		text = " of " + paint.Count(int64(c.Requests))
	}
	if slowest, ok := c.Longest(); ok {
		text += " " + t.c.Theme.Dot + " slowest " + paint.Took(slowest)
	}
	p.Put(t.c.Theme.Text, text)
	p.Put(t.c.Theme.Faint, by(t.c.Theme, c))
}

// by names the requests that failed, the most frequent first: " · login 2, profile 1"; or the other source that counted.
func by(th *paint.Theme, c clients.Clients) string {
	switch {
	case c.By == event.ByLog:
		return " " + th.Dot + " by nginx"
	case c.By == event.ByPoll:
		return " " + th.Dot + " by k6"
	case len(c.Names) == 0:
		return ""
	}
	return " " + th.Dot + " " + ui.FailedBy(c.Names)
}

// blastText lists the other sessions that were hit at HAProxy.
func blastText(th *paint.Theme, b *stopwatch.Blast) string {
	return ui.Words(th, ui.NonZero(int64(b.Cut), "cut"), ui.NonZero(int64(b.Refused), "refused"), ui.NonZero(int64(b.Hanging), "hanging"),
		ui.NonZero(int64(b.Requeued), "requeued"), ui.NonZero(int64(b.Queued), "queued"))
}
