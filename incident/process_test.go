package incident

import (
	"slices"
	"testing"

	"hadash/incident/event"
	"hadash/record"
)

// totals is a reading with a frontend's total, from a process of that pid and age in seconds; 0 is not known.
func totals(seconds float64, total int64, pid int, age int64) record.Sample {
	s := haproxy(seconds, server("db1", "UP", func(s *record.Server) { s.Stot, s.Wretr = total, total }))
	s.HAProxy.Pid, s.HAProxy.Uptime = pid, age
	s.HAProxy.Proxies = []record.Proxy{{Pxname: "fe", Svname: "FRONTEND", Frontend: true, Counters: record.Counters{Stot: total}}}
	return s
}

// backend adds one that changed that many seconds before.
func backend(s record.Sample, lastchg int64) record.Sample {
	s.HAProxy.Proxies = append(s.HAProxy.Proxies, record.Proxy{Pxname: "be", Svname: "BACKEND", Counters: record.Counters{Lastchg: lastchg, Stot: s.HAProxy.Proxies[0].Stot}})
	return s
}

// As a real HAProxy 2.6 does: "clear counters all" keeps pid and uptime, a restart in a container keeps the pid, a
// reload neither.
func TestTotalsThatFell(t *testing.T) {
	const (
		isNew = "2s haproxy is a new process: its counters started from zero"
		pids  = "2s haproxy is a new process, 31 after 8: reloaded or restarted; its counters started from zero"
		clear = "2s haproxy: its counters were cleared; the process is the same"
		which = "2s haproxy: its counters started from zero: a new process, or they were cleared"
	)
	for name, c := range map[string]struct {
		was, is record.Sample
		want    []string
	}{
		"nothing":                {totals(1, 100, 8, 50), totals(2, 110, 8, 51), nil},
		"cleared":                {totals(1, 100, 8, 50), totals(2, 3, 8, 51), []string{clear}},
		"cleared, seconds apart": {totals(1, 100, 8, 52), totals(2, 3, 8, 51), []string{clear}},
		"a restart":              {totals(1, 100, 8, 50), totals(2, 3, 8, 1), []string{isNew}},
		"a reload":               {totals(1, 100, 8, 50), totals(2, 3, 31, 1), []string{pids}},
		"a reload, at once busy": {totals(1, 100, 8, 50), totals(2, 500, 31, 1), []string{pids}},
		"no start":               {totals(1, 100, 8, 0), totals(2, 3, 8, 0), []string{which}},
		"by its backend":         {backend(totals(1, 100, 0, 0), 50), backend(totals(2, 3, 0, 0), 51), []string{clear}},
		"a backend that changed": {backend(totals(1, 100, 8, 50), 50), backend(totals(2, 3, 8, 51), 0), []string{clear}},
		"a young backend":        {backend(totals(1, 100, 0, 0), 50), backend(totals(2, 3, 0, 0), 1), []string{isNew}},
		"both young":             {backend(totals(1, 100, 0, 0), 1), backend(totals(2, 3, 0, 0), 2), []string{which}},
		"nothing known":          {totals(1, 100, 0, 0), totals(2, 3, 0, 0), []string{which}},
	} {
		t.Run(name, func(t *testing.T) { wantTold(t, play(c.was, c.is), []event.Kind{event.KindRestart}, c.want...) })
	}
}

// What was lost in the second in which the counters fell is not known.
func TestLostIsNotKnownWhereCountersFell(t *testing.T) {
	f := play(totals(1, 100, 8, 50), totals(2, 105, 8, 51), totals(3, 3, 8, 52), totals(4, 4, 8, 53), totals(5, 4, 8, 54))
	var lost []float64
	for tick := range f.History.Seen(at(0)) {
		if l, ok := tick.Server("servers/db1"); ok {
			lost = append(lost, l.Lost)
		}
	}
	if want := []float64{-1, 5, -1, 1}; !slices.Equal(lost, want) {
		t.Errorf("lost by second: %v, want %v", lost, want)
	}
}

