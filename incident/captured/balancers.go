package captured

import (
	"slices"
	"testing"

	"hadash/record"
)

var (
	webs  = []string{"web_1", "web_2", "web_3"}
	nodes = map[string]record.Kind{
		"edge": record.KindHAProxy, "lb1": record.KindHAProxy, "lb2": record.KindHAProxy, "seven": record.KindHAProxy, "mid": record.KindHAProxy,
		"front": record.KindNginx, "page_1": record.KindNginx, "page_2": record.KindNginx,
		"web_1": record.KindServer, "web_2": record.KindServer, "web_3": record.KindServer,
	}
	// Shapes are the projects that the nodes of testdata/balancers.jsonl.gz make up: whom each sends its traffic to. No node
	// has a role.
	shapes = map[string][]Sends{
		"one":     {{"lb1", webs[:2]}, {"web_1", nil}, {"web_2", nil}},
		"alone":   {{"lb1", nil}},
		"two":     {{"lb1", webs}, {"lb2", webs}, {"web_1", nil}, {"web_2", nil}, {"web_3", nil}},
		"chain":   {{"edge", []string{"lb1", "lb2"}}, {"lb1", webs}, {"lb2", webs}, {"web_1", nil}, {"web_2", nil}, {"web_3", nil}},
		"seven":   {{"seven", webs[:2]}, {"web_1", nil}, {"web_2", nil}},
		"nginx":   {{"front", []string{"mid"}}, {"mid", []string{"page_1", "page_2"}}, {"page_1", nil}, {"page_2", nil}},
		"unknown": {{"lb1", nil}, {"lb2", nil}, {"web_1", nil}, {"web_2", nil}, {"web_3", nil}, {"page_1", nil}},
	}
)

// Sends is a node, and whom it sends its traffic to.
type Sends struct {
	Node string
	To   []string
}

// Shapes are the names of the projects that Balancers has, sorted.
func Shapes() (all []string) {
	for name := range shapes {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// Balancers returns the Samples of one of the Shapes. They are of one run of five HAProxies 2.6.12 and three nginx 1.22.1, in
// which web_1 is killed 8 s after the beginning and started 12 s later. The stats pages of all were read every half second, and
// that of seven every second.
func Balancers(t testing.TB, shape string) []record.Sample {
	t.Helper()
	topology := record.Topology{Project: shape}
	has := map[string]bool{}
	for _, s := range shapes[shape] {
		topology.Nodes = append(topology.Nodes, record.Node{Name: s.Node, Kind: nodes[s.Node], To: s.To})
		has[s.Node] = true
	}
	var out []record.Sample
	for _, s := range samples(t, "balancers.jsonl.gz") {
		if len(out) == 0 {
			out = append(out, record.Sample{At: s.At, Source: record.SourceTopology, Topology: &topology})
		}
		node := s.Node
		if s.Docker != nil {
			node = s.Docker.Node
		}
		if s.Containers != nil {
			s.Containers = slices.DeleteFunc(slices.Clone(s.Containers), func(c record.Container) bool { return !has[c.Node] })
		} else if !has[node] {
			continue
		}
		out = append(out, s)
	}
	return out
}
