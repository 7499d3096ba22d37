package cluster

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"hadash/journal"
	"hadash/record"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/swarm"
	"github.com/docker/docker/api/types/system"
)

// lab is a swarm of Engines that answer from memory.
type lab struct {
	swarm    string                 // its ID
	mu       sync.Mutex             // managers are asked at the same time
	nodes    map[string]*swarm.Node // by ID
	services map[string]*swarm.Service
	tasks    []swarm.Task
	said     []string
	scripts  []string
	stays    bool // an update stays as it is, and makes no task
	leading  int  // how many updates find no leader first
}

type engine struct {
	API // what is not asked panics
	l   *lab
	id  string // in the swarm; "" = in none
	at  string
	dsn string
}

func (e *engine) DaemonHost() string { return e.dsn }

func (e *engine) Info(context.Context) (system.Info, error) {
	e.l.mu.Lock()
	defer e.l.mu.Unlock()
	info := system.Info{}
	if n := e.l.nodes[e.id]; n != nil {
		info.Swarm = swarm.Info{NodeID: e.id, NodeAddr: e.at, LocalNodeState: swarm.LocalNodeStateActive, ControlAvailable: n.ManagerStatus != nil}
		if n.ManagerStatus != nil {
			info.Swarm.Cluster = &swarm.ClusterInfo{ID: e.l.swarm}
		}
	} else {
		info.Swarm.LocalNodeState = swarm.LocalNodeStateInactive
	}
	return info, nil
}

func (e *engine) NodeInspectWithRaw(_ context.Context, id string) (swarm.Node, []byte, error) {
	if n := e.l.nodes[id]; n != nil {
		return *n, nil, nil
	}
	return swarm.Node{}, nil, fmt.Errorf("node %s: %w", id, errdefs.ErrNotFound)
}

func (e *engine) NodeList(context.Context, swarm.NodeListOptions) (out []swarm.Node, err error) {
	for _, id := range slices.Sorted(maps.Keys(e.l.nodes)) {
		out = append(out, *e.l.nodes[id])
	}
	return out, nil
}

func (e *engine) NodeUpdate(_ context.Context, id string, v swarm.Version, s swarm.NodeSpec) error {
	e.l.mu.Lock()
	defer e.l.mu.Unlock()
	n := e.l.nodes[id]
	if v.Index != n.Version.Index {
		return errors.New("rpc error: update out of sequence")
	}
	n.Version.Index++
	n.Spec = s
	if s.Role == swarm.NodeRoleWorker {
		n.ManagerStatus = nil
	}
	e.l.said = append(e.l.said, fmt.Sprintf("%s is %s %s %v", id, s.Role, s.Availability, s.Labels))
	return nil
}

func (e *engine) NodeRemove(_ context.Context, id string, _ swarm.NodeRemoveOptions) error {
	e.l.mu.Lock()
	defer e.l.mu.Unlock()
	if e.l.nodes[id] == nil {
		return errdefs.ErrNotFound
	}
	delete(e.l.nodes, id)
	e.l.said = append(e.l.said, "rm "+id)
	return nil
}

func (e *engine) SwarmInspect(context.Context) (s swarm.Swarm, err error) {
	s.JoinTokens = swarm.JoinTokens{Worker: "SECRET-worker", Manager: "SECRET-manager"}
	return s, nil
}

func (e *engine) SwarmLeave(context.Context, bool) error {
	e.l.mu.Lock()
	defer e.l.mu.Unlock()
	n := e.l.nodes[e.id]
	n.Status.State = swarm.NodeStateDown
	if n.ManagerStatus != nil {
		n.ManagerStatus.Reachability = swarm.ReachabilityUnreachable
	}
	e.l.said = append(e.l.said, "leave "+e.id)
	e.id = ""
	return nil
}

func (e *engine) SwarmJoin(_ context.Context, r swarm.JoinRequest) error {
	e.l.mu.Lock()
	defer e.l.mu.Unlock()
	e.id = "new"
	n := node("new", strings.HasSuffix(r.JoinToken, "manager"))
	e.l.nodes["new"] = n
	e.l.said = append(e.l.said, fmt.Sprintf("join %s at %s by %v", r.JoinToken, r.AdvertiseAddr, r.RemoteAddrs))
	return nil
}

