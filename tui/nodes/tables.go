package nodes

import (
	"slices"

	"hadash/incident"
	"hadash/record"
)

// tables are the rows of the nodes that no table of servers has, and where they go.
type tables struct {
	lines        int   // of the table of servers
	servers      []row // its rows that can be chosen
	apps, others []row
	wide, apart  bool // side by side, with a blank line above
}

// Lines is how many lines the pane would like to show, and without is that of a pane without the nodes that are on the
// path; 0 if no server is known: then it shows them in any case.
func (p *Pane) Lines() (all, without int) {
	t := &p.tables
	without = t.lines
	if without > 0 {
		without += p.mapLines()
	}
	all = without + t.height()
	if t.lines > 0 && t.height() > 0 && t.apart {
		all++
	}
	return all, without
}

// height is how many lines the two small tables take.
func (t *tables) height() int {
	apps, others := headed(t.apps), headed(t.others)
	if t.wide {
		return max(apps, others)
	}
	return apps + others
}

// headed is how many lines some rows take with their heading.
func headed(rows []row) int {
	if len(rows) == 0 {
		return 0
	}
	return 1 + len(rows)
}

// Leave tells the pane whether the path shows the nodes that no server is: they are chosen there then.
func (p *Pane) Leave(f *incident.Frame, onPath bool) {
	if onPath != p.onPath {
		p.onPath = onPath
		p.arrange(f)
	}
}

// arrange puts the small tables under that of the servers, or leaves their nodes to the path.
func (p *Pane) arrange(f *incident.Frame) {
	t := &p.tables
	p.lines = p.lines[:t.lines]
	p.twoUp = false
	if p.onPath {
		p.along(f)
	} else {
		p.under()
	}
	p.rechoose()
}

// along orders the rows as the path goes, from the load to the masters. It stands above the servers, so that up and down go
// from one to the other.
func (p *Pane) along(f *incident.Frame) {
	t := &p.tables
	all := slices.Concat(t.apps, t.others)
	slices.SortStableFunc(all, func(a, b row) int { return place(f, a) - place(f, b) })
	until := slices.IndexFunc(all, func(r row) bool { return f.Nodes[r.node].IsMaster() })
	if until < 0 {
		until = len(all)
	}
	p.order = append(append(append(p.order[:0], all[:until]...), t.servers...), all[until:]...)
}

// place is how far along the path the node of a row is.
func place(f *incident.Frame, r row) int { return slices.Index(record.Roles, f.Nodes[r.node].Role) }

// under adds the two small tables, side by side where there is room.
func (p *Pane) under() {
	t := &p.tables
	apps, others := t.apps, t.others
	if t.apart && t.lines > 0 && len(apps)+len(others) > 0 {
		p.lines = append(p.lines, line{})
	}
	if len(apps) > 0 {
		apps = append([]row{{kind: rowAppHead}}, apps...)
	}
	if len(others) > 0 {
		others = append([]row{{kind: rowOtherHead}}, others...)
	}
	p.twoUp = t.wide && len(apps) > 0 && len(others) > 0
	if !p.twoUp {
		for _, r := range slices.Concat(apps, others) {
			p.lines = append(p.lines, line{left: r})
		}
	} else {
		for i := range max(len(apps), len(others)) {
			var l line
			if i < len(apps) {
				l.left = apps[i]
			}
			if i < len(others) {
				l.right = others[i]
			}
			p.lines = append(p.lines, l)
		}
	}
	p.order = append(append(append(p.order[:0], t.servers...), t.apps...), t.others...)
}

// OnPath reports whether the chosen row is one of the path, in no table.
func (p *Pane) OnPath() bool {
	return p.onPath && len(p.order) > 0 && p.order[p.nth].kind >= rowAppHead
}
