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
	"hadash/incident/predict"
	"hadash/incident/said"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
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

// Each of two balancers has its own moments and attempts of a fault: it is out everywhere when the last has taken it out.
func TestNoticedByEachOfTwo(t *testing.T) {
	var end *Frame
	frames(t, "two", func(f *Frame, after time.Duration) {
		end = f
		w := f.Stopwatch("web_1")
		if w == nil || w.Moments[stopwatch.Healed].Seen() {
			return
		}
		if _, all := w.OutEverywhere(); all == w.StillSends() && w.Moments[stopwatch.Detected].Seen() {
			t.Fatalf("%v: out everywhere %v, and still sends %v", after, all, w.StillSends())
		}
	})
	w := end.Stopwatch("web_1")
	by := w.ByBalancer()
	if len(by) != 2 || by[0].Balancer != "lb1" || by[1].Server != "lb2/web/web_1" {
		t.Fatalf("%+v", by)
	}
	first, _ := w.Detection()
	all, ok := w.OutEverywhere()
	for i, want := range []time.Duration{first, all} {
		if d, seen := w.OutAfter(&by[i]); !seen || d != want {
			t.Errorf("%s: %v, want %v", by[i].Balancer, d, want)
		}
		if up, seen := w.UpAfter(&by[i]); !seen || up <= 0 {
			t.Errorf("%s: up after %v", by[i].Balancer, up)
		}
	}
	if !ok || all-first < 3*time.Second {
		t.Errorf("%v after %v", all, first)
	}
	lb1, lb2 := w.TriesAt("lb1"), w.TriesAt("lb2")
	if lb1.Redispatched != 11 || lb1.Redispatched+lb2.Redispatched != w.Hidden.Redispatched || len(w.TriedAt()) != 2 {
		t.Errorf("%+v and %+v of %+v", lb1, lb2, w.Hidden)
	}
}

// A node that is seven servers of one HAProxy is noticed by the first of them, and out everywhere with the last.
func TestNoticedInSevenBackends(t *testing.T) {
	var end *Frame
	frames(t, "seven", func(f *Frame, _ time.Duration) { end = f })
	w := end.Stopwatch("web_1")
	first, _ := w.Detection()
	last, all := w.OutEverywhere()
	if len(w.Notices) != 7 || !all || last <= first || w.ByBalancer() != nil {
		t.Errorf("%d servers, %v to %v (%v), by %v", len(w.Notices), first, last, all, w.ByBalancer())
	}
}

// A server that a balancer had out before the fault, or that it does not check and never sent to, is not waited for.
func TestWhatGotNoTrafficNeedNotNotice(t *testing.T) {
	topology := record.Topology{Nodes: []record.Node{
		{Name: "lb1", Kind: record.KindHAProxy, To: []string{"web"}}, {Name: "lb2", Kind: record.KindHAProxy, To: []string{"web"}}, {Name: "web", Kind: record.KindServer}}}
	page := func(seconds float64, balancer string, rows ...string) record.Sample {
		h := &record.HAProxy{}
		for i, status := range rows {
			h.Servers = append(h.Servers, record.Server{Pxname: []string{"be", "idle", "maint"}[i], Svname: "web", Status: record.ParseStatus(status), Counters: record.Counters{Stot: int64(5 * (1 - min(i, 1)))}})
		}
		return record.Sample{At: at(seconds), Source: record.SourceHAProxy, Node: balancer, HAProxy: h}
	}
	f := Fold(Frame{}, record.Sample{At: at(0), Source: record.SourceTopology, Topology: &topology})
	for _, s := range []record.Sample{
		page(1, "lb1", "UP", "no check", "MAINT"), page(1.1, "lb2", "no check"),
		{At: at(2), Source: record.SourceDocker, Docker: &record.DockerEvent{Node: "web", Action: "kill"}},
		{At: at(2), Source: record.SourceDocker, Docker: &record.DockerEvent{Node: "web", Action: "die"}},
		page(3, "lb1", "DOWN", "no check", "MAINT"), page(3.1, "lb2", "no check"),
	} {
		f = Fold(f, s)
	}
	w := f.Stopwatch("web")
	var names []string
	for _, n := range w.Notices {
		names = append(names, n.Server)
	}
	if got := strings.Join(names, " "); got != "lb1/be/web lb2/be/web" {
		t.Errorf("servers %s", got)
	}
	if _, all := w.OutEverywhere(); all || !w.StillSends() {
		t.Error("lb2, which checks nothing, still sends")
	}
}

