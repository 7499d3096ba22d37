package nodes

import (
	"cmp"
	"slices"

	"hadash/incident"
	"hadash/incident/serverwords"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/stats"
	"hadash/tui/ui"
)

// crowded is how many servers are a crowd: those that are not up come first, under a map of each backend.
const crowded = 20

// crowd is how many servers are shown.
type crowd struct {
	is    bool
	first []int // indexes of the servers that are not up, which come first
	down  bool  // all of first are down
	maps  []backendMap
	field field // of the maps
	more  int   // backends without a map
	taken []int // the servers of a backend that are no free slots, kept for the next
}

// backendMap is a backend as a row of cells, of which each is a share of its servers: the worst of them.
type backendMap struct {
	name         string
	from, end    int // its servers
	proxy        int // its row; -1 = none
	up, down, of int
	failing, out int // still used though checks fail; taken out
	unchecked    int
	count, tail  string // "492 of 500 up", "  8 down"
	runs         []run
}

// run is a number of cells beside each other in the same state.
type run struct {
	state record.Status
	n     int
}

// field is where the parts of the maps are.
type field struct {
	across                 int // maps beside each other
	name, count, cells, of int // widths: name, "492 of 500 up", the map, and the whole of one
	terse                  bool
}

func (c *crowd) reset() {
	*c = crowd{first: c.first[:0], maps: c.maps[:0], taken: c.taken[:0]}
}

// isFirst reports whether a server, given by its index, stands above the others.
func (c *crowd) isFirst(i int) bool {
	_, found := slices.BinarySearch(c.first, i)
	return found
}

// mapLines is how many lines the maps take.
func (c *crowd) mapLines() int {
	if len(c.maps) == 0 {
		return 0
	}
	n := len(c.maps)
	if c.more > 0 {
		n++
	}
	return (n + c.field.across - 1) / c.field.across
}

// allHTTP reports whether every server of a page is in HTTP mode.
func allHTTP(h *record.HAProxy) bool {
	for i := range h.Servers {
		if h.Servers[i].Mode != "http" {
			return false
		}
	}
	return len(h.Servers) > 0
}

// gather adds the servers that are not up, and makes the maps, where there is a crowd on a screen of that size.
func (p *Pane) gather(f *incident.Frame, w, h int) {
	hap := f.HAProxy
	p.pxname, p.http = 0, allHTTP(hap)
	if len(hap.Servers) <= crowded {
		return
	}
	free := 0
	for i := range hap.Servers {
		if f.Free(&hap.Servers[i]) {
			free++
		}
	}
	if p.crowd.is = len(hap.Servers)-free > crowded; !p.crowd.is {
		return
	}
	p.down = true
	several := ui.ManyBackends(hap)
	for i := range hap.Servers {
		s := &hap.Servers[i]
		if !p.troubled(f, s, i) || p.filter.Folded(s.Pxname) || !p.filter.Pass(s.Pxname, s.Svname, &s.Status) {
			continue
		}
		p.down = p.down && s.Status.GivenUp()
		p.first = append(p.first, i)
		if several {
			p.pxname = min(max(p.pxname, paint.Width(s.Pxname), len("backend")), 16)
		}
	}
	for _, taken := range [...]bool{false, true} { // those that somebody took out come after those that broke
		for _, i := range p.first {
			if s := &hap.Servers[i]; takenOut(s.Status) == taken {
				p.server(s, i, true)
			}
		}
	}
	if !p.filter.Fold {
		p.draft(f, w, h)
	}
}

// troubled reports a server that is not up, or whose node is broken, which HAProxy may not know.
func (p *Pane) troubled(f *incident.Frame, s *record.Server, i int) bool {
	if f.Free(s) {
		return false
	}
	if stats.NotUp(s.Status.State) || f.Errs(s) {
		return true
	}
	n := p.nodeOf[i]
	return n >= 0 && f.Nodes[n].Health.Broken()
}

func takenOut(s record.Status) bool {
	return !s.GivenUp() && (s.State == record.Maint || s.State == record.Drain || s.State == record.Nolb)
}

// The least cells of a map, and how many maps stand below each other, each in a line of its own.
const (
	fewMaps  = 3
	mapCells = 12
)

// draft makes the maps: those of the backends with trouble come first where there is no room for all.
func (p *Pane) draft(f *incident.Frame, w, height int) {
	c, h := &p.crowd, f.HAProxy
	rows := backendRows{h: h}
	for from, end := range ui.Backends(h) {
		m := backendMap{name: h.Servers[from].Pxname, from: from, end: end, of: end - from, proxy: rows.of(h.Servers[from].Pxname)}
		for i := from; i < end; i++ {
			switch s := &h.Servers[i].Status; {
			case f.Free(&h.Servers[i]):
				m.of--
				continue
			case s.State == record.Up:
				m.up++
			case s.GivenUp(), s.State == record.GoingUp:
				m.down++
			case s.State == record.GoingDown:
				m.failing++
			case s.State == record.NoCheck:
				m.unchecked++
			default:
				m.out++
			}
		}
		if m.of > 0 {
			c.maps = append(c.maps, m)
		}
	}
	c.field = fieldFor(c.maps, w)
	room := max(height/3, 2) * c.field.across
	if len(c.maps) > room {
		slices.SortStableFunc(c.maps, func(a, b backendMap) int {
			if n := cmp.Compare(b.down, a.down); n != 0 {
				return n
			}
			return cmp.Compare(b.of-b.up, a.of-a.up)
		})
		c.more = len(c.maps) - room + 1
		c.maps = c.maps[:room-1]
	}
	for i := range c.maps {
		c.taken = c.taken[:0]
		for k := c.maps[i].from; k < c.maps[i].end; k++ {
			if !f.Free(&h.Servers[k]) {
				c.taken = append(c.taken, k)
			}
		}
		c.maps[i].runs = c.maps[i].draft(h, c.taken, c.field.cells)
	}
}

