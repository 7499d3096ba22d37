package tui

import (
	"slices"
	"strconv"
	"strings"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// costPanel shows what one fault cost. Until the user picks another it is the newest one of the chosen
// node, or the newest of all where that node was never broken.
type costPanel struct {
	id    int // of the Stopwatch picked; 0 = none
	lines []costLine
}

func (p *costPanel) follow() { p.id = 0 }

// index is the place of the stopwatch that is shown; -1 when there is none.
func (p *costPanel) index(f *incident.Frame, chosen ui.NodeID) int {
	all := f.Stopwatches
	if p.id != 0 {
		for i := range all {
			if all[i].ID == p.id {
				return i
			}
		}
	}
	if n := chosen.Node(f); n != nil {
		for i := len(all) - 1; i >= 0; i-- {
			if all[i].Target == n.Name {
				return i
			}
		}
	}
	return len(all) - 1
}

// shown is the stopwatch that is shown; nil when there is none.
func (p *costPanel) shown(f *incident.Frame, chosen ui.NodeID) *stopwatch.Stopwatch {
	if i := p.index(f, chosen); i >= 0 {
		return &f.Stopwatches[i]
	}
	return nil
}

// move picks an older or a newer one.
func (p *costPanel) move(by int, f *incident.Frame, chosen ui.NodeID) {
	i := p.index(f, chosen)
	if i < 0 {
		return
	}
	i = max(min(i+by, len(f.Stopwatches)-1), 0)
	p.id = f.Stopwatches[i].ID
}

func (p *costPanel) render(m *Model, r paint.Rect) {
	i := p.index(&m.frame, m.nodes.at)
	title := []paint.TitlePart{paint.NewPart("what it cost", m.c.Theme.Title)}
	if i >= 0 {
		s := &m.frame.Stopwatches[i]
		title = append(title, paint.NewPart(m.c.FullTag(s)+s.Target+" "+s.Now(), m.c.Theme.Strong))
	}
	if len(m.frame.Stopwatches) > 1 {
		title = append(title, paint.NewPart(strconv.Itoa(i+1)+" of "+strconv.Itoa(len(m.frame.Stopwatches)), m.c.Theme.Faint))
	}
	in, hint := r.Inner(), m.behind(paneCost)
	if i >= 0 {
		p.gather(m, &m.frame.Stopwatches[i], in.W-2)
		hint = m.untold(len(p.lines)-in.H, hint)
	}
	m.c.Screen.FrameBox(m.c.Theme, r, m.focus == paneCost, title, hint)
	if i < 0 {
		pen := m.c.Screen.At(m.c.Theme, in.Y, in)
		pen.Space(1)
		pen.Put(m.c.Theme.Faint, "nothing was broken yet")
		return
	}
	m.costRows(&m.frame.Stopwatches[i], in)
}

// untold puts before a hint how many lines have no room, and the key of the page that has all of them.
func (m *Model) untold(n int, hint paint.TitlePart) paint.TitlePart {
	if n <= 0 {
		return hint
	}
	more := paint.NewPart(paint.Count(int64(n))+" more", m.c.Theme.Faint)
	if m.focus == paneCost {
		k := keys.Open
		more.Text = m.c.Keys.Key(k) + " " + more.Text
		more.Acts = []paint.Link{{To: paint.Width(more.Text), Action: k.Name()}}
	}
	if hint.Text == "" {
		return more
	}
	at := paint.Width(more.Text) + 2
	for _, a := range hint.Acts {
		a.From, a.To = a.From+at, a.To+at
		more.Acts = append(more.Acts, a)
	}
	more.Text += "  " + hint.Text
	return more
}

// costRows writes as much as fits of what was gathered of a stopwatch.
func (m *Model) costRows(s *stopwatch.Stopwatch, r paint.Rect) {
	m.cost.fit(r.H)
	for y, l := range m.cost.lines {
		pen := m.c.Screen.At(m.c.Theme, r.Y+y, paint.Area(r.X, r.Y+y, r.W, 1))
		pen.Space(1)
		m.costRow(&pen, s, l)
	}
}

// costKind is what a line of the panel says, in the order from top to bottom.
type costKind uint8

const (
	costHead costKind = iota
	costSign
	costDetected
	costWindow
	costUp
	costRecovery
	costHidden
	costBeside
	costVisible
	costWorst
	costBlast
	costFinding
	costOverlap
)

// costWeight is which lines are kept where not all fit: the smallest.
var costWeight = [...]int{
	costVisible: 0, costHidden: 1, costDetected: 2, costHead: 3, costFinding: 4, costRecovery: 6, costUp: 7,
	costBeside: 8, costWindow: 9, costBlast: 10, costSign: 11, costWorst: 12, costOverlap: 13,
}

// moreFinding is the weight of how the first finding goes on.
const moreFinding = 5

// costLine is one line; text is a part of a finding or an overlap, and rest what follows of it on the
// next lines.
type costLine struct {
	kind       costKind
	text, rest string
	weight     int
}

// gather lists what there is to say of a stopwatch, for lines of w cells.
func (p *costPanel) gather(m *Model, s *stopwatch.Stopwatch, w int) {
	p.lines = p.lines[:0]
	_, tied := m.hiddenFit(s, w-ui.LabelCells)
	for k := costHead; k <= costVisible; k++ {
		if k == costBeside && (s.Beside == 0 || tied) {
			continue
		}
		weight := costWeight[k]
		if (k == costUp || k == costRecovery) && !s.Moments[stopwatch.Healed].Seen() {
			weight = costWeight[costOverlap] // there is nothing to say of it yet
		}
		p.lines = append(p.lines, costLine{kind: k, weight: weight})
	}
	if s.Felt.Worst.Requests > 0 && s.Felt.Clients().By == event.ByClient {
		p.lines = append(p.lines, costLine{kind: costWorst, weight: costWeight[costWorst]})
	}
	if b := &s.Blast; b.Cut+b.Refused+b.Hanging+b.Requeued+b.Queued > 0 {
		p.lines = append(p.lines, costLine{kind: costBlast, weight: costWeight[costBlast]})
	}
	for i, text := range s.Findings {
		p.text(costFinding, i, paint.Wrap(text, w))
	}
	for i, text := range s.Overlaps {
		p.text(costOverlap, i, paint.Wrap("at the same time: "+text, w))
	}
}

// text adds the lines of the nth text of a kind. The first line of the first one is what is kept longest.
func (p *costPanel) text(kind costKind, nth int, lines []string) {
	for i, text := range lines {
		weight := costWeight[kind]
		switch {
		case nth == 0 && i > 0 && kind == costFinding:
			weight = moreFinding
		case nth+i > 0:
			weight = costWeight[costOverlap] + 1
		}
		p.lines = append(p.lines, costLine{kind, text, strings.Join(lines[i+1:], " "), weight})
	}
}

// fit leaves out the lightest lines until h are left. A text that does not end there is cut where it is
// seen to be.
func (p *costPanel) fit(h int) {
	for len(p.lines) > max(h, 0) {
		out := 0
		for i := range p.lines {
			if p.lines[i].weight >= p.lines[out].weight {
				out = i
			}
		}
		p.lines = slices.Delete(p.lines, out, out+1)
	}
	for i := range p.lines {
		l := &p.lines[i]
		if goesOn := i+1 < len(p.lines) && strings.HasPrefix(l.rest, p.lines[i+1].text) && p.lines[i+1].kind == l.kind; l.rest != "" && !goesOn {
			l.text += " " + l.rest
		}
	}
}
