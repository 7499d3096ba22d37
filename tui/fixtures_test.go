package tui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/muesli/termenv"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/incident/title"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/wording"
)

var (
	noon  = time.Date(2026, 3, 14, 14, 48, 45, 0, time.UTC)
	fault = noon.Add(10*time.Second + 380*time.Millisecond)
)

func at(d time.Duration) time.Time { return fault.Add(d) }

// server is one row of the stats page.
func server(name, status, check string, ms, cur, total int64) record.Server {
	return record.Server{
		Pxname: "servers", Svname: name, Status: record.ParseStatus(status), CheckStatus: check, CheckDuration: ms,
		LastChk:  "tcp-check matched",
		Counters: record.Counters{Scur: cur, Smax: 15, Stot: total, Bin: 4_300_000, Bout: 15_800_000, Rate: 117, Lastchg: 11280},
	}
}

// service is one that runs and is well.
func service(name string, role record.Role) incident.Node {
	return incident.Node{
		Node:      record.Node{Name: name, Role: role},
		Container: record.Container{Node: name, State: "running", Health: "healthy", Networks: 1},
		Health:    incident.Up, Since: noon.Add(-188 * time.Minute), Rate: 117, Recent: 117,
	}
}

// allUp is the lab under load with nothing broken.
func allUp() incident.Frame {
	f := incident.Frame{At: at(0), Begun: noon, HAProxy: &record.HAProxy{Version: "3.0.11", Uptime: 11300}}
	f.HAProxy.Servers = []record.Server{
		server("mysql-slave1", "UP", "L7OK", 0, 9, 1858),
		server("mysql-slave2", "UP", "L7OK", 0, 5, 2756),
		server("mysql-slave3", "UP", "L7OK", 1, 3, 2756),
	}
	f.HAProxy.Proxies = []record.Proxy{
		{Pxname: "mysql", Svname: "FRONTEND", Frontend: true, Status: record.ParseStatus("OPEN")},
		{Pxname: "servers", Svname: "BACKEND", Algo: "roundrobin", Status: record.ParseStatus("UP"), Act: 3,
			Counters: record.Counters{Scur: 17, Smax: 40, Stot: 7370, Rate: 351, Bin: 12_900_000, Bout: 47_400_000, Lastchg: 11280}},
	}
	f.Nodes = []incident.Node{
		service("k6", record.RoleLoad), service("nginx", record.RoleWeb),
		service("app1", record.RoleApp), service("app2", record.RoleApp), service("app3", record.RoleApp),
		service("haproxy", record.RoleBalancer),
		service("mysql-slave1", record.RoleReplica), service("mysql-slave2", record.RoleReplica),
		service("mysql-slave3", record.RoleReplica), service("mysql-master", record.RoleMaster),
	}
	for i := range f.Nodes {
		n := &f.Nodes[i]
		f.Topology.Nodes = append(f.Topology.Nodes, n.Node)
		switch n.Role {
		case record.RoleApp:
			n.Page = &record.Page{Code: 200}
			n.Upstream = incident.Upstream{Requests: 1234}
		case record.RoleReplica:
			n.Server = f.HAProxy.Find("servers", n.Name)
			n.Replica = &record.Replica{IO: "Yes", SQL: "Yes", LagKnown: true}
		case record.RoleBalancer:
			n.Rate, n.Recent = 351, 351
		case record.RoleMaster:
			n.Rate, n.Recent, n.Replica = 12, 12, &record.Replica{Master: true, Version: "11.8.3-MariaDB"}
		}
	}
	f.Topology.Stack, f.Topology.DB = "tuned", "mariadb"
	history := []float64{310, 340, 352, 348, 351, 120, 300, 352, 349, 351, 350, 352}
	f.Nginx = incident.Nginx{Nginx: &record.Nginx{Active: 7, Waiting: 3, Version: "1.26.3"}, Rate: 352, Recent: 352, History: history, Logs: true, HasAccess: true}
	f.Load = incident.Load{On: true, Rate: 352, Recent: 352, History: history,
		K6: &record.K6{VUs: 20, Running: true, Duration: record.Trend{P95: 9 * time.Millisecond}}}
	f.Watched.Felt = clients.Felt{Requests: 9000, HasNginx: true, HasAttempts: true, NginxRequests: 9000}
	for _, s := range [][2]string{{"docker", ""}, {"haproxy", "haproxy"}, {"nginx", "nginx"}, {"k6", "k6"}, {"probe", "app1"}} {
		f.Sources = append(f.Sources, incident.Source{Name: s[0], Node: s[1], At: f.At, LastOK: f.At})
	}
	f.Timeline = []event.Event{{ID: 1, At: noon, Until: noon, Kind: event.KindLoad, Says: wording.Text("load began: 20 VUs"), Count: 1}}
	f.Lines = []*record.Line{
		{At: noon, Node: "nginx", Text: "2026/03/14 14:48:45 [notice] 1#1: start worker process 29"},
		traffic1(at(-time.Second), "mysql-slave2"), traffic1(at(-time.Second), "mysql-slave3"),
	}
	return f
}

