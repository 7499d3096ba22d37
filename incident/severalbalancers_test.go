package incident

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/incident/captured"
	"hadash/incident/event"
	"hadash/incident/said"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// frames calls see with each Frame of a shape of balancers.
func frames(t *testing.T, shape string, see func(f *Frame, after time.Duration)) {
	t.Helper()
	var f Frame
	all := captured.Balancers(t, shape)
	for _, s := range all {
		f = Fold(f, s)
		see(&f, s.At.Sub(all[0].At))
	}
}

// Two balancers of one configuration notice the same fault each in its time: the fault is detected by the first, out when both
// have taken it out, and back when both have it again.
func TestDetectedByTheFirstOfTwo(t *testing.T) {
	out := map[string]time.Time{}
	both := 0
	frames(t, "two", func(f *Frame, _ time.Duration) {
		for _, e := range f.Events {
			if e.Kind == event.KindServer && e.To == record.Down.String() {
				if e.Subject != e.Balancer+"/web/web_1" || !strings.HasPrefix(e.Title.String(), e.Balancer+" takes it out") {
					t.Errorf("%s %s: %s", e.Balancer, e.Subject, e.Title)
				}
				out[e.Balancer] = e.At
			}
		}
		w := f.Stopwatch("web_1")
		if w == nil {
			return
		}
		if d := w.Moments[stopwatch.Detected]; d.Seen() && !d.At.Equal(out["lb1"]) {
			t.Fatalf("detected at %v, lb1 took it out at %v", d.At, out["lb1"])
		}
		n := f.Node("web_1")
		rows := slices.Collect(n.Servers)
		switch {
		case len(rows) == 0:
		case len(rows) != 2:
			t.Fatalf("%d rows", len(rows))
		case !w.Moments[stopwatch.Healed].Seen() && len(out) == 1:
			if n.Server.Status.State.Serving() != (n.Server.Pxname == "lb2/web") && !n.also[0].Status.State.Serving() {
				t.Errorf("%v: %s stands for it", f.At, n.Server.Pxname)
			}
			if !w.Out.IsZero() {
				t.Error("it is out, and lb2 still sends")
			}
		case !w.Moments[stopwatch.Healed].Seen() && len(out) == 2:
			both++
			if !w.Out.Equal(out["lb2"]) {
				t.Errorf("out at %v, lb2 took it out at %v", w.Out, out["lb2"])
			}
		}
	})
	if late := out["lb2"].Sub(out["lb1"]); late < 3*time.Second || both == 0 {
		t.Errorf("lb2 noticed %v after lb1", late)
	}
}

// A node behind two balancers gets what both send to it, and each balancer has the sums of its own page alone.
func TestSumsOfTwo(t *testing.T) {
	frames(t, "chain", func(f *Frame, after time.Duration) {
		if after < 3*time.Second || after > 7*time.Second {
			return
		}
		for _, name := range []string{"web_1", "web_2", "web_3"} {
			sum := 0.0
			for _, lb := range []string{"lb1", "lb2"} {
				sum += float64(f.Page(lb).Find(lb+"/web", name).Rate)
			}
			if got := f.Node(name).Recent; got != sum {
				t.Fatalf("%v %s: %v, want %v", f.At, name, got, sum)
			}
		}
		for _, lb := range []string{"edge", "lb1", "lb2"} {
			var own int64
			for _, p := range f.Page(lb).Proxies {
				if !p.Frontend && p.Pxname != lb+"/stats" {
					own += p.Rate
				}
			}
			if got := f.Node(lb).Recent; got != float64(own) {
				t.Fatalf("%v %s: %v, want %v", f.At, lb, got, own)
			}
		}
	})
}

// A server that only one of two balancers has DOWN is told with that balancer, and its node serves.
func TestDownAtOneOfTwo(t *testing.T) {
	topology := record.Topology{Nodes: []record.Node{
		{Name: "lb1", Kind: record.KindHAProxy, To: []string{"web"}}, {Name: "lb2", Kind: record.KindHAProxy, To: []string{"web"}}, {Name: "web", Kind: record.KindServer}}}
	page := func(seconds float64, balancer, status string) record.Sample {
		return record.Sample{At: at(seconds), Source: record.SourceHAProxy, Node: balancer, HAProxy: &record.HAProxy{Servers: []record.Server{
			{Pxname: "be", Svname: "web", Status: record.ParseStatus(status), Counters: record.Counters{Stot: 5}}}}}
	}
	f := Fold(Frame{}, record.Sample{At: at(0), Source: record.SourceTopology, Topology: &topology})
	for _, s := range []record.Sample{page(1, "lb1", "UP"), page(1.1, "lb2", "UP"), page(2, "lb1", "DOWN"), page(2.1, "lb2", "UP")} {
		f = Fold(f, s)
	}
	n := f.Node("web")
	if n.Health != Up || n.Server.Name() != "lb2/be/web" {
		t.Errorf("%s by %s", n.Health, n.Server.Name())
	}
	if out := f.Strays(); len(out) != 1 || out[0].Name() != "lb1/be/web" {
		t.Errorf("strays %v", out)
	}
	for s := range n.AtOthers {
		if l := f.SaidOfServer(s, said.Balancer); l.Now != said.Ill {
			t.Errorf("lb1 says %v", l.Now)
		}
	}
	f = Fold(f, page(3, "lb2", "DOWN"))
	if n := f.Node("web"); n.Health != Down || len(f.Strays()) != 0 {
		t.Errorf("%s, strays %v", n.Health, f.Strays())
	}
}

