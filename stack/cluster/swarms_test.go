package cluster

import (
	"context"
	"errors"
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

// An Engine that is watched alone has no name, or that of the swarm. What is in its journal is of its host.
func TestHealsHostAlone(t *testing.T) {
	for _, name := range []string{"", "vm-2.example"} {
		l, _, list := started(3)
		alone := Engines(func(context.Context) []Engine {
			return []Engine{{Host: name, API: list[1], Stack: "shop", Cuts: list[1]}}
		})
		cut := journal.Entry{Fault: record.Fault{Kind: record.CutHost, Target: "h2"}, Undo: journal.Undo{Swarm: &journal.Swarm{Addrs: []string{"192.0.2.1"}}}}
		if err := alone.Heal(t.Context(), cut, nil); err != nil || len(l.scripts) != 1 {
			t.Errorf("%q: heal %s: %v, %q", name, cut.Fault, err, l.scripts)
		}
		left := journal.Entry{Fault: record.Fault{Kind: record.Leave, Target: "h2"}, Undo: journal.Undo{Swarm: &journal.Swarm{Node: "gone"}}}
		if err := alone.Heal(t.Context(), left, nil); !errors.Is(err, ErrNoManager) {
			t.Errorf("%q: heal %s: %v", name, left.Fault, err)
		}
		if _, _, err := alone.Before(t.Context(), left.Fault); err == nil {
			t.Errorf("%q: it may leave though nobody takes it back", name)
		}
	}
}
