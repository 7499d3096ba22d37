package consequence

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"hadash/collectors"
	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/predict"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// whole is a Frame of the run before its fault: everything serves.
func whole(t *testing.T) *incident.Frame {
	t.Helper()
	var f incident.Frame
	for _, s := range captured.Samples(t, "baseline-stop-mysql-slave2") {
		if s.Act != nil && s.Act.Inject != nil {
			break
		}
		f = incident.Fold(f, s)
	}
	return &f
}

func kindsOf(c Consequences) (all []Kind) {
	for _, f := range c.Facts {
		all = append(all, f.Kind)
	}
	return all
}

func TestConsequences(t *testing.T) {
	f := whole(t)
	for fault, want := range map[record.Fault]struct {
		kinds []Kind
		last  bool
	}{
		{Kind: record.Stop, Target: "mysql-slave1"}:                 {[]Kind{OthersStay, SessionsCut, DetectedAfterStop}, false},
		{Kind: record.Pause, Target: "mysql-slave1"}:                {[]Kind{OthersStay, SessionsHang, Unnoticed}, false},
		{Kind: record.Kill, Target: "mysql-slave1"}:                 {[]Kind{OthersStay, SessionsCut, Detected}, false},
		{Kind: record.SetDrain, Target: "mysql-slave1"}:             {[]Kind{OthersStay, SessionsFinish}, false},
		{Kind: record.SetWeight, Target: "mysql-slave1", Amount: 5}: {[]Kind{OthersStay}, false},
		{Kind: record.Stop, Target: "haproxy"}:                      {[]Kind{LastOfRole, Serves, Unnoticed}, true},
		{Kind: record.Delay, Target: "haproxy", Amount: 200}:        {[]Kind{NoOther, Serves, Unnoticed}, false},
		{Kind: record.Loss, Target: "haproxy", Amount: 100}:         {[]Kind{LastOfRole, Serves, Unnoticed}, true},
	} {
		got := Of(f, f.Node(fault.Target), fault, f.Predict(fault))
		if !slices.Equal(kindsOf(got), want.kinds) || got.Last != want.last {
			t.Errorf("%s: %v, the last: %t; want %v, %t", fault, kindsOf(got), got.Last, want.kinds, want.last)
		}
	}
}

func TestIdleComesFirst(t *testing.T) {
	f := whole(t)
	n := f.Node("mysql-slave1")
	n.Health = incident.Stopped
	got := Of(f, n, record.Fault{Kind: record.Kill, Target: n.Name}, predict.Prediction{})
	if len(got.Facts) == 0 || !reflect.DeepEqual(got.Facts[0], Fact{Kind: Idle, Health: incident.Stopped}) || got.Last {
		t.Errorf("%+v", got)
	}
	if d := got.Detection(); d.Kind != None {
		t.Errorf("detected: %+v", d)
	}
}

func TestRefuse(t *testing.T) {
	f := whole(t)
	running := *f.Node("mysql-slave1")
	as := func(change func(*incident.Node)) *incident.Node {
		n := running
		change(&n)
		return &n
	}
	state := func(s string) *incident.Node { return as(func(n *incident.Node) { n.Container.State = s }) }
	networks := func(k int) *incident.Node { return as(func(n *incident.Node) { n.Container.Networks = k }) }
	for name, c := range map[string]struct {
		n    *incident.Node
		kind record.FaultKind
		want Reason
	}{
		"a stop":                 {&running, record.Stop, Allowed},
		"a cut":                  {&running, record.Cut, Allowed},
		"cut again":              {networks(0), record.Cut, CutAlready},
		"kill what is cut off":   {networks(0), record.Kill, Allowed},
		"no network":             {networks(-1), record.Cut, NoNetwork},
		"pause again":            {state("paused"), record.Pause, PausedAlready},
		"restart what is frozen": {state("paused"), record.Restart, RestartOfPaused},
		"kill what is frozen":    {state("paused"), record.Kill, Allowed},
		"slow what restarts":     {state("restarting"), record.Slow, Restarting},
		"stop what restarts":     {state("restarting"), record.Stop, Allowed},
		"stop what is stopped":   {state("exited"), record.Stop, NotRunning},
		"drain what is stopped":  {state("exited"), record.SetDrain, Allowed},
		"no container":           {state(""), record.Stop, NoContainer},
		"Docker was not heard":   {as(func(n *incident.Node) { n.Container = record.Container{} }), record.Stop, Allowed},
		"no row yet":             {as(func(n *incident.Node) { n.Server = nil }), record.SetMaint, ServerUnheard},
		"no server":              {f.Node("app1"), record.SetMaint, NoServer},
	} {
		r := Refuse(f, c.n, c.kind)
		if r.Reason != c.want || r.Refused() != (c.want != Allowed) || r.Node != c.n.Name {
			t.Errorf("%s: %+v, want %v", name, r, c.want)
		}
	}
}

