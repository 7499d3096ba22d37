package haproxy

import (
	"hadash/incident/standout"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/stats"
	"hadash/tui/ui"
)

// remark is a line on what stands out, its longest form first.
type remark struct {
	sign  paint.Sign
	texts []string
}

// mostServers is how many servers of a backend are looked at beside the chosen row.
const mostServers = 64

// remarks are those on the chosen row: a server's own, and which of the others have some; those of all servers of a
// backend.
func remarks(c *ui.Context, s *record.Server, id stats.ID, kind record.RowKind) (all []remark) {
	note := func(text string) {
		all = append(all, remark{paint.NewSign(c.Theme.News, c.Theme.Faint), []string{text}})
	}
	beside := serversOf(c.Frame.HAProxy, id.Pxname)
	if s == nil {
		if kind != record.RowBackend || len(beside) == 0 || len(beside) > mostServers {
			return nil
		}
		for _, o := range beside {
			all = append(all, found(c, o)...)
		}
		if len(all) == 0 {
			note("nothing stands out: " + paint.Plural(len(beside), "server", "servers") + " compared")
		}
		return all
	}
	all = found(c, s)
	switch n := standout.Others(c.Frame.HAProxy, s); {
	case len(all) == 0 && n == 0:
		note(s.Svname + ": nothing to see; it has no other server beside it to compare with")
	case len(all) == 0:
		note(s.Svname + ": nothing stands out against the other " + paint.Plural(n, "server", "servers"))
	}
	others := ""
	if len(beside) <= mostServers {
		for _, o := range beside {
			if o.Svname != s.Svname && len(standout.Of(c.Frame, o)) > 0 {
				others += ", " + o.Svname
			}
		}
	}
	if others != "" {
		note("see also " + others[2:])
	}
	return all
}

// serversOf are the servers of a backend.
func serversOf(h *record.HAProxy, backend string) (all []*record.Server) {
	for i := range h.Servers {
		if s := &h.Servers[i]; s.Pxname == backend {
			all = append(all, s)
		}
	}
	return all
}

// found are the remarks on one server.
func found(c *ui.Context, s *record.Server) (all []remark) {
	for _, x := range standout.Of(c.Frame, s) {
		all = append(all, remarkOf(c.Theme, &x))
	}
	return all
}

// remarkOf is a finding in words.
func remarkOf(th *paint.Theme, x *standout.Finding) remark {
	name, n := x.Server.Svname, paint.Count(x.N)
	sessions := paint.Plural(int(x.N), "session", "sessions")
	r := remark{sign: paint.NewSign(th.Moving, th.Warn)}
	switch x.Kind {
	case standout.Holds:
		r.sign.Glyph = th.Broken
		says := name + " still holds " + sessions + " though " + x.Server.Status.Text
		r.texts = []string{says}
		if x.Uncut {
			r.texts = []string{says + ": HAProxy does not end them (no on-marked-down shutdown-sessions)", says + ": no on-marked-down shutdown-sessions", says}
		}
	case standout.Stays:
		says := name + ": " + paint.Plural(int(x.N), "retry", "retries") + ", none moved"
		r.texts = []string{says + ": each attempt went to the same server (no option redispatch)", says + " (no option redispatch)", says}
	case standout.Full:
		is := " is full: "
		if x.N < x.Of {
			is = " nears its maxconn: "
		}
		r.texts = []string{name + is + n + " of " + paint.Count(x.Of) + " sessions"}
	case standout.Waits:
		r.texts = []string{name + ": " + paint.Plural(int(x.N), "request waits", "requests wait") + " in its queue"}
	case standout.More:
		v := record.Value{N: x.N, Number: true}
		says := name + ": " + x.Column + " " + stats.Written(x.Column, v)
		most := stats.Written(x.Column, record.Value{N: x.Of, Number: true})
		others, short := "of the others at most "+most, "others at most "+most
		if x.Of == 0 {
			others, short = "none of the others has any", "others none"
		}
		r.texts = []string{says + " (" + stats.Words(x.Column, v) + "), " + others, says + ", " + short, says}
	}
	return r
}

// drawWorth writes the remarks.
func (b *below) drawWorth(c *ui.Context, r paint.Rect) {
	th := c.Theme
	hint := ""
	if r.W >= 100 {
		hint = "what stands out against the other servers"
	}
	c.Screen.Rule(th, r, false, []paint.TitlePart{paint.NewPart("worth a look", th.Title)}, paint.NewPart(hint, th.Faint))
	var p paint.Pen
	for i := range min(r.H-1, len(b.worth)) {
		p = c.Screen.At(th, r.Y+1+i, r)
		p.Space(3)
		p.Glyph(b.worth[i].sign.Style, b.worth[i].sign.Glyph, 1)
		p.Space(1)
		p.Put(th.Text, ui.Fitting(p.Room()-1, b.worth[i].texts...))
	}
}