// twoEdges is two nginxes side by side before the same two applications, in an order of samples: the polls of both, then more.
func twoEdges(t *testing.T, more ...record.Sample) Frame {
	t.Helper()
	topology := record.Topology{Nodes: []record.Node{
		{Name: "edge1", Kind: record.KindNginx, To: []string{"app1", "app2"}}, {Name: "edge2", Kind: record.KindNginx, To: []string{"app1", "app2"}},
		{Name: "app1", Kind: record.KindHTTP, Addrs: []string{"10.0.0.1"}}, {Name: "app2", Kind: record.KindHTTP, Addrs: []string{"10.0.0.2"}}}}
	settings := func(failTimeout time.Duration, maxFails int) *record.Settings {
		all := &record.Settings{}
		for _, addr := range []string{"10.0.0.1:80", "10.0.0.2:80"} {
			all.Upstreams = append(all.Upstreams, record.Upstream{Addr: addr, MaxFails: maxFails, FailTimeout: failTimeout})
		}
		return all
	}
	all := []record.Sample{
		{At: at(0), Source: record.SourceTopology, Topology: &topology},
		{At: at(0), Source: record.SourceSettings, Node: "edge1", Settings: settings(10*time.Second, 1)},
		{At: at(0), Source: record.SourceSettings, Node: "edge2", Settings: settings(10*time.Second, 3)},
	}
	for i := range 4 {
		for k, edge := range []string{"edge1", "edge2"} {
			n := int64((k*2 + 1) * 100 * i) // 100/s and 300/s
			all = append(all, record.Sample{At: at(float64(i) + 0.1), Source: record.SourceNginx, Node: edge, Nginx: &record.Nginx{Active: int64(k + 1), Requests: n, Accepts: n, Handled: n}})
		}
	}
	f := Frame{}
	for _, s := range append(all, more...) {
		f = Fold(f, s)
	}
	return f
}

// The requests of users are those of both nginxes where they come in, and each nginx has its own.
func TestRequestsOfTwoNginxes(t *testing.T) {
	f := twoEdges(t)
	one, two := f.Node("edge1").Recent, f.Node("edge2").Recent
	if got := f.AskedRate(); one < 90 || two < 290 || got != one+two {
		t.Errorf("%v of %v and %v", got, one, two)
	}
}

// attemptsBy is a batch of the access log of an nginx with attempts at app1, of which some failed and were answered by app2.
func attemptsBy(seconds float64, nginx string, well, failed int) record.Sample {
	when := at(seconds)
	return record.Sample{At: when, Source: record.SourceLogs, Node: nginx, Logs: &record.Logs{
		Answers:   &record.AnswerTally{Requests: well + failed, Last: when},
		Upstreams: []record.UpstreamTally{{Addr: "10.0.0.1:80", Attempts: well + failed, Failures: failed, Hidden: failed, Left: failed, LastLost: when, FirstLost: when}},
	}}
}

// Each of two nginxes counts an instance's failures by itself, sets it aside in its own time, and absorbs its own.
func TestEachOfTwoNginxesSetsAside(t *testing.T) {
	kill := []record.Sample{
		{At: at(4), Source: record.SourceDocker, Docker: &record.DockerEvent{Node: "app1", Action: "kill", Detail: "9"}},
		{At: at(4), Source: record.SourceDocker, Docker: &record.DockerEvent{Node: "app1", Action: "die", Detail: "137"}},
	}
	f := twoEdges(t, append(kill, attemptsBy(4.2, "edge1", 0, 1), attemptsBy(4.3, "edge2", 0, 2))...)
	w, n := f.Stopwatch("app1"), f.Node("app1")
	if _, _, aside := n.SetAside(f.At); aside {
		t.Error("edge2, which has seen two of three failures, does not set it aside yet")
	}
	if _, all := w.OutEverywhere(); all || !w.StillSends() {
		t.Error("edge2 still sends")
	}
	f = twoEdges(t, append(kill, attemptsBy(4.2, "edge1", 0, 1), attemptsBy(4.3, "edge2", 0, 2), attemptsBy(4.9, "edge2", 0, 1))...)
	w, n = f.Stopwatch("app1"), f.Node("app1")
	if from, _, aside := n.SetAside(f.At); !aside || !from.Equal(at(14.2)) {
		t.Errorf("aside until %v (%v)", from, aside)
	}
	by := w.ByBalancer()
	if len(by) != 2 || by[0].Balancer != "edge1" || by[1].Balancer != "edge2" {
		t.Fatalf("%+v", by)
	}
	first, _ := w.Detection()
	if last, all := w.OutEverywhere(); !all || last-first != 700*time.Millisecond {
		t.Errorf("%v to %v", first, last)
	}
	if w.Rescued["edge1"] != 1 || w.Rescued["edge2"] != 3 || w.Hidden.NextUpstream != 4 {
		t.Errorf("%v of %+v", w.Rescued, w.Hidden)
	}
	if p := f.Passed(); p.Webs["edge1"].Absorbed != 1 || p.Webs["edge2"].Absorbed != 3 || !p.Webs["edge2"].Names {
		t.Errorf("%+v", p.Webs)
	}
}

