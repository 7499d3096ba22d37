package tui

import (
	"time"

	"hadash/incident/stopwatch"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// costWindow is how long requests failed. A single one has no window, but it may have hung for long.
func (m *Model) costWindow(p *paint.Pen, s *stopwatch.Stopwatch) {
	var buf [24]byte
	if window, ok := s.ErrorWindow(); !ok || !s.OneFailed() {
		m.costSpan(p, "error window", nil, spanOf(buf[:0], window, ok), m.c.Theme.Text)
		return
	}
	m.costSpan(p, "error window", nil, append(buf[:0], "one request"...), m.c.Theme.Text)
	p.Put(m.c.Theme.Faint, "    "+s.Moments[stopwatch.FirstFailed].Text)
}

// costUp is when the balancer said UP again, of which alone something is expected: from its first answer on.
func (m *Model) costUp(p *paint.Pen, s *stopwatch.Stopwatch) {
	var was, is [24]byte
	expected := append(was[:0], '-')
	if e := &s.Expected; e.Known && e.Back > 0 {
		expected = append(append(was[:0], m.c.Theme.AtMost...), ' ')
		if s.Starts() {
			expected = append(was[:0], "start+"...)
		}
		expected = paint.AppendSeconds(expected, e.Back)
	}
	d, ok := s.UpAgain()
	measured := afterHeal(is[:0], s, d, ok)
	if s.UpLate() {
		m.costSpan(p, "UP again", expected, measured, m.c.Theme.Bad)
		p.Put(m.c.Theme.Bad, " !")
	} else {
		m.costSpan(p, "UP again", expected, measured, m.c.Theme.Text)
		p.Space(2)
	}
	m.precise(p, &s.Up)
	if ok && s.Starts() { // nobody tells when it answered first, so the two cannot be told apart
		p.Put(m.c.Theme.Faint, ui.Fitting(p.Room()-1, ", with its start", ", with start", ""))
	}
}

// costRecovery is when traffic flowed to it again, of which nothing is expected: that is up to its clients.
func (m *Model) costRecovery(p *paint.Pen, s *stopwatch.Stopwatch) {
	var buf [24]byte
	d, ok := s.Recovery()
	m.costSpan(p, "recovery", nil, afterHeal(buf[:0], s, d, ok), m.c.Theme.Text)
	p.Space(2)
	m.precise(p, &s.Moments[stopwatch.Back])
}

// afterHeal is how long after the heal something was, or that it is waited for.
func afterHeal(b []byte, s *stopwatch.Stopwatch, d time.Duration, ok bool) []byte {
	switch {
	case ok:
		return paint.AppendAfter(b, d)
	case s.Awaited():
		return append(b, "not yet"...)
	case s.Bygone():
		return append(b, "not known"...)
	}
	return append(b, '-')
}
