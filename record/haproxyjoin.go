package record

import (
	"slices"
	"strings"
)

// Joined returns the rows of several balancers as one reading with the columns of all of them. Shared data is not
// changed.
func Joined(all []*HAProxy) *HAProxy {
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
		for _, name := range tables[i].columns {
			if !slices.Contains(out.Columns, name) {
				out.Columns = append(out.Columns, name)
			}
		}
		for k := range h.More {
			if name := h.More[k].Name; find(out.More, name) == nil {
				out.More = append(out.More, joined(name, all, tables, rows))
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

func find(more []Column, name string) *Column {
	if i := slices.IndexFunc(more, func(c Column) bool { return c.Name == name }); i >= 0 {
		return &more[i]
	}
	return nil
}

// joined concatenates a column of all balancers.
func joined(name string, all []*HAProxy, tables []*Table, rows int) Column {
	out := Column{Name: name}
	parts := make([]*Column, len(all))
	texts, numbers := false, false
	for i, h := range all {
		if parts[i] = find(h.More, name); parts[i] == nil {
			parts[i] = &Column{}
		}
		texts, numbers = texts || parts[i].Texts != nil, numbers || parts[i].Numbers != nil
	}
	for i, part := range parts {
		for row := range tables[i].Len() {
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
