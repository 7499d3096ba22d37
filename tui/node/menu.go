package node

import (
	"slices"
	"time"

	"hadash/incident"
	"hadash/incident/consequence"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/ui"
)

// itemID names a line of the menu.
type itemID struct {
	heal bool
	kind record.FaultKind
}

// item is one line of the menu: a heal, or a fault.
type item struct {
	itemID
	fault record.Fault
	since time.Time // of what a heal undoes; zero when that is not known
	why   string    // it cannot be done now
}

// hasMenu reports whether this screen can change nodes.
func hasMenu(c *ui.Context) bool { return c.Keys.On(keys.Pick) }

// items lists the possible actions on the node in f: heals first, the newest fault at the top, then every fault.
func (p *Page) items(c *ui.Context, f *incident.Frame) []item {
	n := p.id.Node(f)
	if n == nil || !hasMenu(c) {
		return nil
	}
	var out []item
	for _, h := range consequence.Heals(f, n) {
		out = append(out, item{itemID: itemID{true, h.Fault.Kind}, fault: h.Fault, since: h.Since})
	}
	for _, kind := range record.FaultKinds {
		fault := record.Fault{Kind: kind, Target: n.Name, Amount: kind.Usual()}
		if changed, ok := p.amounts[kind]; ok {
			fault.Amount = changed
		}
		out = append(out, item{itemID: itemID{false, kind}, fault: fault, why: c.Refusal(n, kind)})
	}
	return out
}

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
	if is.heal || is.fault.Kind.Most() == 0 {
		return ui.Say{Text: "this line has no amount"}
	}
	p.amounts[is.fault.Kind] = step(is.fault.Kind, is.fault.Amount, by)
	return nil
}

// do requests the action of the chosen line, by the newest Frame.
func (p *Page) do(c *ui.Context) ui.Intent {
	items := p.items(c, c.Live)
	i := slices.IndexFunc(items, func(is item) bool { return is.itemID == p.at })
	switch {
	case i < 0:
		return ui.Say{Tone: ui.Badly, Text: "no longer possible: nothing done"}
	case items[i].heal:
		return ui.Heal{Fault: items[i].fault}
	}
	return ui.Break{Fault: items[i].fault}
}
