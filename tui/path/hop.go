package path

import (
	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
)

// hop is one column of the path: all nodes of a role, or the databases.
type hop struct {
	title string
	at    string  // beside the title: its rate, or how many of it serve
	many  bool    // the title is a word for several nodes
	in    float64 // what arrives at it a second, for the arrow before it; below 0 when that is not known
	unit  incident.Unit
	told  bool // the arrow before it says so, not the title
	dead  bool // no node of it serves
	rated bool // at is that rate
	sign  paint.Sign
	lines []hopLine
	w     int
	stale bool
	node  string // the only one; "" = there are several
}

// hopLine is one line of a hop: an instance with its sign, or a figure.
type hopLine struct {
	sign  paint.Sign
	text  string
	style paint.Style
	node  string // "" = a figure
	last  string // what follows text where there is room for that of all lines
}

// hops is the path of a Frame. A role without nodes is left out.
func (d *drawing) hops() []hop {
	var out []hop
	for _, role := range []record.Role{record.RoleLoad, record.RoleWeb, record.RoleApp, record.RoleBalancer} {
		if nodes := nodesOf(d.c.Frame, role); len(nodes) > 0 {
			out = append(out, d.hop(role, nodes))
		}
	}
	replicas, masters := nodesOf(d.c.Frame, record.RoleReplica), nodesOf(d.c.Frame, record.RoleMaster)
	if len(replicas)+len(masters) > 0 {
		out = append(out, d.databases(replicas, masters))
	}
	for i := range out {
		out[i].measure()
	}
	return out
}

// arriving is the arrivals per second at all nodes of a hop; negative if not known.
func arriving(nodes []*incident.Node) float64 {
	sum := -1.0
	for _, n := range nodes {
		if n.Recent >= 0 {
			sum = max(sum, 0) + n.Recent
		}
	}
	return sum
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

// Rows is how many rows the path would like: a title, and the longest hop.
func Rows(f *incident.Frame) int {
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

func (s *hop) measure() {
	s.w = 2 + paint.Width(s.title)
	if s.at != "" {
		s.w += 1 + max(paint.Width(s.at), 6) // a rate that grows moves nothing
	}
	for i := range s.lines {
		l := &s.lines[i]
		n := paint.Width(l.text) + paint.Width(l.last)
		if l.sign.Glyph != "" {
			n += 2
		}
		s.w = max(s.w, n)
	}
}

// shorten leaves out the last words of the lines.
func (s *hop) shorten() {
	for i := range s.lines {
		s.lines[i].last = ""
	}
	s.measure()
}

// hop is a role with one node, shown by its figures, or with several, shown line by line.
func (d *drawing) hop(role record.Role, nodes []*incident.Node) hop {
	if role == record.RoleApp {
		s := d.crowd("apps", nodes)
		s.lines, s.in, s.unit = d.instances(nodes), arriving(nodes), d.c.Frame.Unit(nodes[0])
		return s
	}
	figures, at, in := d.figures(role)
	if len(nodes) > 1 {
		s := d.crowd(paint.RoleWords[role][1], nodes)
		s.lines, s.in = append(d.instances(nodes), figures...), arriving(nodes)
		s.unit = d.c.Frame.Unit(nodes[0])
		return s
	}
	return hop{
		title: nodes[0].Name, at: at, sign: d.c.NodeSign(nodes[0]), lines: figures, stale: d.c.Old(nodes[0]), node: nodes[0].Name,
		in: in, unit: d.c.Frame.Unit(nodes[0]), rated: role != record.RoleLoad, dead: refuses(nodes[0]),
	}
}

// refuses reports whether a node is known to take nothing. One that starts or is not known yet can take all.
func refuses(n *incident.Node) bool {
	takes, known := n.Takes()
	return known && !takes
}

// crowd is the hop of several nodes: how many of them serve, and the sign of the worst.
func (d *drawing) crowd(word string, nodes []*incident.Node) hop {
	up, known, out, stale := 0, 0, 0, 0
	worst := d.c.Theme.Health(incident.Up)
	for _, n := range nodes {
		takes, sure := n.Takes()
		switch {
		case takes:
			up, known = up+1, known+1
		case sure:
			out, known = out+1, known+1
		}
		if d.c.Old(n) {
			stale++
		}
		if n.Health != incident.Up && (worst.Glyph == d.c.Theme.OK || n.Health.Broken()) {
			worst = d.c.Theme.Health(n.Health)
		}
	}
	if stale == len(nodes) {
		worst = paint.NewSign(d.c.Theme.Unknown, d.c.Theme.Faint)
	}
	at := d.c.Theme.Unknown
	if known > 0 {
		at = paint.Count(int64(up))
	}
	at += "/" + paint.Count(int64(len(nodes)))
	return hop{title: word, at: at, many: true, sign: worst, stale: stale == len(nodes), dead: out == len(nodes) && out > 0}
}

// instances is one line per node: name, rate, and a word unless it is UP.
func (d *drawing) instances(nodes []*incident.Node) []hopLine {
	long := longest(nodes, 16)
	var out []hopLine
	for _, n := range nodes {
		text := paint.Cell(d.c.Theme, n.Name, long) + " " + paint.PadLeft(d.c.RateOf(n), 6)
		if n.Health != incident.Up {
			text += " " + n.Health.String()
		}
		out = append(out, d.instance(n, text))
	}
	return out
}

// instance is a node's line; stale nodes are dimmed.
func (d *drawing) instance(n *incident.Node, text string) hopLine {
	if d.c.Old(n) {
		return hopLine{sign: paint.NewSign(d.c.Theme.Unknown, d.c.Theme.Faint), text: text, style: d.c.Theme.Faint, node: n.Name}
	}
	return hopLine{sign: d.c.Theme.Health(n.Health), text: text, style: d.c.Theme.Text, node: n.Name}
}

func longest(nodes []*incident.Node, most int) int {
	long := 0
	for _, n := range nodes {
		long = max(long, paint.Width(n.Name))
	}
	return min(long, most)
}

// rateCells is the room for the rates of some databases.
func rateCells(all []*incident.Node) int {
	for _, n := range all {
		if n.Role == record.RoleReplica {
			return 11
		}
	}
	return 6
}

// databases are the replicas with the traffic from the balancer and their lag, and the
// master under them.
func (d *drawing) databases(replicas, masters []*incident.Node) hop {
	all := append(replicas[:len(replicas):len(replicas)], masters...)
	s := d.crowd("masters", masters)
	s.in = arriving(masters)
	if len(replicas) > 0 {
		s = d.crowd("replicas", replicas)
		s.in, s.unit = arriving(replicas), d.c.Frame.Unit(replicas[0])
	}
	long, word := longest(all, 20), paint.Width(incident.Stopped.String())
	for _, n := range all {
		word = max(word, paint.Width(n.Health.String()))
	}
	for _, n := range all {
		text := paint.Cell(d.c.Theme, n.Name, long) + " " + paint.PadLeft(d.c.RateOf(n), rateCells(all)) + " " + paint.Cell(d.c.Theme, n.Health.String(), word)
		line := d.instance(n, text)
		if line.last = " writes"; n.Role != record.RoleMaster {
			line.last = " " + lagWord(n.Replica)
		}
		s.lines = append(s.lines, line)
	}
	return s
}

func lagWord(r *record.Replica) string {
	if r == nil || !r.LagKnown {
		return "lag -"
	}
	return "lag " + paint.Age(r.Lag)
}
