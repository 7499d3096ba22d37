package record

import (
	"slices"
	"strings"
)

// Pick is a reading of which some servers are left out.
type Pick struct {
	*HAProxy
	Keep []bool // those that are not, by their place; nil keeps all
}

// Joined returns the rows of several balancers as one reading with the columns of all of them. Shared data is not
// changed. Columns that are as in was, which was joined before, are shared with it: of the many that a page has few move.
// was may be nil.
func Joined(all []Pick, was *HAProxy) *HAProxy {
	out := *all[0].HAProxy
	out.Listeners, out.Columns, out.More = nil, nil, nil
	picks := make([]picked, len(all))
	var proxies, servers, rows int
	for i := range all {
		picks[i] = all[i].rows()
		p := &picks[i]
		proxies, servers, rows = proxies+len(p.Proxies), servers+p.servers, rows+p.len()
	}
	out.Proxies, out.Servers, out.Rows = make([]Proxy, 0, proxies), make([]Server, 0, servers), make([]Row, 0, rows)
	for i := range picks {
		p := &picks[i]
		out.Proxies = append(out.Proxies, p.Proxies...)
		out.Servers = chosen(out.Servers, p.Servers, p.keep)
		out.Listeners = append(out.Listeners, p.Listeners...)
		if out.Rows = append(out.Rows, p.all...); p.at != nil {
			out.Rows = out.Rows[:len(out.Rows)-len(p.all)]
			for _, row := range p.at {
				out.Rows = append(out.Rows, p.all[row])
			}
		}
		if !slices.Equal(out.Columns, p.columns) {
			for _, name := range p.columns {
				if !slices.Contains(out.Columns, name) {
					out.Columns = append(out.Columns, name)
				}
			}
		}
		for k := range p.More {
			if name := p.More[k].Name; find(out.More, name, k) == nil {
				out.More = append(out.More, joined(name, k, picks, rows, was))
			}
		}
	}
	out.Unread = unreadOf(all)
	return &out
}

// picked is a Pick with its rows.
type picked struct {
	*HAProxy
	keep    []bool // as of the Pick
	servers int    // how many of them are kept
	all     []Row
	at      []int32 // those of all that are kept; nil if all are
	columns []string
}

func (p *picked) len() int {
	if p.at != nil {
		return len(p.at)
	}
	return len(p.all)
}

// row returns where the nth row is among the cells of a column.
func (p *picked) row(nth int) int {
	if p.at != nil {
		return int(p.at[nth])
	}
	return nth
}

// rows finds the rows of a Pick.
func (p *Pick) rows() picked {
	is := picked{HAProxy: p.HAProxy, keep: p.Keep, servers: len(p.Servers), all: p.Rows, columns: p.Columns}
	if p.Keep != nil {
		is.servers = 0
		for _, kept := range p.Keep {
			if kept {
				is.servers++
			}
		}
	}
	if len(p.Columns) == 0 || !p.whole() { // as in older recordings
		if p.Keep != nil {
			out := *p.HAProxy
			out.Servers, out.Rows, out.More = chosen(nil, p.Servers, p.Keep), nil, nil
			is.HAProxy, is.keep = &out, nil
		}
		t := is.Table()
		is.all, is.columns = t.rows, t.columns
		return is
	}
	if p.Keep == nil {
		return is
	}
	is.at = make([]int32, 0, len(p.Rows)-len(p.Servers)+is.servers)
	server := 0
	for i, r := range p.Rows {
		if r.Kind == RowServer {
			if server++; !p.Keep[server-1] {
				continue
			}
		}
		is.at = append(is.at, int32(i)) //nolint:gosec // a page has some thousand rows
	}
	return is
}

// chosen appends the servers that are kept; a keep of nil keeps all.
func chosen(to, all []Server, keep []bool) []Server {
	if keep == nil {
		return append(to, all...)
	}
	for i := range all {
		if keep[i] {
			to = append(to, all[i])
		}
	}
	return to
}

// unreadOf returns what could not be read of several pages.
func unreadOf(all []Pick) string {
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
func joined(name string, i int, all []picked, rows int, was *HAProxy) Column {
	out := Column{Name: name}
	parts := make([]*Column, len(all))
	texts, numbers := false, false
	for k := range all {
		if parts[k] = find(all[k].More, name, i); parts[k] == nil {
			parts[k] = &Column{}
		}
		texts, numbers = texts || parts[k].Texts != nil, numbers || parts[k].Numbers != nil
	}
	if was != nil && (texts || numbers) {
		if before := find(was.More, name, i); before != nil && before.has(parts, all, texts) {
			return *before
		}
	}
	for k, part := range parts {
		for nth := range all[k].len() {
			switch v := part.value(all[k].row(nth)); {
			case texts:
				out.Texts = append(slices.Grow(out.Texts, rows-len(out.Texts)), v.String())
			case numbers && v.Number:
				out.Numbers = append(slices.Grow(out.Numbers, rows-len(out.Numbers)), v.N)
			case numbers:
				out.Numbers = append(slices.Grow(out.Numbers, rows-len(out.Numbers)), Empty)
			}
		}
	}
	out.Settle() // those that have a cell in it may be left out
	return out
}

// has reports whether a column has the cells of these, one behind the other.
func (c *Column) has(parts []*Column, all []picked, texts bool) bool {
	if texts {
		return c.Texts != nil && behind(c.Texts, parts, all, "", func(p *Column) ([]string, bool) { return p.Texts, p.Numbers == nil })
	}
	return c.Texts == nil && behind(c.Numbers, parts, all, Empty, func(p *Column) ([]int64, bool) { return p.Numbers, true })
}

// behind reports whether cells are those of some columns, one behind the other. A column without cells has empty ones; one
// whose cells are of the other kind is not compared.
func behind[T comparable](cells []T, parts []*Column, all []picked, empty T, of func(*Column) ([]T, bool)) bool {
	for i, part := range parts {
		p := &all[i]
		n := p.len()
		own, ok := of(part)
		if !ok || len(cells) < n {
			return false
		}
		mine := cells[:n]
		cells = cells[n:]
		if own == nil {
			if slices.ContainsFunc(mine, func(v T) bool { return v != empty }) {
				return false
			}
			continue
		}
		if p.at == nil && !slices.Equal(own, mine) {
			return false
		}
		for nth, row := range p.at {
			if int(row) >= len(own) || own[row] != mine[nth] {
				return false
			}
		}
	}
	return len(cells) == 0
}
