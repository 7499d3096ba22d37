package record

import (
	"math"
	"slices"
	"strconv"
)

// RowKind is the type column (32) of "show stat".
type RowKind uint8

// The types of a row, as HAProxy numbers them.
const (
	RowFrontend RowKind = iota
	RowBackend
	RowServer
	RowListener
)

// Row says what stands in one line of the stats page. The first row of RowServer is Servers[0], the second one
// Servers[1]; frontends and backends are Proxies, in like manner.
type Row struct {
	Kind  RowKind
	Blank uint64 // a bit for each of Fields that is a number and not known here, as HAProxy left it empty or wrote what cannot be: it reads 0
}

// Column is a column that rows have no field for: a cell for each row of the page. It has Numbers where every
// cell is one or empty, else Texts, and neither where all are empty. Readings share what did not change between
// them.
type Column struct {
	Name    string
	Numbers []int64 // Empty where there is none
	Texts   []string
}

// Settle has Numbers only where there are some, and no Texts that are all empty.
func (c *Column) Settle() {
	if !slices.ContainsFunc(c.Numbers, func(n int64) bool { return n != Empty }) {
		c.Numbers = nil
	}
	if !slices.ContainsFunc(c.Texts, func(s string) bool { return s != "" }) {
		c.Texts = nil
	}
}

// Empty is a cell of Numbers in which nothing stands.
const Empty = math.MinInt64

// Value is what stands in one cell of the page.
type Value struct {
	Text   string
	N      int64
	Number bool
}

// Blank reports whether HAProxy left a cell empty.
func (v Value) Blank() bool { return !v.Number && v.Text == "" }

// String is the cell as HAProxy wrote it.
func (v Value) String() string {
	if v.Number {
		return strconv.FormatInt(v.N, 10)
	}
	return v.Text
}

// Table finds the cells of a reading by row and column.
type Table struct {
	*HAProxy
	rows    []Row
	columns []string
	at      []int32 // of each row in Proxies, Servers or Listeners
}

// Table is for looking up many cells of h, which must not be nil.
func (h *HAProxy) Table() *Table {
	t := &Table{HAProxy: h, rows: h.Rows, columns: h.Columns}
	if len(h.Columns) == 0 || !h.whole() {
		t.rows, t.columns = nil, nil
		t.before()
		return t
	}
	t.at = make([]int32, len(t.rows))
	var n [4]int32
	for i, r := range t.rows {
		list := place(r.Kind)
		t.at[i], n[list] = n[list], n[list]+1
	}
	return t
}

// whole reports whether each of the Rows is one of the Proxies, Servers or Listeners, and all of these are there: a recording
// may say otherwise.
func (h *HAProxy) whole() bool {
	var n [RowListener + 1]int
	for _, r := range h.Rows {
		if r.Kind > RowListener {
			return false
		}
		n[place(r.Kind)]++
	}
	return n[RowBackend] == len(h.Proxies) && n[RowServer] == len(h.Servers) && n[RowListener] == len(h.Listeners)
}

// place tells apart the three lists that rows are kept in.
func place(k RowKind) RowKind {
	if k == RowFrontend {
		return RowBackend
	}
	return k & 3
}

// before makes the rows of a recording that is older than the list of them: it has the columns hadash knew then,
// and servers stand between their frontend and their backend, as on every page.
func (t *Table) before() {
	for _, f := range Fields {
		t.columns = append(t.columns, f.Name)
	}
	server := 0
	for i := range t.Proxies {
		p := &t.Proxies[i]
		if p.Frontend {
			t.add(RowFrontend, i)
			continue
		}
		for ; server < len(t.Servers) && t.Servers[server].Pxname == p.Pxname; server++ {
			t.add(RowServer, server)
		}
		t.add(RowBackend, i)
	}
	for ; server < len(t.Servers); server++ {
		t.add(RowServer, server)
	}
}

func (t *Table) add(k RowKind, at int) {
	t.rows = append(t.rows, Row{Kind: k, Blank: outside(k)})
	t.at = append(t.at, int32(at)) //nolint:gosec // a page has some thousand rows
}

// Len is how many rows there are.
func (t *Table) Len() int { return len(t.rows) }

// Names are those of all columns, in HAProxy's order.
func (t *Table) Names() []string { return t.columns }

// Kind is that of a row.
func (t *Table) Kind(row int) RowKind { return t.rows[row].Kind }

// Server is the server of a row, nil for other rows.
func (t *Table) Server(row int) *Server {
	if t.rows[row].Kind != RowServer {
		return nil
	}
	return &t.Servers[t.at[row]]
}

// Proxy is the frontend or backend of a row, nil for other rows.
func (t *Table) Proxy(row int) *Proxy {
	if t.rows[row].Kind > RowBackend {
		return nil
	}
	return &t.Proxies[t.at[row]]
}

// Listener is the listener of a row, nil for other rows.
func (t *Table) Listener(row int) *Listener {
	if t.rows[row].Kind != RowListener {
		return nil
	}
	return &t.Listeners[t.at[row]]
}

// Cell is a way to the cells of a column; the zero Cell is one that the page does not have.
type Cell struct {
	field int // in Fields, from 1
	more  int // in More, from 1
}

// Find is the way to a column.
func (t *Table) Find(name string) Cell {
	if i := slices.IndexFunc(t.More, func(c Column) bool { return c.Name == name }); i >= 0 {
		return Cell{more: i + 1}
	}
	if i, ok := fieldAt(name); ok && slices.Contains(t.columns, name) {
		return Cell{field: i + 1}
	}
	return Cell{}
}

// Value is what stands in a row of a column.
func (t *Table) Value(row int, c Cell) Value {
	switch {
	case c.more > 0:
		return t.More[c.more-1].value(row)
	case c.field > 0:
		return t.field(row, c.field-1)
	}
	return Value{}
}

func (c *Column) value(row int) Value {
	switch {
	case row < len(c.Texts):
		return Value{Text: c.Texts[row]}
	case row < len(c.Numbers) && c.Numbers[row] != Empty:
		return Value{N: c.Numbers[row], Number: true}
	}
	return Value{}
}

// Further is what stands for a server in a column that rows have no field for; "" where nothing does. Whoever wants
// many cells asks a Table.
func (h *HAProxy) Further(s *Server, column string) string {
	at := slices.IndexFunc(h.More, func(c Column) bool { return c.Name == column })
	if at < 0 {
		return ""
	}
	c, nth := &h.More[at], -1
	for row, r := range h.Rows {
		if r.Kind != RowServer {
			continue
		}
		if nth++; nth >= len(h.Servers) || h.Servers[nth].Svname != s.Svname || h.Servers[nth].Pxname != s.Pxname {
			continue
		}
		switch {
		case row < len(c.Texts):
			return c.Texts[row]
		case row < len(c.Numbers) && c.Numbers[row] != Empty:
			return strconv.FormatInt(c.Numbers[row], 10)
		}
		return ""
	}
	return ""
}
