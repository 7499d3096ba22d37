package path

import (
	"strings"
	"time"

	"hadash/incident/clients"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// figures are a role's own numbers, the most important one, and its arrivals per second; negative if they are not
// known.
func (d *drawing) figures(role record.Role) (lines []hopLine, at string, in float64) {
	f := d.c.Frame
	switch {
	case role == record.RoleLoad && f.Load.On && f.Load.K6 != nil:
		lines = d.plainLines("p95 " + ui.P95(f))
		lines = append(lines, d.felt(f.Watched.Felt.Sent(), "failed"), d.spark(f.Load.History))
		return lines, paint.Rate(f.Load.Recent) + "/s", -1
	case role == record.RoleLoad:
		return nil, "off", -1
	case role == record.RoleWeb && f.Nginx.Nginx != nil:
		lines = d.plainLines(paint.Count(f.Nginx.Active) + " active")
		lines = append(lines, d.nextUpstream(), d.felt(f.Watched.Felt.Logged(), "reached users"), d.spark(f.Nginx.History))
		return lines, paint.Rate(f.Nginx.Recent) + "/s", f.Nginx.Recent
	case role == record.RoleBalancer && f.HAProxy != nil:
		nodes := nodesOf(f, role)
		lines = d.plainLines(paint.Plural(int(ui.OpenSessions(f.HAProxy)), "session", "sessions"))
		lines = append(lines, d.hidden(f.Hidden.Retried, "retried"), d.hidden(f.Hidden.Redispatched, "moved"), d.spark(d.sessions()))
		return lines, d.c.RateOf(nodes[0]), arriving(nodes)
	}
	return nil, "", -1
}

// sessions are HAProxy's sessions at each of the last readings in the history, the oldest first.
func (d *drawing) sessions() []float64 {
	var out []float64
	for t := range d.c.Frame.History.Seen(d.c.Frame.At.Add(-30 * time.Second)) {
		sum := 0.0
		for i := range d.c.Frame.HAProxy.Servers[:min(len(d.c.Frame.HAProxy.Servers), 8)] {
			if l, ok := t.Server(d.c.Frame.HAProxy.Servers[i].Name()); ok && l.Sessions >= 0 {
				sum += l.Sessions
			}
		}
		out = append(out, sum)
	}
	return out
}

func (d *drawing) plainLines(texts ...string) []hopLine {
	var out []hopLine
	for _, t := range texts {
		out = append(out, hopLine{text: t, style: d.c.Theme.Text})
	}
	return out
}

// hidden is a count of failures that no client felt.
func (d *drawing) hidden(n int64, word string) hopLine {
	l := hopLine{text: paint.Count(n) + " " + word, style: d.c.Theme.Faint}
	if n > 0 {
		l.style = d.c.Theme.Warn
	}
	return l
}

// nextUpstream is how many requests nginx moved to another instance; not known without an access log that
// names the upstreams.
func (d *drawing) nextUpstream() hopLine {
	if !d.c.Frame.Nginx.HasAccess {
		return hopLine{text: "- absorbed", style: d.c.Theme.Faint}
	}
	return d.hidden(d.c.Frame.Hidden.NextUpstream, "absorbed")
}

// felt is a count of failures at the clients since hadash watches, "-" if their witness reports none.
func (d *drawing) felt(c clients.Clients, word string) hopLine {
	l := hopLine{text: ui.Failed(d.c.Theme, c) + " " + word, style: d.c.Theme.Faint}
	if c.Known() && c.Failed > 0 {
		l.style = d.c.Theme.Strong
	}
	return l
}

// sparkCells is how many readings a sparkline shows.
const sparkCells = 12

// spark draws the newest readings of a history, scaled to the largest of them.
func (d *drawing) spark(h []float64) hopLine {
	h = h[max(len(h)-sparkCells, 0):]
	most := 0.0
	for _, v := range h {
		most = max(most, v)
	}
	var b strings.Builder
	for _, v := range h {
		i := 0
		if most > 0 && v > 0 {
			i = int(v / most * float64(len(d.c.Theme.Spark)-1))
		}
		b.WriteString(d.c.Theme.Spark[i])
	}
	return hopLine{text: b.String(), style: d.c.Theme.Info}
}