func (e *engine) ServiceList(context.Context, swarm.ServiceListOptions) (out []swarm.Service, err error) {
	for _, id := range slices.Sorted(maps.Keys(e.l.services)) {
		out = append(out, *e.l.services[id])
	}
	return out, nil
}

func (e *engine) ServiceInspectWithRaw(_ context.Context, id string, _ swarm.ServiceInspectOptions) (swarm.Service, []byte, error) {
	if e.l.services[id] == nil {
		return swarm.Service{}, nil, fmt.Errorf("service %s: %w", id, errdefs.ErrNotFound)
	}
	s := *e.l.services[id]
	if r := s.Spec.Mode.Replicated; r != nil {
		copied := *r
		s.Spec.Mode.Replicated = &copied
	}
	return s, nil, nil
}

func (e *engine) ServiceUpdate(_ context.Context, id string, _ swarm.Version, s swarm.ServiceSpec, _ swarm.ServiceUpdateOptions) (r swarm.ServiceUpdateResponse, err error) {
	if e.l.leading > 0 {
		e.l.leading--
		return r, errors.New("rpc error: code = Unknown desc = raft: failed to process the request: node lost leader status")
	}
	e.l.services[id].Spec = s
	says := fmt.Sprintf("%s forced %d times", s.Name, s.TaskTemplate.ForceUpdate)
	if r := s.Mode.Replicated; r != nil {
		says += fmt.Sprintf(", %d replicas", *r.Replicas)
	}
	e.l.said = append(e.l.said, says)
	if !e.l.stays {
		e.l.tasks = append(e.l.tasks, task("made", swarm.TaskStateRunning))
	}
	return r, nil
}

func (e *engine) TaskList(context.Context, swarm.TaskListOptions) ([]swarm.Task, error) {
	return e.l.tasks, nil
}

// Run notes the script that would run in the host's network.
func (e *engine) Run(_ context.Context, script string, confirm bool) error {
	e.l.scripts = append(e.l.scripts, fmt.Sprintf("confirm %t: %s", confirm, script))
	return nil
}

func node(id string, manager bool) *swarm.Node {
	n := &swarm.Node{ID: id}
	n.Spec = swarm.NodeSpec{Role: swarm.NodeRoleWorker, Availability: swarm.NodeAvailabilityActive}
	n.Status.State = swarm.NodeStateReady
	if manager {
		n.Spec.Role = swarm.NodeRoleManager
		n.ManagerStatus = &swarm.ManagerStatus{Reachability: swarm.ReachabilityReachable, Addr: id + ":2377"}
	}
	return n
}

func task(id string, state swarm.TaskState) swarm.Task {
	t := swarm.Task{ID: id, Slot: 1, DesiredState: swarm.TaskStateRunning}
	t.Status.State = state
	return t
}

// started is a swarm of three hosts, of which some are managers.
func started(managers int) (*lab, Engines, []*engine) {
	l := &lab{swarm: "first", nodes: map[string]*swarm.Node{}, services: map[string]*swarm.Service{}}
	two := uint64(2)
	web := &swarm.Service{ID: "svc"}
	web.Spec.Name, web.Spec.Mode.Replicated = "shop_web", &swarm.ReplicatedService{Replicas: &two}
	each := &swarm.Service{ID: "all"}
	each.Spec.Name, each.Spec.Mode.Global = "shop_agent", &swarm.GlobalService{}
	l.services["svc"], l.services["all"] = web, each
	var list []*engine
	for i := 1; i <= 3; i++ {
		id := fmt.Sprintf("n%d", i)
		l.nodes[id] = node(id, i <= managers)
		list = append(list, &engine{l: l, id: id, at: fmt.Sprintf("192.0.2.%d", i), dsn: "unix:///x"})
	}
	return l, func(context.Context) (out []Engine) {
		for i, e := range list {
			out = append(out, Engine{Host: fmt.Sprintf("h%d", i+1), API: e, Stack: "shop", Cuts: e})
		}
		return out
	}, list
}

