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
	case lineHead:
		t.heading(p)
	case lineUsers:
		t.users(p)
	case lineHidden:
		p.Left(t.c.Theme.Faint, "absorbed", ui.LabelCells)
		text, _ := t.hiddenFit(p.Room() - 1)
		p.Put(t.c.Worry(int(s.Hidden.Total())), text)
	case lineNotTied:
		p.Left(t.c.Theme.Faint, "not tied", ui.LabelCells)
		p.Put(t.c.Theme.Faint, paint.Count(s.Beside)+" more absorbed during it")
	case lineSessions:
		p.Left(t.c.Theme.Faint, "sessions", ui.LabelCells)
		p.Put(t.c.Theme.Text, blastText(t.c.Theme, &s.Blast))
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
		w := &s.Felt.Worst
		p.Left(t.c.Theme.Faint, "worst second", ui.LabelCells)
		p.Put(t.c.Theme.Text, ui.Words(t.c.Theme, "p50 "+paint.Took(w.P50), "p95 "+paint.Took(w.P95), "p99 "+paint.Took(w.P99)))
	case lineOverlap:
		p.Put(t.c.Theme.Faint, l.text)
	}
}

// sayingOf is the text of a moment without the name of the node at its beginning, which the title has.
func sayingOf(s *stopwatch.Stopwatch, moment *stopwatch.Moment) string {
	return wording.English.SayOf(moment.Says, s.Target)
}

// blastText lists the other sessions that were hit at HAProxy.
func blastText(th *paint.Theme, b *stopwatch.Blast) string {
	return ui.Words(th, ui.NonZero(int64(b.Cut), "cut"), ui.NonZero(int64(b.Refused), "gave up"), ui.NonZero(int64(b.Hanging), "hanging"),
		ui.NonZero(int64(b.Requeued), "requeued"), ui.NonZero(int64(b.Queued), "queued"))
}
