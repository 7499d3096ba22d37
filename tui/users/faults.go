package users

import (
	"slices"
	"time"

	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// mark is one cell of the row of faults.
type mark struct {
	glyph string
	style paint.Style
}

// faults writes when faults began, were noticed, healed, and back, over the time.
func (s *strip) faults(p *paint.Pen) {
	open, all := len(s.c.Frame.Faults), len(s.c.Frame.Stopwatches)
	value := "none yet"
	switch {
	case open > 0:
		value = paint.Count(int64(open)) + " open"
	case all > 0:
		value = "none open"
	}
	s.row(p, "faults", s.c.Theme.Text, value)
	th := s.c.Theme
	if (Axis{s.c, s.first, s.n}).Draw(p) {
		s.right(p, th.Faint, th.Fault+" broken "+th.Broken+" noticed "+th.Heal+" healed "+th.OK+" back", th.Fault+" broken "+th.Broken+" noticed "+th.OK+" back", th.Fault+th.Broken+th.Heal+th.OK)
	}
}

// Axis is a line with a cell for each of N seconds from First on: the time, and the faults in it.
type Axis struct {
	C     *ui.Context
	First int64 // Unix
	N     int
}

// Draw writes it, and reports whether there is a fault in it.
func (s Axis) Draw(p *paint.Pen) (shown bool) {
	marks := make([]mark, s.N)
	for i := range s.C.Frame.Stopwatches {
		shown = s.lay(marks, &s.C.Frame.Stopwatches[i]) || shown
	}
	s.clock(marks)
	for _, m := range marks {
		p.Glyph(m.style, m.glyph, 1)
	}
	return shown
}

// clock fills what faults left free, with the time at the first cell and at the middle if there is room for it.
func (s Axis) clock(marks []mark) {
	th := s.C.Theme
	for _, at := range []int{0, s.N / 2} {
		clock := time.Unix(s.First+int64(at), 0).In(s.C.Zone).Format("15:04:05") + " "
		if at > 0 {
			clock = " " + clock
		}
		end := min(at+len(clock), len(marks))
		if slices.ContainsFunc(marks[at:end], func(m mark) bool { return m.glyph != "" }) {
			continue
		}
		for i := at; i < end; i++ {
			marks[i] = mark{clock[i-at : i-at+1], th.Faint}
		}
	}
	for i := range marks {
		if marks[i].glyph == "" {
			marks[i] = mark{th.Thin.Across, th.Faint}
		}
	}
}

// lay writes one fault and reports whether a part of it is in the time shown.
func (s Axis) lay(marks []mark, w *stopwatch.Stopwatch) bool {
	th := s.C.Theme
	m := &w.Moments
	cell := func(at time.Time) int { return int(at.Unix() - s.First) }
	from, until := cell(w.At), s.N-1
	healed, back := m[stopwatch.Healed], m[stopwatch.Back]
	switch {
	case back.Seen():
		until = cell(back.At)
	case healed.Seen() && !w.Awaited():
		until = cell(healed.At)
	case !healed.Seen() && !verdict.Open(s.C.Frame, w):
		return false // when it ended is not known
	}
	if until < 0 {
		return false
	}
	for i := max(from, 0); i <= min(until, s.N-1); i++ {
		marks[i] = mark{th.Heavy.Across, th.Text}
		if healed.Seen() && i > cell(healed.At) {
			marks[i] = mark{th.Thin.Across, th.Text}
		}
	}
	put := func(x stopwatch.Moment, g string, st paint.Style) {
		if i := cell(x.At); x.Seen() && !x.Already && i >= 0 && i < s.N {
			marks[i] = mark{g, st}
		}
	}
	put(m[stopwatch.Detected], th.Broken, th.Warn)
	put(healed, th.Heal, th.Info)
	put(back, th.OK, th.Good)
	put(stopwatch.Moment{At: w.At, Already: m[stopwatch.Injected].Already}, th.Fault, th.Strong)
	return true
}
