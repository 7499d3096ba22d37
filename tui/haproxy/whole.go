package haproxy

import (
	"hadash/incident"
	"hadash/incident/limits"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// whole is what is said of each HAProxy as a whole: its connections and its time, marked where a limit is near, and the workers of
// before a reload, whose sessions the table does not have.
func whole(c *ui.Context) (all []paint.TitlePart) {
	several := c.Frame.SeveralHAProxies()
	for i := range c.Frame.Nodes {
		n := &c.Frame.Nodes[i]
		if !n.Runs(record.KindHAProxy) {
			continue
		}
		h, name := c.Frame.Page(n.Name), ""
		if several {
			name = n.Name + " "
		} else if h == nil {
			h = c.Frame.HAProxy
		}
		if text, near := ofProcess(h); text != "" {
			st := c.Theme.Faint
			if near {
				st = c.Theme.Warn
			}
			all = append(all, paint.NewPart(name+text, st))
		}
		if text := oldWorkers(n); text != "" {
			all = append(all, paint.NewPart(name+text, c.Theme.Warn))
		}
	}
	return all
}

// ofProcess says how much of its limits a process uses; near: one of them is near.
func ofProcess(h *record.HAProxy) (text string, near bool) {
	if h == nil {
		return "", false
	}
	all, n := limits.OfProcess(h.Process)
	for i := range all[:n] {
		l := &all[i]
		if text != "" {
			text += ", "
		}
		if l.Kind == limits.Busy {
			text += "idle " + paint.Count(l.Most-l.Now) + " %"
		} else {
			text += paint.Count(l.Now) + " of " + paint.Count(l.Most) + " connections"
		}
		near = near || l.Near()
	}
	return text, near
}

func oldWorkers(n *incident.Node) string {
	if n.Workers == nil || len(n.Workers.Old) == 0 {
		return ""
	}
	text := paint.Plural(len(n.Workers.Old), "old worker", "old workers")
	if sessions, known := n.Workers.Conns(); known {
		text += ", " + paint.Plural(int(sessions), "session", "sessions")
	}
	return text
}
