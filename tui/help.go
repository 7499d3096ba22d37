package tui

import (
	"github.com/charmbracelet/bubbles/key"

	"hadash/tui/paint"
)

// renderHelp is the help page: every key there is, from the keyMap.
func (m *Model) renderHelp() {
	r := paint.Area(0, 0, m.w, m.h)
	m.screen.FrameBox(m.th, r, true, []paint.TitlePart{paint.NewPart("help", m.th.Title)}, paint.NewPart("any key closes", m.th.Faint))
	in := r.Inner()
	columns := m.helpColumns(in.H)
	w := min(in.W/2, 46)
	keys := [2]int{keysCells(columns[0]), keysCells(columns[1])}
	for y := range in.H {
		for i, lines := range columns {
			if y < len(lines) {
				m.helpLine(lines[y], keys[i], paint.Area(in.X+i*w, in.Y+y, w, 1))
			}
		}
	}
	m.screen.CloseBox(m.th, r, true)
}

// helpLine is a heading, a line of keys, or blank.
type helpLine struct {
	title string
	key.Binding
}

func (m *Model) helpLine(l helpLine, keys int, r paint.Rect) {
	p := m.screen.At(m.th, r.Y, r)
	p.Space(1)
	if l.title != "" {
		p.Put(m.th.Title, l.title)
		return
	}
	p.Left(m.th.Key, l.Help().Key, keys)
	p.Put(m.th.Text, l.Help().Desc)
}

// keysCells is the room that the keys of a column need.
func keysCells(lines []helpLine) int {
	n := 0
	for _, l := range lines {
		n = max(n, paint.Width(l.Help().Key))
	}
	return n + 2
}

// helpColumns lists the lines of both columns; headings give way where there are few lines.
func (m *Model) helpColumns(h int) [2][]helpLine {
	full := m.helpLines(true)
	if max(len(full[0]), len(full[1])) > h {
		return m.helpLines(false)
	}
	return full
}

func (m *Model) helpLines(titles bool) (out [2][]helpLine) {
	for i, groups := range m.keys.FullHelp() {
		for _, g := range groups {
			lines := enabled(g.lines)
			if len(lines) == 0 {
				continue
			}
			if titles && len(out[i]) > 0 {
				out[i] = append(out[i], helpLine{})
			}
			if titles {
				out[i] = append(out[i], helpLine{title: g.title})
			}
			out[i] = append(out[i], lines...)
		}
	}
	return out
}

func enabled(group []key.Binding) []helpLine {
	var out []helpLine
	for _, b := range group {
		if b.Enabled() {
			out = append(out, helpLine{Binding: b})
		}
	}
	return out
}
