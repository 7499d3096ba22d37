package tui

import (
	"slices"
	"strings"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/tui/asked"
	"hadash/tui/keys"
	"hadash/tui/nodes"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// renderHeader is the first line: what is watched, what is broken, who serves it.
func (m *Model) renderHeader(r paint.Rect) {
	p := m.c.Screen.At(m.c.Theme, r.Y, r)
	p.Space(1)
	p.Put(m.c.Theme.Title, "hadash")
	p.Space(1)
	end := p.End
	p.End = min(end, p.Row.X+max(r.W/4, 12)) // what is broken needs the room more than a long name
	p.Put(m.c.Theme.Faint, m.project(r.W))
	p.End = end
	if m.o.Recording != nil && m.o.Recording() {
		p.Space(2)
		p.Put(m.c.Theme.Bad, m.c.Theme.OK+" REC")
	}
	m.renderLimit(&p, r.W)
	p.Space(3)
	right := r.X + r.W - 1
	kept := m.kept(r.W)
	if kept.Text != "" {
		p.End = right - paint.Width(kept.Text) - 2
	}
	alert := len(m.alerts.list) > 0 && m.any && !m.frozen
	switch {
	case alert:
		m.alertLine(&p, kept.Text == "")
	case m.any:
		m.headline(&p)
	}
	p.End = r.X + r.W
	corners := append(m.corners(r.W), kept)
	if alert {
		corners = corners[len(corners)-1:]
	}
	for _, c := range corners {
		if at := right - paint.Width(c.Text); at >= p.Row.X+2 {
			p.To(at)
			p.Put(c.Style, c.Text)
			return
		}
	}
}

// kept is what ends the first line however much there is to say before it: that the screen does not show what is now, else
// the time, where the screen is wide enough for it.
func (m *Model) kept(w int) paint.TitlePart {
	switch {
	case m.frozen:
		return paint.NewPart(m.c.Theme.Paused+" "+paint.Age(m.live.At.Sub(m.frame.At)), m.c.Theme.Frozen)
	case m.ended && m.any:
		return paint.NewPart("ended", m.c.Theme.Warn)
	case m.o.Badge == "" && w >= 100 && m.any:
		return paint.NewPart(m.c.Clock(), m.c.Theme.Faint)
	}
	return paint.TitlePart{}
}

func (m *Model) clock() string { return m.frame.At.In(m.c.Zone).Format("15:04:05") }

// alertLine is the first line while there is an alert: what else is broken beside it, where there is room for both.
func (m *Model) alertLine(p *paint.Pen, toEdge bool) {
	if p.Room() >= 70 {
		from, end := p.Row.X, p.End
		p.End = p.Row.X + p.Room()/2 - 3
		m.headline(p)
		p.End = end
		if p.Row.X > from {
			p.Space(3)
		}
	}
	if toEdge {
		p.End--
	}
	m.renderAlert(p)
}

// project names what is watched: the stack, else the compose project, else what the caller said.
func (m *Model) project(w int) string {
	t := &m.frame.Topology
	switch {
	case t.Stack != "" && w < 110:
		return t.Stack
	case t.Stack != "":
		return ui.Words(m.c.Theme, t.Stack, t.DB)
	case t.Project != "":
		return t.Project
	}
	return m.o.Title
}

// headline says in a few words what is broken now.
func (m *Model) headline(p *paint.Pen) {
	f := &m.frame
	switch {
	case !m.any:
		p.Put(m.c.Theme.Text, "connecting"+m.c.Theme.Ellipsis)
	case len(f.Faults) > 0:
		m.openFaults(p)
	default:
		m.condition(p)
	}
}

// corners is what can end the first line, the best first: that the screen does not show what is now,
// else who serves. What is broken needs the room more.
func (m *Model) corners(w int) []paint.TitlePart {
	switch {
	case m.frozen:
		return []paint.TitlePart{paint.NewPart(m.c.Theme.Paused+" screen frozen "+paint.Age(m.live.At.Sub(m.frame.At)), m.c.Theme.Frozen)}
	case m.ended && m.any:
		return []paint.TitlePart{paint.NewPart("the stream has ended "+m.c.Clock(), m.c.Theme.Warn)}
	case m.o.Badge != "":
		return []paint.TitlePart{paint.NewPart(m.o.Badge, m.c.Theme.Frozen), paint.NewPart("RECORDING", m.c.Theme.Frozen)}
	}
	return []paint.TitlePart{paint.NewPart(m.versions(w), m.c.Theme.Faint), paint.NewPart(m.versions(min(w, 100)), m.c.Theme.Faint)}
}

// openFaults lists what was broken, by whom, and for how long.
func (m *Model) openFaults(p *paint.Pen) {
	faults := m.frame.Faults
	p.Glyph(m.c.Theme.Bad, m.c.Theme.Broken, 1)
	switch {
	case p.Room() >= 56:
		p.Put(m.c.Theme.Bad, " "+paint.Plural(len(faults), "fault open: ", "faults open: "))
	case len(faults) > 1: // who and since when say more than that these are faults
		p.Put(m.c.Theme.Bad, " "+paint.Count(int64(len(faults)))+" open: ")
	default:
		p.Space(1)
	}
	for i := range faults {
		if i > 0 {
			p.Put(m.c.Theme.Faint, ", ")
		}
		f := &faults[i]
		p.Put(m.c.Theme.Strong, m.c.FullTag(m.c.StopwatchOf(f))+f.Target+" ")
		p.Put(m.c.Theme.Bad, f.Now()+" ")
		if !f.You {
			p.Put(m.c.Theme.Faint, "by others ")
		}
		p.Put(m.c.Theme.Bad, paint.Age(m.frame.At.Sub(f.At)))
	}
	if grey := m.grey(); len(grey) > 0 {
		p.Space(3)
		m.listGrey(p, grey)
	}
}

// condition is the line while nobody broke anything: all up, or what is not.
func (m *Model) condition(p *paint.Pen) {
	var broken []*incident.Node
	all := m.frame.Nodes
	for i := range all {
		if all[i].Health.Broken() && !ui.IdleLoad(&all[i]) {
			broken = append(broken, &all[i])
		}
	}
	silent, grey := m.c.Silences(), m.grey()
	explained := slices.ContainsFunc(broken, func(n *incident.Node) bool { return !m.c.Disputed(n) })
	switch {
	case len(grey) > 0 && !explained:
		m.listGrey(p, grey)
	case len(broken) > 0 && !slices.ContainsFunc(broken, func(n *incident.Node) bool { return !m.returns(n) }):
		m.listHealed(p, broken)
	case len(broken) > 0:
		m.listBroken(p, broken)
	case len(silent) > 0:
		m.listSilent(p, silent)
	case len(all) == 0 && m.frame.HAProxy != nil:
		m.serversUp(p)
	case len(all) == 0:
		p.Put(m.c.Theme.Faint, "no node known yet")
	case m.alerted() != "": // it says all there is to say
	default:
		nodes.NothingBroken(&m.c, p)
	}
}

// serversUp is how the servers of a HAProxy are of which nothing else is known.
func (m *Model) serversUp(p *paint.Pen) {
	out, all := 0, m.frame.HAProxy.Servers
	for i := range all {
		if !all[i].Status.State.Serving() {
			out++
		}
	}
	if out == 0 {
		p.Glyph(m.c.Theme.Good, m.c.Theme.OK, 1)
		p.Put(m.c.Theme.Good, " all UP")
		p.Put(m.c.Theme.Faint, "  "+paint.Plural(len(all), "server", "servers"))
		return
	}
	p.Glyph(m.c.Theme.Bad, m.c.Theme.Broken, 1)
	p.Put(m.c.Theme.Bad, " "+paint.Count(int64(out))+" of "+paint.Count(int64(len(all)))+" not UP")
	p.Put(m.c.Theme.Faint, "   "+m.c.Keys.Key(keys.Bad)+" shows only those")
}

func (m *Model) listBroken(p *paint.Pen, broken []*incident.Node) {
	p.Glyph(m.c.Theme.Bad, m.c.Theme.Broken, 1)
	p.Put(m.c.Theme.Bad, " "+paint.Count(int64(len(broken)))+" of "+paint.Count(int64(len(m.frame.Nodes)))+" broken: ")
	for i, n := range broken {
		if i > 0 {
			p.Put(m.c.Theme.Faint, ", ")
		}
		p.Put(m.c.Theme.Strong, n.Name+" ")
		p.Put(m.c.Theme.Bad, n.Health.String())
		if !n.Since.IsZero() {
			p.Put(m.c.Theme.Faint, " "+m.c.StateAge(n))
		}
	}
}

// returns reports whether a node was healed, and is on its way back.
func (m *Model) returns(n *incident.Node) bool {
	s := m.frame.Stopwatch(n.Name)
	return s != nil && s.Awaited()
}

// listHealed is the first line while all that is broken was healed, and how long ago: it starts, or checks have yet to
// pass.
func (m *Model) listHealed(p *paint.Pen, healed []*incident.Node) {
	p.Glyph(m.c.Theme.Warn, m.c.Theme.Moving, 1)
	p.Put(m.c.Theme.Warn, " healed, not back yet: ")
	for i, n := range healed {
		if i > 0 {
			p.Put(m.c.Theme.Faint, ", ")
		}
		p.Put(m.c.Theme.Strong, n.Name+" ")
		p.Put(m.c.Theme.Faint, m.c.Since(m.frame.Stopwatch(n.Name).Moments[stopwatch.Healed].At))
	}
}

// listSilent names the kinds of sources that do not answer, and since when the first of each.
func (m *Model) listSilent(p *paint.Pen, silent []*incident.Source) {
	p.Glyph(m.c.Theme.Warn, m.c.Theme.Unknown, 1)
	p.Put(m.c.Theme.Warn, " no answer from ")
	for i, s := range silent {
		if i > 0 && slices.ContainsFunc(silent[:i], func(o *incident.Source) bool { return o.Name == s.Name }) {
			continue
		}
		if i > 0 {
			p.Put(m.c.Theme.Faint, ", ")
		}
		p.Put(m.c.Theme.Text, s.Name)
		if !s.LastOK.IsZero() {
			p.Put(m.c.Theme.Faint, " "+paint.Age(m.frame.At.Sub(s.LastOK)))
		}
	}
}

// versions is who serves, and the load; less of it on a narrow screen.
func (m *Model) versions(w int) string {
	var parts []string
	f := &m.frame
	if w >= 110 {
		if f.HAProxy != nil && f.HAProxy.Version != "" {
			parts = append(parts, "HAProxy "+f.HAProxy.Version)
		}
		if f.Nginx.Nginx != nil && f.Nginx.Version != "" {
			parts = append(parts, "nginx "+f.Nginx.Version)
		}
	}
	if s := m.loadWord(); s != "" {
		parts = append(parts, s)
	}
	if w >= 160 && m.o.Version != "" {
		parts = append(parts, "hadash "+m.o.Version)
	}
	if w >= 100 && m.any {
		parts = append(parts, m.c.Clock())
	}
	return strings.Join(parts, "  ")
}

// loadWord is the load in two words: "k6 20 VU", "k6 starts", "k6 off".
func (m *Model) loadWord() string {
	nodes := m.frame.Topology.With(record.RoleLoad)
	if len(nodes) == 0 {
		return ""
	}
	name := nodes[0].Name
	if n := asked.VUsOf(&m.frame); n > 0 {
		return name + " " + paint.Count(int64(n)) + " VU"
	}
	if m.asked.Load.Starts(&m.frame, m.frozen) {
		return name + " starts"
	}
	return name + " off"
}
