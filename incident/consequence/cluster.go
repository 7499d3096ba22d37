package consequence

import (
	"slices"
	"strings"

	"hadash/incident"
	"hadash/incident/predict"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// ofCluster returns what a fault of a service of a swarm, or of a host, would do to the nodes that it hits.
func ofCluster(f *incident.Frame, fault record.Fault, p predict.Prediction) (c Consequences) {
	hit := f.Topology.Hit(fault)
	kind := NodesStop
	switch {
	case fault.Kind == record.CutHost:
		kind = NodesCut
	case fault.Kind == record.Update:
		kind = NodesInTurn
	case fault.Kind == record.Scale && fault.Amount >= len(hit):
		kind = NodesAdded
	}
	c.Facts = append(c.Facts, Fact{Kind: kind, Count: int64(len(hit)), What: listed(hit)})
	if kind == NodesAdded || kind == NodesInTurn || fault.Kind == record.Scale && fault.Amount > 0 {
		return c
	}
	if what := lastOf(f, hit); what != "" {
		c.Last = true
		c.Facts = append(c.Facts, Fact{Kind: LastOfRole, What: what})
	}
	c.Facts = append(c.Facts, moves(f, fault, hit)...)
	if seen := detected(p); seen.Kind != None && len(hit) > 0 {
		c.Facts = append(c.Facts, seen)
	}
	return c
}

// mostListed is how many nodes are named.
const mostListed = 6

func listed(nodes []string) string {
	if len(nodes) > mostListed {
		return strings.Join(nodes[:mostListed], ", ") + ", ..."
	}
	return strings.Join(nodes, ", ")
}

// lastOf returns what no node would serve as any more, if some nodes went; "" if there is none such.
func lastOf(f *incident.Frame, hit []string) string {
	for _, name := range hit {
		n := f.Node(name)
		if n == nil || !n.Health.Serving() || n.Runs(record.KindK6) {
			continue
		}
		stays := slices.ContainsFunc(f.Nodes, func(o incident.Node) bool {
			return !slices.Contains(hit, o.Name) && o.Health.Serving() && f.Siblings(&o, n)
		})
		if !stays {
			return n.What()
		}
	}
	return ""
}

// detected is when the first of several nodes is noticed.
func detected(p predict.Prediction) Fact {
	switch {
	case !p.Known && p.Why.IsZero():
		return Fact{}
	case !p.Known:
		return Fact{Kind: DetectionUnknown, Why: p.Why}
	case p.Never:
		return Fact{Kind: Unnoticed}
	}
	return Fact{Kind: Detected, Within: p.Detect}
}

// RefuseCluster says why a service of a swarm, or a host, cannot be broken in that way now.
func RefuseCluster(f *incident.Frame, fault record.Fault) Refusal {
	r := Refusal{Node: fault.Target, Kind: fault.Kind}
	_, host := f.Topology.Host(fault.Target)
	open := slices.ContainsFunc(f.Faults, func(x stopwatch.Fault) bool { return x.Kind == fault.Kind && x.Target == fault.Target })
	switch {
	case f.Topology.NoDocker:
		r.Reason = NeedsDocker
	case fault.Kind.AtHost() && len(f.Topology.Hosts) < 2:
		r.Reason = OneEngine
	case fault.Kind.AtHost() && !host:
		r.Reason = NoHost
		for _, h := range f.Topology.Hosts {
			r.Hosts = append(r.Hosts, h.Name)
		}
	case fault.Kind != record.CutHost && !inSwarm(f):
		r.Reason = NoSwarm
	case open && fault.Kind != record.Scale:
		r.Reason, r.State = AlreadySo, fault.Now()
	}
	return r
}

// inSwarm reports whether some node is a task of a swarm, or may be one: Docker was not heard yet.
func inSwarm(f *incident.Frame) bool {
	heard := false
	for i := range f.Nodes {
		c := &f.Nodes[i].Container
		if c.Task != "" {
			return true
		}
		heard = heard || c.Node != ""
	}
	return !heard
}

// OfferedCluster lists the kinds of faults of services and hosts that can be made in a Frame at all.
func OfferedCluster(f *incident.Frame) (all []record.FaultKind) {
	tasks := !f.Topology.NoDocker && len(f.Nodes) > 0 && slices.ContainsFunc(f.Nodes, func(n incident.Node) bool { return n.Container.Task != "" })
	for _, kind := range record.ClusterKinds {
		if several := len(f.Topology.Hosts) > 1; kind == record.CutHost && several || tasks && (several || kind.AtService()) {
			all = append(all, kind)
		}
	}
	return all
}

// cluster is why a fault of a service or of a host is refused, in words.
func (r Refusal) cluster() wording.Phrase {
	switch r.Reason {
	case OneEngine:
		return wording.OneEngine.Of(string(r.Kind))
	case NoHost:
		return wording.NoSuchHost.Of(r.Node, strings.Join(r.Hosts, ", "))
	case NoSwarm:
		return wording.NoSwarm.Of(string(r.Kind))
	case AlreadySo:
		return wording.AlreadySo.Of(r.Node, r.State)
	}
	return wording.Phrase{}
}
