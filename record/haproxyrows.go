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

// Row describes one line of the stats page. The first row of RowServer is Servers[0], the second Servers[1]; frontends
// and backends are Proxies in the same way.
type Row struct {
	Kind  RowKind
	Blank uint64 // a bit for each number of Fields that is not known, because HAProxy left it empty or wrote an impossible value: it reads 0
}

// Column is a column for which rows have no field: a cell for each row of the page. It has Numbers if every cell is a
// number or empty, else Texts, and neither if all are empty. Readings share what did not change between them.
type Column struct {
	Name    string
	Numbers []int64 // Empty where there is none
	Texts   []string
}

// Settle drops Numbers without a number, and Texts that are all empty.
func (c *Column) Settle() {
	if !slices.ContainsFunc(c.Numbers, func(n int64) bool { return n != Empty }) {
		c.Numbers = nil
	}
	if !slices.ContainsFunc(c.Texts, func(s string) bool { return s != "" }) {
		c.Texts = nil
	}
}

// Empty is an empty cell of Numbers.
const Empty = math.MinInt64

// Value is one cell of the page.
type Value struct {
	Text   string
	N      int64
	Number bool
}

// Blank reports whether HAProxy left a cell empty.
func (v Value) Blank() bool { return !v.Number && v.Text == "" }

// String returns the cell as HAProxy wrote it.
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

// Table returns a Table for looking up many cells of h, which must not be nil.
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

// whole reports whether the Rows are exactly the Proxies, Servers and Listeners: a recording may be inconsistent.
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

// place returns the list of the three that a row is in.
func place(k RowKind) RowKind {
	if k == RowFrontend {
		return RowBackend
	}
	return k & 3
}

// before creates the rows of a recording older than the list of them: it has the columns hadash knew then, and servers
// are between their frontend and their backend, as on every page.
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

// Len returns the number of rows.
func (t *Table) Len() int { return len(t.rows) }

// Names returns the names of all columns, in HAProxy's order.
func (t *Table) Names() []string { return t.columns }

// Kind returns the kind of a row.
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

// Cell locates the cells of a column; the zero Cell is for a column that the page does not have.
type Cell struct {
	field int // in Fields, from 1
	more  int // in More, from 1
}

// Find returns the Cell of a column.
func (t *Table) Find(name string) Cell {
	if i := slices.IndexFunc(t.More, func(c Column) bool { return c.Name == name }); i >= 0 {
		return Cell{more: i + 1}
	}
	if i, ok := fieldAt(name); ok && slices.Contains(t.columns, name) {
		return Cell{field: i + 1}
	}
	return Cell{}
}

// Value returns the value of a column in a row.
func (t *Table) Value(row int, c Cell) Value {
	switch {
	case c.more > 0:
		return t.More[c.more-1].value(row)
	case c.field > 0:
		return t.field(row, c.field-1)
	}
	return Value{}
}

// Empty reports whether HAProxy left a column empty in every row.
func (t *Table) Empty(c Cell) bool {
	for row := range t.rows {
		if !t.Value(row, c).Blank() {
			return false
		}
	}
	return true
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

// Further returns the value for a server in a column for which rows have no field; "" if there is none. Use a Table for
// many cells.
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