// Of a chain of HAProxies the requests of users are those of the first.
func TestRequestsOfAChain(t *testing.T) {
	frames(t, "chain", func(f *Frame, after time.Duration) {
		if after > 4*time.Second && after < 7*time.Second && f.Watched.Felt.Answered > 0 {
			if got, edge := f.AskedRate(), f.Node("edge").Recent; got != edge {
				t.Fatalf("%v: %v, the first has %v", after, got, edge)
			}
		}
	})
}

// How late a timer was is found by the timers of the balancer whose check it ended, not by those of another.
func TestTimersOfEachBalancer(t *testing.T) {
	w := stopwatch.Stopwatch{Fault: stopwatch.Fault{Fault: record.Fault{Kind: record.Kill, Target: "web"}}}
	timers := func(each time.Duration) predict.Prediction {
		return predict.Prediction{Known: true, Detect: 3 * each, Timers: predict.Timers{Detect: 3, Read: each, Connect: each}}
	}
	w.Expected = timers(500 * time.Millisecond)
	w.Notices = []stopwatch.Notice{{Balancer: "lb1", Server: "lb1/web/web", Expected: w.Expected}, {Balancer: "lb2", Server: "lb2/web/web", Expected: timers(2 * time.Second)}}
	stopwatch.TimedCheck{Node: "web", Balancer: "lb2", Layer: "4", Took: 2007 * time.Millisecond}.Lay(&w, at(1))
	if _, each, shown := w.Timers(); !shown || each != 10*time.Millisecond {
		t.Errorf("timers are late by %v", each)
	}
}

