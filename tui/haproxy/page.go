// Package haproxy is the page of HAProxy's statistics: the table of all rows, and all that is known about the chosen one.
package haproxy

import (
	"slices"
	"strings"

	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/stats"
	"hadash/tui/ui"
)

// Page shows every row and every column of HAProxy's statistics.
type Page struct {
	table   stats.Table
	changes *stats.Changes
	chooser stats.Chooser
	below   below // the table
}

// New makes the page of the statistics: the rows that pass a filter, with the columns and the order of an earlier
// screen.
func New(f *stats.Filter, changes *stats.Changes, p ui.Prefs) *Page {
	s := &Page{table: stats.Table{Filter: f, Columns: p.Columns, Sort: p.Sort}, changes: changes}
	if by, largest := strings.CutPrefix(p.Sort, "-"); largest {
		s.table.Sort, s.table.Largest = by, true
	}
	return s
}

// prefs are the user's choices on the page.
func (s *Page) prefs() ui.Prefs {
	p := ui.Prefs{Columns: s.table.Columns, Sort: s.table.Sort}
	if s.table.Largest && p.Sort != "" {
		p.Sort = "-" + p.Sort
	}
	return p
}

// take makes the table fit the Frame and the screen.
func (s *Page) take(c *ui.Context) {
	s.table.Take(c.Frame.HAProxy)
	if in := c.Area.Under(); in.H > 0 {
		s.chooser.Fit(in.H)
		s.below.take(c, &s.table)
		s.table.Fit(in.W, s.below.split(in.H, s.table.Rows()))
	}
}

// rows is how far page up and page down go.
func (s *Page) rows(c *ui.Context) int {
	if s.chooser.Open {
		return max(c.Area.H-4, 1)
	}
	return s.table.Page()
}

// Choose makes the row of a server the chosen one, where it has one.
func (s *Page) Choose(c *ui.Context, id ui.NodeID) {
	s.take(c)
	s.table.Choose(stats.ID{Pxname: id.Backend, Svname: id.Name})
}

// NoServer says that the chosen row is not a server; "" when it is.
func (s *Page) NoServer() string {
	id, kind, ok := s.table.Chosen()
	if !ok || kind == record.RowServer {
		return ""
	}
	return id.Pxname + "/" + id.Svname + " is not a server: choose a server's row"
}

// Node implements ui.Pane.
func (s *Page) Node(c *ui.Context) (ui.NodeID, bool) {
	s.take(c)
	id, kind, ok := s.table.Chosen()
	return ui.NodeID{Backend: id.Pxname, Name: id.Svname}, ok && kind == record.RowServer
}

// Help implements ui.Pane.
func (s *Page) Help(c *ui.Context) []keys.Line {
	if s.chooser.Open {
		return c.Keys.ChooserHelp()
	}
	return c.Keys.StatsHelp()
}

// Modal implements ui.Modal: while the list of columns is open, no other key works.
func (s *Page) Modal() bool { return s.chooser.Open }

var takes = append(append([]keys.Action{}, ui.Moves...), keys.Left, keys.Right, keys.Columns, keys.Sort, keys.Turn)

// Takes implements ui.Pane.
func (s *Page) Takes() []keys.Action {
	if s.chooser.Open {
		return chooserTakes
	}
	all := slices.Concat(takes, s.table.Filter.Takes())
	if _, ok := s.folded(); ok {
		all = append(all, keys.Open)
	}
	return all
}

// folded is the chosen backend, where it is folded.
func (s *Page) folded() (backend string, ok bool) {
	id, kind, ok := s.table.Chosen()
	return id.Pxname, ok && kind == record.RowBackend && s.table.Filter.Folded(id.Pxname)
}

// Do implements ui.Pane.
func (s *Page) Do(c *ui.Context, a keys.Action) ui.Intent {
	s.take(c)
	if s.chooser.Open {
		return s.choose(c, a)
	}
	if by := ui.Step(a, s.rows(c)); by != 0 {
		s.table.Move(by)
		return nil
	}
	switch a {
	case keys.Left:
		s.table.Scroll(-1)
	case keys.Right:
		s.table.Scroll(+1)
	case keys.Columns:
		s.chooser.Begin(&s.table)
		s.chooser.Fit(c.Area.Under().H)
	case keys.Sort:
		s.table.SortNext()
		return s.kept(c)
	case keys.Turn:
		s.table.Turn()
		return s.kept(c)
	case keys.Open:
		if backend, ok := s.folded(); ok {
			s.table.Filter.Turn(backend)
			return ui.Arrange{}
		}
	default:
		return s.table.Filter.Do(a)
	}
	return nil
}

var chooserTakes = append(append([]keys.Action{}, ui.Moves...), keys.Clear, keys.Columns, keys.Accept, keys.Toggle, keys.Every, keys.Usual, keys.Filter)

