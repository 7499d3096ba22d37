package tui

import (
	"bytes"
	"strings"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// costNumber is the width of the columns of the cost panel: what was expected, what was measured.
const costNumber = 11

// costRow writes one line.
func (m *Model) costRow(p *paint.Pen, s *stopwatch.Stopwatch, l costLine) {
	switch l.kind {
	case costHead:
		m.costHeading(p, s)
	case costSign:
		m.costMoment(p, "first sign", s, stopwatch.FirstSign)
	case costDetected:
		m.costDetected(p, s)
	case costWindow:
		m.costWindow(p, s)
	case costUp:
		m.costUp(p, s)
	case costRecovery:
		m.costRecovery(p, s)
	case costHidden:
		p.Left(m.c.Theme.Faint, "hidden", ui.LabelCells)
		text, _ := m.hiddenFit(s, p.Room()-1)
		p.Put(m.hiddenStyle(s.Hidden), text)
	case costBeside:
		p.Left(m.c.Theme.Faint, "not tied", ui.LabelCells)
		p.Put(m.c.Theme.Faint, paint.Count(s.Beside)+" more were absorbed in its time")
	case costVisible:
		m.costVisible(p, &s.Felt)
	case costWorst:
		w := &s.Felt.Worst
		p.Left(m.c.Theme.Faint, "worst second", ui.LabelCells)
		p.Put(m.c.Theme.Text, ui.Words(m.c.Theme, "p50 "+paint.Took(w.P50), "p95 "+paint.Took(w.P95), "p99 "+paint.Took(w.P99)))
	case costBlast:
		p.Left(m.c.Theme.Faint, "sessions", ui.LabelCells)
		p.Put(m.c.Theme.Text, blastText(m.c.Theme, &s.Blast))
	case costFinding:
		p.Put(m.c.Theme.Warn, l.text)
	case costOverlap:
		p.Put(m.c.Theme.Faint, l.text)
	}
}

// costSpan is a label, what was expected and what was measured. A long expectation goes on where the label ends.
func (m *Model) costSpan(p *paint.Pen, label string, expected, measured []byte, st paint.Style) {
	more := max(paint.Width(string(expected))-costNumber, 0)
	p.Left(m.c.Theme.Faint, label, ui.LabelCells-more)
	p.Right(m.c.Theme.Faint, expected, costNumber+more)
	p.Right(st, measured, costNumber)
}

// spanOf is a duration, or a dash when it is not known.
func spanOf(b []byte, d time.Duration, ok bool) []byte {
	if !ok {
		return append(b, '-')
	}
	return paint.AppendSeconds(b, d)
}

func (m *Model) costMoment(p *paint.Pen, label string, s *stopwatch.Stopwatch, stage stopwatch.Stage) {
	var buf [24]byte
	b := append(buf[:0], '-')
	d, ok := s.Since(stage)
	if ok {
		b = paint.AppendAfter(buf[:0], d)
	}
	m.costSpan(p, label, nil, b, m.c.Theme.Text)
	p.Space(2) // where detection has its mark
	moment := &s.Moments[stage]
	m.precise(p, moment)
	if text := sayingOf(s, moment); ok && text != "" {
		p.Put(m.c.Theme.Faint, "  "+text)
	}
}

// sayingOf is what a moment says, without the name of the node at its beginning: whoever looks at its cost knows it.
func sayingOf(s *stopwatch.Stopwatch, moment *stopwatch.Moment) string {
	if before, after, ok := strings.Cut(moment.Text, s.Target); ok && (before == "" || strings.HasSuffix(before, "/")) {
		return strings.TrimLeft(after, ": ")
	}
	return moment.Text
}

// precise says how exact a moment is.
func (m *Model) precise(p *paint.Pen, moment *stopwatch.Moment) {
	p.Space(2)
	switch {
	case !moment.Seen():
	case moment.Already:
		p.Put(m.c.Theme.Faint, "since before hadash")
	case moment.Witness == event.ByLastchg:
		p.Put(m.c.Theme.Faint, "to 1 s, lastchg")
	case moment.Within > 0:
		p.Glyph(m.c.Theme.Faint, m.c.Theme.AtMost, 1)
		p.Put(m.c.Theme.Faint, paint.Took(moment.Within))
	case moment.Witness == event.ByPoll:
		p.Put(m.c.Theme.Faint, "polled")
	case moment.Witness == event.ByClient:
		p.Put(m.c.Theme.Faint, "to 1 ms")
	case moment.Witness == event.ByYou:
		p.Put(m.c.Theme.Faint, "as asked")
	case moment.Witness == event.ByCount:
		p.Put(m.c.Theme.Faint, "counted")
	default:
		p.Put(m.c.Theme.Faint, "exact")
	}
}

func (m *Model) costDetected(p *paint.Pen, s *stopwatch.Stopwatch) {
	var was, is [24]byte
	expected := was[:0]
	switch e := &s.Expected; {
	case e.Known && e.Never:
		expected = append(expected, "never"...)
	case e.Known && e.Detect > 0:
		expected = append(append(expected, m.c.Theme.AtMost...), ' ')
		if ended := s.Ending(); ended >= 5*time.Millisecond { // what the question said, and what nobody could know then
			expected = bytes.TrimSuffix(paint.AppendSeconds(expected, e.Detect), []byte(" s"))
			expected = paint.AppendSeconds(append(expected, '+'), ended)
		} else {
			expected = paint.AppendSeconds(expected, e.Detect)
		}
	case !e.Known && e.Why != "":
		expected = append(expected, "not known"...)
	default:
		expected = append(expected, '-')
	}
	measured, st, late := m.detection(is[:0], s)
	m.costSpan(p, "detected", expected, measured, st)
	if late {
		p.Put(m.c.Theme.Bad, " !")
	} else {
		p.Space(2)
	}
	if s.Moments[stopwatch.Detected].Seen() {
		m.precise(p, &s.Moments[stopwatch.Detected])
	} else if late {
		p.Put(m.c.Theme.Bad, " overdue")
	}
	if most := s.Tolerance(); s.Judged() && most > 0 {
		p.Put(m.c.Theme.Faint, ui.Fitting(p.Room()-1, "  late beyond "+string(paint.AppendSeconds(nil, s.Bound()+most)), ""))
	}
	if e := &s.Expected; !e.Known && e.Why != "" {
		p.Put(m.c.Theme.Faint, "  "+e.Why)
	}
}

// detection is when a fault was noticed, or that it was not, and whether that is later than expected.
func (m *Model) detection(b []byte, s *stopwatch.Stopwatch) ([]byte, paint.Style, bool) {
	if d, ok := s.Detection(); ok {
		st := m.c.Theme.Text
		if s.Late() {
			st = m.c.Theme.Bad
		}
		return paint.AppendAfter(b, d), st, s.Late()
	}
	over := s.Moments[stopwatch.Healed].Seen() || s.Done
	switch {
	case s.OutAlready() != "":
		return append(b, "out already"...), m.c.Theme.Text, false
	case s.Moments[stopwatch.Detected].Seen(), over && s.Unwatched():
		return append(b, "not known"...), m.c.Theme.Warn, false
	case over:
		return append(b, "never"...), m.c.Theme.Warn, false
	}
	return append(b, "not yet"...), m.c.Theme.Warn, m.frame.Overdue(s)
}

// costVisible is what reached the clients, by their own record, else by nginx's.
func (m *Model) costVisible(p *paint.Pen, f *clients.Felt) {
	p.Left(m.c.Theme.Faint, "visible", ui.LabelCells)
	c := f.Clients()
	if !c.Known() {
		p.Put(m.c.Theme.Faint, "nobody kept a record")
		return
	}
	p.Put(m.failedStyle(c.Failed), paint.Count(int64(c.Failed))+" failed")
	text := ""
	if c.Counted {
		text = " of " + paint.Count(int64(c.Requests))
	}
	if slowest, ok := c.Longest(); ok {
		text += " " + m.c.Theme.Dot + " slowest " + paint.Took(slowest)
	}
	p.Put(m.c.Theme.Text, text)
	p.Put(m.c.Theme.Faint, by(m.c.Theme, c))
}

func (m *Model) failedStyle(failed int) paint.Style {
	if failed > 0 {
		return m.c.Theme.Bad
	}
	return m.c.Theme.Good
}

// by says what failed, the most first: " · login 2, profile 1"; or who else counted.
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

// blastText is what else was hit at HAProxy.
func blastText(th *paint.Theme, b *stopwatch.Blast) string {
	return ui.Words(th, ui.NonZero(int64(b.Cut), "cut"), ui.NonZero(int64(b.Refused), "refused"), ui.NonZero(int64(b.Hanging), "hanging"),
		ui.NonZero(int64(b.Requeued), "requeued"), ui.NonZero(int64(b.Queued), "queued"))
}
