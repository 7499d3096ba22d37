package stats

import (
	"slices"
	"strings"

	"hadash/record"
	"hadash/tui/paint"
)

// ID names a row across readings.
type ID struct{ Pxname, Svname string }

// Table is the statistics as shown: its rows and columns, their order, and the scroll position.
type Table struct {
	Filter  *Filter
	Columns []string // shown, in this order; nil = the usual ones
	Sort    string   // the column that servers are sorted by; "" = HAProxy's order
	Largest bool     // the largest first

	t       *record.Table
	made    made
	columns []column // those of Columns that the page has
	order   []int    // the rows shown
	shown   int      // servers among them
	at      ID
	nth     int
	top     int // first row shown
	left    int // first column shown
	w, h    int // cells and rows there are for it
	pxname  int // cells of the longest names
	svname  int
	buf     [32]byte // for the number being written
}

// made is the input of the order: it is rebuilt when it changes.
type made struct {
	h       *record.HAProxy
	version int
	sort    string
	largest bool
}

// Take shows a reading; nil when there is none.
func (t *Table) Take(h *record.HAProxy) {
	is := made{h, t.Filter.Version(), t.Sort, t.Largest}
	if is == t.made {
		return
	}
	if h != t.made.h {
		t.t = nil
		if h != nil {
			t.t = h.Table()
		}
		t.choose()
	}
	t.made = is
	t.order, t.shown = t.order[:0], 0
	if t.t == nil {
		return
	}
	t.list()
	t.sort()
	t.settle()
}

// SetColumns chooses the columns.
func (t *Table) SetColumns(names []string) {
	t.Columns = names
	t.choose()
}

// choose finds the columns that are shown in the page.
func (t *Table) choose() {
	t.columns = t.columns[:0]
	if t.t == nil {
		return
	}
	for _, name := range t.Shown() {
		if cell := t.t.Find(name); cell != (record.Cell{}) {
			t.columns = append(t.columns, newColumn(name, cell))
		}
	}
	t.left = max(min(t.left, len(t.columns)-1), 0)
}

// Shown are the names of the columns that are shown.
func (t *Table) Shown() []string {
	if t.Columns == nil {
		return Usual
	}
	return t.Columns
}

// list finds the rows that are shown, in HAProxy's order.
func (t *Table) list() {
	t.pxname, t.svname = 6, 8
	for row := range t.t.Len() {
		px, sv := t.t.Name(row)
		t.pxname, t.svname = max(t.pxname, paint.Width(px)), max(t.svname, paint.Width(sv))
		st := t.t.Status(row)
		kind := t.t.Kind(row)
		if kind == record.RowServer && t.Filter.Folded(px) || !t.Filter.Pass(px, sv, &st) {
			continue
		}
		if kind == record.RowServer {
			t.shown++
		}
		t.order = append(t.order, row)
	}
	t.pxname, t.svname = min(t.pxname, 20), min(t.svname, 24)
}

// sort puts the servers in order, or the backends where they are folded; the other rows stand under them.
func (t *Table) sort() {
	if t.Sort == "" {
		return
	}
	cell, first := t.t.Find(t.Sort), record.RowServer
	if t.Filter.Fold {
		first = record.RowBackend
	}
	values := make([]record.Value, t.t.Len())
	for _, row := range t.order {
		values[row] = t.t.Value(row, cell)
	}
	slices.SortStableFunc(t.order, func(a, b int) int {
		inA, inB := t.t.Kind(a) == first, t.t.Kind(b) == first
		switch {
		case inA != inB && inA:
			return -1
		case inA != inB:
			return +1
		case !inA:
			return 0
		}
		return t.compare(&values[a], &values[b])
	})
}

// compare orders two cells; empty ones come last.
func (t *Table) compare(a, b *record.Value) int {
	n := 0
	switch {
	case a.Blank() || b.Blank():
		return boolInt(a.Blank()) - boolInt(b.Blank())
	case a.Number && b.Number && a.N != b.N:
		n = boolInt(a.N > b.N) - boolInt(a.N < b.N)
	default:
		n = strings.Compare(a.Text, b.Text)
	}
	if t.Largest {
		return -n
	}
	return n
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// settle finds the chosen row again; when it is gone the one in its place is chosen.
func (t *Table) settle() {
	for i, row := range t.order {
		if px, sv := t.t.Name(row); t.at == (ID{px, sv}) {
			t.nth = i
			t.reveal()
			return
		}
	}
	t.Move(0)
}

// Move moves the choice n rows down; negative is up.
func (t *Table) Move(by int) {
	t.nth = max(min(t.nth+by, len(t.order)-1), 0)
	if len(t.order) > 0 {
		px, sv := t.t.Name(t.order[t.nth])
		t.at = ID{px, sv}
	}
	t.reveal()
}

// Fit says how much room there is: cells, and lines with the heading.
func (t *Table) Fit(w, h int) {
	t.w, t.h = w, h-1
	t.reveal()
}

// reveal scrolls so that the chosen row is in sight.
func (t *Table) reveal() { t.top = max(min(t.top, t.nth, len(t.order)-t.h), t.nth-t.h+1, 0) }

// inSight is how many columns are in sight.
func (t *Table) inSight() (n int) {
	pxname, svname := t.names(t.w)
	room := t.w - markCells - pxname - svname - 2
	for i := t.left; i < len(t.columns) && t.columns[i].w <= room; i++ {
		room -= t.columns[i].w
		n++
	}
	return n
}

// Choose chooses a row by its name, where it is shown.
func (t *Table) Choose(id ID) {
	t.at = id
	t.settle()
}

// Chosen is the chosen row; false when there is none.
func (t *Table) Chosen() (id ID, kind record.RowKind, ok bool) {
	if len(t.order) == 0 {
		return ID{}, 0, false
	}
	return t.at, t.t.Kind(t.order[t.nth]), true
}

// Scroll shows columns further to the right, or to the left.
func (t *Table) Scroll(by int) { t.left = max(min(t.left+by, len(t.columns)-1), 0) }

// SortNext sorts by the next column that is shown; after the last one comes HAProxy's order.
func (t *Table) SortNext() {
	i := slices.IndexFunc(t.columns, func(c column) bool { return c.name == t.Sort })
	if i+1 >= len(t.columns) {
		t.Sort, t.Largest = "", false
		return
	}
	i++
	t.Sort, t.Largest = t.columns[i].name, t.columns[i].look != textual && t.columns[i].look != stated
	if seen := t.inSight(); i < t.left || i >= t.left+seen {
		t.left = max(i-max(seen/2, 1), 0)
	}
}

// Turn turns the order around.
func (t *Table) Turn() { t.Largest = !t.Largest }

// Names are those of all columns of the page but the two that always stand at the left.
func (t *Table) Names() []string {
	if t.t == nil {
		return nil
	}
	var names []string
	for _, name := range t.t.Names() {
		if name != "pxname" && name != "svname" {
			names = append(names, name)
		}
	}
	return names
}

// Words say what is shown of how much.
func (t *Table) Words(dot string) string {
	if t.t == nil {
		return ""
	}
	return t.Filter.Words(t.shown, len(t.t.Servers), dot)
}
