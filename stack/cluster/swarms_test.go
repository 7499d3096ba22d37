package cluster

import (
	"context"
	"strings"
	"testing"

	"hadash/journal"
	"hadash/record"

	"github.com/docker/docker/api/types/swarm"
)

// A manager of another swarm has no service and no host of these IDs. If it is asked, what was broken seems to be healed, and a host joins the
// wrong swarm.
func TestHealsInItsOwnSwarm(t *testing.T) {
	for _, f := range []record.Fault{
		{Kind: record.Scale, Target: "web", Amount: 0}, {Kind: record.DrainHost, Target: "h2"}, {Kind: record.Leave, Target: "h2"},
	} {
		_, all, _ := started(3)
		id, was, err := all.Before(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		l, other, list := started(3)
		l.swarm, l.services, l.nodes = "second", nil, nodesOf("mn1", "mn2", "mn3")
		_, right, _ := started(3)
		for i, e := range list {
			list[i].id = "m" + e.id
		}
		e := journal.Entry{Fault: f, ID: id, Undo: journal.Undo{Swarm: &was}}
		if err := other.Heal(t.Context(), e, nil); err == nil || len(l.said) > 0 {
			t.Errorf("heal %s at another swarm: %v, %q", f, err, l.said)
		}
		if err := right.Heal(t.Context(), e, nil); err != nil {
			t.Errorf("heal %s: %v", f, err)
		}
	}
}

// Of two swarms it is not known which one is meant.
func TestTwoSwarms(t *testing.T) {
	_, first, _ := started(3)
	l, second, _ := started(1)
	l.swarm = "second"
	both := Engines(func(ctx context.Context) []Engine { return append(first(ctx), second(ctx)[:1]...) })
	for _, f := range []record.Fault{{Kind: record.Scale, Target: "web"}, {Kind: record.Update, Target: "web"}, {Kind: record.DrainHost, Target: "h1"}, {Kind: record.Leave, Target: "h1"}} {
		if _, _, err := both.Before(t.Context(), f); err == nil || !strings.Contains(err.Error(), "are managers of two swarms") {
			t.Errorf("%s: %v", f, err)
		}
	}
}

func nodesOf(ids ...string) map[string]*swarm.Node {
	out := map[string]*swarm.Node{}
	for _, id := range ids {
		out[id] = node(id, true)
	}
	return out
}
