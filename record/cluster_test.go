package record

import (
	"slices"
	"testing"
)

// A service is hit by its name or by that of a node, and all of its nodes with it; of a host those that it has.
func TestHit(t *testing.T) {
	top := Topology{Nodes: []Node{
		{Name: "app_1", Host: "a"}, {Name: "app_2", Host: "b"}, {Name: "db", Host: "b"}, {Name: "web@a", Host: "a"}, {Name: "web@b", Host: "b"}, {Name: "b", Host: "a"},
	}}
	for f, want := range map[Fault][]string{
		{Kind: Scale, Target: "app"}:      {"app_1", "app_2"},
		{Kind: Update, Target: "app_2"}:   {"app_1", "app_2"},
		{Kind: Scale, Target: "db"}:       {"db"},
		{Kind: Update, Target: "web"}:     {"web@a", "web@b"},
		{Kind: DrainHost, Target: "b"}:    {"app_2", "db", "web@b"}, // and not the node of that name
		{Kind: CutHost, Target: "nobody"}: nil,
		{Kind: Stop, Target: "b"}:         {"b"},
	} {
		if got := top.Hit(f); !slices.Equal(got, want) {
			t.Errorf("%s hits %v, want %v", f, got, want)
		}
	}
	if got := (Fault{Kind: Scale, Target: "app"}).String(); got != "scale app to 0" {
		t.Errorf("%q", got)
	}
}
