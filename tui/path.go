package tui

import (
	"slices"

	"hadash/incident"
	"hadash/tui/paint"
)

// The path's gaps: an arrow with a blank on each side.
const (
	minGap  = 4
	maxGap  = 12
	rateGap = 7 // of one that has its rate under it
)

// renderPath draws the way of a request: as columns in a box, or on one line.
func (m *Model) renderPath(r paint.Rect) {
	if r.H == 0 {
		return
	}
	stages := m.stages()
	if !m.layout.bigPath {
		m.pathLine(stages, r)
		return
	}
	m.screen.FrameBox(m.th, r, false, []paint.TitlePart{paint.NewPart("path", m.th.Title)}, paint.TitlePart{})
	in := r.Inner()
	in.X, in.W = in.X+1, max(in.W-2, 0)
	if len(stages) > 0 {
		labelled(stages, in.W)
		gap := fitStages(stages, in.W)
		for y := range in.H {
			m.pathRow(stages, gap, y, paint.Area(in.X, in.Y+y, in.W, 1))
		}
	}
	m.screen.CloseBox(m.th, r, false)
}

// fitStages makes the stages narrow enough, without what their lines say last, then the widest first, and gives the gap
// between them.
func fitStages(stages []stage, w int) int {
	sum, gaps := 0, len(stages)-1
	for i := range stages {
		sum += stages[i].w
	}
	if sum+gaps*minGap > w {
		sum = 0
		for i := range stages {
			stages[i].shorten()
			sum += stages[i].w
		}
	}
	for sum+gaps*minGap > w {
		widest := 0
		for i := range stages {
			if stages[i].w > stages[widest].w {
				widest = i
			}
		}
		if stages[widest].w <= 6 {
			break
		}
		stages[widest].w--
		sum--
	}
	if gaps == 0 {
		return 0
	}
	return max(min((w-sum)/gaps, maxGap), minGap)
}

// pathRow is row y of every stage: titles, then what they hold, with the arrows between the titles.
func (m *Model) pathRow(stages []stage, gap, y int, r paint.Rect) {
	x := r.X
	for i := range stages {
		s := &stages[i]
		if x >= r.X+r.W {
			return
		}
		p := m.screen.At(m.th, r.Y, paint.Area(x, r.Y, min(s.w, r.X+r.W-x), 1))
		p.Muted = s.stale
		m.stageCell(&p, s, y, m.layout.path.H-3)
		x += s.w
		if i < len(stages)-1 && y < 2 && x+gap <= r.X+r.W {
			m.arrow(&stages[i+1], y, paint.Area(x, r.Y, gap, 1))
		}
		x += gap
	}
}

// labelled moves the rates of requests from the titles to the arrows, where all of them have the room. One of sessions
// stays in its title, with its unit.
func labelled(stages []stage, w int) {
	told, sum, gap := slices.Clone(stages), 0, rateGap
	for i := range told {
		s := &told[i]
		s.told = s.unit != incident.Sessions
		if s.told && s.rated {
			s.at = ""
			s.measure()
		}
		sum += s.w
		if i > 0 && s.told && s.in >= 0 {
			var buf [24]byte
			gap = max(gap, len(arrowRate(buf[:0], s.in))+2)
		}
	}
	if sum+(len(stages)-1)*gap <= w {
		copy(stages, told)
	}
}

// arrowRate is what arrives at a stage, in a few cells.
func arrowRate(b []byte, in float64) []byte { return append(paint.AppendRate(b, in, 4), "/s"...) }

// arrow leads to a stage, and on the row under it stands what arrives there. It is broken where nobody is there to take it.
func (m *Model) arrow(to *stage, y int, r paint.Rect) {
	p := m.screen.At(m.th, r.Y, r)
	st, shaft := m.th.Faint, m.th.Shaft
	if to.dead && !to.stale {
		st, shaft = m.th.Bad, m.th.Times
	}
	switch {
	case y == 0:
		p.Space(1)
		p.Glyph(st, shaft, r.W-3)
		p.Glyph(st, m.th.Arrow, 1)
	case !to.told || to.in < 0:
	case y == 1:
		var buf [24]byte
		p.Muted = to.stale
		p.Right(m.rateStyle(to.in), arrowRate(buf[:0], to.in), r.W-1)
	}
}

// stageCell is one line of a stage, most of them being rows; the last says how many do not fit.
func (m *Model) stageCell(p *paint.Pen, s *stage, y, most int) {
	if y == 0 {
		m.stageTitle(p, s)
		return
	}
	if y > len(s.lines) {
		return
	}
	if y == most && len(s.lines) > most {
		p.Put(m.th.Faint, m.th.Ellipsis+" "+paint.Count(int64(len(s.lines)-most+1))+" more")
		return
	}
	l := &s.lines[y-1]
	m.pickRest(p, l.node)
	if l.sign.Glyph != "" {
		p.Glyph(l.sign.Style, l.sign.Glyph, 1)
		p.Space(1)
	}
	p.Put(l.style, l.text)
	p.Put(l.style, l.last)
}

// stageTitle is a stage's sign, name and figure. Stages of several nodes show a sign a line instead.
func (m *Model) stageTitle(p *paint.Pen, s *stage) {
	m.pickRest(p, s.node)
	if !s.many {
		p.Glyph(s.sign.Style, s.sign.Glyph, 1)
		p.Space(1)
	}
	p.Put(m.th.Title, s.title)
	p.Space(1)
	p.Put(m.th.Text, s.at)
}

// pickRest makes the rest of a cell choose a node when it is clicked, and pickSpan what was written from a column on.
func (m *Model) pickRest(p *paint.Pen, name string) {
	if i := m.nodeIndex(name); i >= 0 {
		p.Pick(paint.Path, int64(i))
	}
}

func (m *Model) pickSpan(p *paint.Pen, from int, name string) {
	if i := m.nodeIndex(name); i >= 0 {
		p.PickFrom(from, paint.Path, int64(i))
	}
}

func (m *Model) nodeIndex(name string) int {
	return slices.IndexFunc(m.frame.Nodes, func(n incident.Node) bool { return n.Name == name && name != "" })
}

// lineCells is how long the path is on one line, with the rates.
func lineCells(stages []stage) int {
	whole := -3
	for i := range stages {
		whole += 2 + paint.Width(stages[i].title) + 4
		if stages[i].at != "" {
			whole += 1 + paint.Width(stages[i].at)
		}
	}
	return whole
}

// pathLine is the whole path on one line, without the rates where they do not fit.
func (m *Model) pathLine(stages []stage, r paint.Rect) {
	whole := lineCells(stages)
	for i := range stages {
		if whole > r.W && stages[i].unit == incident.Sessions && stages[i].rated { // what counts the least
			stages[i].at = ""
		}
	}
	whole = lineCells(stages)
	p := m.screen.At(m.th, r.Y, r)
	p.Space(1)
	for i := range stages {
		s := &stages[i]
		if i > 0 {
			p.Space(1)
			if whole <= r.W {
				p.Glyph(m.th.Faint, m.th.Shaft, 1)
			}
			p.Glyph(m.th.Faint, m.th.Arrow, 1)
			p.Space(1)
		}
		p.Muted = s.stale
		from := p.Row.X
		p.Glyph(s.sign.Style, s.sign.Glyph, 1)
		p.Space(1)
		p.Put(m.th.Text, s.title)
		if s.at != "" && (s.many || whole <= r.W) {
			p.Put(m.th.Text, " "+s.at)
		}
		p.Muted = false
		m.pickSpan(&p, from, s.node)
	}
}
