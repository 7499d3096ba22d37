package ui

import (
	"hadash/tui/keys"
	"hadash/tui/paint"
)

// Hint is a key and what it does: "n note".
func (c *Context) Hint(l keys.Line) string { return l.Key + " " + l.Does }

// HintPart is a key on a border; a click on it does what the key does.
func (c *Context) HintPart(l keys.Line) paint.TitlePart {
	text := c.Hint(l)
	return paint.TitlePart{Text: text, Style: c.Theme.Faint, Acts: []paint.Link{{To: paint.Width(text), Action: l.Actions[0].Name()}}}
}

// FaintHint writes a key and what it does into a line; a click on it does what the key does.
func (c *Context) FaintHint(p *paint.Pen, l keys.Line) {
	from := p.Row.X
	p.Put(c.Theme.Faint, c.Hint(l))
	p.Act(from, l.Actions[0].Name())
}

// KeyWord writes a key and its word in a line of them.
func (c *Context) KeyWord(p *paint.Pen, l keys.Line) {
	from := p.Row.X
	p.Put(c.Theme.Key, l.Key)
	if len(l.Actions) > 1 { // "{ } event": the right half of the keys is the second one
		half := from + (p.Row.X-from+1)/2
		p.Act(half, l.Actions[1].Name())
		p.ActTo(from, half, l.Actions[0].Name())
		from = p.Row.X
	}
	p.Put(c.Theme.Faint, " "+l.Does)
	p.Act(from, l.Actions[0].Name())
}
