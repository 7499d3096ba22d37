package tui

import (
	"hadash/tui/keys"
	"hadash/tui/paint"
)

func (m *Model) hint(l keys.Line) string { return l.Key + " " + l.Does }

// hintPart is a key on a border, faintHint one in a line: a click on either does what the key does.
func (m *Model) hintPart(l keys.Line) paint.TitlePart {
	text := m.hint(l)
	return paint.TitlePart{Text: text, Style: m.th.Faint, Acts: []paint.Link{{To: paint.Width(text), Action: l.Actions[0].Name()}}}
}

func (m *Model) faintHint(p *paint.Pen, l keys.Line) {
	from := p.Row.X
	p.Put(m.th.Faint, m.hint(l))
	p.Act(from, l.Actions[0].Name())
}

// keyWord is a key and its word in a line of them.
func (m *Model) keyWord(p *paint.Pen, l keys.Line) {
	from := p.Row.X
	p.Put(m.th.Key, l.Key)
	if len(l.Actions) > 1 { // "{ } event": the right half of the keys is the second one
		half := from + (p.Row.X-from+1)/2
		p.Act(half, l.Actions[1].Name())
		p.ActTo(from, half, l.Actions[0].Name())
		from = p.Row.X
	}
	p.Put(m.th.Faint, " "+l.Does)
	p.Act(from, l.Actions[0].Name())
}
