package nodes

import (
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// title is what the pane shows: the servers of a balancer, or nodes of several kinds.
func (d *drawing) title() []paint.TitlePart {
	h := d.c.Frame.HAProxy
	if h == nil || len(h.Servers) == 0 {
		return []paint.TitlePart{paint.NewPart(d.p.shows(), d.c.Theme.Title)}
	}
	th, t := d.c.Theme, []paint.TitlePart{paint.NewPart(d.p.shows(), d.c.Theme.Title)}
	if words := d.p.filter.Words(d.p.shown, len(h.Servers), th.Dot); words != "" {
		t = append(t, paint.NewPart(words, th.Key))
	} else if n := len(d.p.first); n > 0 {
		word := " not up first"
		if d.p.down {
			word = " down first"
		}
		t = append(t, paint.NewPart(paint.Count(int64(n))+word, th.Text))
	}
	if len(t) == 1 || d.c.Area.W >= 100 { // else the end of what is shown would be cut
		t = append(t, paint.NewPart(d.balanced(h), th.Faint))
	}
	return t
}

// shows is the kind of the rows.
func (p *Pane) shows() string {
	if len(p.tables.servers) == 0 || !p.onPath && len(p.tables.apps)+len(p.tables.others) > 0 {
		return "nodes"
	}
	return "servers"
}

// balanced says how sessions are shared, and by whom: "roundrobin, in HAProxy".
func (d *drawing) balanced(h *record.HAProxy) string {
	if ui.ManyBackends(h) {
		n := 0
		for range ui.Backends(h) {
			n++
		}
		if all := len(d.c.Frame.Topology.Of(record.KindHAProxy)); all > 1 {
			return paint.Plural(n, "backend", "backends") + " in " + paint.Count(int64(all)) + " HAProxies"
		}
		return paint.Plural(n, "backend", "backends") + " in HAProxy"
	}
	name, text := h.Servers[0].Pxname, "in HAProxy"
	if b := (&backendRows{h: h}).of(name); b >= 0 && h.Proxies[b].Algo != "" {
		text = h.Proxies[b].Algo + ", " + text
	}
	if name != d.p.shows() {
		text = name + " " + d.c.Theme.Dot + " " + text
	}
	return text
}

// hint says how many rows there are below the line end, how old the table is when HAProxy does not answer, and which key
// shows more of it.
func (d *drawing) hint(end int) paint.TitlePart {
	hint := paint.TitlePart{}
	add := func(part paint.TitlePart) {
		if hint.Text == "" {
			hint = part
			return
		}
		at := paint.Width(hint.Text) + 2
		for _, a := range part.Acts {
			a.From, a.To = a.From+at, a.To+at
			hint.Acts = append(hint.Acts, a)
		}
		hint.Text += "  " + part.Text
	}
	if text := d.below(end); text != "" {
		add(paint.NewPart(text, d.c.Theme.Faint))
	}
	worry := d.c.Unread()
	if s := d.c.HAProxyStale(); s != nil {
		worry = d.c.Staleness(s)
		if d.c.Frame.SeveralHAProxies() {
			worry = ui.SourceName(s) + " " + worry
		}
	}
	if worry != "" {
		add(paint.NewPart(worry, d.c.Theme.Warn))
		hint.Style = d.c.Theme.Warn
		return hint
	}
	if h := d.c.Frame.HAProxy; h != nil && len(h.Servers) > 0 && d.c.Area.W >= 80 {
		l := d.c.Keys.Line(keys.StatsPage)
		l.Does = "all columns"
		add(d.c.HintPart(l))
	}
	return hint
}

// below says how many rows there are below the line end; in a crowd, how they are.
func (d *drawing) below(end int) string {
	n := d.p.below(end)
	text := paint.Count(int64(n)) + " more"
	if n == 0 || !d.p.crowd.is || d.c.HAProxyStale() != nil {
		if n == 0 {
			return ""
		}
		return text
	}
	up, unchecked, apart := 0, 0, 0
	for i := end; i < len(d.p.lines); i++ {
		switch l := &d.p.lines[i].left; {
		case l.kind != rowServer:
		case l.apart:
			apart++
		case d.c.Frame.HAProxy.Servers[l.server].Status.State == record.Up:
			up++
		default:
			unchecked++
		}
	}
	switch {
	case apart > 0:
		return text + ", " + paint.Count(int64(apart)) + " not up"
	case up+unchecked < n:
		return text
	case unchecked > 0:
		return paint.Count(int64(up)) + " up, " + paint.Count(int64(unchecked)) + " not checked below"
	}
	return paint.Count(int64(up)) + " up below"
}
