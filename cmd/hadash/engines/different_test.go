package engines

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"hadash/stack"
)

// Two contexts of one Engine would show each container twice; two swarms would be taken for one.
func TestDifferent(t *testing.T) {
	manager := func(id, name, swarm string) map[string]any {
		return map[string]any{"ID": id, "Name": name, "Swarm": map[string]any{"ControlAvailable": true, "Cluster": map[string]any{"ID": swarm}}}
	}
	for name, c := range map[string]struct {
		east, west map[string]any
		want       string
	}{
		"one Engine":      {map[string]any{"ID": "a", "Name": "x"}, map[string]any{"ID": "a", "Name": "x"}, "east and west are the same Engine (x)"},
		"a copy":          {map[string]any{"ID": "a", "Name": "x"}, map[string]any{"ID": "a", "Name": "y"}, ""},
		"one swarm":       {manager("a", "x", "s"), manager("b", "y", "s"), ""},
		"two swarms":      {manager("a", "x", "s"), manager("b", "y", "other"), "east and west are managers of two swarms"},
		"no leader":       {manager("a", "x", "s"), manager("b", "y", ""), ""},
		"they do not say": {},
	} {
		all := hosts(t, "east", "west")
		all["east"].has("web", "172.18.0.2", "hadash.role=app")
		all["west"].has("web", "172.18.0.2", "hadash.role=app")
		all["east"].info, all["west"].info = c.east, c.west
		p, err := Connect(t.Context(), stack.Options{Context: "east,west", Project: "shop"}, nil)
		if err == nil {
			err = p.Close()
		}
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// A context that does not exist is a slip, and no Engine that may answer later.
func TestUnknownContext(t *testing.T) {
	hosts(t, "east")["east"].has("web", "172.18.0.2", "hadash.role=app")
	_, err := Connect(t.Context(), stack.Options{Context: "east,wset", Project: "shop"}, nil)
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), `"wset"`) {
		t.Errorf("%v", err)
	}
}
