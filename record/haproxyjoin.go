package record

import "slices"

// Join adds the rows of another balancer to h, which then has the columns of both. What they share with other
// readings is not changed.
func (h *HAProxy) Join(o *HAProxy) {
	a, b := h.Table(), o.Table()
	rows := len(a.rows)
	h.Proxies = slices.Concat(h.Proxies, o.Proxies)
	h.Servers = slices.Concat(h.Servers, o.Servers)
	h.Listeners = slices.Concat(h.Listeners, o.Listeners)
	h.Rows = slices.Concat(a.rows, b.rows)
	more := make([]Column, len(h.More))
	for i := range h.More {
		more[i] = joined(&h.More[i], rows, find(o.More, h.More[i].Name), len(b.rows))
	}
	h.Columns = slices.Clone(a.columns)
	for i := range o.More {
		if col := &o.More[i]; find(h.More, col.Name) == nil {
			more = append(more, joined(&Column{Name: col.Name}, rows, col, len(b.rows)))
		}
	}
	for _, name := range b.columns {
		if !slices.Contains(h.Columns, name) {
			h.Columns = append(h.Columns, name)
		}
	}
	h.More = more
	if h.Unread != "" && o.Unread != "" {
		h.Unread += "; "
	}
	h.Unread += o.Unread
}

func find(more []Column, name string) *Column {
	if i := slices.IndexFunc(more, func(c Column) bool { return c.Name == name }); i >= 0 {
		return &more[i]
	}
	return nil
}

// joined is a column of n cells, and under it one of m cells, which may be nil.
func joined(a *Column, n int, b *Column, m int) Column {
	if b == nil {
		b = &Column{}
	}
	out := Column{Name: a.Name}
	if a.Texts != nil || b.Texts != nil {
		for i := range n {
			out.Texts = append(out.Texts, a.value(i).String())
		}
		for i := range m {
			out.Texts = append(out.Texts, b.value(i).String())
		}
		return out
	}
	if a.Numbers != nil || b.Numbers != nil {
		out.Numbers = slices.Concat(a.cells(n), b.cells(m))
	}
	return out
}

// cells are n Numbers.
func (c *Column) cells(n int) []int64 {
	if c.Numbers != nil {
		return c.Numbers
	}
	return slices.Repeat([]int64{Empty}, n)
}
