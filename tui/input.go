package tui

import (
	"unicode"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/commands"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// typedLine is a line being typed at the bottom of the screen.
type typedLine struct {
	label string
	wrong string // why the text is not in use yet
	text  []rune
	done  func(m *Model, text string) tea.Cmd // on accept
	each  func(m *Model, text string)         // after every change; may be nil
	drop  func(m *Model)                      // on cancel; may be nil
	list  *commands.List                      // above the line; nil = none
}

// maxTyped limits the typed text: a pasted page is not a filter.
const maxTyped = 200

// edit does an action to the line that is typed, or to the list above it.
func (m *Model) edit(a keys.Action) tea.Cmd {
	t := m.typing
	switch a {
	case keys.Accept:
		m.typing = nil
		return t.done(m, string(t.text))
	case keys.Clear, keys.Now:
		m.typing = nil
		if t.drop != nil {
			t.drop(m)
		}
	case keys.ListUp:
		t.list.Move(-1)
	case keys.ListDown:
		t.list.Move(+1)
	case keys.Complete:
		t.complete()
		m.edited()
	default:
		t.erase(a)
		m.edited()
	}
	return nil
}

// complete types the chosen command, or the first.
func (t *typedLine) complete() {
	if t.list.Chosen() == nil {
		t.list.Move(+1)
	}
	item := t.list.Chosen()
	if item == nil {
		return
	}
	t.text = []rune(item.Text)
	if item.Takes != "" {
		t.text = append(t.text, ' ')
	}
}

// pick chooses a line of the list; it reports whether the line was clicked again, to run it.
func (t *typedLine) pick(nth int, again bool) bool {
	switch {
	case t.list == nil || nth >= len(t.list.Items):
		return false
	case again && nth == t.list.At:
		return true
	}
	t.list.Move(nth - t.list.At)
	return false
}

// edited handles a change of the typed line.
func (m *Model) edited() {
	if t := m.typing; t.each != nil {
		t.each(m, string(t.text))
	}
}

// erase removes the last character, or all.
func (t *typedLine) erase(a keys.Action) {
	switch a {
	case keys.Wipe:
		t.text = nil
	case keys.Erase:
		t.text = t.text[:max(len(t.text)-1, 0)]
	}
}

func (t *typedLine) add(runes []rune) {
	for _, r := range runes {
		if len(t.text) < maxTyped && unicode.IsPrint(r) {
			t.text = append(t.text, r)
		}
	}
}

// draw writes the line, and why it is not in use yet or the keys that end it.
func (t *typedLine) draw(c *ui.Context, p *paint.Pen) {
	p.Put(c.Theme.Key, t.label+": ")
	drawTyped(c, p, t.text)
	if t.wrong != "" {
		p.Put(c.Theme.Bad, "   "+t.wrong)
		return
	}
	p.Space(3)
	c.FaintHint(p, c.Keys.Line(keys.Accept))
	p.Space(2)
	c.FaintHint(p, c.Keys.Line(keys.Clear))
}

// drawTyped shows the end of the text, and the cursor.
func drawTyped(c *ui.Context, p *paint.Pen, text []rune) {
	most := max(p.Room()-24, 8)
	if len(text) > most {
		text = text[len(text)-most:]
	}
	p.Put(c.Theme.Strong, string(text))
	if p.Room() > 0 {
		p.Glyph(c.Theme.Alert, c.Theme.Cursor, 1)
	}
}
