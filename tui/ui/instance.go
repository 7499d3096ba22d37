package ui

import (
	"hadash/incident"
	"hadash/tui/paint"
)

// FailedCell is how many requests failed at an instance, by the best witness.
func (c *Context) FailedCell(b []byte, n *incident.Node) ([]byte, paint.Style) {
	failed := c.Frame.Failed(n)
	if failed.By == "" {
		return append(b, '-'), c.Theme.Faint
	}
	room := 6
	if failed.Least {
		b, room = append(b, c.Theme.AtLeast...), 5
	}
	return paint.AppendCount(b, failed.N, room), c.Worry(int(failed.N))
}

// ServedCell is how many requests were sent to an instance, or served by it.
func (c *Context) ServedCell(b []byte, n *incident.Node, room int) ([]byte, paint.Style) {
	served, known := c.Frame.Served(n)
	if !known {
		return append(b, '-'), c.Theme.Faint
	}
	return paint.AppendCount(b, served, room), c.Zero(int(served))
}

// HiddenCell is how many failed attempts at an instance no client felt.
func (c *Context) HiddenCell(b []byte, n *incident.Node) ([]byte, paint.Style) {
	hidden, known := c.Frame.Absorbed(n)
	if !known {
		return append(b, '-'), c.Theme.Faint
	}
	return paint.AppendCount(b, hidden, 6), c.Worry(int(hidden))
}

// LastError writes nginx's last error at an instance and its age, or why its health page could not be read.
func (c *Context) LastError(p *paint.Pen, n *incident.Node) {
	if n.Upstream.Last == "" {
		p.Put(c.Theme.Faint, n.PageErr)
		return
	}
	ago := paint.Age(c.Frame.At.Sub(n.Upstream.LastAt))
	p.Put(c.Theme.Faint, ago+" ago ")
	p.Put(c.Theme.Text, n.Upstream.Last)
}

// Aside says when nginx tries an instance again that it has set aside; "" when it has not. It does so with the first request
// comes after a whole second has passed over fail_timeout.
func (c *Context) Aside(n *incident.Node) string {
	from, until, ok := n.SetAside(c.Frame.At)
	switch {
	case ok:
		return "nginx tries it again after " + from.In(c.Zone).Format("15:04:05") + ", from " + until.In(c.Zone).Format("15:04:05") + " on at the latest"
	case c.Frame.At.Before(n.Upstream.Aside):
		return "nginx has set it aside for an unknown time: its fail_timeout was not read"
	}
	return ""
}

// ErrorsCell is how many answers of an instance were 5xx, by nginx's access log.
func (c *Context) ErrorsCell(b []byte, n *incident.Node, room int) ([]byte, paint.Style) {
	if !c.Frame.LoggedAnswers(n).Known() {
		return append(b, '-'), c.Theme.Faint
	}
	return paint.AppendCount(b, int64(n.Upstream.Hrsp5xx), room), c.Worry(n.Upstream.Hrsp5xx)
}
