package record

import "slices"

// haproxy reads a reading of a HAProxy, which may contain only the changes since the one before it.
func (d *decoder) haproxy(p *scanner, was *HAProxy) *HAProxy {
	h, partial := &HAProxy{}, false
	p.members(func(key []byte) {
		switch string(key) {
		case "Partial":
			if partial = p.bool(); !partial || was == nil {
				p.bad = true
				return
			}
			*h = *was
		case "Version":
			h.Version = d.settled(p.text(), false)
		case "Unread":
			h.Unread = d.settled(p.text(), false)
		case "Pid":
			h.Pid = int(bounded(p.int()))
		case "Uptime":
			h.Uptime = bounded(p.int())
		case "Process":
			h.Process = readProcess(p)
		case "Proxies":
			h.Proxies = readRows(d, p, proxyRows, h.Proxies, partial)
		case "Servers":
			h.Servers = readRows(d, p, serverRows, h.Servers, partial)
		case "Listeners":
			h.Listeners = readRows(d, p, listenerRows, h.Listeners, partial)
		case "Columns":
			h.Columns = readList(d, p, func() string { return d.settled(p.text(), false) })
		case "Rows":
			h.Rows = readList(d, p, func() (r Row) {
				p.members(func(key []byte) { d.row(p, &r, key) })
				return r
			})
		case "More":
			h.More = d.more(p, h.More, partial)
		default:
			p.skip()
		}
	})
	return h
}

func readProcess(p *scanner) *Process {
	none := Process{-1, -1, -1}
	is := none
	p.members(func(key []byte) {
		switch string(key) {
		case "Maxconn":
			is.Maxconn = bounded(p.int())
		case "CurrConns":
			is.CurrConns = bounded(p.int())
		case "Idle":
			is.Idle = bounded(p.int())
		default:
			p.skip()
		}
	})
	if is == none {
		return nil
	}
	return &is
}

// readRows reads all rows, or those that changed into a copy of the rows before.
func readRows[Row any](d *decoder, p *scanner, k *rowKind[Row], was []Row, partial bool) []Row {
	if !partial {
		return readList(d, p, func() (row Row) {
			readRow(d, p, k, func(pxname, svname string) *Row {
				px, sv := k.names(&row)
				*px, *sv = pxname, svname
				return &row
			})
			return row
		})
	}
	rows, i := slices.Clone(was), 0
	d.made(p, len(rows), sizeOf[Row]())
	p.list('[', ']', func() {
		readRow(d, p, k, func(pxname, svname string) *Row {
			for ; i < len(rows); i++ {
				if px, sv := k.names(&rows[i]); *sv == svname && *px == pxname {
					i++
					return &rows[i-1]
				}
			}
			p.bad = true
			return new(Row)
		})
	})
	return rows
}

// readRow reads a row: its names, and then its values into the row that find returns for them.
func readRow[Row any](d *decoder, p *scanner, k *rowKind[Row], find func(pxname, svname string) *Row) {
	var pxname string
	var row *Row
	p.members(func(key []byte) {
		switch {
		case string(key) == "Pxname" && row == nil:
			pxname = d.settled(p.text(), false)
		case string(key) == "Svname" && row == nil:
			row = find(pxname, d.settled(p.text(), false))
		case row == nil:
			p.bad = true
		default:
			k.read(d, p, row, key)
		}
	})
	p.bad = p.bad || row == nil
}

// read reads one value of a row.
func (k *rowKind[Row]) read(d *decoder, p *scanner, row *Row, key []byte) {
	if i, ok := k.named[string(key)]; ok {
		if c := &k.cells[i]; c.number != nil {
			*c.number(row) = bounded(p.int())
		} else {
			*c.text(row) = d.settled(p.text(), c.address)
		}
		return
	}
	switch {
	case string(key) == "Status":
		st := k.status(row)
		*st = Status{}
		p.members(func(key []byte) { d.status(p, st, key) })
	case k.flagOf != nil && string(key) == k.flag:
		*k.flagOf(row) = p.bool()
	default:
		p.skip()
	}
}

func (d *decoder) status(p *scanner, st *Status, key []byte) {
	switch string(key) {
	case "Text":
		st.Text = d.settled(p.text(), false)
	case "State":
		st.State = State(p.byte())
	case "N":
		st.N = int(bounded(p.int()))
	case "Of":
		st.Of = int(bounded(p.int()))
	default:
		p.skip()
	}
}

func (d *decoder) row(p *scanner, r *Row, key []byte) {
	switch string(key) {
	case "Kind":
		r.Kind = RowKind(p.byte())
	case "Blank":
		n := p.int()
		p.bad = p.bad || n < 0
		r.Blank = uint64(max(n, 0))
	default:
		p.skip()
	}
}

// byte is a whole number from 0 to 255.
func (p *scanner) byte() byte {
	n := p.int()
	if n < 0 || n > 255 {
		p.bad = true
	}
	return byte(n) //nolint:gosec // it was compared
}

// more reads all columns for which rows have no field, or those that changed.
func (d *decoder) more(p *scanner, was []Column, partial bool) []Column {
	if !partial {
		return readList(d, p, func() Column { return d.column(p) })
	}
	more, i := slices.Clone(was), 0
	d.made(p, len(more), sizeOf[Column]())
	p.list('[', ']', func() {
		c := d.column(p)
		for ; i < len(more); i++ {
			if more[i].Name == c.Name {
				more[i] = c
				i++
				return
			}
		}
		p.bad = true
	})
	return more
}

func (d *decoder) column(p *scanner) (c Column) {
	p.members(func(key []byte) {
		switch string(key) {
		case "Name":
			c.Name = d.settled(p.text(), false)
		case "Numbers":
			c.Numbers = readList(d, p, func() int64 {
				if p.word("null") {
					return Empty
				}
				return bounded(p.int())
			})
		case "Texts":
			c.Texts = readList(d, p, func() string { return d.settled(p.text(), false) })
		default:
			p.skip()
		}
	})
	return c
}

// readList reads an array, which may not be longer than a recording's lists are.
func readList[T any](d *decoder, p *scanner, one func() T) []T {
	if p.word("null") {
		return nil
	}
	all := []T{}
	p.list('[', ']', func() {
		if len(all) == MaxElems {
			p.bad = true
			return
		}
		d.made(p, 1, sizeOf[T]())
		all = append(all, one())
	})
	return all
}