// fieldFor places the parts of the maps in w cells.
func fieldFor(maps []backendMap, w int) field {
	f := field{across: 1, terse: len(maps) > fewMaps}
	biggest, tail := 0, 1
	for i := range maps {
		m := &maps[i]
		m.count = paint.Count(int64(m.up)) + "/" + paint.Count(int64(m.of))
		if !f.terse {
			m.count = paint.Count(int64(m.up)) + " of " + paint.Count(int64(m.of)) + " up"
			m.tail = m.rest(w >= 100)
		}
		f.name, f.count = min(max(f.name, paint.Width(m.name)), 20), max(f.count, len(m.count))
		biggest, tail = max(biggest, m.of), max(tail, len(m.tail))
	}
	beside := f.name + f.count + 5 + signAnd // with the blanks
	if f.terse {
		f.across = max((w-1)/(beside+min(biggest, mapCells)+2), 1)
	}
	f.of = (w - 1) / f.across
	f.cells = min(max(f.of-beside-tail, 1), biggest)
	return f
}

// rest says how many servers are down, and where there is room how many are not up for other reasons.
func (m *backendMap) rest(all bool) string {
	text := ""
	for _, part := range [...]struct {
		n    int
		word string
		show bool
	}{{m.down, " down", true}, {m.failing, " failing", all}, {m.out, " out", all}, {m.unchecked, " unchecked", all}} {
		if part.n > 0 && part.show {
			text += "  " + paint.Count(int64(part.n)) + part.word
		}
	}
	return text
}

// draft is the servers of a backend in that many cells, or one for each where there are fewer. of are their indexes.
func (m *backendMap) draft(h *record.HAProxy, of []int, cells int) (runs []run) {
	cells = min(cells, m.of)
	for i := range cells {
		worst := h.Servers[of[i*m.of/cells]].Status
		for k := i*m.of/cells + 1; k < (i+1)*m.of/cells; k++ {
			if s := h.Servers[of[k]].Status; serverwords.Gravity(s) > serverwords.Gravity(worst) {
				worst = s
			}
		}
		if last := len(runs) - 1; last >= 0 && serverwords.Gravity(runs[last].state) == serverwords.Gravity(worst) {
			runs[last].n++
		} else {
			runs = append(runs, run{worst, 1})
		}
	}
	return runs
}

// maps draws the maps over the rows.
func (d *drawing) maps(r paint.Rect) {
	c := &d.p.crowd
	silent := d.c.HAProxyStale() != nil // one of them
	for y := range min(c.mapLines(), r.H) {
		pen := d.c.Screen.At(d.c.Theme, r.Y+y, paint.Area(r.X, r.Y+y, r.W, 1))
		for x := range c.field.across {
			pen.To(r.X + x*c.field.of)
			switch nth := y*c.field.across + x; {
			case nth < len(c.maps):
				pen.Muted = silent && d.c.BackendStale(c.maps[nth].name)
				d.backendMap(&pen, &c.maps[nth])
			case nth == len(c.maps) && c.more > 0:
				pen.Muted = silent
				pen.Put(d.c.Theme.Faint, " "+paint.Count(int64(c.more))+" backends more")
			}
		}
	}
}

func (d *drawing) backendMap(p *paint.Pen, m *backendMap) {
	th, f := d.c.Theme, &d.p.field
	end := p.End
	p.End = min(end, p.Row.X+f.of)
	p.Space(1)
	p.Left(th.Title, m.name, f.name+1)
	p.Space(1)
	sign := th.Status(record.Unknown)
	if m.proxy >= 0 {
		sign = th.StatusOf(&d.c.Frame.HAProxy.Proxies[m.proxy].Status)
	}
	if p.Muted {
		sign.Glyph = th.Unknown
	}
	p.Glyph(sign.Style, sign.Glyph, 1)
	p.Space(1)
	p.Left(th.Text, m.count, f.count)
	p.Space(2)
	for _, r := range m.runs {
		if r.state.State == record.Up {
			p.Glyph(th.Faint, th.Dot, r.n)
			continue
		}
		sign := th.StatusOf(&r.state)
		p.Glyph(sign.Style, sign.Glyph, r.n)
	}
	if m.tail != "" {
		p.To(p.Row.X + f.cells - m.drawn())
		p.Put(th.Text, m.tail)
	}
	p.End = end
}

// drawn is how many cells of a map are used.
func (m *backendMap) drawn() (n int) {
	for _, r := range m.runs {
		n += r.n
	}
	return n
}
