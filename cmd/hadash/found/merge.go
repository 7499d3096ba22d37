package found

import (
	"cmp"
	"slices"

	"hadash/record"
)

// whole reports whether labels say all that a discovery could find: each balancer has its addresses, its configuration and whom it leads
// to, and these have labels too.
func whole(t *record.Topology) bool {
	balancers := 0
	for i := range t.Nodes {
		n := &t.Nodes[i]
		for _, to := range n.To {
			if _, ok := t.Node(to); !ok {
				return false
			}
		}
		if !n.Software().Balances() {
			continue
		}
		balancers++
		if n.Status == "" || len(n.To) == 0 || len(n.Config) == 0 {
			return false
		}
	}
	return balancers > 0
}

// merged is what labels say, and of what they do not say what was found. The order is that of what was found, behind what sends the load.
func merged(labels, found *record.Topology) record.Topology {
	out := *labels
	out.Nodes, out.Others = nil, nil
	for _, f := range found.Nodes {
		if l, ok := labels.Node(f.Name); ok {
			f = both(l, f)
		}
		out.Nodes = append(out.Nodes, f)
	}
	load := 0
	for _, l := range labels.Nodes {
		switch _, ok := found.Node(l.Name); {
		case ok:
		case l.Runs(record.KindK6):
			out.Nodes = slices.Insert(out.Nodes, load, l)
			load++
		default:
			out.Nodes = append(out.Nodes, l)
		}
	}
	for _, name := range labels.Others {
		if _, ok := out.Node(name); !ok {
			out.Others = append(out.Others, name)
		}
	}
	return out
}

// both is a node as its labels have it, with what was found in the fields that they leave empty.
func both(l, f record.Node) record.Node {
	if l.Role == "" && l.Kind == "" {
		l.Kind = f.Kind
	}
	for _, field := range []struct{ label, found *[]string }{
		{&l.To, &f.To}, {&l.Upstream, &f.Upstream}, {&l.Config, &f.Config},
	} {
		if len(*field.label) == 0 {
			*field.label = *field.found
		}
	}
	l.Status, l.Master = cmp.Or(l.Status, f.Status), cmp.Or(l.Master, f.Master)
	if l.Address = cmp.Or(l.Address, f.Address); l.Keepalived.Node == "" {
		l.Keepalived = f.Keepalived
	}
	l.Serves, l.NoAdmin, l.SoughtAt, l.Syslog = f.Serves, f.NoAdmin, f.SoughtAt, f.Syslog
	return l
}
