package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/stats"
	"hadash/tui/ui"
)

// statsPage is every row and every column of HAProxy's statistics.
type statsPage struct {
	table   stats.Table
	chooser stats.Chooser
	on      bool // it is open: on opening, the overview's choice is chosen here too
}

func newStatsPage(sieve *stats.Sieve, p Prefs) statsPage {
	s := statsPage{table: stats.Table{Sieve: sieve, Columns: p.Columns, Sort: p.Sort}}
	if len(p.Sort) > 0 && p.Sort[0] == '-' {
		s.table.Sort, s.table.Largest = p.Sort[1:], true
	}
	return s
}

// take makes the table fit the Frame, while the page is open.
func (s *statsPage) take(m *Model) {
	if m.page != pageStats {
		s.on = false
		return
	}
	in := m.layout.page.Inner()
	s.table.Fit(in.W, in.H)
	s.chooser.Fit(in.H)
	s.table.Take(m.frame.HAProxy)
	if id := m.nodes.at; !s.on && id.Backend != "" {
		s.table.Choose(stats.ID{Pxname: id.Backend, Svname: id.Name})
	}
	s.on = true
}

func (s *statsPage) subject(*Model) (ui.NodeID, bool) {
	id, kind, ok := s.table.Chosen()
	return ui.NodeID{Backend: id.Pxname, Name: id.Svname}, ok && kind == record.RowServer
}

func (s *statsPage) help(k *keys.Map) []keys.Line {
	if s.chooser.Open {
		return k.ChooserHelp()
	}
	return k.StatsHelp()
}

// clear takes back what hides rows, or closes the list of columns; it reports whether there was such a thing.
func (s *statsPage) clear(m *Model) bool {
	if s.chooser.Open {
		s.chooser.Open = false
		return true
	}
	if !m.sieve.Clear() {
		return false
	}
	m.arrange()
	return true
}

func (s *statsPage) key(m *Model, msg tea.KeyMsg) (tea.Cmd, bool) {
	if s.chooser.Open {
		return s.chooserKey(m, msg)
	}
	if by, ok := m.moveBy(msg, m.pageRows()); ok {
		s.table.Move(by)
		return nil, true
	}
	switch {
	case m.c.Keys.Is(msg, keys.Left):
		s.table.Scroll(-1)
	case m.c.Keys.Is(msg, keys.Right):
		s.table.Scroll(+1)
	case m.c.Keys.Is(msg, keys.Columns):
		s.chooser.Begin(&s.table)
		s.chooser.Fit(m.layout.page.Inner().H)
	case m.c.Keys.Is(msg, keys.Sort):
		s.table.SortNext()
		return s.kept(m), true
	case m.c.Keys.Is(msg, keys.Turn):
		s.table.Turn()
		return s.kept(m), true
	case m.c.Keys.Is(msg, keys.Open):
		id, kind, ok := s.table.Chosen()
		if ok && kind == record.RowBackend && m.sieve.Folded(id.Pxname) {
			m.sieve.Turn(id.Pxname)
			m.arrange()
			return nil, true
		}
		return nil, false
	default:
		return nil, false
	}
	return nil, true
}

// choosing reports whether the list of columns is open: its keys come before all others.
func (m *Model) choosing() bool { return m.page == pageStats && m.stats.chooser.Open }

// chooserKey is the keys of the list of columns; nothing else means anything while it is open.
func (s *statsPage) chooserKey(m *Model, msg tea.KeyMsg) (tea.Cmd, bool) {
	if by, ok := m.moveBy(msg, m.pageRows()); ok {
		s.chooser.Move(by)
		return nil, true
	}
	switch {
	case m.c.Keys.Is(msg, keys.Now):
		return nil, false
	case m.c.Keys.Is(msg, keys.Columns), m.c.Keys.Is(msg, keys.Accept):
		s.chooser.Open = false
	case m.c.Keys.Is(msg, keys.Toggle):
		s.chooser.Toggle(&s.table)
		return s.kept(m), true
	case m.c.Keys.Is(msg, keys.Every):
		s.table.SetColumns(slices.Clone(s.table.Names()))
		return s.kept(m), true
	case m.c.Keys.Is(msg, keys.Usual):
		s.table.SetColumns(nil)
		return s.kept(m), true
	case m.c.Keys.Is(msg, keys.Filter):
		m.typing = &typedLine{
			label: "find columns", text: []rune(s.chooser.Filter.Text),
			each: func(_ *Model, text string) { s.find(text) },
			done: func(_ *Model, text string) tea.Cmd { s.find(text); return nil },
			drop: func(*Model) { s.find("") },
		}
	}
	return nil, true
}

func (s *statsPage) find(text string) {
	s.chooser.Filter.Set(text)
	s.chooser.Sift(&s.table)
}

// kept shows the table as it was changed, and remembers that for the next screen.
func (s *statsPage) kept(m *Model) tea.Cmd {
	s.table.Take(m.frame.HAProxy)
	m.o.Prefs.Columns, m.o.Prefs.Sort = s.table.Columns, s.table.Sort
	if s.table.Largest && s.table.Sort != "" {
		m.o.Prefs.Sort = "-" + s.table.Sort
	}
	if m.o.Keep == nil {
		return nil
	}
	return m.keep(m.o.Prefs)
}

func (s *statsPage) render(m *Model, r paint.Rect) {
	in := r.Inner()
	if s.chooser.Open {
		title := []paint.TitlePart{paint.NewPart("columns of the stats page", m.c.Theme.Title)}
		if f := s.chooser.Filter.Text; f != "" {
			title = append(title, paint.NewPart("/"+f, m.c.Theme.Key))
		}
		m.c.Screen.FrameBox(m.c.Theme, r, true, title, paint.NewPart(paint.Count(int64(len(s.table.Shown())))+" shown", m.c.Theme.Faint))
		s.chooser.Draw(m.c.Screen, m.c.Theme, in, &s.table)
		return
	}
	hint := paint.NewPart(s.table.Where(), m.c.Theme.Faint)
	if stale := m.c.HAProxyStale(); stale != nil {
		hint = paint.NewPart(m.c.Staleness(stale), m.c.Theme.Warn)
	} else if m.c.Unread() != "" {
		hint = paint.NewPart(m.c.Unread(), m.c.Theme.Warn)
	}
	title := []paint.TitlePart{paint.NewPart("stats", m.c.Theme.Title)}
	if words := s.table.Words(m.c.Theme.Dot); words != "" {
		title = append(title, paint.NewPart(words, m.c.Theme.Key))
	}
	if s.table.Sort != "" {
		title = append(title, paint.NewPart("by "+s.table.Sort, m.c.Theme.Faint))
	}
	m.c.Screen.FrameBox(m.c.Theme, r, true, title, hint)
	if m.frame.HAProxy == nil {
		p := m.c.Screen.At(m.c.Theme, in.Y, in)
		p.Put(m.c.Theme.Faint, " no HAProxy has answered yet")
		return
	}
	s.table.Draw(m.c.Screen, m.c.Theme, in, &m.changes, m.c.HAProxyStale() != nil)
}
