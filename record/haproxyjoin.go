package record

import (
	"slices"
	"strings"
)

// Joined returns the rows of several balancers as one reading with the columns of all of them. Shared data is not
// changed. Columns that are as in was, which was joined before, are shared with it: of the many that a page has few move.
// was may be nil.
func Joined(all []*HAProxy, was *HAProxy) *HAProxy {
	out := *all[0]
	out.Listeners, out.Columns, out.More = nil, nil, nil
	tables := make([]*Table, len(all))
	var proxies, servers, rows int
	for i, h := range all {
		tables[i] = h.Table()
		proxies, servers, rows = proxies+len(h.Proxies), servers+len(h.Servers), rows+tables[i].Len()
	}
	out.Proxies, out.Servers, out.Rows = make([]Proxy, 0, proxies), make([]Server, 0, servers), make([]Row, 0, rows)
	for i, h := range all {
		out.Proxies = append(out.Proxies, h.Proxies...)
		out.Servers = append(out.Servers, h.Servers...)
		out.Listeners = append(out.Listeners, h.Listeners...)
		out.Rows = append(out.Rows, tables[i].rows...)
		if !slices.Equal(out.Columns, tables[i].columns) {
			for _, name := range tables[i].columns {
				if !slices.Contains(out.Columns, name) {
					out.Columns = append(out.Columns, name)
				}
			}
		}
		for k := range h.More {
			if name := h.More[k].Name; find(out.More, name, k) == nil {
				out.More = append(out.More, joined(name, k, all, tables, rows, was))
			}
		}
	}
	out.Unread = unreadOf(all)
	return &out
}

// unreadOf returns what could not be read of several pages.
func unreadOf(all []*HAProxy) string {
	var texts []string
	for _, h := range all {
		if h.Unread != "" {
			texts = append(texts, h.Unread)
		}
	}
	return strings.Join(texts, "; ")
}

// find returns the column of a name, which is likely the i-th.
func find(more []Column, name string, i int) *Column {
	if i >= len(more) || more[i].Name != name {
		i = slices.IndexFunc(more, func(c Column) bool { return c.Name == name })
	}
	if i < 0 {
		return nil
	}
	return &more[i]
}

// joined concatenates a column of all balancers, likely the i-th of each.
func joined(name string, i int, all []*HAProxy, tables []*Table, rows int, was *HAProxy) Column {
	out := Column{Name: name}
	parts := make([]*Column, len(all))
	texts, numbers := false, false
	for k, h := range all {
		if parts[k] = find(h.More, name, i); parts[k] == nil {
			parts[k] = &Column{}
		}
		texts, numbers = texts || parts[k].Texts != nil, numbers || parts[k].Numbers != nil
	}
	if was != nil && (texts || numbers) {
		if before := find(was.More, name, i); before != nil && before.has(parts, tables, texts) {
			return *before
		}
	}
	for k, part := range parts {
		for row := range tables[k].Len() {
			switch v := part.value(row); {
			case texts:
				out.Texts = append(slices.Grow(out.Texts, rows-len(out.Texts)), v.String())
			case numbers && v.Number:
				out.Numbers = append(slices.Grow(out.Numbers, rows-len(out.Numbers)), v.N)
			case numbers:
				out.Numbers = append(out.Numbers, Empty)
			}
		}
	}
	return out
}

// has reports whether a column has the cells of these, one behind the other.
func (c *Column) has(parts []*Column, tables []*Table, texts bool) bool {
	if texts {
		return c.Texts != nil && behind(c.Texts, parts, tables, "", func(p *Column) ([]string, bool) { return p.Texts, p.Numbers == nil })
	}
	return c.Texts == nil && behind(c.Numbers, parts, tables, Empty, func(p *Column) ([]int64, bool) { return p.Numbers, true })
}

// behind reports whether cells are those of some columns, one behind the other. A column without cells has empty ones; one
// whose cells are of the other kind is not compared.
func behind[T comparable](cells []T, parts []*Column, tables []*Table, empty T, of func(*Column) ([]T, bool)) bool {
	for i, part := range parts {
		n := tables[i].Len()
		own, ok := of(part)
		if !ok || len(cells) < n {
			return false
		}
		mine := cells[:n]
		cells = cells[n:]
		if own != nil && !slices.Equal(own, mine) || own == nil && slices.ContainsFunc(mine, func(v T) bool { return v != empty }) {
			return false
		}
	}
	return len(cells) == 0
}

// Part returns a reading with all of its rows but the servers that are not kept, by their place. It shares with was, which was a part
// of an earlier one, the columns that have not changed; was may be nil.
func (h *HAProxy) Part(keep []bool, was *HAProxy) *HAProxy {
	out := *h
	out.Servers, out.Rows, out.More = nil, nil, nil
	n := 0
	for _, kept := range keep {
		if kept {
			n++
		}
	}
	out.Servers = make([]Server, 0, n)
	for i := range h.Servers {
		if keep[i] {
			out.Servers = append(out.Servers, h.Servers[i])
		}
	}
	if len(h.Columns) == 0 || !h.whole() {
		return &out // as in older recordings
	}
	most := len(h.Rows) - len(h.Servers) + n
	rows, server := make([]int, 0, most), 0
	out.Rows, out.More = make([]Row, 0, most), make([]Column, 0, len(h.More))
	for i, r := range h.Rows {
		if r.Kind == RowServer {
			if server++; !keep[server-1] {
				continue
			}
		}
		rows, out.Rows = append(rows, i), append(out.Rows, r)
	}
	for i, c := range h.More {
		before := Column{}
		if was != nil {
			if b := find(was.More, c.Name, i); b != nil {
				before = *b
			}
		}
		p := Column{Name: c.Name, Numbers: picked(c.Numbers, rows, before.Numbers), Texts: picked(c.Texts, rows, before.Texts)}
		p.Settle()
		out.More = append(out.More, p)
	}
	return &out
}

// picked returns the cells of some rows; before itself if these are the same.
func picked[T comparable](cells []T, rows []int, before []T) []T {
	if cells == nil {
		return nil
	}
	if len(before) == len(rows) {
		same := true
		for i, row := range rows {
			if same = cells[row] == before[i]; !same {
				break
			}
		}
		if same {
			return before
		}
	}
	out := make([]T, len(rows))
	for i, row := range rows {
		out[i] = cells[row]
	}
	return out
}
