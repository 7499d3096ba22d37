package tui

import (
	"strings"
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
)

// figures are a role's own numbers, the one that says most, and what arrives there a second; below 0 when that is not
// known.
func (m *Model) figures(role record.Role) (lines []stageLine, at string, in float64) {
	f := &m.frame
	switch {
	case role == record.RoleLoad && f.Load.On && f.Load.K6 != nil:
		lines = m.plainLines("p95 " + p95(f))
		lines = append(lines, m.felt(f.Watched.Felt.Sent(), "failed"), m.spark(f.Load.History))
		return lines, paint.Rate(f.Load.Lately) + "/s", -1
	case role == record.RoleLoad:
		return nil, "off", -1
	case role == record.RoleWeb && f.Nginx.Nginx != nil:
		lines = m.plainLines(paint.Count(f.Nginx.Active) + " active")
		lines = append(lines, m.nextUpstream(), m.felt(f.Watched.Felt.Logged(), "visible"), m.spark(f.Nginx.History))
		return lines, paint.Rate(f.Nginx.Lately) + "/s", f.Nginx.Lately
	case role == record.RoleBalancer && f.HAProxy != nil:
		nodes := nodesOf(f, role)
		lines = m.plainLines(paint.Plural(int(openSessions(f.HAProxy)), "session", "sessions"))
		lines = append(lines, m.hidden(f.Hidden.Retried, "retried"), m.hidden(f.Hidden.Redispatched, "moved"), m.spark(m.sessions()))
		return lines, m.rateOf(nodes[0]), arriving(nodes)
	}
	return nil, "", -1
}

// sessions is how many HAProxy had at each of the last readings that the history keeps, the oldest first.
func (m *Model) sessions() []float64 {
	var out []float64
	for t := range m.frame.History.Seen(m.frame.At.Add(-30 * time.Second)) {
		sum := 0.0
		for i := range m.frame.HAProxy.Servers[:min(len(m.frame.HAProxy.Servers), 8)] {
			if l, ok := t.Server(m.frame.HAProxy.Servers[i].Name()); ok && l.Sessions >= 0 {
				sum += l.Sessions
			}
		}
		out = append(out, sum)
	}
	return out
}

// p95 is what the load felt in its last whole second; since it began, where it keeps no such record; "-" before its first
// request.
func p95(f *incident.Frame) string {
	d := f.Load.Duration.P95
	if s, ok := f.Last(); ok && s.Requests > 0 {
		d = s.P95
	}
	if d <= 0 {
		return "-"
	}
	return paint.Took(d)
}

func (m *Model) plainLines(texts ...string) []stageLine {
	var out []stageLine
	for _, t := range texts {
		out = append(out, stageLine{text: t, style: m.th.Text})
	}
	return out
}

// hidden is a count of failures that nobody felt.
func (m *Model) hidden(n int64, word string) stageLine {
	l := stageLine{text: paint.Count(n) + " " + word, style: m.th.Faint}
	if n > 0 {
		l.style = m.th.Warn
	}
	return l
}

// nextUpstream is how many requests nginx moved to another instance; without an access log that
// names the upstreams nobody can know.
func (m *Model) nextUpstream() stageLine {
	if !m.frame.Nginx.HasAccess {
		return stageLine{text: "- hidden", style: m.th.Faint}
	}
	return m.hidden(m.frame.Hidden.NextUpstream, "hidden")
}

// felt is a count of failures that the client got since hadash watches, "-" where its witness tells nothing.
func (m *Model) felt(c incident.Clients, word string) stageLine {
	if !c.Known() {
		return stageLine{text: "- " + word, style: m.th.Faint}
	}
	l := stageLine{text: paint.Count(int64(c.Failed)) + " " + word, style: m.th.Faint}
	if c.Failed > 0 {
		l.style = m.th.Bad
	}
	return l
}

// sparkCells is how many readings a sparkline shows.
const sparkCells = 12

// spark draws the newest readings of a history, scaled to the largest of them.
func (m *Model) spark(h []float64) stageLine {
	h = h[max(len(h)-sparkCells, 0):]
	most := 0.0
	for _, v := range h {
		most = max(most, v)
	}
	var b strings.Builder
	for _, v := range h {
		i := 0
		if most > 0 && v > 0 {
			i = int(v / most * float64(len(m.th.Spark)-1))
		}
		b.WriteString(m.th.Spark[i])
	}
	return stageLine{text: b.String(), style: m.th.Info}
}
