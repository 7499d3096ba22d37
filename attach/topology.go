package attach

import (
	"cmp"
	"slices"
	"strings"

	"hadash/host"
	"hadash/record"
)

// Topology is what was found as nodes and edges: every container on the path, whom it sends its traffic to, and which servers
// of which balancers it is. Logins are left out.
func (f *Found) Topology(project string) record.Topology {
	t := record.Topology{Project: project, Others: f.Others}
	depth := f.depths()
	for i := range f.all {
		c := &f.all[i]
		if f.Containers[c.Service] == 0 {
			continue
		}
		t.Nodes = append(t.Nodes, f.node(c))
	}
	slices.SortStableFunc(t.Nodes, func(a, b record.Node) int { return cmp.Compare(depth[f.service(a.Name)], depth[f.service(b.Name)]) })
	return t
}

func (f *Found) node(c *host.Container) record.Node {
	n := record.Node{Name: c.Node, Kind: record.KindServer, Image: record.Clean(c.Image)}
	for _, e := range c.Endpoints {
		n.Addrs = append(n.Addrs, e.IPs...)
	}
	n.Host, n.Reached = c.Machine, c.Reached
	for _, e := range f.Edges {
		if e.From == c.Service {
			n.To = append(n.To, f.nodes(e.To)...)
		}
	}
	for i := range f.Balancers {
		b := &f.Balancers[i]
		for _, s := range b.Servers {
			if slices.Contains(s.Nodes, c.Node) && s.Certain() && b.Kind == record.KindHAProxy {
				n.Serves = append(n.Serves, s.Group+"/"+s.Server.Name)
				n.SoughtAt = cmp.Or(n.SoughtAt, s.LooksAt)
			}
		}
		if b.Node != c.Node {
			continue
		}
		n.Kind, n.Config, n.Syslog = b.Kind, b.Conf.Files, b.syslog()
		if n.Address = b.Shared.Address; b.Shared.Beside != "" {
			n.Keepalived = record.Keepalived{Node: b.Shared.Beside, File: b.Shared.File}
		} else if b.Shared.File != "" {
			n.Config = append(slices.Clip(n.Config), b.Shared.File)
		}
		for _, g := range b.Conf.Groups {
			if g.Name != "" {
				n.Upstream = append(n.Upstream, g.Name)
			}
		}
		if w := b.Watchable(f.Exec); w != nil {
			n.Status = w.Target()
		}
		if b.Kind == record.KindHAProxy && c.Labels["hadash.admin"] == "" {
			_, n.NoAdmin = b.Admin(f.Exec)
		}
		if b.Master != nil && !b.Master.Exec {
			n.Master = b.Master.URL
		}
	}
	return n
}

// Certain reports whether a server is known to be its containers: which of them fills a slot only the running balancer says.
func (s *Server) Certain() bool {
	return !s.Server.Slot || strings.HasPrefix(string(s.Rule), "R8")
}

// Path lists the services on the path, by their depth.
func (f *Found) Path() (out []string) {
	top := f.Topology("")
	for i := range top.Nodes {
		if s := f.service(top.Nodes[i].Name); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// To lists the services that a service certainly sends its traffic to.
func (f *Found) To(service string) (out []string) {
	for _, e := range f.Edges {
		if e.From == service && !e.Supposed {
			out = append(out, e.To)
		}
	}
	return out
}

// nodes lists the nodes of a service.
func (f *Found) nodes(service string) (out []string) {
	for i := range f.all {
		if f.all[i].Service == service {
			out = append(out, f.all[i].Node)
		}
	}
	return out
}

func (f *Found) service(node string) string {
	for i := range f.all {
		if f.all[i].Node == node {
			return f.all[i].Service
		}
	}
	return ""
}

// depths is how many edges lie before each service, the longest way. An edge that closes a cycle is left out.
func (f *Found) depths() map[string]int {
	depth, state := map[string]int{}, map[string]int{}
	var order []string // every service before those that it leads to, read backwards
	var visit func(service string)
	closes := map[Edge]bool{}
	visit = func(service string) {
		state[service] = 1
		for _, e := range f.Edges {
			switch {
			case e.From != service:
			case state[e.To] == 0:
				visit(e.To)
			case state[e.To] == 1:
				closes[e] = true
			}
		}
		state[service] = 2
		order = append(order, service)
	}
	for _, e := range f.Edges {
		if state[e.From] == 0 {
			visit(e.From)
		}
	}
	for _, service := range slices.Backward(order) {
		for _, e := range f.Edges {
			if e.From == service && !closes[e] {
				depth[e.To] = max(depth[e.To], depth[service]+1)
			}
		}
	}
	return depth
}
