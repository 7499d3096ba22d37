package ui

import (
	"iter"
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
)

// NodeSign is a node's health; a load generator that is off is not broken.
func (c *Context) NodeSign(n *incident.Node) paint.Sign {
	if c.Old(n) {
		return paint.NewSign(c.Theme.Unknown, c.Theme.Faint)
	}
	if n.Resting() {
		return paint.NewSign(c.Theme.NoCheck, c.Theme.Faint)
	}
	return c.Theme.Health(n.Health)
}

// StateWord is a node's health in words; a load generator that does not run is off.
func StateWord(n *incident.Node) string {
	if n.Resting() {
		return n.State()
	}
	if n.Health == incident.HealthUnknown && n.Server != nil {
		return "not known" // any more: its HAProxy does not answer
	}
	return paint.HealthWord(n.Health)
}

// RateOf is a node's rate with its unit: HAProxy's sessions are not requests.
func (c *Context) RateOf(n *incident.Node) string {
	if c.Frame.Unit(n) == incident.Sessions {
		return paint.Rate(n.Recent) + " sess/s"
	}
	return paint.Rate(n.Recent) + "/s"
}

// OpenSessions returns how many sessions HAProxy has now: the sum over the BACKEND rows that are shown, those with
// servers. Such a row also counts sessions that wait for a server. Where the page has no such row, or its cell is empty,
// the servers of the backend are counted.
func OpenSessions(h *record.HAProxy) (sum int64) {
	uncounted := map[string]bool{} // backends with servers; false: its row was counted
	last := ""
	for i := range h.Servers { // there may be thousands, and neighbours have one backend
		if px := h.Servers[i].Pxname; px != last || i == 0 {
			uncounted[px], last = true, px
		}
	}
	left := len(uncounted)
	for i := range h.Proxies {
		p := &h.Proxies[i]
		if still, shown := uncounted[p.Pxname]; shown && !p.Frontend && !h.BlankIn(p).Has("scur") {
			sum, uncounted[p.Pxname] = record.Sum(sum, p.Scur), false
			if still {
				left--
			}
		}
	}
	if left == 0 {
		return sum
	}
	for i := range h.Servers {
		if uncounted[h.Servers[i].Pxname] {
			sum = record.Sum(sum, h.Servers[i].Scur)
		}
	}
	return sum
}

// IdleLoad reports a load generator that is off, which is not broken.
func IdleLoad(n *incident.Node) bool {
	return n.Runs(record.KindK6) && n.Container.State != "paused"
}

// ManyBackends reports whether the servers of HAProxy belong to more than one backend.
func ManyBackends(h *record.HAProxy) bool {
	for i := range h.Servers {
		if h.Servers[i].Pxname != h.Servers[0].Pxname {
			return true
		}
	}
	return false
}

// StateAge is how long a node has been broken by an open fault, the same on every panel; else how long it has been in its
// state, by HAProxy if that is HAProxy's; "3s+" if that is a lower bound.
func (c *Context) StateAge(n *incident.Node) string {
	for i := range c.Frame.Faults {
		if x := &c.Frame.Faults[i]; x.Target == n.Name && n.Health.Broken() {
			return paint.Lasted(c.Frame.At.Sub(x.At))
		}
	}
	if h := c.Frame.HAProxy; h != nil && n.Server != nil && !c.Old(n) && (n.Health == incident.Up || n.Health == incident.Down) && !h.BlankOf(n.Server).Has("lastchg") {
		return paint.Age(record.Times(n.Server.Lastchg, time.Second)) // as in the table
	}
	if n.AtLeast {
		return c.Since(n.Since) + "+"
	}
	return c.Since(n.Since)
}

// NodeName is the node that a server's name or address is, as a node names it; the address where it is none.
func (c *Context) NodeName(addr, by string) string {
	if n, ok := c.Frame.ByAddr(addr, by); ok {
		return n.Name
	}
	return addr
}

// Backends yields the servers of each backend of a reading, in its order: the index of the first, and that after the last.
func Backends(h *record.HAProxy) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for i := 0; i < len(h.Servers); {
			end := i + 1
			for end < len(h.Servers) && h.Servers[end].Pxname == h.Servers[i].Pxname {
				end++
			}
			if !yield(i, end) {
				return
			}
			i = end
		}
	}
}
