package drill

import (
	"strings"

	"hadash/incident"
	"hadash/record"
	"hadash/wording"
)

// state is a word for the state of a node, and the source that decides it.
type state struct {
	word, does string
	judge      witness
	so         func(p *place) bool
}

// witness is the source of a state, and what it says now.
type witness struct {
	source string
	says   func(p *place) wording.Phrase
	knows  func(p *place) bool // false: the present state is not known
}

var (
	byBalancer    = witness{record.SourceHAProxy, (*place).balanced, (*place).balancerKnows}
	byDocker      = witness{record.SourceDocker, (*place).contained, (*place).dockerKnows}
	byReplication = witness{record.SourceReplication, (*place).replication, (*place).replicationKnows}
)

// place is a node in a Frame: its container, its row at HAProxy, or both.
type place struct {
	f       *incident.Frame
	node    *incident.Node
	server  *record.Server
	unheard bool // HAProxy decides, and its servers have not been read yet: no other source counts
}

// states lists every state word, the ones of the balancers first.
func states() []state {
	return []state{
		{"UP", "its balancer sends it traffic; without a balancer: it answers", byBalancer, (*place).up},
		{"DOWN", "its balancer gave it up: DOWN in HAProxy, no address for its name, or set aside by nginx; without a balancer: it does not answer", byBalancer, (*place).down},
		{"MAINT", "HAProxy: taken out", byBalancer, at(record.Maint)},
		{"DRAIN", "HAProxy: finishes its open sessions", byBalancer, at(record.Drain)},
		{"NOLB", "HAProxy: up, but gets no traffic", byBalancer, at(record.Nolb)},
		{"running", "the state of its container in Docker", byDocker, contained("running")},
		{"exited", "the same", byDocker, contained("exited")},
		{"paused", "the same", byDocker, contained("paused")},
		{"restarting", "the same", byDocker, contained("restarting")},
		{"healthy", "Docker's health check", byDocker, health("healthy")},
		{"unhealthy", "Docker's health check", byDocker, health("unhealthy")},
		{"active", "a node of a pair: it has the address", byPair, inPair(func(n *incident.Node) bool { return n.Pair.Active() })},
		{"standby", "the same: it runs, and another one has the address", byPair, inPair(func(n *incident.Node) bool { return n.Pair.Waits() })},
		{"replicating", "both of a replica's threads run", byReplication, (*place).replicating},
	}
}

func at(s record.State) func(*place) bool {
	return func(p *place) bool {
		return p.server != nil && p.server.Status.State == s && answers(p.f, record.SourceHAProxy)
	}
}

func contained(word string) func(*place) bool {
	return func(p *place) bool { return p.node != nil && p.node.Container.State == word }
}

func health(word string) func(*place) bool {
	return func(p *place) bool { return p.node != nil && p.node.Container.Health == word }
}

func findState(word string) (state, bool) {
	for _, s := range states() {
		if strings.EqualFold(s.word, word) {
			return s, true
		}
	}
	return state{}, false
}

func isState(word string) bool { _, ok := findState(word); return ok }

func stateWords() (all []string) {
	for _, s := range states() {
		all = append(all, s.word)
	}
	return all
}

// up reports whether a node's balancer sends it traffic.
func (p *place) up() bool {
	switch {
	case p.server != nil:
		return answers(p.f, record.SourceHAProxy) && p.server.Status.State.Serving()
	case p.node == nil || p.unheard:
		return false
	}
	_, _, unsure := p.node.SetAside(p.f.At) // nginx may leave it out for up to another second
	return p.node.Health.Serving() && p.told() && !p.aside() && !unsure
}

// told reports whether the deciding source has reported the node. If there is no such source, Docker's report counts.
func (p *place) told() bool {
	return p.node.Health.Known() || p.node.Status == "" && p.node.Health != incident.HealthUnknown
}

func (p *place) down() bool {
	switch {
	case p.server != nil:
		s := &p.server.Status
		return answers(p.f, record.SourceHAProxy) && (s.GivenUp() || s.State == record.GoingUp)
	case p.node == nil || p.unheard:
		return false
	case p.f.Instance(p.node):
		return p.aside()
	}
	return p.node.Health.Broken()
}

// aside reports whether nginx certainly leaves an instance out now.
func (p *place) aside() bool { return p.f.At.Before(p.node.Upstream.Aside) }

func (p *place) replicating() bool {
	if p.node == nil || p.node.Replica == nil {
		return false
	}
	r, source := p.node.Replica, p.f.Source(record.SourceReplication, p.node.Name)
	return !r.Master && r.IO == "Yes" && r.SQL == "Yes" && source != nil && !source.Stale()
}

func (p *place) balancerKnows() bool {
	if p.server != nil {
		return answers(p.f, record.SourceHAProxy)
	}
	return p.node != nil && !p.unheard && (p.told() || p.node.Health == incident.Starting)
}

func (p *place) dockerKnows() bool {
	return p.node != nil && p.node.Container.State != "" && dockerAnswers(p.f, p.node)
}

// dockerAnswers reports whether the Engine that has a node answers now.
func dockerAnswers(f *incident.Frame, n *incident.Node) bool {
	s := f.Docker(n)
	return s != nil && !s.Stale()
}

// replicationKnows reports whether the replica answers, or cannot replicate because it does not run.
func (p *place) replicationKnows() bool {
	if p.node == nil {
		return false
	}
	source := p.f.Source(record.SourceReplication, p.node.Name)
	return p.node.Replica != nil && source != nil && !source.Stale() || p.dockerKnows() && !p.node.Container.Running()
}

// balanced is the node's state at its balancer.
func (p *place) balanced() wording.Phrase {
	switch {
	case p.server != nil && !answers(p.f, record.SourceHAProxy):
		return wording.HAProxySilent.Of()
	case p.unheard:
		return wording.NotRead.Of()
	case p.server != nil:
		says := wording.HAProxyIs.Of(p.server.Status.Text)
		if p.node != nil && p.node.Container.State != "" && !p.node.Container.Running() {
			says = wording.ButDockerIs.Of(says, p.node.Container.State)
		}
		return says
	case p.node == nil:
		return wording.NoSuchNode.Of()
	case p.f.Instance(p.node) && p.aside():
		return wording.NginxAside.Of()
	case p.f.Instance(p.node):
		return wording.NginxChooses.Of(p.node.Health.Phrase())
	}
	return wording.ItIs.Of(p.node.Health.Phrase())
}

// contained is the node's state in Docker.
func (p *place) contained() wording.Phrase {
	if p.node == nil {
		return wording.NoSuchNode.Of()
	}
	says := wording.DockerIs.Of(p.node.Container.State)
	if h := p.node.Container.Health; h != "" {
		says = wording.Further.Of(says, h)
	}
	return says
}

// replication is the node's own report.
func (p *place) replication() wording.Phrase {
	switch {
	case p.node == nil:
		return wording.NoSuchNode.Of()
	case p.node.Replica == nil:
		return wording.NoReplication.Of()
	case p.node.Replica.Master:
		return wording.IsTheMaster.Of()
	}
	return wording.Threads.Of(p.node.Replica.IO, p.node.Replica.SQL)
}