// In a container that ran on, another process is that of a reload, unless a poll in between was not answered. What the old
// one had when last seen is said, as it may still have it.
func TestReloadInAContainer(t *testing.T) {
	open := func(s record.Sample) record.Sample {
		s.HAProxy.Servers = []record.Server{{Pxname: "be", Svname: "a", Counters: record.Counters{Scur: 12}}}
		return s
	}
	runs := func(started float64) record.Sample {
		return record.Sample{At: at(0.5), Source: record.SourceDocker, Containers: []record.Container{{Node: "haproxy", ID: "x", State: "running", Started: at(started)}}}
	}
	silent := record.Sample{At: at(1.5), Source: record.SourceHAProxy, Node: "haproxy", Err: "refused"}
	const had = "; the old one had 12 sessions when last seen"
	for name, c := range map[string]struct {
		samples []record.Sample
		want    string
	}{
		"it ran on":              {[]record.Sample{runs(-60), totals(1, 100, 8, 50), totals(2, 3, 31, 1)}, "2s haproxy was reloaded: new process 31 after 8; its counters started from zero"},
		"with sessions":          {[]record.Sample{runs(-60), open(totals(1, 100, 8, 50)), totals(2, 3, 31, 1)}, "2s haproxy was reloaded: new process 31 after 8; its counters started from zero" + had},
		"it was away":            {[]record.Sample{runs(-60), open(totals(1, 100, 8, 50)), silent, totals(2, 3, 31, 1)}, "2s haproxy is a new process, 31 after 8: reloaded or restarted; its counters started from zero"},
		"started meanwhile":      {[]record.Sample{runs(1.5), totals(1, 100, 8, 50), totals(2, 3, 31, 1)}, "2s haproxy is a new process, 31 after 8: reloaded or restarted; its counters started from zero"},
		"nobody knows of Docker": {[]record.Sample{open(totals(1, 100, 8, 50)), totals(2, 3, 31, 1)}, "2s haproxy is a new process, 31 after 8: reloaded or restarted; its counters started from zero" + had},
	} {
		t.Run(name, func(t *testing.T) { wantTold(t, play(c.samples...), []event.Kind{event.KindRestart}, c.want) })
	}
}

// All counters of a new process are growth since the reading before, also where they are above those of the process before.
func TestSumsAcrossProcesses(t *testing.T) {
	for name, c := range map[string]struct {
		is   record.Sample
		want int64
	}{
		"the same process":       {totals(2, 150, 8, 51), 50},
		"a reload, at once busy": {totals(2, 500, 31, 1), 500},
		"a reload":               {totals(2, 3, 31, 1), 3},
		"cleared":                {totals(2, 3, 8, 51), 3},
	} {
		if f := play(totals(1, 100, 8, 50), c.is); f.Hidden.Retried != c.want {
			t.Errorf("%s: %d retried, want %d", name, f.Hidden.Retried, c.want)
		}
	}
}

// A new process takes every server for UP until it has checked it: that is no news of those that were UP, and no recovery of one
// that was DOWN; that comes with its first check.
func TestNewProcessHasCheckedNothing(t *testing.T) {
	page := func(seconds float64, pid int, check string, states ...string) record.Sample {
		var all []record.Server
		for i, status := range states {
			all = append(all, server([]string{"db1", "db2"}[i], status, func(s *record.Server) {
				s.CheckStatus = check
				if check == record.Initializing { // as it is read: "UP 1/3" is no failed check
					s.Status = record.Status{Text: "UP 1/3", State: record.Up, N: 1, Of: 3}
				}
			}))
		}
		s := haproxy(seconds, all...)
		s.HAProxy.Pid = pid
		return s
	}
	f := play(page(1, 8, "L7OK", "UP", "UP"), page(2, 8, "L4CON", "UP", "DOWN"), page(3, 31, "INI", "UP", "UP"), page(4, 31, "L7OK", "UP", "UP"), page(5, 31, "L7OK", "UP", "UP"))
	wantTold(t, f, []event.Kind{event.KindServer}, "2s servers/db2 DOWN, L4CON after 0 ms",
		"3s servers/db2 is taken for UP by the new process, which has not checked it yet (UP 1/3)", "4s servers/db2 UP, L7OK after 0 ms")
	f = play(page(1, 8, "L7OK", "UP", "UP"), page(2, 8, "L4CON", "UP", "DOWN"), page(3, 31, "INI", "UP", "UP"), page(4, 31, "L4CON", "UP", "DOWN"))
	wantTold(t, f, []event.Kind{event.KindServer}, "2s servers/db2 DOWN, L4CON after 0 ms",
		"3s servers/db2 is taken for UP by the new process, which has not checked it yet (UP 1/3)", "4s servers/db2 DOWN, L4CON after 0 ms")
}

