package doors

import (
	"testing"

	"hadash/record"
)

// Balancers in a row, beside each other, and in a circle.
func TestFirst(t *testing.T) {
	lb := func(name string, to ...string) record.Node {
		return record.Node{Name: name, Kind: record.KindHAProxy, To: to}
	}
	for name, c := range map[string]struct {
		nodes []record.Node
		first []string
		inner []string
	}{
		"alone":          {[]record.Node{lb("a", "s"), {Name: "s", Kind: record.KindHTTP}}, []string{"a"}, nil},
		"in a row":       {[]record.Node{lb("a", "b"), lb("b", "c"), lb("c", "s")}, []string{"a"}, []string{"b", "c"}},
		"through others": {[]record.Node{lb("a", "s"), {Name: "s", Kind: record.KindHTTP, To: []string{"b"}}, lb("b", "t")}, []string{"a"}, []string{"b"}},
		"beside":         {[]record.Node{lb("a", "c"), lb("b", "c"), lb("c", "s")}, []string{"a", "b"}, []string{"c"}},
		"in a circle":    {[]record.Node{lb("a", "b"), lb("b", "a")}, []string{"a", "b"}, nil},
		"after the load": {[]record.Node{{Name: "k6", Kind: record.KindK6, To: []string{"a"}}, lb("a", "s")}, []string{"a"}, nil},
	} {
		p := Of(&record.Topology{Nodes: c.nodes})
		for _, n := range c.first {
			if !p.First(n) {
				t.Errorf("%s: %s is not first", name, n)
			}
		}
		for _, n := range c.inner {
			if p.First(n) {
				t.Errorf("%s: %s is first", name, n)
			}
		}
	}
	if !(*Paths)(nil).First("x") {
		t.Error("without a topology every balancer is first")
	}
}

// Of logs that are heard one after the other, those of the first balancers remain.
func TestSpeaking(t *testing.T) {
	p := Of(&record.Topology{Nodes: []record.Node{{Name: "a", Kind: record.KindHAProxy, To: []string{"c"}}, {Name: "b", Kind: record.KindHAProxy, To: []string{"c"}}, {Name: "c", Kind: record.KindNginx}}})
	var s Speaking
	for _, x := range []struct {
		name             string
		witness, instead bool
	}{{"c", true, false}, {"c", true, false}, {"a", true, true}, {"c", false, false}, {"b", true, false}, {"a", true, false}} {
		before := s
		if witness, instead := s.Heard(p, x.name); witness != x.witness || instead != x.instead {
			t.Errorf("%s after %v: %v %v", x.name, before, witness, instead)
		}
	}
	if !s.Has("a") || !s.Has("b") || s.Has("c") {
		t.Errorf("%v", s)
	}
}

// What an nginx sends requests to is behind it, even if that is a balancer; what a HAProxy sends to is not.
func TestBehindNginx(t *testing.T) {
	p := Of(&record.Topology{Nodes: []record.Node{
		{Name: "web", Role: record.RoleWeb, To: []string{"app", "lb"}},
		{Name: "app", Role: record.RoleApp, To: []string{"lb"}},
		{Name: "lb", Kind: record.KindHAProxy, To: []string{"db"}},
		{Name: "db", Role: record.RoleReplica},
	}})
	for node, want := range map[string]bool{"web": false, "app": true, "lb": true, "db": false, "nobody": false} {
		if p.BehindNginx(node) != want {
			t.Errorf("%s: %t", node, !want)
		}
	}
	if (*Paths)(nil).BehindNginx("app") {
		t.Error("without a topology")
	}
}