// heal breaks something and heals it by what the journal has.
func heal(t *testing.T, all Engines, f record.Fault) {
	t.Helper()
	id, was, err := all.Before(t.Context(), f)
	if err != nil {
		t.Fatalf("%s: %v", f, err)
	}
	e := journal.Entry{Fault: f, ID: id, Undo: journal.Undo{Swarm: &was}}
	if err := all.Make(t.Context(), f, was); err != nil {
		t.Fatalf("%s: %v", f, err)
	}
	for range 2 { // the second finds nothing to do
		if err := all.Heal(t.Context(), e, nil); err != nil {
			t.Fatalf("heal %s: %v", f, err)
		}
	}
}

func TestOrderOfCalls(t *testing.T) {
	for fault, want := range map[record.Fault][]string{
		{Kind: record.Scale, Target: "web_2", Amount: 0}: {"shop_web forced 0 times, 0 replicas", "shop_web forced 0 times, 2 replicas"},
		{Kind: record.DrainHost, Target: "h2"}:           {"n2 is manager drain map[zone:b]", "n2 is manager pause map[zone:b]"},
		{Kind: record.Leave, Target: "h2"}: {
			"leave n2", "n2 is worker pause map[zone:b]", "rm n2",
			"join SECRET-manager at 192.0.2.2 by [n1:2377 n3:2377]", "new is manager pause map[zone:b]",
		},
	} {
		l, all, _ := started(3)
		l.nodes["n2"].Spec.Availability, l.nodes["n2"].Spec.Labels = swarm.NodeAvailabilityPause, map[string]string{"zone": "b"}
		heal(t, all, fault)
		if !slices.Equal(l.said, want) {
			t.Errorf("%s:\n%s\nwant\n%s", fault, strings.Join(l.said, "\n"), strings.Join(want, "\n"))
		}
	}
}

// The journal has all that undoing takes, and no token.
func TestJournalHoldsNoSecret(t *testing.T) {
	_, all, _ := started(3)
	_, was, err := all.Before(t.Context(), record.Fault{Kind: record.Leave, Target: "h1"})
	if err != nil || was.Role != "manager" || was.Addr != "192.0.2.1" || was.Node != "n1" || strings.Contains(fmt.Sprint(was), "SECRET") {
		t.Errorf("%+v, %v", was, err)
	}
}

