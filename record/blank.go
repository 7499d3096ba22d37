package record

// Blank marks the numbers of a row that are not known: HAProxy left the cell empty, has no such column, or wrote an
// impossible value. They read 0 in the row. The zero Blank marks none.
type Blank uint64

// Has reports whether a number is not known, by the name of its column.
func (b Blank) Has(column string) bool {
	i, ok := fieldAt(column)
	return ok && i < Numbers && b&(1<<i) != 0
}

// Known returns the number of a column, nil if it is not known.
func (b Blank) Known(column string, n int64) *int64 {
	if b.Has(column) {
		return nil
	}
	return &n
}

// All reports whether none of some numbers is known.
func (b Blank) All(columns ...string) bool {
	for _, name := range columns {
		if !b.Has(name) {
			return false
		}
	}
	return len(columns) > 0
}

// Blanks holds the Blank of each of Proxies and of Servers, in their order. Older recordings have none.
func (h *HAProxy) Blanks() (proxies, servers []Blank) {
	proxies, servers = make([]Blank, len(h.Proxies)), make([]Blank, len(h.Servers))
	if !h.whole() {
		return proxies, servers
	}
	var p, s int
	for _, r := range h.Rows {
		switch place(r.Kind) {
		case RowBackend:
			proxies[p], p = Blank(r.Blank), p+1
		case RowServer:
			servers[s], s = Blank(r.Blank), s+1
		}
	}
	return proxies, servers
}

// BlankOf returns the Blank of one server, and BlankIn that of one frontend or backend. Use Blanks for many.
func (h *HAProxy) BlankOf(s *Server) Blank {
	for i := range h.Servers { // no copies: a row is large
		if o := &h.Servers[i]; o.Svname == s.Svname && o.Pxname == s.Pxname {
			return h.blank(RowServer, i)
		}
	}
	return 0
}

// BlankIn is BlankOf for a frontend or backend.
func (h *HAProxy) BlankIn(p *Proxy) Blank {
	for i := range h.Proxies {
		if o := &h.Proxies[i]; o.Svname == p.Svname && o.Pxname == p.Pxname {
			return h.blank(RowBackend, i)
		}
	}
	return 0
}

// blank returns the Blank of the nth row of a list.
func (h *HAProxy) blank(list RowKind, nth int) Blank {
	if !h.whole() {
		return 0
	}
	for _, r := range h.Rows {
		if place(r.Kind) != list {
			continue
		}
		if nth == 0 {
			return Blank(r.Blank)
		}
		nth--
	}
	return 0
}
