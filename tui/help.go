package tui

import "github.com/charmbracelet/bubbles/key"

// renderHelp is the help page: every key there is, from the keyMap.
func (m *Model) renderHelp() {
	r := rect{0, 0, m.w, m.h}
	m.frameBox(r, true, []titlePart{{"help", m.th.Title}}, titlePart{"any key closes", m.th.Faint})
	in := r.inner()
	columns := m.helpColumns(in.h)
	w := min(max(in.w/max(len(columns), 1), 24), 40)
	for y := range in.h {
		for i, col := range columns {
			if y >= len(col) || i*w >= in.w {
				continue
			}
			p := m.screen.at(m.th, in.y+y, rect{in.x + i*w, in.y + y, min(w, in.w-i*w), 1})
			m.helpCell(&p, col[y])
		}
	}
	m.closeBox(r, true)
}

func (m *Model) helpCell(p *pen, b key.Binding) {
	if !b.Enabled() {
		return
	}
	p.space(1)
	p.left(m.th.Key, b.Help().Key, 10)
	p.put(m.th.Text, b.Help().Desc)
}

// helpColumns fills columns of at most h lines with the groups; a group is not split where it fits,
// and a disabled binding stands for the blank line between two groups.
func (m *Model) helpColumns(h int) [][]key.Binding {
	var columns [][]key.Binding
	var col []key.Binding
	for _, group := range m.keys.FullHelp() {
		group = enabled(group)
		if len(col) > 0 && len(col)+1+len(group) > h {
			columns, col = append(columns, col), nil
		}
		if len(col) > 0 && len(group) > 0 {
			col = append(col, key.Binding{})
		}
		for _, b := range group {
			if len(col) == h {
				columns, col = append(columns, col), nil
			}
			col = append(col, b)
		}
	}
	return append(columns, col)
}

func enabled(group []key.Binding) []key.Binding {
	var out []key.Binding
	for _, b := range group {
		if b.Enabled() {
			out = append(out, b)
		}
	}
	return out
}
