package route

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/verdict"
	"hadash/record"
)

// shapeAt is the Frame of a shape of balancers so long after the beginning, and its route.
func shapeAt(t *testing.T, shape string, after time.Duration) (incident.Frame, Route) {
	t.Helper()
	var f incident.Frame
	all := captured.Balancers(t, shape)
	for _, s := range all {
		if s.At.Sub(all[0].At) <= after {
			f = incident.Fold(f, s)
		}
	}
	v := verdict.Of(&f)
	return f, Of(&f, &v)
}

// columns writes the nodes of each column: hops beside each other with "|", and the rate that leads on.
func columns(r *Route) string {
	var out []string
	for c := range r.Columns {
		var hops []string
		for _, h := range r.Of(c) {
			var names []string
			for n := range h.All {
				names = append(names, n.Name)
			}
			hops = append(hops, strings.Join(names, " "))
		}
		text := strings.Join(hops, " | ")
		if next := &r.Columns[c].Next; next.To {
			text += fmt.Sprintf(" -%.0f->", next.Rate)
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

// Every shape of balancers has its columns by its edges, and the figures of their own pages.
func TestShapes(t *testing.T) {
	for shape, want := range map[string]string{
		"alone":   "lb1",
		"one":     "lb1 -19-> web_1 web_2",
		"two":     "lb1 | lb2 -50-> web_1 web_2 web_3",
		"chain":   "edge -18-> lb1 | lb2 -50-> web_1 web_2 web_3",
		"seven":   "seven -28-> web_1 web_2",
		"nginx":   "front -19-> mid -21-> page_1 page_2",
		"unknown": "lb1 | lb2 -50-> web_1 web_2 web_3 page_1",
	} {
		f, r := shapeAt(t, shape, 7*time.Second)
		if got := columns(&r); got != want {
			t.Errorf("%s: %s, want %s", shape, got, want)
		}
		n := 0
		for i := range r.Hops {
			n += r.Hops[i].Len()
		}
		if n != len(f.Nodes) {
			t.Errorf("%s: %d of %d nodes", shape, n, len(f.Nodes))
		}
	}
}

// The failures of each of two balancers are its own columns on its own page, and where they stand beside each other they are
// added up.
func TestTriesOfTwo(t *testing.T) {
	for _, shape := range []string{"two", "chain"} {
		f, r := shapeAt(t, shape, 15*time.Second)
		all := int64(0)
		for _, name := range []string{"lb1", "lb2"} {
			var moved int64
			for _, s := range f.Page(name).Servers {
				moved += s.Wredis + s.Wretr
			}
			if got := r.Span.Passed.Tries(name); got.All() != moved || got.GaveUp != 0 || moved == 0 {
				t.Errorf("%s: %s tried %+v, its page has %d", shape, name, got, moved)
			}
			all += moved
		}
		if got := r.Columns[len(r.Columns)-2].Next.Back; !got.Known || got.N != 0 || got.Of != all {
			t.Errorf("%s: %+v of %d came back", shape, got, all)
		}
	}
}

// longest is how many edges the longest way to each node has, found by trying: edges that close a circle are left out, in the
// order in which they are walked.
func longest(to [][]int, fed []bool) []int {
	seen, on := make([]bool, len(to)), make([]bool, len(to))
	var kept [][2]int
	var walk func(int)
	walk = func(i int) {
		seen[i], on[i] = true, true
		for _, k := range to[i] {
			if on[k] {
				continue
			}
			kept = append(kept, [2]int{i, k})
			if !seen[k] {
				walk(k)
			}
		}
		on[i] = false
	}
	for _, late := range []bool{false, true} {
		for i := range to {
			if fed[i] == late && !seen[i] {
				walk(i)
			}
		}
	}
	depth := make([]int, len(to))
	for changed := true; changed; {
		changed = false
		for _, e := range kept {
			if depth[e[1]] < depth[e[0]]+1 {
				depth[e[1]], changed = depth[e[0]]+1, true
			}
		}
	}
	return depth
}

// In any graph, with circles or without, a node stands behind all that lead to it, unless the edge closes a circle.
func TestDepths(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		f := incident.Frame{}
		n := 1 + random.IntN(9)
		for i := range n {
			f.Nodes = append(f.Nodes, incident.Node{Node: record.Node{Name: fmt.Sprint(i), Kind: record.KindServer}, Recent: -1})
		}
		for range random.IntN(2 * n) {
			i, k := random.IntN(n), random.IntN(n)
			f.Nodes[i].To = append(f.Nodes[i].To, fmt.Sprint(k))
		}
		g := graphOf(&f)
		if got, want := g.depths(), longest(g.to, g.fed); !slices.Equal(got, want) {
			t.Fatalf("%v: %v, want %v", g.to, got, want)
		}
		v := verdict.Of(&f)
		r := Of(&f, &v)
		placed := map[string]int{}
		for i := range r.Hops {
			for n := range r.Hops[i].All {
				placed[n.Name]++
			}
		}
		for i := range f.Nodes {
			if placed[f.Nodes[i].Name] != 1 {
				t.Fatalf("%v: node %d stands in %d places", g.to, i, placed[f.Nodes[i].Name])
			}
		}
		for i := range r.Edges {
			if e := &r.Edges[i]; r.Hops[e.From].Column >= r.Hops[e.To].Column {
				t.Fatalf("%v: an edge leads back", g.to)
			}
		}
	}
}

// Balancers without roles stand where their edges say: an nginx behind a HAProxy that sends on is a hop of its own.
func TestAnyOrder(t *testing.T) {
	node := func(name string, kind record.Kind, to ...string) record.Node {
		return record.Node{Name: name, Kind: kind, To: to}
	}
	for want, nodes := range map[string][]record.Node{
		"k6 -> lb -> web_1 | web_2 -> app_1 app_2": {
			node("lb", record.KindHAProxy, "web_1", "web_2"), node("k6", record.KindK6), node("web_1", record.KindNginx, "app_1", "app_2"),
			node("web_2", record.KindNginx, "app_1", "app_2"), node("app_1", record.KindHTTP), node("app_2", record.KindHTTP),
		},
		"web -> app_1 app_2 app_3 app_4": {
			node("web", record.KindNginx, "app_1", "app_2", "app_3", "app_4"), node("app_1", record.KindServer), node("app_2", record.KindServer),
			node("app_3", record.KindServer), node("app_4", record.KindServer),
		},
		"web":                       {node("web", record.KindNginx)},
		"lb -> a | inner -> b cron": {node("lb", record.KindHAProxy, "a", "inner"), node("inner", record.KindHAProxy, "b"), node("a", record.KindServer), node("b", record.KindServer), node("cron", record.KindServer)},
	} {
		var f incident.Frame
		f = incident.Fold(f, record.Sample{At: time.Unix(1, 0), Source: record.SourceTopology, Topology: &record.Topology{Nodes: nodes}})
		v := verdict.Of(&f)
		r := Of(&f, &v)
		got := strings.ReplaceAll(columns(&r), "--1->", "->")
		if strings.Join(slices.Sorted(slices.Values(strings.Fields(got))), " ") != strings.Join(slices.Sorted(slices.Values(strings.Fields(want))), " ") {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
