package swarm

import "testing"

// The meaning of constraints is that of `docker service create --constraint`.
func TestTakes(t *testing.T) {
	manager := &Host{ID: "n1", Name: "node1", Manager: Leader}
	worker := &Host{ID: "n2", Name: "node2"}
	for _, c := range []struct {
		tied         []string
		on           *Host
		takes, known bool
	}{
		{nil, worker, true, true},
		{[]string{"node.hostname == node1"}, manager, true, true},
		{[]string{"node.hostname==NODE1"}, manager, true, true},
		{[]string{"node.hostname == node1"}, worker, false, true},
		{[]string{"node.hostname != node1"}, worker, true, true},
		{[]string{"node.role == manager"}, worker, false, true},
		{[]string{"node.role != manager", "node.id == n2"}, worker, true, true},
		{[]string{"node.labels.disk == ssd"}, worker, false, false},
		{[]string{"node.labels.disk == ssd", "node.role == manager"}, worker, false, true},
		{[]string{"node.platform.os == linux"}, worker, false, false},
	} {
		x := Service{Tied: c.tied}
		if takes, known := x.Takes(c.on); takes != c.takes || known != c.known {
			t.Errorf("%q at %s: %v, %v", c.tied, c.on.Name, takes, known)
		}
	}
}

func TestLeads(t *testing.T) {
	s := State{Hosts: []Host{{ID: "1", Manager: Leader}, {ID: "2", Manager: "reachable"}, {ID: "3", Manager: "reachable"}, {ID: "4"}}}
	if !s.Leads(&s.Hosts[2]) || !s.Leads(&s.Hosts[3]) {
		t.Error("two of three managers choose a leader")
	}
	if s.Hosts[1].Manager = "unreachable"; s.Leads(&s.Hosts[2]) {
		t.Error("one of three managers chooses none")
	}
}
