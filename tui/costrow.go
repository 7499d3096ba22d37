package tui

import (
	"bytes"
	"strings"
	"time"

	"hadash/incident"
	"hadash/tui/paint"
)

// The columns of the cost panel: what it is, what was expected, what was measured.
const (
	costLabel  = 13
	costNumber = 11
)

// costRow writes one line.
func (m *Model) costRow(p *paint.Pen, s *incident.Stopwatch, l costLine) {
	switch l.kind {
	case costHead:
		m.costHeading(p, s)
	case costSign:
		m.costMoment(p, "first sign", s, incident.FirstSign)
	case costDetected:
		m.costDetected(p, s)
	case costWindow:
		m.costWindow(p, s)
	case costUp:
		m.costUp(p, s)
	case costRecovery:
		m.costRecovery(p, s)
	case costHidden:
		p.Left(m.th.Faint, "hidden", costLabel)
		text, _ := m.hiddenFit(s, p.Room()-1)
		p.Put(m.hiddenStyle(s.Hidden), text)
	case costBeside:
		p.Left(m.th.Faint, "not tied", costLabel)
		p.Put(m.th.Faint, paint.Count(s.Beside)+" more were absorbed in its time")
	case costVisible:
		m.costVisible(p, &s.Felt)
	case costWorst:
		w := &s.Felt.Worst
		p.Left(m.th.Faint, "worst second", costLabel)
		p.Put(m.th.Text, words(m.th, "p50 "+paint.Took(w.P50), "p95 "+paint.Took(w.P95), "p99 "+paint.Took(w.P99)))
	case costBlast:
		p.Left(m.th.Faint, "sessions", costLabel)
		p.Put(m.th.Text, blastText(m.th, &s.Blast))
	case costFinding:
		p.Put(m.th.Warn, l.text)
	case costOverlap:
		p.Put(m.th.Faint, l.text)
	}
}

// costSpan is a label, what was expected and what was measured. A long expectation goes on where the label ends.
func (m *Model) costSpan(p *paint.Pen, label string, expected, measured []byte, st paint.Style) {
	more := max(paint.Width(string(expected))-costNumber, 0)
	p.Left(m.th.Faint, label, costLabel-more)
	p.Right(m.th.Faint, expected, costNumber+more)
	p.Right(st, measured, costNumber)
}

// spanOf is a duration, or a dash when it is not known.
func spanOf(b []byte, d time.Duration, ok bool) []byte {
	if !ok {
		return append(b, '-')
	}
	return paint.AppendSeconds(b, d)
}

func (m *Model) costMoment(p *paint.Pen, label string, s *incident.Stopwatch, stage incident.Stage) {
	var buf [24]byte
	b := append(buf[:0], '-')
	d, ok := s.Since(stage)
	if ok {
		b = paint.AppendAfter(buf[:0], d)
	}
	m.costSpan(p, label, nil, b, m.th.Text)
	p.Space(2) // where detection has its mark
	moment := &s.Moments[stage]
	m.precise(p, moment)
	if text := sayingOf(s, moment); ok && text != "" {
		p.Put(m.th.Faint, "  "+text)
	}
}

// sayingOf is what a moment says, without the name of the node at its beginning: whoever looks at its cost knows it.
func sayingOf(s *incident.Stopwatch, moment *incident.Moment) string {
	if before, after, ok := strings.Cut(moment.Text, s.Target); ok && (before == "" || strings.HasSuffix(before, "/")) {
		return strings.TrimLeft(after, ": ")
	}
	return moment.Text
}

// precise says how exact a moment is.
func (m *Model) precise(p *paint.Pen, moment *incident.Moment) {
	p.Space(2)
	switch {
	case !moment.Seen():
	case moment.Already:
		p.Put(m.th.Faint, "since before hadash")
	case moment.Witness == incident.ByLastchg:
		p.Put(m.th.Faint, "to 1 s, lastchg")
	case moment.Within > 0:
		p.Glyph(m.th.Faint, m.th.AtMost, 1)
		p.Put(m.th.Faint, paint.Took(moment.Within))
	case moment.Witness == incident.ByPoll:
		p.Put(m.th.Faint, "polled")
	case moment.Witness == incident.ByClient:
		p.Put(m.th.Faint, "to 1 ms")
	case moment.Witness == incident.ByYou:
		p.Put(m.th.Faint, "as asked")
	case moment.Witness == incident.ByCount:
		p.Put(m.th.Faint, "counted")
	default:
		p.Put(m.th.Faint, "exact")
	}
}

