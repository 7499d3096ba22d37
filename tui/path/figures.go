package path

import (
	"strings"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/limits"
	"hadash/incident/route"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// figure writes one of the lines of figures of a hop. A click on it is one on the only node of the hop.
func (d *drawing) figure(p *paint.Pen, h *route.Hop, i int) {
	p.Space(1)
	d.c.PickRest(p, h.Nodes[0].Name)
	p.Muted = d.c.Old(h.Nodes[0])
	p.Space(2)
	if i == 0 {
		if s := d.silent(h.Nodes[0]); s != nil {
			text := d.c.Staleness(s)
			age, _, _ := strings.Cut(text, ":")
			p.Put(d.c.Theme.Faint, ui.Fitting(p.Room(), text, age))
			return
		}
	}
	switch h.Kind {
	case record.KindK6:
		d.load(p, h, i)
	case record.KindProbe:
		d.probe(p, h.Nodes[0].Name, i)
	case record.KindNginx:
		d.web(p, h.Nodes[0], i)
	case record.KindHAProxy:
		d.balancer(p, h.Nodes[0], i)
	}
}

// silent is the feed of a node if it does not answer though it should.
func (d *drawing) silent(n *incident.Node) *incident.Source {
	if n.Runs(record.KindK6) && !n.Container.Running() {
		return nil
	}
	return d.c.Silent(n)
}

// load writes the figures of the load: its users, their time, and what failed.
func (d *drawing) load(p *paint.Pen, h *route.Hop, i int) {
	l := &d.c.Frame.Load
	switch {
	case i == 0 && !l.On && d.c.LoadStarts:
		p.Put(d.c.Theme.Faint, "starts")
	case i == 0 && (!l.On || l.K6 == nil):
		if h.Nodes[0].Resting() {
			p.Put(d.c.Theme.Faint, "off")
		}
	case !l.On || l.K6 == nil:
	case i == 0:
		p.Put(d.c.Theme.Text, paint.Plural(l.VUs, "user", "users"))
	case i == 1:
		if p95 := ui.P95(d.c.Frame); p95 != "-" {
			p.Put(d.c.Theme.Text, "p95 "+p95)
		}
	default:
		d.felt(p, d.r.Span.Felt.Sent(), "failed")
	}
}

// probe writes the figures of a probe: its rate, how long its requests took, and what failed.
func (d *drawing) probe(p *paint.Pen, name string, i int) {
	x := d.c.Frame.Probed(name)
	switch {
	case x == nil:
	case i == 0 && x.Rate > 0:
		p.Put(d.c.Theme.Text, "1 client, "+paint.Count(int64(x.Rate))+"/s")
	case i == 0:
	case i == 1:
		if s, ok := x.Last(d.c.Frame.At); ok && s.P95 > 0 {
			p.Put(d.c.Theme.Text, "p95 "+paint.Took(s.P95))
		}
	default:
		d.felt(p, d.c.ProbeFelt(x), "failed")
	}
}

// web writes the figures of an nginx: its connections, what it absorbed, and what it did not.
func (d *drawing) web(p *paint.Pen, n *incident.Node, i int) {
	g := d.c.Frame.Nginx
	passed := &d.r.Span.Passed
	several := d.c.Frame.SeveralNginxes()
	if several || n.Stub != nil {
		g.Nginx = n.Stub
	}
	switch {
	case several && i > 0:
		d.oneWeb(p, n.Name, i)
	case g.Nginx == nil:
	case i == 0:
		open := paint.Count(g.Active) + " open"
		p.Put(d.c.Theme.Text, ui.Fitting(p.Room(), ui.Words(d.c.Theme, open, paint.Count(g.Waiting)+" waiting"), open))
	case i == 1 && !g.HasAccess:
		d.absorbedUnknown(p)
	case i == 1 && passed.Known:
		n := passed.Hidden.NextUpstream
		d.absorbed(p, clients.Range{Least: n, Most: n})
	case i == 2:
		d.felt(p, d.r.Span.Felt.Logged(), "reached users")
	}
}

// oneWeb writes what one of several nginxes absorbed by its access log, and what it answered with 5xx.
func (d *drawing) oneWeb(p *paint.Pen, name string, i int) {
	w := d.r.Span.Passed.Webs[name]
	switch {
	case i == 1 && !w.Names:
		d.absorbedUnknown(p)
	case i == 1 && d.r.Span.Passed.Known:
		d.absorbed(p, clients.Range{Least: w.Absorbed, Most: w.Absorbed})
	case i == 2 && w.Logs && d.r.Span.Passed.Known:
		st := d.c.Theme.Faint
		if w.Failed > 0 {
			st = d.c.Theme.Strong
		}
		p.Put(st, ui.Fitting(p.Room(), paint.Count(w.Failed)+" answered 5xx", paint.Count(w.Failed)+" 5xx"))
	}
}

// absorbedUnknown says that nobody counts what an nginx absorbed.
func (d *drawing) absorbedUnknown(p *paint.Pen) {
	p.Put(d.c.Theme.Faint, ui.Fitting(p.Room(), "absorbed: not known", "absorbed: "+d.c.Theme.Unknown))
}

// balancer writes the figures of a HAProxy: its sessions, the failures that it absorbed, and those that it did not.
func (d *drawing) balancer(p *paint.Pen, n *incident.Node, i int) {
	h := d.c.Frame.Page(n.Name)
	passed := &d.r.Span.Passed
	if h == nil && d.r.Count(record.KindHAProxy) == 1 {
		h = d.c.Frame.HAProxy
	}
	tries := passed.Tries(n.Name)
	hang := d.c.Verdict.Users.Waiting.Sessions
	switch {
	case h == nil:
	case i == 0:
		p.Put(d.c.Theme.Text, paint.Plural(int(ui.OpenSessions(h)), "session", "sessions"))
		if hang > 0 && d.r.Count(record.KindHAProxy) == 1 {
			p.Put(d.c.Theme.Warn, ui.Fitting(p.Room(), ", "+paint.Count(hang)+" hang", ""))
		} else if l, near := limits.Nearest(h); near {
			share := paint.Count(int64(l.Share())) + " %"
			p.Put(d.c.Theme.Warn, ui.Fitting(p.Room(), ", "+share+" of "+l.Word(), ", "+share, ""))
		}
	case !passed.Known:
	case i == 1:
		d.absorbed(p, d.saved(n.Name))
	case d.felts(n) && d.r.Span.Felt.Clients().Failed > 0:
		d.felt(p, d.r.Span.Felt.Clients(), "reached users")
	case tries.GaveUp > 0:
		p.Put(d.c.Theme.Warn, paint.Count(tries.GaveUp)+" gave up")
	default:
		p.Put(d.c.Theme.Faint, "0 gave up")
	}
}

// felts reports whether a HAProxy's log or counters are the witness of what the users felt.
func (d *drawing) felts(n *incident.Node) bool {
	c := d.r.Span.Felt.Clients()
	logs := c.By == event.ByLog && c.Log == record.KindHAProxy || c.By == event.ByCounters
	return logs && d.r.Count(record.KindHAProxy) == 1 && len(n.To) > 0
}

// saved is how many sessions a HAProxy saved by trying again. Of one of several only its own tries are known, some of which may
// have been in vain.
func (d *drawing) saved(balancer string) clients.Range {
	passed := &d.r.Span.Passed
	if d.r.Count(record.KindHAProxy) == 1 {
		return passed.Hidden.Sessions()
	}
	tries := passed.Tries(balancer)
	all := record.Sum(tries.Retried, tries.Redispatched)
	if tries.GaveUp == 0 && d.c.Verdict.Users.Waiting.Sessions == 0 {
		return clients.Range{Least: all, Most: all}
	}
	return clients.Range{Most: all}
}

// absorbed writes a count of failures that no client felt.
func (d *drawing) absorbed(p *paint.Pen, n clients.Range) {
	st := d.c.Theme.Faint
	if n.Most > 0 {
		st = d.c.Theme.Warn
	}
	var buf [24]byte
	p.PutBytes(st, d.c.AppendRange(buf[:0], n))
	p.Put(st, " absorbed")
}

// felt writes a count of failures at the clients; nothing if their witness reports none.
func (d *drawing) felt(p *paint.Pen, c clients.Clients, word string) {
	if !c.Known() {
		return
	}
	st := d.c.Theme.Faint
	if c.Failed > 0 {
		st = d.c.Theme.Strong
	}
	text := ui.Failed(d.c.Theme, c)
	p.Put(st, ui.Fitting(p.Room(), text+" "+word, text))
}