// Servers that a page lists no more, and those that are new on it, are told; many at once in one event, and none of a page that
// cannot be read to its end.
func TestServersOfAnotherConfiguration(t *testing.T) {
	of := func(seconds float64, names ...string) record.Sample {
		var all []record.Server
		for _, n := range names {
			all = append(all, server(n, "UP", nil))
		}
		return haproxy(seconds, all...)
	}
	f := play(of(1, "db1", "db2"), of(2, "db1", "x"), of(3, "db1", "db2"))
	wantTold(t, f, []event.Kind{event.KindServer}, "2s servers/db2 is no server of haproxy any more", "2s servers/x is a server of haproxy now, UP",
		"3s servers/x is no server of haproxy any more", "3s servers/db2 is a server of haproxy now, UP", "3s servers/db2 UP, L7OK after 0 ms")
	unread := of(2, "db1")
	unread.HAProxy.Unread = "line 3"
	wantTold(t, play(of(1, "db1", "db2"), unread, of(3, "db1", "db2")), []event.Kind{event.KindServer})
	f = play(of(1, "db1"), of(2, "db1", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"))
	wantTold(t, f, []event.Kind{event.KindServer}, "2s haproxy has other servers now: 11 were added, 0 removed")
}

// A configuration that was changed after its process read it is told once, and again when it is changed again. A HAProxy read it
// when its process began, or was reloaded. When an nginx read it is not known.
func TestConfigurationChangedSince(t *testing.T) {
	settings := func(seconds float64, node string, changed ...float64) record.Sample {
		s := record.Sample{At: at(seconds), Source: record.SourceSettings, Node: node, Settings: &record.Settings{}}
		for _, c := range changed {
			s.Settings.Files = append(s.Settings.Files, record.File{Path: "/etc/it/it.cfg", Changed: at(c)})
		}
		return s
	}
	runs := record.Sample{At: at(0.5), Source: record.SourceDocker, Containers: []record.Container{
		{Node: "haproxy", ID: "x", State: "running", Started: at(-900)}, {Node: "nginx", ID: "y", State: "running", Started: at(-900)}}}
	unknown := settings(1, "haproxy")
	unknown.Settings.Files = []record.File{{Path: "/etc/it/it.cfg"}}
	const (
		lb    = "haproxy: it.cfg was changed 60 s after it was read: what hadash reads from it may not be what runs"
		lbNow = "haproxy: it.cfg was changed 2 min after it was read: what hadash reads from it may not be what runs"
		nginx = "nginx: it.cfg was changed 10 min after the container started; whether it was read again since is not known"
	)
	for name, c := range map[string]struct {
		samples []record.Sample
		want    []string
	}{
		"before":                   {[]record.Sample{runs, totals(1, 100, 8, 60), settings(2, "haproxy", -70)}, nil},
		"in its second":            {[]record.Sample{runs, totals(1, 100, 8, 60), settings(2, "haproxy", -58)}, nil},
		"after":                    {[]record.Sample{runs, totals(1, 100, 8, 60), settings(2, "haproxy", -70, 1)}, []string{"1s " + lb}},
		"the page comes last":      {[]record.Sample{runs, settings(1, "haproxy", -40), totals(2, 100, 8, 102)}, []string{"2s " + lb}},
		"once":                     {[]record.Sample{runs, totals(1, 100, 8, 60), settings(2, "haproxy", 1), settings(62, "haproxy", 1)}, []string{"1s " + lb}},
		"again":                    {[]record.Sample{runs, totals(1, 100, 8, 60), settings(2, "haproxy", 1), settings(62, "haproxy", 61)}, []string{"1s " + lb, "1m1s " + lbNow}},
		"reloaded since":           {[]record.Sample{runs, totals(1, 100, 8, 60), totals(10, 1, 9, 1), settings(11, "haproxy", 5)}, nil},
		"its time is not known":    {[]record.Sample{runs, totals(1, 100, 8, 60), unknown}, nil},
		"of nginx the container's": {[]record.Sample{runs, settings(1, "nginx", -300)}, []string{"1s " + nginx}},
		"the container comes last": {[]record.Sample{settings(0.1, "nginx", -300), runs}, []string{"500ms " + nginx}},
	} {
		t.Run(name, func(t *testing.T) { wantTold(t, play(c.samples...), []event.Kind{event.KindNote}, c.want...) })
	}
	if f := play(runs, totals(1, 100, 8, 60), settings(2, "haproxy", 1), totals(10, 1, 9, 1)); !f.Changed("haproxy").At.IsZero() {
		t.Errorf("after a reload: %+v", f.Changed("haproxy"))
	}
}
