package tui

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/record"
)

// shapeNode is a node of a project that is made up: what it is, whom it sends to, and of a HAProxy its rows.
type shapeNode struct {
	name string
	kind record.Kind
	to   []string
	mode string
	rows []shapeRow
}

// shapeRow is a server of a HAProxy: its state, its sessions in a second, and its last check.
type shapeRow struct {
	backend, server, status, check string
	rate                           int64
}

func rowsOf(backend, status, check string, rate int64, names ...string) (all []shapeRow) {
	for _, name := range names {
		all = append(all, shapeRow{backend, name, status, check, rate})
	}
	return all
}

func haproxyOf(name string, rows ...shapeRow) shapeNode {
	n := shapeNode{name: name, kind: record.KindHAProxy, mode: "http", rows: rows}
	for _, r := range rows {
		if !slices.Contains(n.to, r.server) {
			n.to = append(n.to, r.server)
		}
	}
	return n
}

func serversOf(names ...string) (all []shapeNode) {
	for _, name := range names {
		all = append(all, shapeNode{name: name, kind: record.KindServer})
	}
	return all
}

var fiveWebs = []string{"web_1", "web_2", "web_3", "web_4", "web_5"}

// madeUp are projects whose samples are made up as HAProxy, nginx and Docker would give them.
var madeUp = map[string][]shapeNode{
	"nginx-haproxy-webs": append([]shapeNode{
		{name: "front", kind: record.KindNginx, to: []string{"lb"}}, haproxyOf("lb", rowsOf("web", "UP", "L7OK", 10, "web1", "web2")...)}, serversOf("web1", "web2")...),
	"nginx-haproxy-nginx-app": append([]shapeNode{
		{name: "front", kind: record.KindNginx, to: []string{"lb"}}, haproxyOf("lb", rowsOf("mids", "UP", "L7OK", 20, "mid")...),
		{name: "mid", kind: record.KindNginx, to: []string{"app"}}}, serversOf("app")...),
	"two-nginx": append([]shapeNode{
		{name: "edge1", kind: record.KindNginx, to: []string{"lb"}}, {name: "edge2", kind: record.KindNginx, to: []string{"lb"}},
		haproxyOf("lb", rowsOf("web", "UP", "L7OK", 20, "web1", "web2")...)}, serversOf("web1", "web2")...),
	"scaled": append([]shapeNode{haproxyOf("lb", rowsOf("web", "UP", "L7OK", 8, fiveWebs...)...)}, serversOf(fiveWebs...)...),
	"elsewhere": {func() shapeNode {
		n := haproxyOf("lb", rowsOf("web", "UP", "L7OK", 8, "far1", "far2")...)
		n.to = nil
		return n
	}()},
	"tcp-two": append([]shapeNode{
		haproxyOf("edge", rowsOf("lbs", "UP", "L4OK", 20, "lb1", "lb2")...),
		haproxyOf("lb1", rowsOf("web", "UP", "L7OK", 10, "web1", "web2")...), haproxyOf("lb2", rowsOf("web", "UP", "L7OK", 10, "web1", "web2")...)}, serversOf("web1", "web2")...),
	"galera": append([]shapeNode{haproxyOf("lb", append(rowsOf("writes", "UP", "L7OK", 12, "db1"),
		append(rowsOf("writes", "DOWN", "L7STS", 0, "db2", "db3"), rowsOf("reads", "UP", "L7OK", 9, "db1", "db2", "db3")...)...)...)}, serversOf("db1", "db2", "db3")...),
	"role":      append([]shapeNode{haproxyOf("lb", append(rowsOf("redis", "UP", "L7OK", 12, "redis1"), rowsOf("redis", "DOWN", "L7TOUT", 0, "redis2")...)...)}, serversOf("redis1", "redis2")...),
	"unchecked": append([]shapeNode{haproxyOf("lb", append(rowsOf("web", "no check", "", 12, "web1"), rowsOf("web", "UP", "L7OK", 12, "web2")...)...)}, serversOf("web1", "web2")...),
}

// askedRole is what the checks of a backend ask for.
var askedRole = map[string]string{"writes": "/primary", "redis": "role:master"}

// addrOf are the addresses of servers on other hosts.
var addrOf = map[string]string{"far1": "203.0.113.7:80", "far2": "203.0.113.8:80"}

