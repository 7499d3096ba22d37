package stats

import (
	"slices"
	"strings"

	"hadash/record"
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
	columns []column // those of Columns that the page has, the decisive first where not all fit
	fitted  int      // the width that they were arranged for
	order   []int    // the rows shown
	shown   int      // servers among them
	at      ID
	nth     int
	top     int      // first row shown
	left    int      // first column shown
	w, h    int      // cells and rows there are for it
	name    int      // cells of the longest name
	several bool     // servers of several backends are listed together, so that a name needs that of its backend
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
	t.named()
	t.settle()
}

// SetColumns chooses the columns.
func (t *Table) SetColumns(names []string) {
	t.Columns = names
	t.choose()
}

// choose finds the columns that are shown in the page.
func (t *Table) choose() {
	t.columns, t.fitted = t.columns[:0], 0
	if t.t == nil {
		return
	}
	for _, name := range t.Shown() {
		cell := t.t.Find(name)
		if cell == (record.Cell{}) || t.Columns == nil && t.empty(name, cell) {
			continue
		}
		t.columns = append(t.columns, newColumn(name, cell))
	}
	t.left = max(min(t.left, len(t.columns)-1), 0)
}

// empty reports whether a column has nothing to show. The text of the last check comes and goes with the failures.
func (t *Table) empty(name string, cell record.Cell) bool {
	if name == "last_chk" {
		cell = t.t.Find("check_status")
	}
	return t.t.Empty(cell)
}

// Shown are the names of the columns that are shown.
func (t *Table) Shown() []string {
	if t.Columns == nil {
		return Usual
	}
	return t.Columns
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

// headRows are those over the rows: the groups of columns, and the columns.
const headRows = 2

// Fit says how much room there is: cells, and lines with the heading.
func (t *Table) Fit(w, h int) {
	t.w, t.h = w, h-headRows
	t.reveal()
}

// Rows is how many lines all of it would take, with the heading.
func (t *Table) Rows() int { return headRows + max(len(t.order), 1) }

// reveal scrolls so that the chosen row is in sight.
func (t *Table) reveal() { t.top = max(min(t.top, t.nth, len(t.order)-t.h), t.nth-t.h+1, 0) }

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

// Page is how far page up and page down go.
func (t *Table) Page() int { return max(t.h-1, 1) }

// Row is the reading that is shown, and the chosen row in it; false when there is none.
func (t *Table) Row() (table *record.Table, row int, ok bool) {
	if t.t == nil || len(t.order) == 0 {
		return nil, 0, false
	}
	return t.t, t.order[t.nth], true
}

// SortNext sorts by the next column that is shown; after the last one comes HAProxy's order.
func (t *Table) SortNext() {
	t.arrange() // the columns may never have been drawn
	i := slices.IndexFunc(t.columns, func(c column) bool { return c.csv == t.Sort })
	if i+1 >= len(t.columns) {
		t.Sort, t.Largest = "", false
		return
	}
	i++
	t.Sort, t.Largest = t.columns[i].csv, !t.columns[i].left()
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
