package record

import "strings"

// rowKind describes how the rows of one of a reading's lists are written: the names that identify a row, then its
// Fields by their names in Go, which are HAProxy's own without underlines.
type rowKind[Row any] struct {
	cells  []cell[Row]
	named  map[string]int // cells by their names
	texts  []func(*Row) *string
	names  func(*Row) (pxname, svname *string)
	status func(*Row) *Status
	flag   string // the name of a bool; "" = it has none
	flagOf func(*Row) *bool
}

// cell is a number or a text of a row.
type cell[Row any] struct {
	key     string // ,"Scur":
	number  func(*Row) *int64
	text    func(*Row) *string
	address bool
}

var (
	proxyRows = newRowKind(rowKind[Proxy]{
		names:  func(p *Proxy) (*string, *string) { return &p.Pxname, &p.Svname },
		status: func(p *Proxy) *Status { return &p.Status },
		flag:   "Frontend", flagOf: func(p *Proxy) *bool { return &p.Frontend },
	}, func(p *Proxy) *Counters { return &p.Counters }, func(f *Field) func(*Proxy) any { return f.Proxy })
	serverRows = newRowKind(rowKind[Server]{
		names:  func(s *Server) (*string, *string) { return &s.Pxname, &s.Svname },
		status: func(s *Server) *Status { return &s.Status },
		flag:   "Backup", flagOf: func(s *Server) *bool { return &s.Backup },
	}, func(s *Server) *Counters { return &s.Counters }, func(f *Field) func(*Server) any { return f.Server })
	listenerRows = newRowKind(rowKind[Listener]{
		names:  func(l *Listener) (*string, *string) { return &l.Pxname, &l.Svname },
		status: func(l *Listener) *Status { return &l.Status },
	}, func(l *Listener) *Counters { return &l.Counters }, func(f *Field) func(*Listener) any { return f.Listener })
)

// newRowKind finds the cells of a kind of rows in the table of columns.
func newRowKind[Row any](k rowKind[Row], counters func(*Row) *Counters, own func(*Field) func(*Row) any) *rowKind[Row] {
	k.named = map[string]int{}
	var none Row
	for i := range Fields {
		f := &Fields[i]
		name := fieldName(f.Name)
		c := cell[Row]{key: `,"` + name + `":`, address: f.Name == "addr"}
		at := own(f)
		switch {
		case f.Counter != nil:
			c.number = func(r *Row) *int64 { return f.Counter(counters(r)) }
		case at == nil || f.Name == "pxname" || f.Name == "svname":
			continue
		default:
			if _, text := at(&none).(*string); text {
				c.text = func(r *Row) *string { return at(r).(*string) }
				k.texts = append(k.texts, c.text)
			} else {
				c.number = func(r *Row) *int64 { return at(r).(*int64) }
			}
		}
		k.named[name] = len(k.cells)
		k.cells = append(k.cells, c)
	}
	return &k
}

// fieldName is the name of a column's field: HrspOther for hrsp_other.
func fieldName(column string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(column, "_") {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

// sameName reports whether two rows are the same one of two readings.
func (k *rowKind[Row]) sameName(a, b *Row) bool {
	pa, sa := k.names(a)
	pb, sb := k.names(b)
	return *sa == *sb && *pa == *pb
}
