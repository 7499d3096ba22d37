package swarmstate

import (
	"hadash/incident/said"
	"hadash/record/swarm"
	"hadash/wording"
)

// Word is the swarm's word on a node.
func (s *Swarm) Word(node string) said.Word {
	of, ok := s.nodes[node]
	if !ok {
		return said.Nothing
	}
	return wordOf(&of.Task, s.On(node))
}

func wordOf(t *swarm.Task, on *swarm.Host) said.Word {
	switch {
	case swarm.Ended(t.State):
		return said.Ill
	case on != nil && on.State == "down":
		return said.Ill
	case t.State == "running" && t.Desired == "running":
		return said.Well
	case t.State == "running" || t.State == "pending":
		return said.Doubted
	}
	return said.Rising
}

// addr is the first address of a task; "" if it has none.
func addr(t *swarm.Task) string {
	if len(t.Addrs) == 0 {
		return ""
	}
	return t.Addrs[0]
}

// Says is the same in words: "running at 10.0.1.8".
func (s *Swarm) Says(node string) wording.Phrase {
	of, ok := s.nodes[node]
	if !ok {
		return wording.Phrase{}
	}
	t := &of.Task
	switch on := s.On(node); {
	case on != nil && on.State == "down" && !swarm.Ended(t.State):
		return wording.TaskHostDown.Of(on.Called())
	case t.State == "pending" && t.Err != "":
		return wording.TaskPending.Of(t.Err)
	case swarm.Ended(t.State) && t.Err != "":
		return wording.TaskEnded.Of(wording.TaskState(t.State), t.Err)
	case t.State == "running" && addr(t) != "":
		return wording.TaskAt.Of(wording.TaskState(t.State), addr(t))
	}
	return wording.TaskState(t.State)
}

// Place is where a node's task is: "node3 (10.0.1.8)".
func (s *Swarm) Place(t *swarm.Task) wording.Phrase {
	name := t.On
	if h := s.Find(t.On); h != nil {
		name = h.Called()
	}
	if a := addr(t); a != "" {
		return wording.HostAt.Of(name, a)
	}
	return wording.Text(name)
}
