package consequence

import (
	"hadash/incident"
	"hadash/record"
	"hadash/record/swarm"
)

// moves says which nodes of a host the swarm runs elsewhere while the fault lasts, and which stay away because no other host may have
// them. It says nothing of those whose constraints ask for what is not recorded.
func moves(f *incident.Frame, fault record.Fault, hit []string) (all []Fact) {
	host := f.Swarm.Named(fault.Target)
	if !fault.Kind.AtHost() || host == nil {
		return nil
	}
	if fault.Kind != record.DrainHost && !f.Swarm.Leads(host) {
		return []Fact{{Kind: NoMajority}}
	}
	var move, stay []string
	for _, name := range hit {
		of, ok := f.Swarm.Of(name)
		x := f.Swarm.Service(of.Task.Service)
		if !ok || x == nil || x.Restart == "" || x.Restart == "none" {
			continue // not recorded, or one that is not made again
		}
		switch fits, known := fitsElsewhere(f, x, host); {
		case !known:
		case fits && !x.Global:
			move = append(move, name)
		default:
			stay = append(stay, name)
		}
	}
	if len(move) > 0 {
		kind := MoveOnceNoticed
		if fault.Kind == record.DrainHost {
			kind = Move
		}
		all = append(all, Fact{Kind: kind, Count: int64(len(move)), What: listed(move)})
	}
	if len(stay) > 0 {
		all = append(all, Fact{Kind: StayAway, Count: int64(len(stay)), What: listed(stay)})
	}
	return all
}

// fitsElsewhere reports whether another host that takes tasks may have those of a service.
func fitsElsewhere(f *incident.Frame, x *swarm.Service, but *swarm.Host) (fits, known bool) {
	known = true
	for i := range f.Swarm.Hosts {
		h := &f.Swarm.Hosts[i]
		if h.ID == but.ID || !h.Open() {
			continue
		}
		takes, sure := x.Takes(h)
		if takes {
			return true, true
		}
		known = known && sure
	}
	return false, known
}

// again says that the swarm makes the task of a node again.
func again(f *incident.Frame, n *incident.Node, fault record.Fault) Fact {
	of, ok := f.Swarm.Of(n.Name)
	if !ok || !f.Swarm.Known() || n.Container.Task == "" {
		return Fact{}
	}
	x := f.Swarm.Service(of.Task.Service)
	switch fault.Kind {
	case record.Stop, record.Kill, record.Crash:
		if x != nil && x.Restart == "any" {
			return Fact{Kind: MadeAgain, Within: x.Delay}
		}
	}
	return Fact{}
}