// A fault at HAProxy is refused with the line that is missing, if no HAProxy that serves the node can be changed.
func TestRefuseWithoutRuntimeAPI(t *testing.T) {
	f := whole(t)
	n := f.Node("mysql-slave1")
	f.Nodes = slices.Clone(f.Nodes)
	lb := f.Node("haproxy")
	for want, no := range map[string]record.NoAdmin{
		"": {},
		"HAProxy haproxy has no Runtime API; add `stats socket ipv4@:9999 level admin`":                                            {Why: record.NoRuntimeAPI, Line: "stats socket ipv4@:9999 level admin"},
		"HAProxy haproxy has no Runtime API, and `stats admin` of its page is not used; add `stats socket ipv4@:9999 level admin`": {Why: record.NoRuntimeAPI, Line: "stats socket ipv4@:9999 level admin", Page: true},
		"the Runtime API of HAProxy haproxy has level operator; add `level admin` to its `stats socket /run/x.sock`":               {Why: record.LowLevel, Level: "operator", Line: "level admin", At: "/run/x.sock"},
		"the Runtime API of HAProxy haproxy, /run/x.sock, is only inside its container; --exec lets hadash use it there":           {Why: record.OnlyInside, At: "/run/x.sock"},
		"the Runtime API of HAProxy haproxy, x, cannot be reached from here; add `stats socket ipv4@:9999 level admin`":            {Why: record.Unreachable, At: "x", Line: "stats socket ipv4@:9999 level admin"},
	} {
		lb.NoAdmin = no
		for _, kind := range record.FaultKinds {
			r, says := Refuse(f, n, kind), want
			if !kind.AtBalancer() {
				says = ""
			}
			if got := r.Phrase().String(); got != says || r.Refused() != (says != "") {
				t.Errorf("%s: %q, want %q", kind, got, says)
			}
		}
	}
	second := *lb
	second.Name, second.NoAdmin = "haproxy2", record.NoAdmin{}
	f.Nodes = append(f.Nodes, second)
	if r := Refuse(f, n, record.SetMaint); r.Refused() {
		t.Errorf("another HAProxy that serves it can be changed: %s", r.Phrase())
	}
	f.Node("haproxy").NoAdmin.Why = record.NoRuntimeAPI
	if got := Of(f, n, record.Fault{Kind: record.SetMaint, Target: n.Name}, predict.Prediction{}).Facts; len(got) < 2 || got[1].Kind != StillSends || got[1].Watcher != "haproxy" {
		t.Errorf("the one that cannot be changed is not named: %+v", got)
	}
	f.Topology.NoNetem = true
	for _, kind := range record.FaultKinds {
		if r, want := Refuse(f, n, kind), kind == record.Delay || kind == record.Loss; r.Refused() != want || want && r.Reason != NoNetem {
			t.Errorf("%s without netem: %+v", kind, r)
		}
	}
}

func TestHeals(t *testing.T) {
	f := whole(t)
	n := f.Node("mysql-slave1")
	at := f.At.Add(-time.Second)
	slow := record.Fault{Kind: record.Slow, Target: n.Name, Amount: 2}
	f.Faults = []stopwatch.Fault{{Fault: slow, At: at}, {Fault: record.Fault{Kind: record.Restart, Target: n.Name}, At: at}}
	n.Container.State = "paused"
	want := []Heal{{slow, at}, {Fault: record.Fault{Kind: record.Pause, Target: n.Name}}}
	if got := Heals(f, n); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for kind, has := range map[record.FaultKind]bool{record.Slow: true, record.Pause: true, record.Cut: false} {
		if _, ok := Undoable(f, n, kind); ok != has {
			t.Errorf("%s can be undone: %t", kind, ok)
		}
	}
}

// Of a page of HAProxy 3.0 the servers that somebody took out are listed, with their nodes; one that is DOWN is not out.
func TestTakenOut(t *testing.T) {
	csv, err := os.ReadFile(filepath.Join("..", "..", "collectors", "testdata", "haproxy-3.0.0", "maint-drain.csv"))
	if err != nil {
		t.Fatal(err)
	}
	page := func() *record.HAProxy {
		h, err := collectors.NewHAProxy("lb", collectors.Fixed("http://lb")).Page(csv)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	at := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	lb := func(name string) record.Node {
		return record.Node{Name: name, Kind: record.KindHAProxy, To: []string{"db2"}}
	}
	top := record.Topology{Nodes: []record.Node{lb("lb"), {Name: "db2", Kind: record.KindServer, Serves: []string{"be_mysql/db2"}}}}
	f := incident.Fold(incident.Frame{}, record.Sample{At: at, Topology: &top})
	if got := TakenOut(&f); got != nil {
		t.Errorf("before the first page: %+v", got)
	}
	f = incident.Fold(f, record.Sample{At: at, Source: record.SourceHAProxy, Node: "lb", HAProxy: page()})
	want := []Out{{"lb", "be_mysql/db2", "db2", "MAINT"}, {"lb", "be_mysql/db3", "", "DRAIN"}}
	if got := TakenOut(&f); !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	top.Nodes = append(top.Nodes, lb("lb2"))
	f = incident.Fold(f, record.Sample{At: at, Topology: &top})
	f = incident.Fold(f, record.Sample{At: at, Source: record.SourceHAProxy, Node: "lb2", HAProxy: page()})
	if got := TakenOut(&f); len(got) != 4 || got[3].Balancer != "lb2" || got[3].Name != "be_mysql/db3" {
		t.Errorf("of two HAProxies: %+v", got)
	}
}