// choose does an action of the list of columns.
func (s *Page) choose(c *ui.Context, a keys.Action) ui.Intent {
	if by := ui.Step(a, s.rows(c)); by != 0 {
		s.chooser.Move(by)
		return nil
	}
	switch a {
	case keys.Clear, keys.Columns, keys.Accept:
		s.chooser.Open = false
	case keys.Toggle:
		s.chooser.Toggle(&s.table)
		return s.kept(c)
	case keys.Every:
		s.table.SetColumns(slices.Clone(s.table.Names()))
		return s.kept(c)
	case keys.Usual:
		s.table.SetColumns(nil)
		return s.kept(c)
	case keys.Filter:
		return ui.Type{
			Label: "find columns", Text: s.chooser.Filter.Text,
			Each: func(text string) string { s.find(text); return "" },
			Done: func(text string) ui.Intent { s.find(text); return nil },
			Drop: func() { s.find("") },
		}
	}
	return nil
}

func (s *Page) find(text string) {
	s.chooser.Filter.Set(text)
	s.chooser.List(&s.table)
}

// kept takes the changed table, and has the preferences kept.
func (s *Page) kept(c *ui.Context) ui.Intent {
	s.take(c)
	return ui.Keep{Prefs: s.prefs()}
}

// Wheel implements ui.Scrollable.
func (s *Page) Wheel(c *ui.Context, by, _ int) ui.Intent {
	s.take(c)
	if s.chooser.Open {
		s.chooser.Wheel(by)
		return nil
	}
	s.table.Wheel(by)
	return nil
}

// Click implements ui.Clickable: a row clicked again is opened, a column in the list is shown or hidden.
func (s *Page) Click(c *ui.Context, l paint.Link, again bool) ui.Intent {
	s.take(c)
	row := int(l.Row)
	_, folded := s.folded()
	switch {
	case s.chooser.Open && again && row == s.chooser.At():
		return s.Do(c, keys.Toggle)
	case s.chooser.Open:
		s.chooser.Pick(row)
	case again && s.table.Nth() == row && folded:
		return s.Do(c, keys.Open)
	case again && s.table.Nth() == row:
		return ui.Act{Action: keys.Open}
	default:
		s.table.Pick(row)
	}
	return nil
}

// Draw implements ui.Pane.
func (s *Page) Draw(c *ui.Context, r paint.Rect) {
	s.take(c)
	if s.chooser.Open {
		s.drawChooser(c, r)
		return
	}
	stale := c.HAProxyStale()
	hint := paint.NewPart(s.table.Where(), c.Theme.Faint)
	if stale != nil {
		hint = paint.NewPart(c.Staleness(stale), c.Theme.Warn)
	} else if c.Unread() != "" {
		hint = paint.NewPart(c.Unread(), c.Theme.Warn)
	}
	title := []paint.TitlePart{paint.NewPart("stats", c.Theme.Title)}
	if words := s.table.Words(c.Theme.Dot); words != "" {
		title = append(title, paint.NewPart(words, c.Theme.Key))
	}
	if s.table.Sort != "" {
		title = append(title, paint.NewPart("by "+s.table.Sort, c.Theme.Faint))
	}
	title = append(title, whole(c)...)
	c.Screen.Rule(c.Theme, r, true, title, hint)
	in := r.Under()
	if c.Frame.HAProxy == nil {
		col := ui.Column{C: c, R: in}
		col.Say(c.Theme.Faint, absent(c))
		return
	}
	if rarely, is := c.Frame.Rarely(); is && in.H > leastForPace {
		col := ui.Column{C: c, R: in}
		for _, line := range paint.Wrap(rarely.String(), in.W-2) {
			col.Say(c.Theme.Warn, line)
		}
		in.Y, in.H = in.Y+col.Used, in.H-col.Used
	}
	h := s.below.split(in.H, s.table.Rows())
	s.table.Draw(c.Screen, c.Theme, paint.Area(in.X, in.Y, in.W, h), s.changes, stale != nil)
	s.below.draw(c, paint.Area(in.X, in.Y+h, in.W, in.H-h))
}

// leastForPace is the height from which on there is room for how often HAProxies are read.
const leastForPace = 16

// absent says why there is no page.
func absent(c *ui.Context) string {
	t := &c.Frame.Topology
	asked := func(n record.Node) bool { return n.Status != "" }
	if all := t.Of(record.KindHAProxy); t.NoDocker && !slices.ContainsFunc(all, asked) {
		return "no numbers of HAProxy are read; a target adds them: `hadash attach ... /run/haproxy/admin.sock`"
	}
	if len(t.Nodes) > 0 && len(t.Of(record.KindHAProxy)) == 0 {
		return "no HAProxy is watched here: its stats page, or its socket, would be shown"
	}
	return "HAProxy has not answered yet"
}

func (s *Page) drawChooser(c *ui.Context, r paint.Rect) {
	title := []paint.TitlePart{paint.NewPart("columns of the stats page", c.Theme.Title)}
	if f := s.chooser.Filter.Text; f != "" {
		title = append(title, paint.NewPart("/"+f, c.Theme.Key))
	}
	c.Screen.Rule(c.Theme, r, true, title, paint.NewPart(paint.Count(int64(len(s.table.Shown())))+" shown", c.Theme.Faint))
	s.chooser.Draw(c.Screen, c.Theme, r.Under(), &s.table)
}
