package consequence

import (
	"testing"
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/record/swarm"
)

// onASwarm is a stack on three hosts: db is tied to east, disk to hosts with a label that is not recorded, agent is on each host.
func onASwarm() incident.Frame {
	f := incident.Frame{}
	at := time.Date(2026, 12, 1, 5, 0, 0, 0, time.UTC)
	host := func(id, name string) swarm.Host {
		return swarm.Host{ID: id, Name: name, Host: name, State: "ready", Availability: "active", Manager: "reachable"}
	}
	top := &record.Topology{Hosts: []record.Host{{Name: "east"}, {Name: "west"}, {Name: "north"}}}
	s := &swarm.State{Hosts: []swarm.Host{host("1", "east"), host("2", "west"), host("3", "north")}, Services: []swarm.Service{
		{Name: "app", Replicas: 1, Restart: "any", Delay: time.Second},
		{Name: "db", Replicas: 1, Restart: "any", Delay: 5 * time.Second, Tied: []string{"node.hostname == east"}},
		{Name: "disk", Replicas: 1, Restart: "any", Tied: []string{"node.labels.disk == ssd"}},
		{Name: "once", Replicas: 1, Restart: "none"}, {Name: "agent", Global: true, Restart: "any"}, {Name: "old", Replicas: 1},
	}}
	var list []record.Container
	for _, name := range []string{"app", "db", "disk", "old", "once", "agent@east"} {
		role := record.RoleApp
		if name == "db" {
			role = record.RoleMaster
		}
		top.Nodes = append(top.Nodes, record.Node{Name: name, Role: role, Host: "east"})
		slot := 1
		if name == "agent@east" {
			slot = 0
		}
		s.Tasks = append(s.Tasks, swarm.Task{ID: name, Node: name, Service: record.ServiceOf(name), Slot: slot, On: "east", State: "running", Desired: "running"})
		list = append(list, record.Container{Node: name, Host: "east", Task: name, State: "running", Networks: 1})
	}
	for _, x := range []record.Sample{
		{At: at, Source: record.SourceTopology, Topology: top}, {At: at, Source: record.SourceDocker, Node: "east", Containers: list},
		{At: at, Source: record.SourceSwarm, Swarm: s},
	} {
		f = incident.Fold(f, x)
	}
	return f
}

func factsOf(f *incident.Frame, fault record.Fault) map[Kind]string {
	facts := map[Kind]string{}
	for _, x := range Of(f, f.Node(fault.Target), fault, f.Predict(fault)).Facts {
		facts[x.Kind] = x.What
		if x.Kind == MadeAgain {
			facts[x.Kind] = x.Within.String()
		}
	}
	return facts
}

// Before a fault of a host it is said what the swarm moves, what no other host may have, and nothing of what is not recorded.
func TestWhatTheSwarmMoves(t *testing.T) {
	f := onASwarm()
	for kind, moves := range map[record.FaultKind]Kind{record.DrainHost: Move, record.Leave: MoveOnceNoticed, record.CutHost: MoveOnceNoticed} {
		facts := factsOf(&f, record.Fault{Kind: kind, Target: "east"})
		if facts[moves] != "app" || facts[StayAway] != "db, agent@east" {
			t.Errorf("%s: %v", kind, facts)
		}
	}
	few := *f.Swarm.State
	few.Hosts = append([]swarm.Host{}, few.Hosts...)
	few.Hosts[2].State, few.Hosts[2].Manager = "down", "unreachable"
	f.Swarm.State = &few
	facts := factsOf(&f, record.Fault{Kind: record.CutHost, Target: "east"})
	if _, ok := facts[NoMajority]; !ok || facts[MoveOnceNoticed] != "" {
		t.Errorf("one manager of three is left: %v", facts)
	}
	for i := range few.Hosts[1:] {
		few.Hosts[1+i].Availability, few.Hosts[1+i].Manager = "drain", ""
	}
	if facts := factsOf(&f, record.Fault{Kind: record.DrainHost, Target: "east"}); facts[Move] != "" || facts[StayAway] != "app, db, disk, agent@east" {
		t.Errorf("no other host takes tasks: %v", facts)
	}
}

// When it is noticed comes first: the screen leaves out what comes last.
func TestNoticedComesBeforeMadeAgain(t *testing.T) {
	f := onASwarm()
	fault := record.Fault{Kind: record.Kill, Target: "app"}
	c := Of(&f, f.Node("app"), fault, f.Predict(fault))
	if last := c.Facts[len(c.Facts)-1].Kind; last != MadeAgain || c.Detection().Kind == None {
		t.Errorf("%+v", c.Facts)
	}
}

// Before the fault of a task it is said when the swarm makes it again, where it does in any case.
func TestWhatTheSwarmMakesAgain(t *testing.T) {
	f := onASwarm()
	for node, want := range map[string]string{"app": "1s", "db": "5s", "once": "", "old": ""} {
		for _, kind := range []record.FaultKind{record.Kill, record.Stop, record.Pause} {
			facts := factsOf(&f, record.Fault{Kind: kind, Target: node})
			if facts[MadeAgain] != want && kind != record.Pause || facts[MadeAgain] != "" && kind == record.Pause {
				t.Errorf("%s %s: %v", kind, node, facts)
			}
		}
	}
}
