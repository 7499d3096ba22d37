package cost

import (
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
	"hadash/tui/ui"
	"hadash/wording"
)

// Row writes one line.
func (t *Table) Row(p *paint.Pen, y int) {
	s, l := t.s, &t.lines[y]
	switch l.kind {
	case lineBroken:
		t.broken(p)
	case lineUsers:
		t.users(p)
	case lineUsual:
		p.Left(t.c.Theme.Faint, "", ui.LabelCells)
		p.Put(t.c.Theme.Text, t.usual)
	case lineWhy:
		t.why(p)
	case lineHidden:
		p.Left(t.c.Theme.Faint, "absorbed", ui.LabelCells)
		p.Put(t.absorbedStyle(), t.hidden)
		t.triedAtEach(p)
		t.rescuedByEach(p)
	case lineNotTied:
		p.Left(t.c.Theme.Faint, "besides", ui.LabelCells)
		p.Put(t.c.Theme.Faint, paint.Count(s.Beside)+" more absorbed during it")
	case lineSessions:
		p.Left(t.c.Theme.Faint, "sessions", ui.LabelCells)
		p.Put(t.c.Theme.Text, t.sessions())
	case lineFailing:
		t.failing(p)
	case lineNoticed:
		t.noticed(p)
	case lineBack:
		t.back(p)
	case lineFinding:
		p.Put(t.c.Theme.Warn, l.text)
	case lineSign:
		t.firstSign(p)
	case lineWorstSecond:
		w := s.Felt.WorstSecond()
		p.Left(t.c.Theme.Faint, "worst second", ui.LabelCells)
		if w.Requests == 1 { // it has no percentiles
			p.Put(t.c.Theme.Text, "1 request, it took "+paint.Took(w.Max))
			return
		}
		p.Put(t.c.Theme.Text, ui.Words(t.c.Theme, "p50 "+paint.Took(w.P50), "p95 "+paint.Took(w.P95), "p99 "+paint.Took(w.P99)))
	case lineOverlap:
		p.Put(t.c.Theme.Faint, l.text)
	}
}

// sayingOf is the text of a moment without the name of the node at its beginning, which the title has.
func sayingOf(s *stopwatch.Stopwatch, moment *stopwatch.Moment) string {
	return wording.English.SayOf(moment.Says, s.Target)
}

// absorbedStyle colours what was absorbed while it may go on.
func (t *Table) absorbedStyle() paint.Style {
	if s := t.s; s.Done || s.Moments[stopwatch.Back].Seen() {
		return t.c.Theme.Text
	}
	return t.c.Worry(int(t.s.Hidden.Absorbed().Most))
}

// sessions lists the sessions that were hit at HAProxy, and those that are still open on the broken server.
func (t *Table) sessions() string {
	b, still := &t.s.Blast, int64(0)
	if w := &t.c.Verdict.Users.Waiting; w.Node == t.s.Target && w.Others == 0 {
		still = w.Sessions
	}
	hung := ""
	if still == 0 {
		hung = ui.NonZero(int64(b.Hanging), "hung on it at most")
	}
	return ui.Words(t.c.Theme, ui.NonZero(int64(b.Refused), "gave up"), ui.NonZero(int64(b.Cut), "cut"), ui.NonZero(still, "still on it"), hung,
		ui.NonZero(int64(b.Requeued), "requeued"), ui.NonZero(int64(b.Queued), "queued"))
}
