package tui

import (
	"strings"

	"hadash/incident"
	"hadash/record"
)

// stage is one column of the path: all nodes of a role, or the databases.
type stage struct {
	title string
	short string // on one line: "3/3 apps"
	sign  sign
	lines []stageLine
	w     int
	stale bool
}

// stageLine is one line of a stage: an instance with its sign, or a figure.
type stageLine struct {
	sign  sign
	text  string
	style style
}

// stages is the path of a Frame. A role that nobody has is left out.
func (m *Model) stages() []stage {
	var out []stage
	for _, role := range []record.Role{record.RoleLoad, record.RoleWeb, record.RoleApp, record.RoleBalancer} {
		if nodes := nodesOf(&m.frame, role); len(nodes) > 0 {
			out = append(out, m.stage(role, nodes))
		}
	}
	replicas, masters := nodesOf(&m.frame, record.RoleReplica), nodesOf(&m.frame, record.RoleMaster)
	if len(replicas)+len(masters) > 0 {
		out = append(out, m.databases(replicas, masters))
	}
	for i := range out {
		out[i].measure()
	}
	return out
}

func nodesOf(f *incident.Frame, r record.Role) []*incident.Node {
	var out []*incident.Node
	for i := range f.Nodes {
		if f.Nodes[i].Role == r {
			out = append(out, &f.Nodes[i])
		}
	}
	return out
}

// pathRows is how many rows the path would like: a title, and the longest stage.
func pathRows(f *incident.Frame) int {
	most, databases := 3, 0
	for _, r := range record.Roles {
		n := len(nodesOf(f, r))
		switch r {
		case record.RoleReplica, record.RoleMaster:
			databases += n
		case record.RoleApp:
			most = max(most, n)
		default:
			if n > 1 {
				n += 3
			} else if n == 1 {
				n = 4
			}
			most = max(most, n)
		}
	}
	return 1 + max(most, databases)
}

func (s *stage) measure() {
	s.w = 2 + width(s.title)
	for i := range s.lines {
		l := &s.lines[i]
		n := width(l.text)
		if l.sign.glyph != "" {
			n += 2
		}
		s.w = max(s.w, n)
	}
}

// stage is a role with one node, told by its figures, or with several, told one by one.
func (m *Model) stage(role record.Role, nodes []*incident.Node) stage {
	s := stage{title: nodes[0].Name, sign: m.nodeSign(nodes[0])}
	if role == record.RoleApp {
		s.title, s.short, s.sign = m.roleTitle("apps", nodes)
		s.lines = m.instances(nodes)
		return s
	}
	if len(nodes) > 1 {
		s.title, s.short, s.sign = m.roleTitle(roleWords[role][1], nodes)
		s.lines = m.instances(nodes)
	} else {
		s.short = nodes[0].Name
		s.stale = m.silent(nodes[0]) != nil
	}
	figures, at := m.figures(role)
	s.lines = append(s.lines, figures...)
	if len(nodes) == 1 && at != "" {
		s.short += " " + at
	}
	return s
}

// nodeSign is a node's health; a load generator that is off is not broken.
func (m *Model) nodeSign(n *incident.Node) sign {
	if n.Role == record.RoleLoad && m.idleLoad(n) && !n.Container.Running() {
		return sign{m.th.NoCheck, m.th.Faint}
	}
	return m.th.health(n.Health)
}

// roleTitle counts a role: "apps 3/3", and the sign of the worst of them.
func (m *Model) roleTitle(word string, nodes []*incident.Node) (title, short string, worst sign) {
	up := 0
	worst = m.th.health(incident.Up)
	for _, n := range nodes {
		if n.Health.Serving() {
			up++
		}
		if n.Health != incident.Up && (worst.glyph == m.th.OK || n.Health.Broken()) {
			worst = m.th.health(n.Health)
		}
	}
	ratio := count(int64(up)) + "/" + count(int64(len(nodes)))
	return word + " " + ratio, ratio + " " + word, worst
}

// instances is one line a node: name, rate, and a word unless it is UP.
func (m *Model) instances(nodes []*incident.Node) []stageLine {
	long := 0
	for _, n := range nodes {
		long = max(long, min(width(n.Name), 16))
	}
	var out []stageLine
	for _, n := range nodes {
		text := cell(m.th, n.Name, long) + " " + padLeft(rate(n.Rate)+"/s", 6)
		if n.Health != incident.Up {
			text += " " + n.Health.String()
		}
		out = append(out, stageLine{m.th.health(n.Health), text, m.th.Text})
	}
	return out
}