func traffic1(t time.Time, server string) *record.Line {
	return &record.Line{At: t, Node: "haproxy", Session: &record.Session{Backend: "servers", Server: server, Termination: "--"},
		Text: "172.28.44.31:43280 [14/Mar/2026:14:48:54.101] mysql servers/" + server + " 1/0/7 990 -- 5/4/3/2/0 0/0"}
}

// oneDown is ten seconds after we stopped mysql-slave1.
func oneDown() incident.Frame {
	f := allUp()
	f.At = at(10500 * time.Millisecond)
	for i := range f.Sources {
		f.Sources[i].At, f.Sources[i].LastOK = f.At, f.At
	}
	s := &f.HAProxy.Servers[0]
	s.Status, s.CheckStatus, s.CheckDuration, s.LastChk = record.ParseStatus("DOWN"), "L4TOUT", 2002, "Layer4 timeout"
	s.Scur, s.Rate, s.Econ, s.Eresp, s.Wretr, s.Wredis, s.Lastchg = 0, 0, 65, 10, 137, 137, 0
	b := &f.HAProxy.Proxies[1]
	b.Act, b.Econ, b.Eresp, b.Wretr, b.Wredis = 2, 65, 10, 137, 137
	n := f.Node("mysql-slave1")
	n.Health, n.Since, n.Rate, n.Recent, n.Replica = incident.Stopped, fault, 0, 0, nil
	n.Container.State, n.Container.ExitCode, n.Container.Health = "exited", 137, ""
	f.Hidden, f.GaveUp = clients.Hidden{Retried: 137, Redispatched: 137, Saved: 137, Settled: 274}, 3
	f.Faults = []stopwatch.Fault{{Fault: record.Fault{Kind: record.Stop, Target: "mysql-slave1"}, At: fault, You: true}}
	for _, e := range []event.Event{
		{At: fault, Kind: event.KindFault, Severity: event.Bad, Says: wording.Text("stop mysql-slave1 (you)"), Title: f.Faults[0].Title()},
		{At: at(180 * time.Millisecond), Kind: event.KindEndings, Severity: event.Warn, Says: wording.Text("first sign: session cut by the server (SD)"), To: "SD", Title: title.Ending("HAProxy", "SD"), Within: 100 * time.Millisecond},
		{At: at(2200 * time.Millisecond), Kind: event.KindEndings, Severity: event.Warn, Says: wording.Text("SC: refused or timed out"), Count: 3, Within: time.Second, To: "SC", Title: title.Ending("HAProxy", "SC")},
		{At: at(10130 * time.Millisecond), Kind: event.KindServer, Severity: event.Bad, Says: wording.Text("servers/mysql-slave1 DOWN: Layer4 timeout"),
			Title: title.Logged("HAProxy", &record.StateChange{To: record.Down, Reason: "Layer4 timeout"})},
	} {
		e.ID, e.Until, e.Count = len(f.Timeline)+1, e.At, max(e.Count, 1)
		e.Fault, e.After, e.Node, e.Subject = "stop mysql-slave1", e.At.Sub(fault), "mysql-slave1", "servers/mysql-slave1"
		f.Timeline = append(f.Timeline, e)
	}
	f.Lines = append(f.Lines,
		&record.Line{At: at(2200 * time.Millisecond), Node: "haproxy", Session: &record.Session{Backend: "servers", Server: "mysql-slave1", Termination: "SC", Retries: 3},
			Text: "172.28.44.32:43290 [14/Mar/2026:14:48:50.571] mysql servers/mysql-slave1 1/-1/7008 0 SC 5/4/3/2/3 0/0"},
		&record.Line{At: at(10130 * time.Millisecond), Node: "haproxy", State: &record.StateChange{Backend: "servers", Server: "mysql-slave1", To: record.Down, Reason: "Layer4 timeout, check duration: 2002ms", Active: 2},
			Text: "Server servers/mysql-slave1 is DOWN, reason: Layer4 timeout, check duration: 2002ms. 2 active and 0 backup servers left."},
		&record.Line{At: at(10300 * time.Millisecond), Node: "app2", Text: "level=WARN msg=\"日本語 👩‍👩‍👧 ❤️ e\u0301\x1b[31m\" replica=mysql-slave1"})
	f.Stopwatches = []stopwatch.Stopwatch{stopwatchOf(&f, 1, 0)}
	return f
}

