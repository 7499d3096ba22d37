package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// helpPage is how far the help page is scrolled, and what is looked for on it.
type helpPage struct {
	top  int
	find string
}

// helpDo does an action on the help page: what scrolls scrolls, what searches searches.
func (m *Model) helpDo(a keys.Action) tea.Cmd {
	h := &m.manual
	switch {
	case a == keys.Now:
		return m.quit()
	case a == keys.Filter:
		m.typing = &typedLine{
			label: "search", text: []rune(h.find),
			each: func(m *Model, text string) { m.manual = helpPage{find: text} },
			done: func(*Model, string) tea.Cmd { return nil },
			drop: func(m *Model) { m.manual = helpPage{} },
		}
	case a == keys.Clear && h.find != "":
		m.manual = helpPage{}
	case a == keys.Clear:
		m.helping = false
	default:
		h.top = max(min(h.top+ui.Step(a, max(m.h-3, 1)), m.helpLength()-(m.h-2)), 0)
	}
	return nil
}

// renderHelp is the help page: every key there is, from the keyMap, or those that are looked for.
func (m *Model) renderHelp() {
	r := paint.Area(0, 0, m.w, m.h)
	in := r.Inner()
	columns := m.helpColumns()
	m.helpTitle(r, len(columns[0])+len(columns[1]) > 0)
	w := min(in.W/2, 58)
	if len(columns[1]) == 0 {
		w = in.W
	}
	keys := [2]int{keysCells(columns[0]), keysCells(columns[1])}
	top := max(min(m.manual.top, m.helpLength()-in.H), 0)
	for y := range in.H {
		for i, lines := range columns {
			if y+top < len(lines) {
				m.helpLine(lines[y+top], keys[i], paint.Area(in.X+i*w, in.Y+y, w, 1))
			}
		}
	}
	m.c.Screen.CloseBox(m.c.Theme, r, true)
}

// helpTitle says what is looked for, how much of the page is seen, and how to leave.
func (m *Model) helpTitle(r paint.Rect, any bool) {
	title := []paint.TitlePart{paint.NewPart("help", m.c.Theme.Title)}
	hint := m.c.Keys.Key(keys.Filter) + " search  any other key closes"
	n, h := m.helpLength(), r.Inner().H
	switch top := max(min(m.manual.top, n-h), 0); {
	case n > top+h:
		hint = m.c.Keys.Key(keys.PageDown) + " " + paint.Count(int64(n-top-h)) + " more  " + hint
	case n > h:
		hint = m.c.Keys.Both("", keys.Down, keys.Up).Key + " scroll  " + hint
	}
	switch {
	case m.typing != nil:
		title = append(title, paint.NewPart(m.typing.label+": "+string(m.typing.text)+m.c.Theme.Cursor, m.c.Theme.Strong))
		hint = m.c.Hint(m.c.Keys.Line(keys.Accept)) + "  " + m.c.Hint(m.c.Keys.Line(keys.Clear))
	case m.manual.find != "":
		title = append(title, paint.NewPart("search: "+m.manual.find, m.c.Theme.Strong))
		hint = m.c.Keys.Key(keys.Clear) + " all keys again"
	}
	if !any {
		title = append(title, paint.NewPart("no key is like that", m.c.Theme.Warn))
	}
	m.c.Screen.FrameBox(m.c.Theme, r, true, title, paint.NewPart(hint, m.c.Theme.Faint))
}

// helpLine is a heading, a line of keys, or blank.
type helpLine struct {
	title string
	keys.Line
}

func (m *Model) helpLine(l helpLine, keys int, r paint.Rect) {
	p := m.c.Screen.At(m.c.Theme, r.Y, r)
	p.Space(1)
	if l.title != "" {
		p.Put(m.c.Theme.Title, l.title)
		return
	}
	p.Left(m.c.Theme.Key, l.Key, keys)
	p.Put(m.c.Theme.Text, l.Does)
}

// keysCells is the room that the keys of a column need.
func keysCells(lines []helpLine) int {
	n := 0
	for _, l := range lines {
		n = max(n, paint.Width(l.Key))
	}
	return n + 2
}

// oneColumn is the width below which two columns would cut their words.
const oneColumn = 70

// helpColumns lists the lines of both columns; where they are searched, or the screen is narrow, all are in the first.
func (m *Model) helpColumns() [2][]helpLine {
	var out [2][]helpLine
	for i, groups := range m.c.Keys.FullHelp() {
		if m.w < oneColumn || m.manual.find != "" {
			i = 0
		}
		for _, g := range groups {
			lines := found(enabled(g.Lines), g.Title, m.manual.find)
			if len(lines) == 0 {
				continue
			}
			if len(out[i]) > 0 {
				out[i] = append(out[i], helpLine{})
			}
			out[i] = append(append(out[i], helpLine{title: g.Title}), lines...)
		}
	}
	return out
}

// helpLength is the lines of the longer column.
func (m *Model) helpLength() int {
	c := m.helpColumns()
	return max(len(c[0]), len(c[1]))
}

// found is the lines that match by a key, by their words or by their heading.
func found(lines []helpLine, title, find string) []helpLine {
	words := strings.ToLower(strings.TrimSpace(find))
	if words == "" || strings.Contains(title, words) {
		return lines
	}
	var out []helpLine
	for _, l := range lines {
		if strings.Contains(strings.ToLower(l.Does), words) || strings.Contains(" "+l.Key+" ", " "+strings.TrimSpace(find)+" ") {
			out = append(out, l)
		}
	}
	return out
}

func enabled(group []keys.Line) []helpLine {
	var out []helpLine
	for _, l := range group {
		if !l.Off {
			out = append(out, helpLine{Line: l})
		}
	}
	return out
}
