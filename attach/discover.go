package attach

import (
	"context"
	"slices"

	"hadash/conf/balancer"
	"hadash/host"
	"hadash/record"
)

// discovery is the state of one.
type discovery struct {
	engine  Engine
	all     []host.Container
	facts   []Fact
	missing []Missing
}

func (d *discovery) fact(about, what string, rule Rule, evidence string) {
	d.facts = append(d.facts, Fact{About: about, What: what, Rule: rule, Evidence: record.Clean(record.Redact(evidence))})
}

// Discover finds out what a project is. It asks the engine for the containers and for the configurations of those that
// balance, and changes nothing. An error is the engine's; what a rule cannot find is in Missing.
func Discover(ctx context.Context, engine Engine) (*Found, error) {
	all, err := engine.Containers(ctx)
	if err != nil {
		return nil, err
	}
	d := &discovery{engine: engine, all: all}
	f := &Found{Containers: map[string]int{}, all: all}
	for i := range d.all {
		if b, ok := d.balancer(ctx, &d.all[i]); ok {
			f.Balancers = append(f.Balancers, b)
		}
	}
	f.Edges = d.edges(f.Balancers)
	d.parts(f)
	d.say(f)
	f.Facts, f.Missing = d.facts, d.missing
	return f, nil
}

// balancer returns what a container balances; false if it is no balancer. A HAProxy without servers and an nginx that passes
// nothing on are none.
func (d *discovery) balancer(ctx context.Context, c *host.Container) (Balancer, bool) {
	kind, rule, evidence := program(c)
	if kind == "" {
		return Balancer{}, false
	}
	conf, ok := d.configuration(ctx, c, kind)
	if !ok {
		return Balancer{}, false
	}
	if !slices.ContainsFunc(conf.Groups, func(g balancer.Group) bool { return len(g.Servers) > 0 }) {
		d.fact(c.Node, "runs "+string(kind)+", and balances nothing", "R2", evidence)
		return Balancer{}, false
	}
	d.fact(c.Node, "is a balancer: "+string(kind), rule, evidence)
	b := Balancer{Node: c.Node, Service: c.Service, Kind: kind, Conf: conf, container: c}
	for _, g := range conf.Groups {
		for i := range g.Servers {
			b.Servers = append(b.Servers, d.server(c, &g, &g.Servers[i]))
		}
	}
	b.Status = d.ways(c, &conf)
	b.Logs = d.logs(ctx, c, kind, &conf)
	return b, true
}

// server follows a server's address.
func (d *discovery) server(c *host.Container, g *balancer.Group, s *balancer.Server) Server {
	to := d.lead(c, s)
	out := Server{Group: g.Name, Server: *s, Outside: to.outside, Rule: to.rule, Evidence: to.evidence}
	for _, n := range to.nodes {
		out.Nodes = append(out.Nodes, n.Node)
		if !slices.Contains(out.Services, n.Service) {
			out.Services = append(out.Services, n.Service)
		}
	}
	switch name := shown(g, s); {
	case to.outside:
		d.fact(c.Node, name+" leads out of the project", to.rule, to.evidence)
	case len(out.Nodes) == 0:
		d.missing = append(d.missing, Missing{About: c.Node, What: name + ": " + to.evidence})
	case !s.Slot:
		d.fact(c.Node, name+" is "+list(out.Nodes), to.rule, to.evidence)
	}
	return out
}

// shown is a server as people name it: group/server.
func shown(g *balancer.Group, s *balancer.Server) string {
	name := s.Name
	if s.Variable != "" {
		name = s.Variable + " = " + name
	}
	if g.Name == "" {
		return record.Clean(name)
	}
	return record.Clean(g.Name + "/" + name)
}
