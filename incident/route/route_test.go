package route

import (
	"slices"
	"strings"
	"testing"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/record"
)

// roles names the hops of a route, and the roles beside them.
func roles(r *Route) string {
	var out []string
	for i := range r.Hops {
		h := &r.Hops[i]
		text := string(h.Nodes[0].Role)
		if len(h.Aside) > 0 {
			text += "+" + string(h.Aside[0].Role)
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

// The route has the parts that there are, an edge between each and the next, and every node in one of them.
func TestHops(t *testing.T) {
	all := []record.Role{record.RoleLoad, record.RoleWeb, record.RoleApp, record.RoleApp, record.RoleBalancer, record.RoleReplica, record.RoleMaster}
	for _, x := range []struct {
		without string
		want    string
	}{
		{"", "load web app balancer replica+master"},
		{"load", "web app balancer replica+master"},
		{"load web", "app balancer replica+master"},
		{"load web app", "balancer replica+master"},
		{"load web app replica master", "balancer"},
		{"web app", "load balancer replica+master"},
		{"balancer replica", "load web app master"},
		{"balancer replica master", "load web app"},
		{"load web app balancer replica master", ""},
	} {
		f := incident.Frame{}
		for i, role := range all {
			if strings.Contains(" "+x.without+" ", " "+string(role)+" ") {
				continue
			}
			f.Nodes = append(f.Nodes, incident.Node{Node: record.Node{Name: string(rune('a' + i)), Role: role}, Health: incident.Up, Recent: -1})
		}
		v := verdict.Of(&f)
		r := Of(&f, &v)
		if got := roles(&r); got != x.want {
			t.Errorf("without %s: %s, want %s", x.without, got, x.want)
		}
		if len(r.Edges) != max(len(r.Hops)-1, 0) {
			t.Errorf("without %s: %d edges", x.without, len(r.Edges))
		}
		n := 0
		for i := range r.Hops {
			n += r.Hops[i].Len()
		}
		if n != len(f.Nodes) {
			t.Errorf("without %s: %d of %d nodes", x.without, n, len(f.Nodes))
		}
		for i := range r.Edges {
			if e := &r.Edges[i]; e.Rate >= 0 || e.Dead || r.WayBack() {
				t.Errorf("without %s: of an edge without a witness it says %+v", x.without, e)
			}
		}
	}
}

// The failures that come back are the users' own figure at one end and HAProxy's columns at the other. No hop passes on more
// than came to it, and nothing comes back before a fault.
func TestWayBack(t *testing.T) {
	for run, want := range map[string][4]Back{
		"baseline-stop-mysql-slave2":  {{N: 17}, {N: 17, Least: true}, {N: 15, Least: true}, {N: 15, Of: 60}},
		"baseline-pause-mysql-slave1": {},
		"tuned-kill-mysql-slave1":     {{}, {Of: 11}, {Least: true}, {Of: 1}},
		"tuned-pause-app1":            {{}, {Of: 13}, {Least: true}, {}},
	} {
		var f incident.Frame
		var last [4]Back
		shown := 0
		for _, s := range captured.Samples(t, run) {
			f = incident.Fold(f, s)
			v := verdict.Of(&f)
			r := Of(&f, &v)
			if len(r.Edges) != 4 {
				continue
			}
			for i := range r.Edges {
				b := &r.Edges[i].Back
				if b.Of > 0 && b.N > b.Of || !b.Known && b.N > 0 {
					t.Fatalf("%s %v: edge %d: %+v", run, f.At, i, b)
				}
			}
			if b := r.Edges[0].Back; b.N != int64(v.Users.Clients.Failed) {
				t.Fatalf("%s %v: %d to users, %d failed", run, f.At, b.N, v.Users.Clients.Failed)
			}
			if !r.WayBack() {
				continue
			}
			if len(f.Stopwatches) == 0 {
				t.Fatalf("%s %v: failures come back before the fault", run, f.At)
			}
			shown++
			for i := range last {
				last[i] = r.Edges[i].Back
			}
		}
		if (shown == 0) != (want == [4]Back{}) { // users of a paused replica wait, and none fails
			t.Errorf("%s: failures came back at %d moments", run, shown)
		}
		for i := range want {
			if b := last[i]; b.N != want[i].N || b.Of != want[i].Of || b.Least != want[i].Least {
				t.Errorf("%s: edge %d: %+v, want %+v", run, i, b, want[i])
			}
		}
	}
}

// nginx's log of attempts tells how many of them it passed on: those that it did not hide, attempt by attempt.
func TestNginxPassesOn(t *testing.T) {
	for _, run := range []string{"tuned-kill-mysql-slave1", "tuned-pause-app1"} {
		var f incident.Frame
		for _, s := range captured.Samples(t, run) {
			f = incident.Fold(f, s)
			v := verdict.Of(&f)
			r := Of(&f, &v)
			if !r.WayBack() || !f.Nginx.HasAccess || len(r.Edges) != 4 {
				continue
			}
			var errors, hidden int64
			for i := range f.Nodes {
				errors, hidden = errors+int64(f.Nodes[i].Upstream.Errors), hidden+int64(f.Nodes[i].Upstream.Hidden)
			}
			if b := r.Edges[1].Back; b.Known && b.Of > 0 && b.Of-b.N != hidden {
				t.Fatalf("%s %v: %d of %d, of %d attempts %d were hidden", run, f.At, b.N, b.Of, errors, hidden)
			}
		}
	}
}

// In HTTP mode what comes back to HAProxy are the 5xx of its backend: its servers' and its own for them.
func TestWayBackOfHTTP(t *testing.T) {
	for _, run := range []string{"500-and-stop", "json-and-hang"} {
		var f incident.Frame
		shown, first := 0, record.Counters{Hrsp5xx: -1}
		for _, s := range captured.Samples(t, "../http/"+run) {
			f = incident.Fold(f, s)
			v := verdict.Of(&f)
			r := Of(&f, &v)
			if len(r.Edges) != 1 || s.HAProxy == nil {
				continue
			}
			if len(v.Faults) > 0 { // then it counts those of their time
				shown++
				continue
			}
			web := s.HAProxy.Proxies[slices.IndexFunc(s.HAProxy.Proxies, func(p record.Proxy) bool { return p.Pxname == "web" && !p.Frontend })].Counters
			if first.Hrsp5xx < 0 {
				first = web
			}
			failed, tried := web.Hrsp5xx-first.Hrsp5xx, web.Wretr+web.Wredis-first.Wretr-first.Wredis
			b := r.Edges[0].Back
			if r.WayBack() {
				shown++
			}
			if b.N != failed || b.Of != failed+tried {
				t.Errorf("%s %v: %+v came back, the backend has %d and %d tries", run, f.At, b, failed, tried)
			}
		}
		if shown < 5 {
			t.Errorf("%s: shown %d times", run, shown)
		}
	}
}

// Of several nginxes each has passed on what its own access log says.
func TestWayBackOfTwoNginxes(t *testing.T) {
	passed := stopwatch.Passed{Known: true, Webs: map[string]stopwatch.Web{"edge1": {Failed: 3, Absorbed: 4, Logs: true, Names: true}, "edge2": {Failed: 2, Logs: true}}}
	named := func(name string) []*incident.Node { return []*incident.Node{{Node: record.Node{Name: name}}} }
	r := &Route{Span: Span{Passed: passed}, Hops: []Hop{
		{Kind: record.KindServer, Group: true, Nodes: named("client")},
		{Column: 1, Kind: record.KindNginx, Nodes: named("edge1")}, {Column: 1, Kind: record.KindNginx, Nodes: named("edge2")},
		{Column: 2, Group: true, Kind: record.KindServer, Nodes: named("a")},
	}}
	for _, e := range [][2]int{{0, 1}, {0, 2}, {1, 3}, {2, 3}} {
		r.Edges = append(r.Edges, Edge{From: e[0], To: e[1], Back: r.back(e[0], e[1])})
	}
	for column, want := range []Back{{Known: true, N: 5}, {Known: true, N: 5, Least: true}} {
		if got := r.backTo(column); got != want {
			t.Errorf("to column %d: %+v, want %+v", column, got, want)
		}
	}
	if got, want := r.Edges[2].Back, (Back{Known: true, N: 3, Of: 7}); got != want {
		t.Errorf("to edge1: %+v", got)
	}
}