// databases is the replicas with what the balancer sends them and how far behind they are, and the
// master under them.
func (m *Model) databases(replicas, masters []*incident.Node) stage {
	var s stage
	all := append(replicas[:len(replicas):len(replicas)], masters...)
	if len(replicas) > 0 {
		s.title, s.short, s.sign = m.roleTitle("replicas", replicas)
	} else {
		s.title, s.short, s.sign = m.roleTitle("masters", masters)
	}
	long := 0
	for _, n := range all {
		long = max(long, min(width(n.Name), 20))
	}
	for _, n := range all {
		text := cell(m.th, n.Name, long) + " " + padLeft(rate(n.Rate)+"/s", 6) + " " + cell(m.th, n.Health.String(), 10)
		if n.Role == record.RoleMaster {
			text += " writes"
		} else {
			text += " " + lagWord(n.Replica)
		}
		s.lines = append(s.lines, stageLine{m.th.health(n.Health), text, m.th.Text})
	}
	return s
}

func lagWord(r *record.Replica) string {
	if r == nil || !r.LagKnown {
		return "lag -"
	}
	return "lag " + age(r.Lag)
}

// figures are a role's own numbers, and the one that says most.
func (m *Model) figures(role record.Role) (lines []stageLine, at string) {
	f := &m.frame
	switch {
	case role == record.RoleLoad && f.Load.On && f.Load.K6 != nil:
		at = rate(f.Load.Rate) + "/s"
		failed := m.th.Faint
		if f.Load.K6.Failed > 0 {
			failed = m.th.Bad
		}
		lines = m.plainLines(at+" "+m.th.Dot+" p95 "+took(f.Load.Duration.P95), m.spark(f.Load.History))
		lines = append(lines, stageLine{text: count(f.Load.K6.Failed) + " failed", style: failed})
	case role == record.RoleLoad:
		lines = []stageLine{{text: "off", style: m.th.Faint}}
		at = "off"
	case role == record.RoleWeb && f.Nginx.Nginx != nil:
		at = rate(f.Nginx.Rate) + "/s"
		lines = m.plainLines(at+" "+m.th.Dot+" "+count(f.Nginx.Active)+" active", m.spark(f.Nginx.History))
		lines = append(lines, m.absorbed(f.Hidden.NextUpstream), m.visible(f.Nginx.Visible))
	case role == record.RoleBalancer && f.HAProxy != nil:
		t := traffic(f.HAProxy)
		at = count(t.rate) + "/s"
		lines = m.plainLines(at + " " + m.th.Dot + " " + plural(int(t.sessions), "session", "sessions"))
		lines = append(lines, m.counted(f.Hidden.Retried, "retried"), m.counted(f.Hidden.Redispatched, "moved"))
	}
	return lines, at
}

func (m *Model) plainLines(texts ...string) []stageLine {
	var out []stageLine
	for _, t := range texts {
		out = append(out, stageLine{text: t, style: m.th.Text})
	}
	return out
}

// counted is a count of failures that nobody felt.
func (m *Model) counted(n int64, word string) stageLine {
	st := m.th.Faint
	if n > 0 {
		st = m.th.Warn
	}
	return stageLine{text: count(n) + " " + word, style: st}
}

func (m *Model) absorbed(n int64) stageLine { return m.counted(n, "hidden") }

// visible is failures that the client got.
func (m *Model) visible(n int) stageLine {
	l := m.counted(int64(n), "visible")
	if n > 0 {
		l.style = m.th.Bad
	}
	return l
}

// sparkCells is how many readings a sparkline shows.
const sparkCells = 16

// spark draws the newest readings of a history, scaled to the largest of them.
func (m *Model) spark(h []float64) string {
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
	return b.String()
}

// cell is text in exactly w cells.
func cell(th *Theme, s string, w int) string {
	n := width(s)
	if n <= w {
		return s + strings.Repeat(" ", w-n)
	}
	cut := pen{row: &row{}, th: th, end: w}
	cut.put(style{}, s)
	cut.fill()
	return string(cut.row.buf)
}

func padLeft(s string, w int) string {
	return strings.Repeat(" ", max(w-width(s), 0)) + s
}
