package engines

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"sync"
	"time"

	"hadash/host"
	"hadash/record"
	"hadash/record/swarm"
	"hadash/stack"
	"hadash/stack/tasks"
)

// managerLimit is how long one manager is waited for while there are others.
const managerLimit = 800 * time.Millisecond

// lastState is the last answer of a manager; guarded by Project.mu.
type lastState struct {
	by    *member // it was asked
	state *swarm.State
	leave context.CancelFunc // ends the events of another manager; nil while none are watched
}

// SwarmState asks the manager that answered last, else any other. It returns nil if no Engine is in a swarm.
func (p *Project) SwarmState(ctx context.Context) (*swarm.State, error) {
	var errs []error
	for _, m := range p.managers() {
		s, err := m.inSwarm(ctx)
		switch {
		case err == nil:
			p.findPlaces(ctx)
			p.take(m, s)
			return s, nil
		case errors.Is(err, tasks.ErrNoManager):
		default:
			errs = append(errs, errors.New(m.Host()+": "+err.Error()))
		}
	}
	if p.findPlaces(ctx); p.lastState() == nil && !p.anyInSwarm() {
		return nil, nil //nolint:nilnil // there is no swarm
	}
	if len(errs) == 0 {
		return nil, errors.New("none of the Engines that are watched is a manager of the swarm")
	}
	return nil, errors.Join(errs...)
}

// managers are all members, the one first that answered last.
func (p *Project) managers() []*member {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := slices.Clone(p.members)
	slices.SortStableFunc(all, func(a, b *member) int {
		switch {
		case a == b:
		case a == p.swarm.by:
			return -1
		case b == p.swarm.by:
			return 1
		}
		return 0
	})
	return all
}

func (p *Project) lastState() *swarm.State {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.swarm.state
}

func (p *Project) anyInSwarm() bool {
	return slices.ContainsFunc(p.members, func(m *member) bool { return m.place().ID != "" })
}

// inSwarm asks it as a manager.
func (m *member) inSwarm(ctx context.Context) (*swarm.State, error) {
	ctx, cancel := context.WithTimeout(ctx, managerLimit)
	defer cancel()
	p, err := m.project(ctx)
	if err != nil {
		return nil, err
	}
	s, err := p.Swarm(ctx)
	if ctx.Err() != nil {
		return nil, errors.New(record.NoAnswer + managerLimit.String())
	}
	return s, err
}

// findPlaces asks the Engines that have answered which hosts of the swarm they are on.
func (p *Project) findPlaces(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, managerLimit)
	defer cancel()
	var all sync.WaitGroup
	for _, m := range p.members {
		if s := m.known(); s != nil && m.place().ID == "" && m.mayAsk() {
			all.Go(func() {
				if is, err := s.InSwarm(ctx); err == nil {
					m.mu.Lock()
					m.swarm = is
					m.mu.Unlock()
				}
			})
		}
	}
	all.Wait()
}

// mayAsk reports whether it was not asked for its place a moment ago.
func (m *member) mayAsk() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if time.Since(m.asked) < redial {
		return false
	}
	m.asked = time.Now()
	return true
}

// place is what it is in its swarm, as last known.
func (m *member) place() tasks.Member {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.swarm
}

// take names the hosts and the nodes of an answer as the user does, and keeps it.
func (p *Project) take(by *member, s *swarm.State) {
	s.Manager = by.Host()
	for i := range s.Hosts {
		h := &s.Hosts[i]
		for _, m := range p.members {
			if id := m.place().ID; id == h.ID || id == "" && m.Host() == h.Name {
				h.Host = m.Host()
			}
		}
	}
	p.mu.Lock()
	for i := range s.Services {
		if x := &s.Services[i]; p.swarm.state == nil && !x.Global {
			p.alone[x.Name] = x.Replicas <= 1
		} else if _, known := p.alone[x.Name]; !known {
			p.alone[x.Name] = x.Replicas <= 1
		}
	}
	for i := range s.Tasks {
		s.Tasks[i].Node = p.called(&s.Tasks[i], s)
	}
	was := p.swarm.state
	if p.swarm.by != by && p.swarm.leave != nil {
		p.swarm.leave() // a host that is gone does not end the stream
	}
	p.swarm.by, p.swarm.state = by, s
	p.mu.Unlock()
	if was == nil || !reflect.DeepEqual(nodesOf(was), nodesOf(s)) {
		p.ring()
	}
}