// unreachable is a minute after the whole project went away.
func unreachable() incident.Frame {
	f := allUp()
	f.At = at(time.Minute)
	for i := range f.Sources {
		s := &f.Sources[i]
		s.At, s.LastOK, s.Since = f.At, at(-12*time.Second), at(-11*time.Second)
		s.Err = "get http://127.0.0.1:4480/;csv: dial tcp 127.0.0.1:4480: connect: connection refused"
	}
	return f
}

// fakeHands remembers what it was asked.
type fakeHands struct {
	calls     []string
	err       error
	preparing string
	waits     bool // SetLoad waits for the load, until its context ends
}

func (h *fakeHands) Inject(_ context.Context, f record.Fault) error {
	return h.did("inject " + f.String())
}
func (h *fakeHands) Heal(_ context.Context, f record.Fault) error { return h.did("heal " + f.String()) }
func (h *fakeHands) LoadPreparing() string                        { return h.preparing }
func (h *fakeHands) SetLoad(ctx context.Context, vus int) error {
	if vus > 0 && h.waits {
		<-ctx.Done()
		return errors.Join(h.did(fmt.Sprintf("load %d", vus)), ctx.Err())
	}
	return h.did(fmt.Sprintf("load %d", vus))
}

func (h *fakeHands) did(what string) error {
	h.calls = append(h.calls, what)
	return h.err
}

// screenOf is a Model without a terminal: the size is known, the frames have come.
func screenOf(w, h int, o Options, frames ...incident.Frame) *Model {
	o.Zone = time.UTC
	if o.Theme == "" {
		o.Theme = paint.ThemeMono
	}
	o.depth = termenv.ANSI256
	if o.predict == nil {
		o.predict = predicted
	}
	if o.truths == nil {
		o.truths = toldBy(nil)
	}
	m := New(context.Background(), o)
	m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	for _, f := range frames {
		m.Update(frameMsg(f))
	}
	return m
}

// press sends keys and runs the commands they give, feeding the answers back.
func press(m *Model, keys ...string) (quit bool) {
	for _, k := range keys {
		if name, ok := strings.CutPrefix(k, "node:"); ok { // chosen by j
			for range 60 {
				if chosenName(m) != name {
					m.Update(keyMsg("j"))
				}
			}
			continue
		}
		_, cmd := m.Update(keyMsg(k))
		quit = settle(m, cmd) || quit
	}
	return quit
}

// chosenName is the node chosen in the overview.
func chosenName(m *Model) string {
	id, _ := m.nodes.Chosen()
	return id.Name
}

func settle(m *Model, cmd tea.Cmd) (quit bool) {
	if cmd == nil {
		return false
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.QuitMsg:
		return true
	case tea.BatchMsg:
		for _, c := range msg {
			quit = settle(m, c) || quit
		}
	case tea.SuspendMsg:
	default:
		_, next := m.Update(msg)
		quit = settle(m, next)
	}
	return quit
}

func keyMsg(k string) tea.KeyMsg {
	for _, t := range []tea.KeyType{
		tea.KeyEnter, tea.KeyEsc, tea.KeyTab, tea.KeyShiftTab, tea.KeyUp, tea.KeyDown, tea.KeyLeft, tea.KeyRight, tea.KeyHome,
		tea.KeyEnd, tea.KeyPgUp, tea.KeyPgDown, tea.KeyBackspace, tea.KeyCtrlC, tea.KeyCtrlU, tea.KeyCtrlZ,
	} {
		if t.String() == k {
			return tea.KeyMsg{Type: t}
		}
	}
	if k == " " {
		return tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(k)}
}
