package cost

import (
	"bytes"
	"time"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
	"hadash/tui/ui"
	"hadash/wording"
)

func (t *Table) firstSign(p *paint.Pen) {
	s := t.s
	var buf [24]byte
	b := append(buf[:0], '-')
	d, ok := s.Since(stopwatch.FirstSign)
	if ok {
		b = paint.AppendAfter(buf[:0], d)
	}
	t.span(p, "first sign", nil, b, t.c.Theme.Text)
	p.Space(2) // where detection has its mark
	moment := &s.Moments[stopwatch.FirstSign]
	t.precise(p, moment)
	if text := sayingOf(s, moment); ok && text != "" {
		p.Put(t.c.Theme.Faint, "  "+text)
	}
}

// sayingOf is the text of a moment without the name of the node at its beginning, which the title has.
func sayingOf(s *stopwatch.Stopwatch, moment *stopwatch.Moment) string {
	return wording.English.SayOf(moment.Says, s.Target)
}

func (t *Table) detected(p *paint.Pen) {
	s := t.s
	var was, is [24]byte
	expected := was[:0]
	switch e := &s.Expected; {
	case e.Known && e.Never:
		expected = append(expected, "never"...)
	case e.Known && e.Detect > 0:
		expected = append(append(expected, t.c.Theme.AtMost...), ' ')
		if ended := s.Ending(); ended >= 5*time.Millisecond { // as in the question, and the facts that were not known then
			expected = bytes.TrimSuffix(paint.AppendSeconds(expected, e.Detect), []byte(" s"))
			expected = paint.AppendSeconds(append(expected, '+'), ended)
		} else {
			expected = paint.AppendSeconds(expected, e.Detect)
		}
	case !e.Known && !e.Why.IsZero():
		expected = append(expected, "not known"...)
	default:
		expected = append(expected, '-')
	}
	measured, st, late := Detection(t.c, is[:0], s)
	t.span(p, "detected", expected, measured, st)
	if late {
		p.Put(t.c.Theme.Bad, " !")
	} else {
		p.Space(2)
	}
	if s.Moments[stopwatch.Detected].Seen() {
		t.precise(p, &s.Moments[stopwatch.Detected])
	} else if late {
		p.Put(t.c.Theme.Bad, " overdue")
	}
	if most := s.Tolerance(); s.Judged() && most > 0 {
		p.Put(t.c.Theme.Faint, ui.Fitting(p.Room()-1, "  late beyond "+string(paint.AppendSeconds(nil, s.Bound()+most)), ""))
	}
	if e := &s.Expected; !e.Known && !e.Why.IsZero() {
		p.Space(2)
		p.Say(t.c.Theme.Faint, e.Why)
	}
}

// Detection is when a fault was detected, or that it was not, and whether that is later than expected.
func Detection(c *ui.Context, b []byte, s *stopwatch.Stopwatch) ([]byte, paint.Style, bool) {
	if d, ok := s.Detection(); ok {
		st := c.Theme.Text
		if s.Late() {
			st = c.Theme.Bad
		}
		return paint.AppendAfter(b, d), st, s.Late()
	}
	over := s.Moments[stopwatch.Healed].Seen() || s.Done
	switch {
	case s.OutAlready() != "":
		return append(b, "out already"...), c.Theme.Text, false
	case s.Moments[stopwatch.Detected].Seen(), over && s.Unwatched():
		return append(b, "not known"...), c.Theme.Warn, false
	case over:
		return append(b, "never"...), c.Theme.Warn, false
	}
	return append(b, "not yet"...), c.Theme.Warn, c.Frame.Overdue(s)
}

// precise says how exact a moment is.
func (t *Table) precise(p *paint.Pen, moment *stopwatch.Moment) {
	p.Space(2)
	switch {
	case !moment.Seen():
	case moment.Already:
		p.Put(t.c.Theme.Faint, "since before hadash")
	case moment.Witness == event.ByLastchg:
		p.Put(t.c.Theme.Faint, "to 1 s, lastchg")
	case moment.Within > 0:
		p.Glyph(t.c.Theme.Faint, t.c.Theme.AtMost, 1)
		p.Put(t.c.Theme.Faint, paint.Took(moment.Within))
	case moment.Witness == event.ByPoll:
		p.Put(t.c.Theme.Faint, "polled")
	case moment.Witness == event.ByClient:
		p.Put(t.c.Theme.Faint, "to 1 ms")
	case moment.Witness == event.ByYou:
		p.Put(t.c.Theme.Faint, "as asked")
	case moment.Witness == event.ByCount:
		p.Put(t.c.Theme.Faint, "counted")
	default:
		p.Put(t.c.Theme.Faint, "exact")
	}
}
