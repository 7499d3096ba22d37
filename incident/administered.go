package incident

import (
	"slices"

	"hadash/incident/event"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// administered opens and heals the faults made at HAProxy itself, whoever made them. A node may be several servers: its
// fault holds those that were taken out, and is healed when the last of them is released.
func (f *folding) administered(e event.Event, c change) {
	out := c.to == record.Maint || c.to == record.Drain
	switch {
	case out && c.cause == record.Asked:
		f.takenOut(e, c)
	case !out || c.released:
		f.letGo(e)
	}
}

func (f *folding) takenOut(e event.Event, c change) {
	if e.Node == "" {
		return
	}
	kind := record.SetMaint
	if c.to == record.Drain {
		kind = record.SetDrain
	}
	if i := f.openAs(e.Node, kind); i >= 0 {
		f.hold(i, e.Server())
		f.date(i, e.At, e.Witness)
		return
	}
	if i := f.openAs(e.Node, record.SetMaint, record.SetDrain); i >= 0 {
		f.hold(i, e.Server())
		return
	}
	if e.Says.Quotes(" (agent)") || !e.Says.Quotes("stats page") && f.agentChecked(e.Subject) {
		return // an admin or the agent: HAProxy logs both in the same words
	}
	fault := stopwatch.Fault{Fault: record.Fault{Kind: kind, Target: e.Node}, At: e.At, Servers: []string{e.Server()}}
	if n := f.Node(e.Node); n != nil && len(n.also) > 0 {
		fault.Server = e.Subject
	}
	f.open(fault, e.Witness)
}

// agentChecked reports whether a server also has an agent check, which may take it out.
func (f *folding) agentChecked(name string) bool {
	if f.HAProxy == nil {
		return false
	}
	backend, server, _ := servers.SplitServer(name)
	s := f.row(backend, server)
	return s != nil && f.pageOf(s).Further(s, "agent_status") != ""
}

// hold records that a fault keeps a server out.
func (f *folding) hold(i int, server string) {
	if slices.Contains(f.Faults[i].Servers, server) {
		return
	}
	f.copyFaults()
	f.Faults[i].Servers = append(slices.Clone(f.Faults[i].Servers), server)
}

// letGo heals the fault that kept a server out, or removes the server from it while others remain.
func (f *folding) letGo(e event.Event) {
	server := e.Server()
	kept := func(x *stopwatch.Fault) bool {
		return x.Target == e.Node && (x.Kind == record.SetMaint || x.Kind == record.SetDrain) && !e.At.Before(x.At) && f.undrained(*x, e)
	}
	for i := range f.Faults {
		if x := &f.Faults[i]; kept(x) && len(x.Servers) > 1 && slices.Contains(x.Servers, server) {
			f.copyFaults()
			f.Faults[i].Servers = slices.DeleteFunc(slices.Clone(x.Servers), func(s string) bool { return s == server })
			return
		}
	}
	f.heal(e.Node, e.At, e.Witness, func(x stopwatch.Fault) bool {
		return kept(&x) && (len(x.Servers) == 0 || slices.Equal(x.Servers, []string{server}))
	})
}

// undrained reports whether a server's new state proves that it is in service again. A poll that was answered
// before the fault took hold proves nothing.
func (f *folding) undrained(x stopwatch.Fault, e event.Event) bool {
	return e.Witness == event.ByLog || e.At.Sub(x.At) > e.Within
}
