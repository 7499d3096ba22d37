package engines

import (
	"slices"
	"testing"

	"hadash/record"
	"hadash/record/swarm"
	"hadash/stack"
	"hadash/stack/tasks"
)

// twoOfThree is a project on two of the three hosts of a swarm.
func twoOfThree() *Project {
	p := newProject()
	for host, id := range map[string]string{"east": "n1", "west": "n2"} {
		p.members = append(p.members, &member{opts: stack.Options{Host: host}, swarm: tasks.Member{ID: id, Manager: true}})
	}
	return p
}

func aState() *swarm.State {
	return &swarm.State{
		Hosts: []swarm.Host{{ID: "n1", Name: "node1"}, {ID: "n2", Name: "node2"}, {ID: "n3", Name: "node3"}},
		Services: []swarm.Service{{Name: "agent", Global: true}, {Name: "db", Replicas: 1, Role: "master"}, {Name: "log", Replicas: 1},
			{Name: "web", Replicas: 2, Role: "app", Image: "web:1"}},
		Tasks: []swarm.Task{
			{Service: "agent", On: "node2", Desired: "running"}, {Service: "agent", On: "node3", Desired: "running"},
			{Service: "db", Slot: 1, On: "node3", Desired: "running", Addrs: []string{"10.0.1.7"}}, {Service: "log", Slot: 1, On: "node3", Desired: "running"},
			{Service: "web", Slot: 1, On: "node1", Desired: "running"}, {Service: "web", Slot: 2, Desired: "running", State: "pending"},
			{Service: "web", Slot: 2, On: "node2", Desired: "shutdown"},
		},
	}
}

// A task is called as its container is, wherever it runs: the service if it has one task, else with its number; on each host, that host.
func TestTasksAreCalledAsTheirNodes(t *testing.T) {
	p, s := twoOfThree(), aState()
	p.take(p.members[0], s)
	var got []string
	for i := range s.Tasks {
		got = append(got, s.Tasks[i].Node)
	}
	if want := []string{"agent@west", "agent@node3", "db", "log", "web_1", "web_2", "web_2"}; !slices.Equal(got, want) {
		t.Errorf("nodes %q, want %q", got, want)
	}
	if s.Hosts[0].Host != "east" || s.Hosts[2].Host != "" {
		t.Errorf("hosts %+v", s.Hosts)
	}
	more := aState()
	more.Services[1].Replicas = 3
	if p.take(p.members[0], more); more.Tasks[2].Node != "db" {
		t.Errorf("scaled, the first task is called %q", more.Tasks[2].Node)
	}
}

// Nodes on a host whose Engine is not watched, and those that wait for a host, are known from the swarm; only those with a role or kind.
func TestNodesThatOnlyTheSwarmKnows(t *testing.T) {
	p := twoOfThree()
	p.take(p.members[0], aState())
	top, services := record.Topology{Nodes: []record.Node{{Name: "web_1"}}}, map[string][]string{"web": {"web_1"}}
	p.addUnwatched(&top, services)
	var got []string
	for _, n := range top.Nodes {
		got = append(got, n.Name)
	}
	if want := []string{"web_1", "db", "web_2"}; !slices.Equal(got, want) {
		t.Errorf("nodes %q, want %q", got, want)
	}
	if db, _ := top.Node("db"); db.Role != record.RoleMaster || !slices.Equal(db.Addrs, []string{"10.0.1.7"}) || db.Host != "" {
		t.Errorf("db: %+v", db)
	}
	if !slices.Equal(services["web"], []string{"web_1", "web_2"}) {
		t.Errorf("web has %q", services["web"])
	}
}

// What an Engine has of a task that runs on a host which is not watched is left of an earlier one: the node is the swarm's.
func TestATaskThatWentToAnUnwatchedHost(t *testing.T) {
	p := twoOfThree()
	p.take(p.members[0], aState())
	parts := []part{{m: p.members[0], top: record.Topology{Nodes: []record.Node{{Name: "web_1"}, {Name: "db"}}, Others: []string{"log"}}}}
	if home := p.settle(parts); home["web_1"] != p.members[0] || home["db"] != nil || home["log"] != nil {
		t.Errorf("at home: %v", home)
	}
	if top := p.joined(parts); len(top.Nodes) != 3 {
		t.Errorf("%+v", top.Nodes)
	} else if db, ok := top.Node("db"); !ok || db.Host != "" || !slices.Equal(db.Addrs, []string{"10.0.1.7"}) {
		t.Errorf("db: %+v", db)
	}
	p.members[1].swarm.ID = "" // it may be node3
	if home := p.settle(parts); home["db"] == nil {
		t.Error("the host of an Engine that has not said which it is counts as not watched")
	}
}

// A container that an earlier task left is not told as the node's; one that runs, or is no task, is.
func TestWhatATaskLeft(t *testing.T) {
	all := hosts(t, "east")
	all["east"].has("db", "10.0.1.9", "com.docker.swarm.task.id=t1")
	all["east"].has("web", "10.0.1.8", "com.docker.swarm.task.id=t2")
	all["east"].has("old", "10.0.1.6")
	all["east"].set("db", "exited")
	all["east"].set("old", "exited")
	p, err := Connect(t.Context(), stack.Options{Context: "east", Project: "shop"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	p.members[0].left = func(string) bool { return true }
	list, err := p.members[0].Containers(t.Context())
	var names []string
	for _, c := range list {
		names = append(names, c.Node)
	}
	if slices.Sort(names); err != nil || !slices.Equal(names, []string{"old@east", "web@east"}) {
		t.Errorf("%q, %v", names, err)
	}
}

// The manager that answered last is asked first, and its events are left when another one answers.
func TestAnotherManager(t *testing.T) {
	p := twoOfThree()
	left := false
	p.take(p.members[1], aState())
	p.swarm.leave = func() { left = true }
	if p.managers()[0] != p.members[1] {
		t.Error("the one that answered last is not asked first")
	}
	if p.take(p.members[1], aState()); left {
		t.Error("its events are left though it answers")
	}
	if p.take(p.members[0], aState()); !left || p.managers()[0] != p.members[0] {
		t.Error("the events of the one that is silent are still watched")
	}
}
