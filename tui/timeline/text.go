package timeline

import (
	"strings"
	"time"

	"hadash/incident/event"
	"hadash/incident/servers"
	"hadash/tui/paint"
	"hadash/tui/ui"
	"hadash/wording"
)

// text writes what happened. Below the head of its fault a line does not name the node again.
func (d *drawing) text(p *paint.Pen, l *digestLine, e *event.Event) {
	st := eventStyle(d.c, e)
	end, more := p.End, d.more(l, e)
	if often, _, ok := strings.Cut(more, " till "); ok && !l.several && !e.Title.IsZero() {
		if titles := titles(d.title(e)); p.Room() < paint.Width(titles[len(titles)-1])+paint.Width(more) {
			more = often
		}
	}
	p.End = max(end-paint.Width(more), p.Row.X)
	switch {
	case e.Kind == event.KindClient:
		d.requests(p, l, st)
	case l.group:
		d.healthy(p, l, st)
	case e.Kind == event.KindLoad:
		d.load(p, l, st)
	case e.Title.IsZero() || l.several:
		d.said(p, e, st)
	default:
		if named := d.named(e); named || e.Node == "" && ofServer(e.Kind) {
			if named {
				p.Put(st, e.Node)
				p.Put(st, d.backend(e))
			} else {
				backend, server, _ := servers.SplitServer(e.Subject)
				_, own := servers.Split(backend) // the event's title names its balancer
				p.Put(st, own)
				if !strings.HasPrefix(server, "<") { // <NOSRV>: none was reached
					p.Put(st, "/"+server)
				}
			}
			p.Put(st, ": ")
		}
		p.Put(st, ui.Fitting(p.Room(), titles(d.title(e))...))
		if !l.runs.IsZero() {
			p.Put(st, "; its container runs")
		}
	}
	p.End = end
	p.Put(d.c.Theme.Faint, more)
}

// titles are a title, and the same in fewer words: without what it has in brackets at its end, or without its reason. That
// of a line of a drill goes without the word drill.
func titles(text string) []string {
	if short, ok := strings.CutPrefix(text, "drill "); ok {
		return []string{text, short}
	}
	if short, _, ok := strings.Cut(text, " ("); ok && strings.HasSuffix(text, ")") {
		return []string{text, short}
	}
	if at := strings.LastIndex(text, ", "); at > 0 {
		return []string{text, text[:at]}
	}
	return []string{text}
}

// title is that of an event. A line of a drill does not name the node of the fault above either.
func (d *drawing) title(e *event.Event) string {
	text := e.Title.String()
	if e.Kind != event.KindDrill || d.several || d.n == 0 {
		return text
	}
	instead := ": "
	if e.Severity == event.Bad {
		instead = " it "
	}
	return strings.Replace(text, ": "+d.heads[d.n-1].target+" ", instead, 1)
}

// named reports whether a line must name its node.
func (d *drawing) named(e *event.Event) bool {
	switch {
	case e.Node == "", e.Kind == event.KindFault, e.Kind == event.KindDrill, e.Kind == event.KindNote:
		return false
	}
	h := d.under(e) // its letter says so if there are several
	return h < 0 || d.heads[h].target != e.Node
}

// ofServer reports the kinds of events about a server of HAProxy, which may be no node of the project.
func ofServer(k event.Kind) bool {
	return k == event.KindServer || k == event.KindMoved || k == event.KindEndings
}

// said writes an event that has no title.
func (d *drawing) said(p *paint.Pen, e *event.Event, st paint.Style) {
	if d.named(e) || e.Node == "" {
		p.Put(st, e.Says.String())
		return
	}
	p.Put(st, wording.English.SayOf(e.Says, e.Node))
}

// load writes how far a load is, and whose it is.
func (d *drawing) load(p *paint.Pen, l *digestLine, st paint.Style) {
	says := d.c.Frame.Timeline[l.says].Says
	if l.says != l.nth && d.c.Frame.Timeline[l.nth].Witness == event.ByYou {
		says = wording.ByHadash.Of(says)
	}
	p.Say(st, says)
}

// backend is that of the event's server, where the node is a server of several.
func (d *drawing) backend(e *event.Event) string {
	n := d.c.Frame.Node(e.Node)
	if n == nil || e.Kind != event.KindServer {
		return ""
	}
	subject, _, _ := servers.SplitServer(e.Subject)
	balancer, own := servers.Split(subject)
	k := 0
	for s := range n.Servers {
		if servers.Balancer(s) != balancer {
			continue // the event's title names its balancer
		}
		if k++; k > 1 {
			return " in " + own
		}
	}
	return ""
}

// requests writes how many requests failed, and which.
func (d *drawing) requests(p *paint.Pen, l *digestLine, st paint.Style) {
	first, e := &d.c.Frame.Timeline[l.nth], &d.c.Frame.Timeline[l.says]
	if l.count == 1 {
		p.Put(st, "1 request failed")
	} else {
		var buf [24]byte
		p.PutBytes(st, paint.AppendCount(buf[:0], int64(l.count), 20))
		p.Put(st, " requests failed")
	}
	if l.until.Sub(l.at) >= lasts {
		p.Put(st, " till ")
		p.Put(st, d.moment(first, l.until, false))
	}
	if e.Title.IsZero() {
		return
	}
	which := ": " + e.Title.String()
	if l.several {
		p.Put(st, ui.Fitting(p.Room(), which+" and others", which+", others", ""))
		return
	}
	p.Put(st, ui.Fitting(p.Room(), which, ""))
}

// healthy lists the nodes that Docker found healthy at one time.
func (d *drawing) healthy(p *paint.Pen, l *digestLine, st paint.Style) {
	const tail = " healthy"
	end := p.End
	p.End = max(end-len(tail), p.Row.X)
	p.Put(st, d.c.Frame.Timeline[l.nth].Node)
	for i, home := range d.p.home {
		if home != l.nth || i+d.p.base == l.nth {
			continue
		}
		name := d.c.Frame.Timeline[i+d.p.base].Node
		if p.Room() < paint.Width(name)+4 {
			p.Put(st, ", "+d.c.Theme.Ellipsis)
			break
		}
		p.Put(st, ", ")
		p.Put(st, name)
	}
	p.End = end
	p.Put(st, tail)
}

// lasts is how long alike events must go on for the line to tell until when.
const lasts = 3 * time.Second

// more is what a line tells after its text: how often, and until when.
func (d *drawing) more(l *digestLine, e *event.Event) string {
	text := ""
	if e.Kind == event.KindClient {
		return ""
	}
	if l.count > 1 {
		text = " " + d.c.Theme.Times + paint.Count(int64(l.count))
	}
	switch {
	case !l.runs.IsZero() && l.runs.Sub(l.at) >= 500*time.Millisecond:
		return text + " at " + d.moment(e, l.runs, false)
	case l.count > 1 && !l.group && l.until.Sub(l.at) >= lasts:
		return text + " till " + d.moment(e, l.until, e.Within > 0)
	}
	return text
}

// moment is a time in the form of that of the event.
func (d *drawing) moment(e *event.Event, at time.Time, atMost bool) string {
	var buf [32]byte
	if h := d.within(e); h >= 0 {
		return string(d.c.AppendDistance(buf[:0], at.Sub(d.heads[h].at), atMost))
	}
	return at.In(d.c.Zone).Format("15:04:05")
}