func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		managers int
		fault    record.Fault
		change   func(*lab, []*engine)
		want     string
	}{
		"the only manager":    {1, record.Fault{Kind: record.Leave, Target: "h1"}, nil, "no other manager of the swarm is watched"},
		"the quorum of two":   {2, record.Fault{Kind: record.Leave, Target: "h1"}, nil, "lose its quorum: 2 of its 2 managers are reachable, and it needs 2"},
		"one is gone already": {3, record.Fault{Kind: record.Leave, Target: "h1"}, func(l *lab, _ []*engine) { l.nodes["n3"].ManagerStatus.Reachability = swarm.ReachabilityUnreachable }, "lose its quorum"},
		"not in a swarm":      {3, record.Fault{Kind: record.Leave, Target: "h3"}, func(_ *lab, all []*engine) { all[2].id = "" }, "it is in no swarm"},
		"drained":             {3, record.Fault{Kind: record.DrainHost, Target: "h2"}, func(l *lab, _ []*engine) { l.nodes["n2"].Spec.Availability = swarm.NodeAvailabilityDrain }, "drained it already"},
		"as many":             {3, record.Fault{Kind: record.Scale, Target: "web", Amount: 2}, nil, "that many replicas already: 2"},
		"global":              {3, record.Fault{Kind: record.Scale, Target: "agent", Amount: 2}, nil, "a task of it on each host"},
		"no service":          {3, record.Fault{Kind: record.Update, Target: "wbe"}, nil, "no service wbe; it has agent, web"},
		"no manager":          {0, record.Fault{Kind: record.Scale, Target: "web"}, nil, ErrNoManager.Error()},
		"no address":          {3, record.Fault{Kind: record.CutHost, Target: "h1"}, func(_ *lab, all []*engine) { all[1].at = "" }, "the address of h2 is not known"},
	} {
		l, all, list := started(c.managers)
		if c.change != nil {
			c.change(l, list)
		}
		if _, _, err := all.Before(t.Context(), c.fault); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// A host is cut off from the others, and not from the machine that hadash runs on, which has to confirm that it reaches it still.
func TestCut(t *testing.T) {
	l, all, _ := started(3)
	heal(t, all, record.Fault{Kind: record.CutHost, Target: "h2"})
	if len(l.scripts) != 3 || !strings.HasPrefix(l.scripts[0], "confirm true: ") || !strings.HasPrefix(l.scripts[1], "confirm false: ") {
		t.Fatalf("%q", l.scripts)
	}
	for _, script := range l.scripts {
		if !strings.Contains(script, "192.0.2.1 192.0.2.3;") || strings.Contains(script, "192.0.2.2") {
			t.Errorf("cut off from others than the other hosts:\n%s", script)
		}
	}
	bad := journal.Entry{Fault: record.Fault{Kind: record.CutHost, Target: "h2"}, Undo: journal.Undo{Swarm: &journal.Swarm{Addrs: []string{"1; reboot"}}}}
	if err := all.Heal(t.Context(), bad, nil); err == nil || len(l.scripts) != 3 {
		t.Errorf("a journal's words became part of a script: %v", err)
	}
}

// What somebody else has scaled since, and what another hadash holds, stays as it is.
func TestHealsOnlyItsOwn(t *testing.T) {
	l, all, _ := started(3)
	f := record.Fault{Kind: record.Scale, Target: "web", Amount: 0}
	id, was, err := all.Before(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	e := journal.Entry{Fault: f, ID: id, Undo: journal.Undo{Swarm: &was}}
	if err := all.Heal(t.Context(), e, nil); err != nil || len(l.said) > 0 {
		t.Errorf("it was never made: %v, %q", err, l.said)
	}
	held := journal.Entry{Fault: record.Fault{Kind: record.Scale, Target: "web", Amount: 1}, ID: id}
	if err := all.Heal(t.Context(), e, []journal.Entry{held}); err != nil || !slices.Equal(l.said, []string{"shop_web forced 0 times, 1 replicas"}) {
		t.Errorf("another holds it at 1: %v, %q", err, l.said)
	}
}

func TestReplaced(t *testing.T) {
	was := journal.Swarm{Service: "svc", Task: "old", Slot: 1}
	pending := task("next", swarm.TaskStatePending)
	pending.Status.Err = "no suitable node (1 node not available)"
	other := task("other", swarm.TaskStateRunning)
	other.Slot = 2
	for name, c := range map[string]struct {
		tasks []swarm.Task
		stays bool
		said  []string
		want  string
	}{
		"runs elsewhere":    {tasks: []swarm.Task{task("old", swarm.TaskStateFailed), task("new", swarm.TaskStateRunning)}},
		"not healthy yet":   {tasks: []swarm.Task{task("old", swarm.TaskStateFailed), task("new", swarm.TaskStateStarting)}},
		"on its way":        {tasks: []swarm.Task{task("old", swarm.TaskStateFailed), task("new", swarm.TaskStatePreparing)}, want: "it says: preparing"},
		"no host":           {tasks: []swarm.Task{task("old", swarm.TaskStateFailed), pending}, want: "it says: pending: no suitable node (1 node not available)"},
		"the swarm is done": {tasks: []swarm.Task{task("old", swarm.TaskStateComplete), other}, said: []string{"shop_web forced 1 times, 2 replicas"}},
		"told once":         {tasks: []swarm.Task{task("old", swarm.TaskStateComplete)}, stays: true, said: []string{"shop_web forced 1 times, 2 replicas"}, want: "it says: nothing"},
	} {
		l, all, _ := started(3)
		l.tasks, l.stays = c.tasks, c.stays
		ctx, cancel := context.WithTimeout(t.Context(), wait+3*poll)
		err := all.Replaced(ctx, was)
		cancel()
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) || !slices.Equal(l.said, c.said) {
			t.Errorf("%s: %v, %q; want %q, %q", name, err, l.said, c.want, c.said)
		}
	}
}
