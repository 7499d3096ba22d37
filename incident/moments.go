package incident

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"hadash/incident/event"
	"hadash/incident/pair"
	"hadash/incident/predict"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// catchUp shows a stopwatch that started late the events of its node since its fault: Docker may report somebody else's
// fault after HAProxy's log did.
func (f *folding) catchUp(id int) {
	for i := len(f.Timeline) - 1; i >= 0; i-- {
		e := f.Timeline[i]
		w := f.watchOf(id)
		if w == nil || e.At.Before(w.Earliest().Add(-servers.LastchgWithin)) && !w.SinceBefore() {
			break
		}
		if w.Knows(e.ID) || f.concerns(w, &e) {
			f.editWatch(id, func(w *stopwatch.Stopwatch) { f.clock(w, &e) })
		}
	}
}

func (f *folding) watchOf(id int) *stopwatch.Stopwatch {
	if i := f.watchAt(id); i >= 0 {
		return &f.Stopwatches[i]
	}
	return nil
}

// watchAt returns the index of a stopwatch; -1 if it is gone. They are in the order of their IDs.
func (f *folding) watchAt(id int) int {
	i := sort.Search(len(f.Stopwatches), func(i int) bool { return f.Stopwatches[i].ID >= id })
	if i == len(f.Stopwatches) || f.Stopwatches[i].ID != id {
		return -1
	}
	return i
}

// clockAll shows a new or changed event to every stopwatch of which it may be a moment.
func (f *folding) clockAll(e *event.Event) {
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		if !w.Done && (w.Knows(e.ID) || f.concerns(w, e)) {
			id, until := w.ID, w.At
			f.editWatch(id, func(w *stopwatch.Stopwatch) { f.clock(w, e) })
			f.takeIn(id, until) // nothing, unless the event dated the fault
		}
	}
}

// concerns reports whether an event is about the node that was broken. A master is also known by what its
// replicas say.
func (f *folding) concerns(w *stopwatch.Stopwatch, e *event.Event) bool {
	from := w.Earliest()
	if e.Waited > 0 {
		from = w.At // it does not date the fault
	}
	n := f.Node(w.Target)
	if f.yields(w, e.WentWrong()) && !f.returns(w, e) {
		return false
	}
	if e.WentWrong().Before(from) {
		near := e.Witness == event.ByLastchg && !e.At.Before(from.Add(-e.Within))
		return w.IsOf(e) && (near || f.hides(w, n, e))
	}
	return w.IsOf(e) || e.Kind == event.KindReplica && n != nil && n.IsMaster() || e.Kind == event.KindAddress && e.From == w.Target
}

// hides reports whether an event from before a fault was found is still its detection: the start of the fault is not
// known, and the last state of the server is DOWN.
func (f *folding) hides(w *stopwatch.Stopwatch, n *Node, e *event.Event) bool {
	if !w.SinceBefore() || e.Kind != event.KindServer || !GivesUp(e.To) || n == nil || w.Kind.AtBalancer() {
		return false
	}
	i := f.last(func(old *event.Event) bool {
		return old.Kind == event.KindServer && old.Server() == e.Server() && old.To != weightChanged
	}, e.At)
	return i < 0 || GivesUp(f.Timeline[i].To)
}

// momentOf is the moment of an event, as one of a fault.
func momentOf(w *stopwatch.Stopwatch, e *event.Event) stopwatch.Moment {
	m := stopwatch.Moment{At: e.At, Witness: e.Witness, Within: e.Within, Says: e.Says, Event: e.ID, Waited: e.Waited}
	if m.Witness == event.ByLastchg && !w.SinceBefore() {
		m.At = newest(m.At, w.At) // a consequence does not precede its fault
	}
	return m
}

// clock sets the moments of a stopwatch from one event.
func (f *folding) clock(w *stopwatch.Stopwatch, e *event.Event) {
	w.Better(e)
	defer w.Follow()
	m := momentOf(w, e)
	if w.OfHost() {
		f.clockHost(w, e, m)
		if !w.Kind.AtHost() || e.Kind != event.KindServer {
			return
		}
	}
	healed := w.Moments[stopwatch.Healed]
	switch e.Kind {
	case event.KindServer:
		f.clockServer(w, e, m)
	case event.KindUpstream:
		if !w.Hits([]string{e.Node}) {
			return
		}
		w.NoteFirst(stopwatch.FirstSign, m)
		if e.To == string(record.UpstreamDisabled) && (!healed.Seen() || !e.At.After(healed.At)) {
			w.NoteFirst(stopwatch.Detected, m)
			w.LeftOutBy(e.Balancer, m)
			w.Noticed()
		}
	case event.KindAddress:
		if healed.Seen() && !e.At.Before(healed.At) {
			return
		}
		w.NoteFirst(stopwatch.FirstSign, m)
		if e.From == w.Target { // another one has its address now
			w.NoteFirst(stopwatch.Detected, m)
			w.Noticed()
		}
	case event.KindMoved, event.KindSource, event.KindReplica:
		if e.Severity >= event.Warn {
			w.NoteFirst(stopwatch.FirstSign, m)
		}
	case event.KindEndings:
		if e.Severity >= event.Warn {
			w.NoteFirst(stopwatch.FirstSign, m)
		}
	case event.KindContainer:
		if w.Kind.OfCluster() && e.To == "exited" {
			w.NoteFirst(stopwatch.FirstSign, m)
		}
		if e.To == "unhealthy" && (!healed.Seen() || e.At.Before(healed.At)) {
			w.NoteFirst(stopwatch.FirstSign, m)
			if n := f.Node(w.Target); n != nil && !f.balanced(n) {
				w.NoteFirst(stopwatch.Detected, m) // nothing else checks it
			}
		}
	}
}

// foldVRRP processes what keepalived says in the log of a node about the address that it shares with another.
func (f *folding) foldVRRP(l *record.Line) {
	n := f.edit(l.Node)
	if n == nil || n.Pair != nil && l.At.Before(n.Pair.Since) {
		return
	}
	was := n.Pair
	is, changed := was.Hear(l.At, l.VRRP, n.Address)
	n.Pair = is
	if is.Refreshes() {
		f.otherWaits(n, l.At)
	}
	if !changed {
		return
	}
	from := f.holderBefore(n, was)
	e := event.Event{At: l.At, Kind: event.KindAddress, Severity: event.Info, Node: n.Name, Subject: n.Name, To: string(is.Is), From: from, Witness: event.ByLog, Already: is.AtLeast}
	e.Says, e.Title = pair.Says(n.Name, is), pair.Title(is)
	switch {
	case is.Active() && from != "":
		e.Severity = event.Warn
	case was.Active() || is.Is == record.VRRPFault:
		e.Severity = event.Warn
	}
	f.tell(e)
	for o := range f.pairOf(f.Node(l.Node)) {
		if is.Active() && !is.AtLeast && o.Pair.Active() {
			f.edit(o.Name).Pair = o.Pair.Lost(l.At)
		}
	}
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
		if !o.Pair.Known() && o.Health.Serving() {
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
