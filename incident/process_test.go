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