// A server that fails a check of its role and never was UP is a standby: nothing is broken. One that was UP is DOWN.
func TestStandbyIsNotBroken(t *testing.T) {
	topology := record.Topology{Nodes: []record.Node{{Name: "lb", Kind: record.KindHAProxy, To: []string{"db1", "db2"}}, {Name: "db1", Kind: record.KindServer}, {Name: "db2", Kind: record.KindServer}}}
	for name, c := range map[string]struct {
		role, check string
		downtime    int64
		want        Health
	}{
		"standby":          {"/primary", "L7STS", 598, Standby},
		"no role asked":    {"", "L7STS", 598, Down},
		"was UP":           {"/primary", "L7STS", 60, Down},
		"refuses, so ends": {"/primary", "L4CON", 598, Down},
	} {
		var f Frame
		fold := func(s record.Sample) { f = Fold(f, s) }
		fold(record.Sample{At: at(0), Source: record.SourceTopology, Topology: &topology})
		fold(record.Sample{At: at(0), Source: record.SourceSettings, Node: "lb", Settings: &record.Settings{Checks: []record.Check{
			{Backend: "w", Server: "db1", On: true, Role: c.role}, {Backend: "w", Server: "db2", On: true, Role: c.role}}}})
		for i := range 9 {
			fold(record.Sample{At: at(float64(i)), Source: record.SourceDocker, Containers: []record.Container{
				{Node: "lb", State: "running", Networks: 1}, {Node: "db1", State: "running", Networks: 1}, {Node: "db2", State: "running", Networks: 1}}})
			fold(record.Sample{At: at(float64(i)), Source: record.SourceHAProxy, Node: "lb", HAProxy: &record.HAProxy{Uptime: 600 + int64(i), Servers: []record.Server{
				{Pxname: "w", Svname: "db1", Status: record.ParseStatus("UP"), CheckStatus: "L7OK", Counters: record.Counters{Stot: 9}},
				{Pxname: "w", Svname: "db2", Status: record.ParseStatus("DOWN"), CheckStatus: c.check, Counters: record.Counters{Downtime: c.downtime + int64(i), Lastchg: c.downtime + int64(i)}}}}})
		}
		broken := len(f.AllTrouble()) > 0
		if got := f.Node("db2").Health; got != c.want || broken != (c.want == Down) {
			t.Errorf("%s: %s, broken %v", name, got, broken)
		}
	}
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

// Copies of a Frame that is joined later have one page, also those that Fold keeps for the history.
func TestJoinedOnce(t *testing.T) {
	var f Frame
	for i, s := range captured.Balancers(t, "two") {
		f = FoldApart(f, s)
		a, b := f, f
		joined := make(chan struct{})
		go func() { a.Join(); close(joined) }() // as the screen's does while the next Sample is folded
		b.Join()
		<-joined
		if a.HAProxy != b.HAProxy {
			t.Fatalf("two copies have two pages after Sample %d of %s", i, s.Source)
		}
		later := FoldApart(f, record.Sample{At: f.At.Add(time.Second), Source: record.SourceYou, Act: &record.Act{Note: "later"}})
		if later.HAProxy != a.HAProxy {
			t.Fatalf("the history has another page after Sample %d of %s", i, s.Source)
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

// Where HAProxy's counters are the witness of the users, the rate of their requests is that of the same HAProxies, and not of an
// nginx beside them.
func TestRequestsOfTheWitness(t *testing.T) {
	compared := 0
	frames(t, "unknown", func(f *Frame, after time.Duration) {
		if after < 5*time.Second || f.Nginx.Recent < 5 {
			return
		}
		compared++
		seconds := make([]float64, 1)
		f.AskedIn(f.At.Unix()-2, seconds)
		for _, got := range []float64{f.AskedRate(), seconds[0]} {
			if by := f.Watched.Felt.Clients().By; by != event.ByCounters || got < 3*f.Nginx.Recent {
				t.Fatalf("%v: %v requests a second by %s; nginx alone has %v, two HAProxies five times as many", after, got, by, f.Nginx.Recent)
			}
		}
	})
	if compared < 50 {
		t.Errorf("compared %d times", compared)
	}
}

// That HAProxies are read less often than was asked for is said, with how late what is found may be; the slowest of it to the end.
func TestRarelyRead(t *testing.T) {
	topology := record.Topology{Nodes: []record.Node{{Name: "lb1", Kind: record.KindHAProxy}, {Name: "lb2", Kind: record.KindHAProxy}}}
	begun := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	f := Fold(Frame{}, record.Sample{At: begun, Source: record.SourceTopology, Topology: &topology})
	read := func(second int, p *record.Pace) {
		t.Helper()
		for _, lb := range []string{"lb1", "lb2"} {
			s := record.Sample{At: begun.Add(time.Duration(second) * time.Second), Source: record.SourceHAProxy, Node: lb, Pace: p,
				HAProxy: &record.HAProxy{Servers: []record.Server{{Pxname: "web", Svname: "a", Status: record.ParseStatus("UP")}}}}
			f = Fold(f, record.Settle(s))
		}
	}
	said := func(of func() (wording.Phrase, bool)) string {
		p, is := of()
		if !is {
			return ""
		}
		return p.String()
	}
	read(1, nil)
	if now, was := said(f.Rarely), said(f.WasRarely); now != "" || was != "" {
		t.Errorf("%q, %q", now, was)
	}
	read(2, &record.Pace{Every: 4250 * time.Millisecond, Asked: time.Second, Hot: time.Second, Cost: 637 * time.Millisecond})
	if got, want := said(f.Rarely), "2 HAProxies: each is read every 4.25 s, not every 1 s. To read all of them takes 637 ms of a processor, and hadash leaves most of it to others. What a poll finds is up to 4.25 s late. A longer --interval or fewer targets would fit"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	read(6, nil)
	if got, want := said(f.WasRarely), "each of 2 HAProxies every 4.25 s at times, not every 1 s: to read all of them took 637 ms of a processor. What a poll found is up to 4.25 s late"; got != want || said(f.Rarely) != "" {
		t.Errorf("%q, want %q", got, want)
	}
}
