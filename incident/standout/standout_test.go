package standout

import (
	"strings"
	"testing"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/record"
)

var runs = []string{"baseline-stop-mysql-slave2", "baseline-pause-mysql-slave1", "tuned-kill-mysql-slave1", "tuned-pause-app1"}

// each calls do with every finding about every server after each page of a run.
func each(t *testing.T, run string, do func(f *incident.Frame, x Finding)) {
	t.Helper()
	var f incident.Frame
	for _, s := range captured.Samples(t, run) {
		if f = incident.Fold(f, s); s.HAProxy == nil {
			continue
		}
		for i := range f.HAProxy.Servers {
			for _, x := range Of(&f, &f.HAProxy.Servers[i]) {
				do(&f, x)
			}
		}
	}
}

// In captured runs the findings are what the page and the configuration as it was written say.
func TestFindingsOfCapturedRuns(t *testing.T) {
	kinds := map[string]map[Kind]int{}
	for _, run := range runs {
		kinds[run] = map[Kind]int{}
		each(t, run, func(f *incident.Frame, x Finding) {
			kinds[run][x.Kind]++
			s, cfg := x.Server, ""
			for _, set := range f.Settings {
				for _, file := range set.Files {
					cfg += file.Text
				}
			}
			right := false
			switch x.Kind {
			case Holds:
				right = strings.HasPrefix(s.Status.Text, "DOWN") && x.N == s.Scur && x.N > 0 && x.Uncut == !strings.Contains(cfg, "shutdown-sessions")
			case Stays:
				right = x.N == s.Wretr && s.Wredis == 0 && !strings.Contains(cfg, "redispatch")
			case More:
				right = true
				for i := range f.HAProxy.Servers {
					o := &f.HAProxy.Servers[i]
					values := map[string]int64{"scur": o.Scur, "econ": o.Econ, "wretr": o.Wretr, "ctime": o.Ctime, "chkdown": o.Chkdown, "eresp": o.Eresp}
					v, known := values[x.Column]
					if o.Svname == s.Svname {
						right = right && known && v == x.N
					} else {
						right = right && known && v <= x.Of && 3*v <= x.N
					}
				}
			case Full, Waits:
			}
			if !right {
				t.Fatalf("%s, %s: %+v of %+v", run, f.At, x, *s)
			}
		})
	}
	stop := kinds["baseline-stop-mysql-slave2"]
	if stop[Holds] == 0 || stop[Stays] == 0 || stop[More] == 0 {
		t.Errorf("of a stop: %v", stop)
	}
	for _, run := range runs[2:] {
		if kinds[run][Stays] > 0 {
			t.Errorf("%s: %v", run, kinds[run])
		}
	}
}

// of is a Frame with a page of one backend.
func of(check record.Check, servers ...record.Server) *incident.Frame {
	for i := range servers {
		servers[i].Pxname = "be"
	}
	check.Backend, check.Server = "be", servers[0].Svname
	return &incident.Frame{HAProxy: &record.HAProxy{Servers: servers}, Settings: map[string]*record.Settings{"lb": {Checks: []record.Check{check}}}}
}

func TestNothingIsFoundThatIsNotSure(t *testing.T) {
	down := record.Server{Svname: "a", Status: record.ParseStatus("DOWN"), Weight: 1, Counters: record.Counters{Scur: 3, Wretr: 4, Econ: 2}}
	busy := record.Server{Svname: "a", Status: record.ParseStatus("UP"), Weight: 9, Counters: record.Counters{Scur: 90, Slim: 200}}
	queued := record.Server{Svname: "a", Status: record.ParseStatus("UP"), Weight: 1, Counters: record.Counters{Scur: 100, Slim: 100, Qcur: 7, Econ: 50}}
	other := record.Server{Svname: "b", Status: record.ParseStatus("UP"), Weight: 1, Counters: record.Counters{Scur: 3, Econ: 20}}
	spare := other
	spare.Backup, spare.Econ = true, 0
	for name, c := range map[string]struct {
		f    *incident.Frame
		want []Finding
	}{
		"the lines are sure":        {of(record.Check{}, down, other), []Finding{{Kind: Holds, N: 3, Uncut: true}, {Kind: Stays, N: 4}}},
		"a line may not hold":       {of(record.Check{Doubts: []record.Doubt{{Of: record.SettingAll}}}, down, other), []Finding{{Kind: Holds, N: 3}}},
		"they are cut, and move":    {of(record.Check{ShutdownDown: true, Redispatch: true}, down, other), []Finding{{Kind: Holds, N: 3}}},
		"it has the larger weight":  {of(record.Check{}, busy, other), nil},
		"full, with a queue":        {of(record.Check{}, queued, other), []Finding{{Kind: Full, N: 100, Of: 100}, {Kind: Waits, N: 7}, {Kind: More, Column: "scur", N: 100, Of: 3}}},
		"the other is a spare":      {of(record.Check{}, queued, spare), []Finding{{Kind: Full, N: 100, Of: 100}, {Kind: Waits, N: 7}}},
		"not 3 times the other":     {of(record.Check{}, other, queued), nil},
		"there is none to compare":  {of(record.Check{}, other), nil},
		"the configuration unknown": {&incident.Frame{HAProxy: of(record.Check{}, down, other).HAProxy}, []Finding{{Kind: Holds, N: 3}}},
	} {
		got := Of(c.f, &c.f.HAProxy.Servers[0])
		for i := range got {
			got[i].Server = nil
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: %+v, want %+v", name, got[i], c.want[i])
			}
		}
	}
}
