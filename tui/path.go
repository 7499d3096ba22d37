package tui

// The path's gaps: an arrow with a blank on each side.
const (
	minGap = 4
	maxGap = 12
)

// renderPath draws the way of a request: as columns in a box, or on one line.
func (m *Model) renderPath(r rect) {
	stages := m.stages()
	if !m.layout.bigPath {
		m.pathLine(stages, r)
		return
	}
	m.screen.frameBox(m.th, r, false, []titlePart{{"path", m.th.Title}}, titlePart{})
	in := r.inner()
	in.x, in.w = in.x+1, max(in.w-2, 0)
	if len(stages) > 0 {
		gap := fitStages(stages, in.w)
		for y := range in.h {
			m.pathRow(stages, gap, y, rect{in.x, in.y + y, in.w, 1})
		}
	}
	m.screen.closeBox(m.th, r, false)
}

// fitStages makes the stages narrow enough, the widest first, and gives the gap between them.
func fitStages(stages []stage, w int) int {
	sum := 0
	for i := range stages {
		sum += stages[i].w
	}
	gaps := len(stages) - 1
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
func (m *Model) pathRow(stages []stage, gap, y int, r rect) {
	x := r.x
	for i := range stages {
		s := &stages[i]
		if x >= r.x+r.w {
			return
		}
		p := m.screen.at(m.th, r.y, rect{x, r.y, min(s.w, r.x+r.w-x), 1})
		p.muted = s.stale
		m.stageCell(&p, s, y, m.layout.path.h-3)
		x += s.w
		if i < len(stages)-1 && y == 0 && x+gap <= r.x+r.w {
			a := m.screen.at(m.th, r.y, rect{x, r.y, gap, 1})
			a.space(1)
			a.glyph(m.th.Faint, m.th.Shaft, gap-3)
			a.glyph(m.th.Faint, m.th.Arrow, 1)
		}
		x += gap
	}
}

// stageCell is one line of a stage, most of them being rows; the last says how many do not fit.
func (m *Model) stageCell(p *pen, s *stage, y, most int) {
	if y == 0 {
		m.stageTitle(p, s)
		return
	}
	if y > len(s.lines) {
		return
	}
	if y == most && len(s.lines) > most {
		p.put(m.th.Faint, m.th.Ellipsis+" "+count(int64(len(s.lines)-most+1))+" more")
		return
	}
	l := &s.lines[y-1]
	if l.sign.glyph != "" {
		p.glyph(l.sign.style, l.sign.glyph, 1)
		p.space(1)
	}
	p.put(l.style, l.text)
}

// stageTitle is a stage's sign, name and figure. Stages of several nodes show a sign a line instead.
func (m *Model) stageTitle(p *pen, s *stage) {
	if !s.many {
		p.glyph(s.sign.style, s.sign.glyph, 1)
		p.space(1)
	}
	p.put(m.th.Title, s.title)
	p.space(1)
	p.put(m.th.Text, s.at)
}

// pathLine is the whole path on one line, without the rates where they do not fit.
func (m *Model) pathLine(stages []stage, r rect) {
	whole := -3
	for i := range stages {
		whole += 2 + width(stages[i].title) + 1 + width(stages[i].at) + 4
	}
	p := m.screen.at(m.th, r.y, r)
	p.space(1)
	for i := range stages {
		s := &stages[i]
		if i > 0 {
			p.space(1)
			if whole <= r.w {
				p.glyph(m.th.Faint, m.th.Shaft, 1)
			}
			p.glyph(m.th.Faint, m.th.Arrow, 1)
			p.space(1)
		}
		p.muted = s.stale
		p.glyph(s.sign.style, s.sign.glyph, 1)
		p.space(1)
		p.put(m.th.Text, s.title)
		if s.many || whole <= r.w {
			p.put(m.th.Text, " "+s.at)
		}
		p.muted = false
	}
}
