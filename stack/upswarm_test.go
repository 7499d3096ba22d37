package stack

import (
	"strings"
	"testing"

	"hadash/stack/swarm"
)

// The image that faults need is copied to the nodes like those of the services, and a stack without it is deployed all the same.
func TestUpSwarmBringsTools(t *testing.T) {
	u := newUpTest(t)
	var said []string
	u.lab.steps = &steps{tell: func(s Step) {
		if s.State.Ended() {
			said = append(said, string(s.State)+" "+s.Detail)
		}
	}}
	s := &swarmLab{lab: u.lab, stack: swarm.Stack{Manager: swarm.Engine{API: u.lab.p.api}}}
	ids := map[string]string{"web:lab": "sha256:1"}

	u.fails = "no mirror"
	if all := s.withTools(t.Context(), ids); len(all) != 1 || !strings.Contains(strings.Join(said, "\n"), "cut-host cannot be made") {
		t.Errorf("%v, %q", all, said)
	}
	u.fails, said = "", nil
	all := s.withTools(t.Context(), ids)
	if _, ok := all[toolsImage]; !ok || len(all) != 2 || len(ids) != 1 || len(u.built) != 2 {
		t.Errorf("%v, built %v, %q", all, u.built, said)
	}
	if all := s.withTools(t.Context(), ids); len(all) != 2 || len(u.built) != 2 {
		t.Errorf("again: %v, built %v", all, u.built)
	}
}