// The configuration of each balancer counts for its own servers: the one that checks more often is expected to notice first.
func TestPredictionsOfTwo(t *testing.T) {
	var f Frame
	frames(t, "two", func(is *Frame, after time.Duration) {
		if after < 5*time.Second {
			f = *is
		}
	})
	for lb, inter := range map[string]time.Duration{"lb1": 300 * time.Millisecond, "lb2": 2 * time.Second} {
		f = Fold(f, record.Sample{At: f.At, Source: record.SourceSettings, Node: lb, Settings: &record.Settings{Checks: []record.Check{
			{Backend: "web", Server: "web_1", On: true, Inter: inter, Fastinter: inter, Downinter: inter, Fall: 3, Rise: 2}}}})
	}
	n := f.Node("web_1")
	for s := range n.Servers {
		c := f.Check(s)
		if want := map[string]time.Duration{"lb1/web": 300 * time.Millisecond, "lb2/web": 2 * time.Second}[s.Pxname]; c == nil || c.Inter != want {
			t.Errorf("%s: %+v", s.Pxname, c)
		}
	}
	kill := record.Fault{Kind: record.Kill, Target: "web_1"}
	if first := f.FirstToNotice(n, kill); first.Pxname != "lb1/web" {
		t.Errorf("first is %s", first.Pxname)
	}
}

// Each of several nginx has its own page, rate and connections; the one that is shown is that which no balancer sends traffic to.
func TestSeveralNginx(t *testing.T) {
	frames(t, "nginx", func(f *Frame, after time.Duration) {
		if after < 4*time.Second {
			return
		}
		for _, name := range []string{"front", "page_1", "page_2"} {
			if n := f.Node(name); n.Stub == nil || n.Recent <= 0 {
				t.Fatalf("%v %s: %+v, %v", f.At, name, n.Stub, n.Recent)
			}
		}
		if front := f.Node("front"); f.Nginx.Nginx != front.Stub || f.Nginx.Recent != front.Recent {
			t.Fatalf("%v: another one is shown", f.At)
		}
		if n := f.Node("page_1"); n.Server == nil || n.Health != Up {
			t.Fatalf("%v: page_1 is a server of mid, and %s", f.At, n.Health)
		}
	})
}

// A Frame that was folded apart and then joined is the Frame that was joined at every step.
func TestJoinedLater(t *testing.T) {
	for _, shape := range []string{"one", "two", "chain", "seven", "unknown"} {
		var always, apart Frame
		for i, s := range captured.Balancers(t, shape) {
			always, apart = Fold(always, s), FoldApart(apart, s)
			joined := apart
			joined.Join()
			for what, equal := range map[string]bool{
				"page": reflect.DeepEqual(always.HAProxy, joined.HAProxy), "nodes": reflect.DeepEqual(always.Nodes, joined.Nodes),
				"timeline": reflect.DeepEqual(always.Timeline, joined.Timeline), "before": reflect.DeepEqual(always.BeforeNewest, joined.BeforeNewest),
			} {
				if !equal {
					t.Fatalf("%s: the %s differs after Sample %d of %s", shape, what, i, s.Source)
				}
			}
		}
	}
}

// Siblings by the index of the topology are those by the topology itself.
func TestSiblingsByIndex(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var top record.Topology
		n := 2 + random.IntN(7)
		for i := range n {
			node := record.Node{Name: fmt.Sprint("n", i), Kind: []record.Kind{record.KindHAProxy, record.KindServer}[random.IntN(2)]}
			if random.IntN(8) == 0 {
				node.Role = record.RoleApp
			}
			for k := range n {
				if random.IntN(3) == 0 {
					node.To = append(node.To, fmt.Sprint("n", k))
				}
			}
			top.Nodes = append(top.Nodes, node)
		}
		f := Fold(Frame{}, record.Sample{At: start, Source: record.SourceTopology, Topology: &top})
		for i := range f.Nodes {
			for k := range f.Nodes {
				a, b := &f.Nodes[i], &f.Nodes[k]
				if got, want := f.Siblings(a, b), top.Siblings(&a.Node, &b.Node); got != want {
					t.Fatalf("%s and %s in %+v: %v, want %v", a.Name, b.Name, top.Nodes, got, want)
				}
			}
		}
	}
}