func (m *Model) costDetected(p *paint.Pen, s *incident.Stopwatch) {
	var was, is [24]byte
	expected := was[:0]
	switch e := &s.Expected; {
	case e.Known && e.Never:
		expected = append(expected, "never"...)
	case e.Known && e.Detect > 0:
		expected = append(append(expected, m.th.AtMost...), ' ')
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
		p.Put(m.th.Bad, " !")
	} else {
		p.Space(2)
	}
	if s.Moments[incident.Detected].Seen() {
		m.precise(p, &s.Moments[incident.Detected])
	} else if late {
		p.Put(m.th.Bad, " overdue")
	}
	if most := s.Tolerance(); s.Judged() && most > 0 {
		p.Put(m.th.Faint, fitting(p.Room()-1, "  late beyond "+string(paint.AppendSeconds(nil, s.Bound()+most)), ""))
	}
	if e := &s.Expected; !e.Known && e.Why != "" {
		p.Put(m.th.Faint, "  "+e.Why)
	}
}

// detection is when a fault was noticed, or that it was not, and whether that is later than expected.
func (m *Model) detection(b []byte, s *incident.Stopwatch) ([]byte, paint.Style, bool) {
	if d, ok := s.Detection(); ok {
		st := m.th.Text
		if s.Late() {
			st = m.th.Bad
		}
		return paint.AppendAfter(b, d), st, s.Late()
	}
	over := s.Moments[incident.Healed].Seen() || s.Done
	switch {
	case s.OutAlready() != "":
		return append(b, "out already"...), m.th.Text, false
	case s.Moments[incident.Detected].Seen(), over && s.Unwatched():
		return append(b, "not known"...), m.th.Warn, false
	case over:
		return append(b, "never"...), m.th.Warn, false
	}
	return append(b, "not yet"...), m.th.Warn, m.frame.Overdue(s)
}

// some is a count with its word, "" when it is zero.
func some(n int64, word string) string {
	if n == 0 {
		return ""
	}
	return paint.Count(n) + " " + word
}

// costVisible is what reached the clients, by their own record, else by nginx's.
func (m *Model) costVisible(p *paint.Pen, f *incident.Felt) {
	p.Left(m.th.Faint, "visible", costLabel)
	c := f.Clients()
	if !c.Known() {
		p.Put(m.th.Faint, "nobody kept a record")
		return
	}
	p.Put(m.failedStyle(c.Failed), paint.Count(int64(c.Failed))+" failed")
	text := ""
	if c.Counted {
		text = " of " + paint.Count(int64(c.Requests))
	}
	if slowest, ok := c.Longest(); ok {
		text += " " + m.th.Dot + " slowest " + paint.Took(slowest)
	}
	p.Put(m.th.Text, text)
	p.Put(m.th.Faint, by(m.th, c))
}

func (m *Model) failedStyle(failed int) paint.Style {
	if failed > 0 {
		return m.th.Bad
	}
	return m.th.Good
}

// by says what failed, the most first: " · login 2, profile 1"; or who else counted.
func by(th *paint.Theme, c incident.Clients) string {
	switch {
	case c.By == incident.ByLog:
		return " " + th.Dot + " by nginx"
	case c.By == incident.ByPoll:
		return " " + th.Dot + " by k6"
	case len(c.Names) == 0:
		return ""
	}
	return " " + th.Dot + " " + failedBy(c.Names)
}

// failedBy is what failed at the clients: "login 2, profile 1".
func failedBy(by map[string]int) string {
	names := byCount(by)
	for i, name := range names {
		names[i] = name + " " + paint.Count(int64(by[name]))
	}
	return join(names, ", ")
}

// blastText is what else was hit at HAProxy.
func blastText(th *paint.Theme, b *incident.Blast) string {
	return words(th, some(int64(b.Cut), "cut"), some(int64(b.Refused), "refused"), some(int64(b.Hanging), "hanging"),
		some(int64(b.Requeued), "requeued"), some(int64(b.Queued), "queued"))
}
