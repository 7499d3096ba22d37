package tui

import (
	"github.com/charmbracelet/bubbles/key"

	"hadash/tui/paint"
)

func (m *Model) hint(b key.Binding) string { return b.Help().Key + " " + b.Help().Desc }

// hintPart is a key on a border, faintHint one in a line: a click on either does what the key does.
func (m *Model) hintPart(b key.Binding) paint.TitlePart {
	text := m.hint(b)
	return paint.TitlePart{Text: text, Style: m.th.Faint, Acts: []paint.Link{{To: paint.Width(text), Action: firstAction(b)}}}
}

func (m *Model) faintHint(p *paint.Pen, b key.Binding) {
	from := p.Row.X
	p.Put(m.th.Faint, m.hint(b))
	p.Act(from, firstAction(b))
}

// keyWord is a key and its word in a line of them.
func (m *Model) keyWord(p *paint.Pen, b key.Binding) {
	first, second := actionsOf(b)
	from := p.Row.X
	p.Put(m.th.Key, b.Help().Key)
	if second != "" { // "{ } event": the right half of the keys is the second one
		half := from + (p.Row.X-from+1)/2
		p.Act(half, second)
		p.ActTo(from, half, first)
		from = p.Row.X
	}
	p.Put(m.th.Faint, " "+b.Help().Desc)
	p.Act(from, first)
}