// madeUpFrame is a project that is made up, watched for some seconds.
func madeUpFrame(name string, seconds int) incident.Frame {
	nodes := madeUp[name]
	topology := record.Topology{Project: name}
	var containers []record.Container
	began := at(-time.Hour)
	for _, n := range nodes {
		topology.Nodes = append(topology.Nodes, record.Node{Name: n.name, Kind: n.kind, To: n.to})
		containers = append(containers, record.Container{Node: n.name, ID: n.name, State: "running", Started: began, Networks: 1})
	}
	f := incident.NewFrame(at(0))
	fold := func(s record.Sample) { f = incident.Fold(f, s) }
	fold(record.Sample{At: at(0), Source: record.SourceTopology, Topology: &topology})
	for _, n := range nodes {
		set := &record.Settings{}
		for _, r := range n.rows {
			set.Checks = append(set.Checks, record.Check{Backend: r.backend, Server: r.server, On: r.check != "", Inter: 2 * time.Second, Fastinter: 2 * time.Second, Downinter: 2 * time.Second, Fall: 3, Rise: 2, Role: askedRole[r.backend]})
		}
		if n.kind == record.KindHAProxy {
			fold(record.Sample{At: at(0), Source: record.SourceSettings, Node: n.name, Settings: set})
		}
	}
	for i := range seconds {
		now := at(time.Duration(i)*time.Second + 100*time.Millisecond)
		fold(record.Sample{At: now, Source: record.SourceDocker, Containers: containers})
		for _, n := range nodes {
			s := record.Sample{At: now, Source: record.SourceNginx, Node: n.name}
			switch n.kind {
			case record.KindNginx:
				total := int64(20*i + i)
				s.Nginx = &record.Nginx{Active: 3, Waiting: 2, Writing: 1, Accepts: total, Handled: total, Requests: total, Version: "1.26.3"}
				fold(s)
			case record.KindHAProxy:
				s.Source, s.HAProxy = record.SourceHAProxy, shapePage(n, int64(i))
				fold(s)
			}
		}
	}
	return f
}

// shapePage is the page of a HAProxy some seconds later.
func shapePage(n shapeNode, seconds int64) *record.HAProxy {
	h := &record.HAProxy{Version: "3.0.11", Pid: 8, Uptime: 3600 + seconds}
	sums := map[string]*record.Proxy{}
	var backends []string
	for i, r := range n.rows {
		c := record.Counters{Rate: r.rate, Stot: r.rate * (600 + seconds), Scur: min(r.rate, 1), Smax: 3, Lastchg: 3600 + seconds, Hrsp2xx: r.rate * (600 + seconds)}
		p := sums[r.backend]
		if p == nil {
			p = &record.Proxy{Pxname: r.backend, Svname: "BACKEND", Mode: n.mode, Algo: "roundrobin", Status: record.ParseStatus("UP"), Counters: record.Counters{Lastchg: 3600 + seconds}}
			sums[r.backend], backends = p, append(backends, r.backend)
		}
		status := record.ParseStatus(r.status)
		if status.State.Serving() {
			p.Act++
		}
		if status.State == record.Down { // it never was UP
			c.Downtime, c.Lastchg = 3600+seconds, 3600+seconds
		}
		p.Smax = 3
		p.Rate, p.Stot, p.Scur, p.Hrsp2xx = p.Rate+c.Rate, p.Stot+c.Stot, p.Scur+c.Scur, p.Hrsp2xx+c.Hrsp2xx
		h.Servers = append(h.Servers, record.Server{Pxname: r.backend, Svname: r.server, Sid: int64(i + 1), Mode: n.mode, Status: status, Weight: 1, CheckStatus: r.check, CheckCode: 200, Addr: addrOf[r.server], Counters: c})
	}
	for _, name := range backends {
		h.Proxies = append(h.Proxies, *sums[name])
	}
	return h
}

// The screen of projects of every shape: the path goes where the requests go, and every number says whose it is.
func TestGoldenShapes(t *testing.T) {
	for name := range madeUp {
		f := madeUpFrame(name, 12)
		golden(t, fmt.Sprintf("shape-%s.txt", name), ansi.Strip(screenOf(120, 36, Options{}, f).View()))
	}
}
