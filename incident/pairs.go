package incident

import (
	"cmp"
	"slices"
	"time"

	"hadash/incident/event"
	"hadash/incident/pair"
	"hadash/incident/predict"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// foldVRRP processes what keepalived says in the log of a node about the address that it shares with another.
func (f *folding) foldVRRP(l *record.Line) {
	n := f.edit(f.saysFor(l.Node))
	if n == nil || n.Pair != nil && l.At.Before(n.Pair.Since) {
		return
	}
	if n.Pair.Other(l.VRRP, f.instanceOf(n)) {
		return
	}
	was := n.Pair
	is, changed := was.Hear(l.At, l.VRRP, n.Address)
	if was.HadIt() && is.Active() && l.VRRP.To == "" && f.livedThrough(n, was.LostAt()) {
		is, changed = is.Kept(was), false // it had it all the time
	}
	n.Pair = is
	if is.Refreshes() {
		f.otherWaits(n, l.At)
	}
	if !changed {
		return
	}
	from := f.holderBefore(n, was)
	if l.VRRP.To == "" {
		from = "" // it announces what it has
	}
	e := event.Event{At: l.At, Kind: event.KindAddress, Severity: event.Info, Node: n.Name, Subject: n.Name, To: string(is.Is), From: from, Witness: event.ByLog, Already: is.AtLeast}
	e.Says, e.Title = pair.Says(n.Name, is), pair.Title(is)
	switch {
	case is.Active() && from != "":
		e.Severity = event.Warn
	case was.Active() || is.Is == record.VRRPFault:
		e.Severity = event.Warn
	}
	f.tell(e)
	for o := range f.pairOf(f.Node(n.Name)) {
		if l.VRRP.To == record.VRRPMaster && is.Active() && o.Pair.Active() && o.Pair.Heard().Before(l.At) {
			f.edit(o.Name).Pair = o.Pair.Lost(l.At)
		}
	}
	if from != "" {
		f.balancerGone(from)
	}
}

// saysFor is the node that the keepalived in a container speaks for: its own, or the HAProxy in another one.
func (f *Frame) saysFor(container string) string {
	for i := range f.Topology.Nodes {
		if n := &f.Topology.Nodes[i]; n.Keepalived.Node == container && container != "" {
			return n.Name
		}
	}
	return container
}

// instanceOf is the name of the vrrp_instance that moves the address of a node, by its configuration; "" if it is not known.
func (f *Frame) instanceOf(n *Node) string {
	set := f.Settings[n.Name]
	if set == nil {
		return ""
	}
	if i := slices.IndexFunc(set.VRRP, func(v record.VRRPSettings) bool { return slices.Contains(v.Addrs, n.SharedAddress()) }); i >= 0 {
		return set.VRRP[i].Instance
	}
	return ""
}

// livedThrough reports whether a node answered now and ran at an instant before: by polls that were all answered since, or by how
// long its process says that it runs. It was not made again meanwhile.
func (f *Frame) livedThrough(n *Node, at time.Time) bool {
	s := f.Source(record.SourceHAProxy, n.Name)
	if s == nil || s.Err != "" || !s.LastOK.After(at) || n.Health.Broken() {
		return false
	}
	if !s.steady.IsZero() && !s.steady.After(at) {
		return true
	}
	page := f.Page(n.Name)
	return page != nil && page.Uptime > 0 && !s.LastOK.Add(-time.Duration(page.Uptime)*time.Second).After(at)
}

// claimUntil returns until when a node that said that it has the address is known to have gone on with that from an instant: until
// its last word, or while it lives and says nothing else.
func (f *Frame) claimUntil(n *Node, from time.Time) time.Time {
	until := n.Pair.Heard()
	if f.livedThrough(n, from) {
		until = newest(until, f.Source(record.SourceHAProxy, n.Name).LastOK)
	}
	return until
}

// bothFor is how long two nodes must have the address at once until that is told: adverts reach the other one within an interval,
// and the line of the one that yields comes a moment later.
func (f *Frame) bothFor(n *Node) time.Duration {
	least := 3 * time.Second
	if set := f.Settings[n.Name]; set != nil {
		for i := range set.VRRP {
			least = max(least, 3*set.VRRP[i].Advert)
		}
	}
	return least
}

// rivals returns the nodes that have the address of a node at once with it, by what each said last; nil if none has, or it lasts for
// a moment only.
func (f *Frame) rivals(n *Node) (is *pair.Both) {
	mine, ok := n.Pair.Claims()
	if !ok || !n.Pair.Active() && !f.livedThrough(n, n.Pair.LostAt()) {
		return nil
	}
	is = &pair.Both{Addr: n.SharedAddress(), Nodes: []string{n.Name}, Since: mine, AtLeast: n.Pair.AtLeast}
	for o := range f.pairOf(n) {
		theirs, ok := o.Pair.Claims()
		if !ok || !o.Pair.Rivals(n.Pair) || !o.Pair.Active() && (!n.Pair.Active() || !f.livedThrough(o, o.Pair.LostAt())) {
			continue
		}
		from := newest(mine, theirs)
		until := f.claimUntil(o, from)
		if own := f.claimUntil(n, from); own.Before(until) {
			until = own
		}
		if until.Sub(from) < f.bothFor(n) {
			continue
		}
		if is.Nodes = append(is.Nodes, o.Name); theirs.After(is.Since) {
			is.Since, is.AtLeast = theirs, o.Pair.AtLeast
		}
	}
	if len(is.Nodes) < 2 {
		return nil
	}
	slices.Sort(is.Nodes)
	return is
}

// followPairs tells when several nodes have one address at once, and when they have it no more.
func (f *folding) followPairs() {
	var began, ended *pair.Both
	for i := range f.Nodes {
		n := &f.Nodes[i]
		if n.Pair == nil {
			continue
		}
		was, is := n.Pair.Both, f.rivals(n)
		if is.Same(was) {
			continue
		}
		n = f.edit(n.Name)
		n.Pair = n.Pair.WithBoth(is)
		switch {
		case is == nil && !was.Same(ended):
			ended = was
			f.bothNoMore(was)
		case is != nil && was == nil && !is.Same(began):
			began = is
			f.tell(event.Event{At: is.Since, Kind: event.KindAddress, Severity: event.Bad, Node: is.Nodes[0], Subject: is.Addr, To: event.Both, Witness: event.ByLog, Already: is.AtLeast,
				Says: is.Says()})
		}
	}
}

// bothNoMore tells that one of several nodes that had an address at once has it no more.
func (f *folding) bothNoMore(was *pair.Both) {
	at, who := f.At, ""
	for _, name := range was.Nodes {
		n := f.Node(name)
		if n == nil {
			continue
		}
		if _, claims := n.Pair.Claims(); !claims && n.Pair.Known() {
			at, who = n.Pair.Since, name
			break
		} else if n.Health.Broken() || !f.livedThrough(n, was.Since) {
			who = name
		}
	}
	if who == "" {
		who = was.Nodes[len(was.Nodes)-1]
	}
	f.tell(event.Event{At: at, Kind: event.KindAddress, Severity: event.Good, Node: was.Nodes[0], Subject: was.Addr, To: event.OneOnly, Witness: event.ByLog,
		Says: wording.BothNoMore.Of(was.Who(), wording.Exact(max(at.Sub(was.Since), 0)), who)})
}

// Pairs lists the nodes that share an address, in the project's order, by that address.
func (f *Frame) Pairs() (all [][]*Node) {
	seen := map[string]bool{}
	for i := range f.Nodes {
		n := &f.Nodes[i]
		if !n.Paired() || seen[n.Name] {
			continue
		}
		group := []*Node{n}
		for o := range f.pairOf(n) {
			group = append(group, o)
			seen[o.Name] = true
		}
		all = append(all, group)
	}
	return all
}

// Shared lists the addresses that several nodes have at once.
func (f *Frame) Shared() (all []*pair.Both) {
	for i := range f.Nodes {
		if p := f.Nodes[i].Pair; p != nil && p.Both != nil && !slices.ContainsFunc(all, p.Both.Same) {
			all = append(all, p.Both)
		}
	}
	return all
}

// holderBefore returns which node had the address that a node takes: the one that was seen to have it, else the only other one;
// "" if it takes none, or had it before.
func (f *folding) holderBefore(n *Node, was *pair.State) (name string) {
	if !n.Pair.Active() || n.Pair.AtLeast || was.Active() {
		return ""
	}
	others, seen := 0, time.Time{}
	for o := range f.pairOf(n) {
		if others++; name == "" || o.Pair.Active() && o.Pair.Since.After(seen) {
			name = o.Name
		}
		if o.Pair.Active() {
			seen = o.Pair.Since
		}
	}
	if others > 1 && seen.IsZero() {
		return ""
	}
	return name
}

// otherWaits records that the other nodes of a pair do not say that they have the address, as this one does again and again.
func (f *folding) otherWaits(n *Node, at time.Time) {
	for o := range f.pairOf(n) {
		if lost := o.Pair.HadIt() && f.livedThrough(o, o.Pair.LostAt()); !o.Pair.Known() && o.Health.Serving() && !lost {
			f.edit(o.Name).Pair = o.Pair.Silent(at, n.Pair.Of(), n.Pair.Address())
		}
	}
}

// standsBy reports whether the node of a fault is back as the standby of its pair: it answers, and waits for the address. It gets
// no traffic.
func (f *folding) standsBy(w *stopwatch.Stopwatch) bool {
	n := f.Node(w.Target)
	return n != nil && n.Pair.Waits() && n.Health.Serving()
}

// pairOf yields the other nodes that share an address with a node: by the address, or where that is not known of both by the name
// of their vrrp_instance.
func (f *Frame) pairOf(n *Node) func(yield func(*Node) bool) {
	return func(yield func(*Node) bool) {
		addr, name := n.SharedAddress(), n.Pair.Of()
		for i := range f.Nodes {
			o := &f.Nodes[i]
			theirs := o.SharedAddress()
			same := addr != "" && theirs == addr || (addr == "" || theirs == "") && name != "" && o.Pair.Of() == name
			if o.Name != n.Name && same && !yield(o) {
				return
			}
		}
	}
}

// Pair returns the node that has the address of a pair, and the other one; "" while that is not known.
func (f *Frame) Pair() (active, standby string) {
	for i := range f.Nodes {
		n := &f.Nodes[i]
		if !n.Pair.Active() {
			continue
		}
		for o := range f.pairOf(n) {
			return n.Name, o.Name
		}
	}
	return "", ""
}

// PairedWith returns the node that would take the address of a node; "" where none would.
func (f *Frame) PairedWith(n *Node) string {
	for o := range f.pairOf(n) {
		return o.Name
	}
	return ""
}

// Paired reports whether a node shares an address with others, as far as is known.
func (n *Node) Paired() bool { return n.SharedAddress() != "" || n.Pair.Known() }

// SharedAddress is the address that keepalived moves between a node and another; "" if there is none, or it is not known.
func (n *Node) SharedAddress() string { return cmp.Or(n.Address, n.Pair.Address()) }

// predictPair computes when another node takes the address of one.
func (f *Frame) predictPair(n *Node, fault record.Fault) predict.Prediction {
	first, who := predict.Unknown(wording.NoWayRead.Of()), ""
	for o := range f.pairOf(n) {
		if o.Pair.Active() {
			who = o.Name
		}
		set := f.Settings[o.Name]
		if set == nil || !o.Health.Serving() || o.Pair.Known() && !o.Pair.Waits() && !n.Pair.HadIt() {
			continue
		}
		for i := range set.VRRP {
			v := &set.VRRP[i]
			if addr := n.SharedAddress(); addr != "" && !slices.Contains(v.Addrs, addr) {
				continue
			}
			if p := predict.Pair(o.Name, v, fault.Kind); !first.Known || p.Detect < first.Detect {
				first = p
			}
		}
	}
	switch {
	case n.Pair.HadIt():
	case who != "" && !n.Pair.Active():
		return predict.Spare(who)
	case !n.Pair.Active():
		return predict.Unknown(wording.PairNotKnown.Of())
	}
	return first
}
