package drill

import (
	"fmt"
	"slices"
	"strings"

	"hadash/incident"
	"hadash/record"
)

// state is a word for how a node can be, and who decides it.
type state struct {
	word, does string
	judge      string // the source whose word it is
	so         func(p *place) bool
}

// place is a node as a Frame has it: its container, its row at HAProxy, or both.
type place struct {
	f      *incident.Frame
	node   *incident.Node
	server *record.Server
}

// states lists every state word, the ones of the balancers first.
func states() []state {
	at := func(s ...record.State) func(*place) bool {
		return func(p *place) bool { return p.server != nil && slices.Contains(s, p.server.Status.State) }
	}
	docker := func(word string) func(*place) bool {
		return func(p *place) bool { return p.node != nil && p.node.Container.State == word }
	}
	health := func(word string) func(*place) bool {
		return func(p *place) bool { return p.node != nil && p.node.Container.Health == word }
	}
	return []state{
		{"UP", "its balancer sends it traffic; who has none: it answers", record.SourceHAProxy, (*place).up},
		{"DOWN", "its balancer gave it up: HAProxy's DOWN, or nginx sets it aside; who has none: it does not answer", record.SourceHAProxy, (*place).down},
		{"MAINT", "HAProxy: taken out", record.SourceHAProxy, at(record.Maint)},
		{"DRAIN", "HAProxy: finishes what it has", record.SourceHAProxy, at(record.Drain)},
		{"NOLB", "HAProxy: up, but gets nothing", record.SourceHAProxy, at(record.Nolb)},
		{"running", "Docker's word", record.SourceDocker, docker("running")},
		{"exited", "Docker's word", record.SourceDocker, docker("exited")},
		{"paused", "Docker's word", record.SourceDocker, docker("paused")},
		{"restarting", "Docker's word", record.SourceDocker, docker("restarting")},
		{"healthy", "Docker's health check", record.SourceDocker, health("healthy")},
		{"unhealthy", "Docker's health check", record.SourceDocker, health("unhealthy")},
		{"replicating", "both of a replica's threads run", record.SourceReplication, (*place).replicating},
	}
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
	case p.node == nil:
		return false
	}
	return p.node.Health.Serving() && !p.aside()
}

func (p *place) down() bool {
	switch {
	case p.server != nil:
		s := p.server.Status.State
		return answers(p.f, record.SourceHAProxy) && (s == record.Down || s == record.GoingUp)
	case p.node == nil:
		return false
	case p.node.Role == record.RoleApp:
		return p.aside()
	}
	return p.node.Health.Broken()
}

// aside reports whether nginx leaves an instance out now.
func (p *place) aside() bool { return p.f.At.Before(p.node.Upstream.Aside) }

func (p *place) replicating() bool {
	if p.node == nil || p.node.Replica == nil {
		return false
	}
	r := p.node.Replica
	return !r.Master && r.IO == "Yes" && r.SQL == "Yes"
}

// words says how the node is now.
func (p *place) words() string {
	switch {
	case p.server != nil && !answers(p.f, record.SourceHAProxy):
		return "HAProxy does not answer"
	case p.server != nil:
		text := "HAProxy says " + p.server.Status.Text
		if p.node != nil && p.node.Container.State != "" && !p.node.Container.Running() {
			text += ", Docker says " + p.node.Container.State
		}
		return text
	case p.node == nil:
		return "there is no such node"
	case p.node.Role == record.RoleApp && p.aside():
		return "nginx sets it aside"
	case p.node.Role == record.RoleApp:
		return fmt.Sprintf("nginx chooses it, and it is %s", p.node.Health)
	}
	return "it is " + p.node.Health.String()
}
