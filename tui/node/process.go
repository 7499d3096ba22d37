package node

import (
	"strings"
	"time"

	"hadash/incident"
	"hadash/incident/limits"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
	"hadash/wording"
)

// process is the section of a balancer as a whole: whether its configuration is newer than what runs; of a HAProxy its process, its
// workers, and how much of its limits is in use.
func process(c *ui.Context, n *incident.Node, w int) ui.Section {
	var rows []fact
	if says := c.Frame.Changed(n.Name).Says(n.Name); !says.IsZero() {
		rows = append(rows, fact{"config", wording.English.SayOf(says, n.Name), c.Theme.Warn})
	}
	if n.Paired() {
		rows = append(rows, fact{"address", addressText(c, n), c.PairStyle(n)})
	}
	h := c.Frame.Page(n.Name)
	if h == nil && n.Runs(record.KindHAProxy) && len(c.Frame.Topology.Of(record.KindHAProxy)) == 1 {
		h = c.Frame.HAProxy
	}
	if h != nil {
		rows = append(rows, processRows(c, h)...)
	}
	if text, bad, old := c.Workers(n); text != "" {
		st := c.Theme.Faint
		switch {
		case bad:
			st = c.Theme.Bad
		case old:
			st = c.Theme.Text
		}
		rows = append(rows, fact{"workers", text, st})
	}
	if len(rows) == 0 {
		return ui.Section{}
	}
	beside := ""
	if s := c.Silent(n); s != nil {
		beside = c.Staleness(s)
	}
	return list(c, titled(c, "process", beside), w, rows)
}

// addressText says whether a node has the address that it shares with another, and since when.
func addressText(c *ui.Context, n *incident.Node) string {
	since := func(at time.Time, least bool) string {
		if least {
			return " since before " + at.In(c.Zone).Format("15:04:05")
		}
		return " since " + at.In(c.Zone).Format("15:04:05")
	}
	word := n.Pair.Word(true).String()
	if b := n.Pair.Shares(); b != nil {
		return ui.Words(c.Theme, n.SharedAddress(), word+since(b.Since, b.AtLeast), strings.Join(b.Others(n.Name), ", ")+" has it, too")
	}
	if n.Pair.Known() {
		word += since(n.Pair.Since, n.Pair.AtLeast)
	}
	return ui.Words(c.Theme, n.SharedAddress(), word)
}

// mostFrontends is how many frontends that are near their limit are listed.
const mostFrontends = 3

func processRows(c *ui.Context, h *record.HAProxy) (rows []fact) {
	pid, up := "", ""
	if h.Pid > 0 {
		pid = "pid " + paint.Count(int64(h.Pid))
	}
	if h.Uptime > 0 {
		up = "up " + seconds(h.Uptime)
	}
	if text := ui.Words(c.Theme, pid, up, h.Version); text != "" {
		rows = append(rows, fact{"is", text, c.Theme.Text})
	}
	all, n := limits.OfProcess(h.Process)
	for i := range all[:n] {
		label := "connections"
		if all[i].Kind == limits.Busy {
			label = "busy"
		}
		rows = append(rows, fact{label, inUse(&all[i]), nearness(c, &all[i])})
	}
	near := 0
	for i := range h.Proxies {
		if l, limited := limits.OfFrontend(&h.Proxies[i]); limited && l.Near() && near < mostFrontends {
			rows = append(rows, fact{"frontend", l.Pxname + " " + inUse(&l), nearness(c, &l)})
			near++
		}
	}
	return rows
}

// inUse is how much of a limit is in use: "41 of 60, 68 %".
func inUse(l *limits.Limit) string {
	if l.Kind == limits.Busy {
		return paint.Count(l.Now) + " % of its time, idle " + paint.Count(l.Most-l.Now) + " %"
	}
	return paint.Count(l.Now) + " of " + paint.Count(l.Most) + ", " + paint.Count(int64(l.Share())) + " %"
}

// nearness is how a limit is marked.
func nearness(c *ui.Context, l *limits.Limit) paint.Style {
	if l.Near() {
		return c.Theme.Warn
	}
	return c.Theme.Text
}

// amountRows are what is open and waiting at a server, with its limits, row by row where it has several.
func amountRows(c *ui.Context, n *incident.Node) (rows []fact) {
	several := 0
	for range n.Servers {
		several++
	}
	for s := range n.Servers {
		var blank record.Blank
		if h := c.Frame.HAProxy; h != nil && several == 1 {
			blank = h.BlankOf(s)
		}
		if blank.Has("scur") {
			continue
		}
		f := fact{"sessions", paint.Count(s.Scur) + " now", c.Theme.Text}
		all, k := limits.Of(s)
		waits := ""
		if s.Qcur > 0 {
			waits = paint.Count(s.Qcur) + " wait"
		}
		for i := range all[:k] {
			l := &all[i]
			if l.Kind == limits.Queue {
				waits = paint.Count(l.Now) + " of " + paint.Count(l.Most) + " wait"
			} else {
				f.text = inUse(l) + " of " + l.Word()
			}
			if l.Near() {
				f.style = c.Theme.Warn
			}
		}
		name := ""
		if several > 1 {
			name = s.Pxname + "/" + s.Svname
		}
		f.text = ui.Words(c.Theme, name, f.text, waits)
		rows = append(rows, f)
		if len(rows) == mostRows {
			break
		}
	}
	return rows
}

// mostRows is how many rows of a node that is many servers are listed.
const mostRows = 6
