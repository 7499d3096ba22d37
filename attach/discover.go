package attach

import (
	"context"
	"slices"
	"strings"

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
	syslogs map[string][]*host.Container // who logs to a service
	changed map[string]balancer.File     // the file of a balancer's configuration that was changed last, by node
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
	share(all)
	d := &discovery{engine: engine, all: all, changed: map[string]balancer.File{}}
	f := &Found{Containers: map[string]int{}, all: all}
	for i := range d.all {
		if b, ok := d.balancer(ctx, &d.all[i]); ok {
			f.Balancers = append(f.Balancers, b)
		}
	}
	f.Edges = d.edges(f.Balancers)
	d.parts(f)
	d.say(ctx, f)
	f.Facts, f.Missing = d.facts, d.missing
	return f, nil
}

// balancer returns what a container balances; false if it is no balancer. A HAProxy without servers and an nginx that passes
// nothing on are none.
func (d *discovery) balancer(ctx context.Context, c *host.Container) (Balancer, bool) {
	d.labelledKind(c)
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
	b := Balancer{Node: c.Node, Service: c.Service, Kind: kind, Conf: conf, container: c}
	for _, g := range conf.Groups {
		for i := range g.Servers {
			b.Servers = append(b.Servers, d.server(c, &g, &g.Servers[i]))
		}
	}
	if kind == record.KindNginx && !slices.ContainsFunc(b.Servers, func(s Server) bool { return !s.Own }) {
		d.fact(c.Node, "runs nginx, and passes on only to its own container", "R2", evidence)
		return Balancer{}, false
	}
	d.fact(c.Node, "is a balancer: "+string(kind), rule, evidence)
	b.Status = d.ways(ctx, c, &conf)
	if w := d.labelWay(ctx, c); w != nil {
		b.Status = slices.Insert(b.Status, 0, *w)
	}
	if kind == record.KindNginx {
		b.Status = append(b.Status, d.exporters(c)...)
	}
	b.Master = d.master(ctx, c, kind, &conf)
	b.Shared = d.shared(ctx, c)
	d.ask(ctx, &b)
	for i := range b.Servers {
		d.tell(c, &b.Servers[i])
	}
	d.tellSoftware(&b)
	b.Logs = d.logs(ctx, c, kind, &conf)
	return b, true
}

// share gives containers in the network of another one the addresses and published ports of that one.
func share(all []host.Container) {
	for i := range all {
		c := &all[i]
		id, ok := strings.CutPrefix(c.Network, "container:")
		if !ok || len(c.Endpoints) > 0 {
			continue
		}
		for j := range all {
			if o := &all[j]; o.ID == id || o.Name == id && o.Machine == c.Machine {
				c.Network = "container:" + o.ID
				c.Endpoints, c.Published = o.Endpoints, slices.Concat(c.Published, o.Published)
			}
		}
	}
}

// server follows a server's address.
func (d *discovery) server(c *host.Container, g *balancer.Group, s *balancer.Server) Server {
	to := d.lead(c, s)
	out := Server{Group: g.Name, Server: *s}
	out.to(to, to.rule)
	return out
}

// tell says where a server leads, once its balancer has been asked.
func (d *discovery) tell(c *host.Container, s *Server) {
	switch name := shown(s); {
	case s.Server.Slot:
	case s.Outside:
		d.fact(c.Node, name+" leads out of the project", s.Rule, s.Evidence)
	case s.Own:
		d.fact(c.Node, name+" is in its own container", s.Rule, s.Evidence)
	case len(s.Nodes) == 0:
		d.missing = append(d.missing, Missing{About: c.Node, What: name + ": " + s.Evidence})
	default:
		d.fact(c.Node, name+" is "+list(s.Nodes), s.Rule, s.Evidence)
	}
}

// shown is a server as people name it: group/server.
func shown(s *Server) string {
	name := s.Server.Name
	if s.Server.Variable != "" {
		name = s.Server.Variable + " = " + name
	}
	if s.Group == "" {
		return record.Clean(name)
	}
	return record.Clean(s.Group + "/" + name)
}