// called is the node that a task is; the lock is held.
func (p *Project) called(t *swarm.Task, s *swarm.State) string {
	switch h := s.Find(t.On); {
	case t.Slot == 0 && h != nil:
		return t.Service + "@" + h.Called()
	case t.Slot == 1 && p.alone[t.Service]:
		return t.Service
	}
	return t.Service + "_" + strconv.Itoa(t.Slot)
}

// nodesOf is what the topology has from an answer.
func nodesOf(s *swarm.State) (out []swarm.Task) {
	for i := range s.Tasks {
		if t := &s.Tasks[i]; t.Desired != "shutdown" {
			out = append(out, swarm.Task{Node: t.Node, On: t.On, Addrs: t.Addrs})
		}
	}
	return out
}

// hostname is what the swarm calls the machine of an Engine; "" outside of one.
func (p *Project) hostname(m *member) string {
	s := p.lastState()
	if s == nil {
		return ""
	}
	for i := range s.Hosts {
		if s.Hosts[i].Host == m.Host() {
			return s.Hosts[i].Name
		}
	}
	return ""
}

// elsewhere reports whether the swarm runs a node on a host that is not watched: what an Engine has of it is left of an earlier task.
func (p *Project) elsewhere(node string) bool {
	s := p.lastState()
	if s == nil || slices.ContainsFunc(p.members, func(m *member) bool { return m.place().ID == "" }) {
		return false // it may be the host of that Engine
	}
	return slices.ContainsFunc(s.Tasks, func(t swarm.Task) bool {
		h := s.Find(t.On)
		return t.Node == node && t.Desired != "shutdown" && h != nil && h.Host == ""
	})
}

// addUnwatched adds the nodes of tasks that no Engine has a container of: those of hosts that are not watched, and those that the
// swarm finds no host for. services are the nodes of each service.
func (p *Project) addUnwatched(top *record.Topology, services map[string][]string) {
	s := p.lastState()
	if s == nil {
		return
	}
	for i := range s.Tasks {
		t := &s.Tasks[i]
		_, is := top.Node(t.Node)
		x := s.Service(t.Service)
		if is || x == nil || x.Role == "" && x.Kind == "" || t.Desired == "shutdown" || slices.Contains(top.Others, t.Node) {
			continue
		}
		n := record.Node{Name: t.Node, Role: record.Role(x.Role), Kind: record.Kind(x.Kind), Image: x.Image, Addrs: t.Addrs}
		if !n.Role.Valid() && !n.Kind.Valid() {
			continue
		}
		top.Nodes = append(top.Nodes, n)
		services[t.Service] = append(services[t.Service], t.Node)
	}
}

// SwarmEvents watches the events of the manager that answered last.
func (p *Project) SwarmEvents(ctx context.Context, each func()) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p.mu.Lock()
	m := p.swarm.by
	p.swarm.leave = cancel
	p.mu.Unlock()
	if m == nil {
		return tasks.ErrNoManager
	}
	s, err := m.project(ctx)
	if err != nil {
		return err
	}
	return s.SwarmEvents(ctx, each)
}

// Alone returns the project of one Engine; if that is a manager of a swarm which runs the project, with what the swarm says of the
// other hosts.
func Alone(ctx context.Context, p *stack.Project) (*Project, bool) {
	ctx, cancel := context.WithTimeout(ctx, managerLimit)
	defer cancel()
	is, err := p.InSwarm(ctx)
	if err != nil || !is.Manager {
		return nil, false
	}
	s, err := p.Swarm(ctx)
	if err != nil || len(s.Services) == 0 {
		return nil, false
	}
	name := ""
	for i := range s.Hosts {
		if s.Hosts[i].ID == is.ID {
			name = s.Hosts[i].Name
		}
	}
	if name == "" {
		return nil, false
	}
	p.Among(name)
	out := newProject()
	m := &member{opts: stack.Options{Host: name}, found: out.found, left: out.elsewhere, p: p, swarm: is}
	out.members = []*member{m}
	out.take(m, s)
	out.found(p)
	return out, true
}

// orConfig is a file that was read, or, where it is empty, the config of the swarm that a task has in its place: only a manager has its
// text.
func (p *Project) orConfig(ctx context.Context, f host.File, file string, is func(*swarm.Task) bool) host.File {
	p.mu.Lock()
	last := p.swarm
	p.mu.Unlock()
	if len(f.Text) > 0 || f.Target != "" || last.state == nil {
		return f
	}
	i := slices.IndexFunc(last.state.Tasks, func(t swarm.Task) bool { return is(&t) })
	s := last.by.known()
	if i < 0 || s == nil {
		return f
	}
	if text, failed := s.SwarmConfig(ctx, last.state.Tasks[i].ID, file); failed == nil && text != nil {
		return host.File{Text: text}
	}
	return f
}
