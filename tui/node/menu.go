package node

import (
	"cmp"
	"slices"
	"time"

	"hadash/incident"
	"hadash/incident/consequence"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/ui"
)

// itemID names a line of the menu.
type itemID struct {
	heal, fold bool
	kind       record.FaultKind
	name       string // of a fault of the user's own
}

// item is one line of the menu: a heal, or a fault, or what unfolds the menu.
type item struct {
	itemID
	fault record.Fault
	since time.Time // of what a heal undoes; zero when that is not known
	why   string    // it cannot be done now

	hidden, of int // of a fold: how many of all actions are not possible now
}

// hasMenu reports whether this screen can change nodes.
func hasMenu(c *ui.Context) bool { return c.Keys.On(keys.Pick) }

// every lists all actions on the node in f: heals first, the newest fault at the top, then every fault.
func (p *Page) every(c *ui.Context, f *incident.Frame) []item {
	n := p.id.Node(f)
	if n == nil || !hasMenu(c) || n.Runs(record.KindProbe) {
		return nil
	}
	var out []item
	for _, h := range consequence.Heals(f, n) {
		out = append(out, item{itemID: itemID{heal: true, kind: h.Fault.Kind, name: h.Fault.Name}, fault: h.Fault, since: h.Since})
	}
	for _, kind := range record.FaultKinds {
		fault := record.Fault{Kind: kind, Target: n.Name, Amount: kind.Usual()}
		if changed, ok := p.amounts[kind]; ok {
			fault.Amount = changed
		}
		if r := consequence.Refuse(f, n, kind); f.Topology.NoDocker && !r.Here() {
			continue // it is no fault of what is watched
		}
		out = append(out, item{itemID: itemID{kind: kind}, fault: fault, why: c.Refusal(n, kind)})
	}
	out = append(out, p.cluster(c, f, n)...)
	for _, fault := range c.Own {
		if fault.Target == n.Name {
			out = append(out, item{itemID: itemID{kind: fault.Kind, name: fault.Name}, fault: fault, why: c.Refusal(n, fault.Kind)})
		}
	}
	return out
}

// cluster lists the faults of the node's service in a swarm, and of the host that it is on.
func (p *Page) cluster(c *ui.Context, f *incident.Frame, n *incident.Node) (out []item) {
	for _, kind := range consequence.OfferedCluster(f) {
		fault := record.Fault{Kind: kind, Target: n.Name, Amount: kind.Usual()}
		if changed, ok := p.amounts[kind]; ok {
			fault.Amount = changed
		}
		if kind.AtHost() {
			if fault.Target = cmp.Or(n.Container.Host, n.Host); fault.Target == "" {
				continue
			}
		}
		out = append(out, item{itemID: itemID{kind: kind}, fault: fault, why: c.Refuses(fault)})
	}
	return out
}

// items lists the lines of the menu in f: without those that are not possible now, unless all are to be shown, and at the end
// the one that folds and unfolds it.
func (p *Page) items(c *ui.Context, f *incident.Frame) []item {
	all := p.every(c, f)
	possible := slices.DeleteFunc(slices.Clone(all), func(is item) bool { return is.why != "" })
	hidden := len(all) - len(possible)
	if len(all) == 0 || hidden == 0 && !troubled(c, p.id.Node(f)) {
		return all
	}
	out, fold := possible, item{itemID: itemID{fold: true}}
	if p.all {
		out = all
	}
	fold.hidden, fold.of = hidden, len(all)
	return append(out, fold)
}

// unfold shows all actions, or only those that are possible now.
func (p *Page) unfold(c *ui.Context) ui.Intent {
	items := p.items(c, c.Frame)
	switch {
	case len(items) == 0:
		return ui.Act{Action: keys.All}
	case !items[len(items)-1].fold:
		return ui.Say{Text: "the menu shows all that there is"}
	}
	p.all = !p.all
	items = p.items(c, c.Frame)
	p.pick(items, p.find(items))
	return nil
}

// troubled reports whether a node is broken, is on its way back, or is disputed: then the page begins with why.
func troubled(c *ui.Context, n *incident.Node) bool {
	if n == nil {
		return false
	}
	if n.Health.Broken() || c.Disputed(n) {
		return true
	}
	s := c.Frame.Stopwatch(n.Name)
	return s != nil && (s.Awaited() || slices.ContainsFunc(c.Frame.Faults, func(f stopwatch.Fault) bool { return f.Target == n.Name }))
}

// hasAmount reports whether there is something to make larger or smaller.
func (is *item) hasAmount() bool { return !is.heal && !is.fold && is.fault.Kind.Most() > 0 }

// find is the place of the chosen line.
func (p *Page) find(items []item) int {
	for i := range items {
		if items[i].itemID == p.at {
			return i
		}
	}
	return max(min(p.nth, len(items)-1), 0)
}

func (p *Page) pick(items []item, i int) {
	p.nth = max(min(i, len(items)-1), 0)
	if len(items) > 0 {
		p.at = items[p.nth].itemID
	}
}

// settle finds the chosen line again; when it is gone the one in its place is chosen.
func (p *Page) settle(items []item) { p.pick(items, p.find(items)) }

func (p *Page) move(c *ui.Context, by int) {
	items := p.items(c, c.Frame)
	p.pick(items, p.find(items)+by)
}

// change makes the amount of the chosen fault larger or smaller.
func (p *Page) change(c *ui.Context, by int) ui.Intent {
	items := p.items(c, c.Frame)
	if len(items) == 0 {
		return nil
	}
	is := &items[p.find(items)]
	if !is.hasAmount() {
		return ui.Say{Text: "this line has no amount"}
	}
	p.amounts[is.fault.Kind] = step(is.fault.Kind, is.fault.Amount, by)
	return nil
}

// do requests the action of the chosen line, by the newest Frame.
func (p *Page) do(c *ui.Context) ui.Intent {
	if p.at.fold {
		return p.unfold(c)
	}
	items := p.every(c, c.Live)
	i := slices.IndexFunc(items, func(is item) bool { return is.itemID == p.at })
	switch {
	case i < 0:
		return ui.Say{Tone: ui.Badly, Text: "no longer possible: nothing done"}
	case items[i].heal:
		return ui.Heal{Fault: items[i].fault}
	}
	return ui.Break{Fault: items[i].fault}
}
