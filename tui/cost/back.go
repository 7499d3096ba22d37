package cost

import (
	"time"

	"hadash/incident/stopwatch"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// errorWindow writes how long requests failed. A single one has no window, but it may have hung for long.
func (t *Table) errorWindow(p *paint.Pen) {
	s := t.s
	var buf [24]byte
	if window, ok := s.ErrorWindow(); !ok || !s.OneFailed() {
		t.span(p, "error window", nil, spanOf(buf[:0], window, ok), t.c.Theme.Text)
		return
	}
	t.span(p, "error window", nil, append(buf[:0], "one request"...), t.c.Theme.Text)
	p.Put(t.c.Theme.Faint, "    "+s.Moments[stopwatch.FirstFailed].Says.String())
}

// upAgain writes when the balancer reported UP again. Only this moment after a heal is predicted, counted from the first answer.
func (t *Table) upAgain(p *paint.Pen) {
	s := t.s
	var was, is [24]byte
	expected := append(was[:0], '-')
	if e := &s.Expected; e.Known && e.Back > 0 {
		expected = append(append(was[:0], t.c.Theme.AtMost...), ' ')
		if s.Starts() {
			expected = append(was[:0], "start+"...)
		}
		expected = paint.AppendSeconds(expected, e.Back)
	}
	d, ok := s.UpAgain()
	measured := afterHeal(is[:0], s, d, ok)
	if s.UpLate() {
		t.span(p, "UP again", expected, measured, t.c.Theme.Bad)
		p.Put(t.c.Theme.Bad, " !")
	} else {
		t.span(p, "UP again", expected, measured, t.c.Theme.Text)
		p.Space(2)
	}
	t.precise(p, &s.Up)
	if ok && s.Starts() { // the first answer is not known, so start and checks are one figure
		p.Put(t.c.Theme.Faint, ui.Fitting(p.Room()-1, ", with its start", ", with start", ""))
	}
}

// recovery writes when traffic flowed to it again, which depends on the clients and is not predicted.
func (t *Table) recovery(p *paint.Pen) {
	s := t.s
	var buf [24]byte
	d, ok := s.Recovery()
	t.span(p, "recovery", nil, afterHeal(buf[:0], s, d, ok), t.c.Theme.Text)
	p.Space(2)
	t.precise(p, &s.Moments[stopwatch.Back])
}

// afterHeal is how long after the heal something happened, or that it has not.
func afterHeal(b []byte, s *stopwatch.Stopwatch, d time.Duration, ok bool) []byte {
	switch {
	case ok:
		return paint.AppendAfter(b, d)
	case s.Awaited():
		return append(b, "not yet"...)
	case s.Bygone(), s.Unreported:
		return append(b, "not known"...)
	}
	return append(b, '-')
}
