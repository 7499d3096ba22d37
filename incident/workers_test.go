package incident

import (
	"testing"

	"hadash/incident/event"
	"hadash/record"
)

func workers(seconds float64, w record.Workers) record.Sample {
	return record.Sample{At: at(seconds), Source: record.SourceWorkers, Node: "haproxy", Workers: &w}
}

// Old workers are reported once when they appear, and once when they have ended; one that does not say how many connections it has
// is not said to have none.
func TestOldWorkers(t *testing.T) {
	f := play(
		workers(0, record.Workers{Master: 7, Pid: 8, Reloads: 0}),
		workers(2, record.Workers{Master: 7, Pid: 31, Reloads: 1, Old: []record.Worker{{Pid: 8, Uptime: 9, CurrConns: 14}}}),
		workers(4, record.Workers{Master: 7, Pid: 40, Reloads: 2, Old: []record.Worker{{Pid: 31, Uptime: 2, CurrConns: -1}, {Pid: 8, Uptime: 11, CurrConns: 5}}}),
		workers(6, record.Workers{Master: 7, Pid: 40, Reloads: 2, Old: []record.Worker{{Pid: 8, Uptime: 13, CurrConns: 0}}}),
		workers(8, record.Workers{Master: 7, Pid: 40, Reloads: 2}),
	)
	wantTold(t, f, []event.Kind{event.KindRestart},
		"2s haproxy: old worker 8 keeps 14 sessions after the reload", "4s haproxy: old worker 31 still runs after the reload",
		"6s haproxy: old worker 31 has ended", "8s haproxy: old worker 8 has ended")
	one := record.Worker{Pid: 8, CurrConns: 1}
	if keeps, ended := oldKeeps("haproxy", &one).String(), oldEnded("haproxy", &one).String(); keeps != "haproxy: old worker 8 keeps 1 session after the reload" ||
		ended != "haproxy: old worker 8 has ended; it had 1 session when last seen" {
		t.Errorf("%s, %s", keeps, ended)
	}
	if w := f.Node("haproxy").Workers; w == nil || w.Pid != 40 || len(w.Old) != 0 {
		t.Errorf("%+v", w)
	}
}

// A reload that failed is reported once; that there is none is not known of a master that does not say.
func TestFailedReload(t *testing.T) {
	f := play(
		workers(0, record.Workers{Master: 7, Pid: 8, Failed: -1}),
		workers(2, record.Workers{Master: 7, Pid: 8, Reloads: 1, Failed: 1}),
		workers(4, record.Workers{Master: 7, Pid: 8, Reloads: 1, Failed: 1}),
		record.Sample{At: at(5), Source: record.SourceWorkers, Node: "haproxy", Err: "workers: permission denied"},
		workers(6, record.Workers{Master: 7, Pid: 8, Reloads: 2, Failed: 2}),
		workers(8, record.Workers{Master: 7, Pid: 31, Reloads: 3, Failed: 0}),
	)
	wantTold(t, f, []event.Kind{event.KindRestart}, "2s haproxy: a reload failed, so it runs with the configuration of before", "6s haproxy: a reload failed, so it runs with the configuration of before")
	if f = play(workers(0, record.Workers{Master: 7, Pid: 8, Failed: 1, Old: []record.Worker{{Pid: 3, CurrConns: 1}}})); len(f.Timeline) != 2 || !f.Timeline[0].Already {
		t.Errorf("%+v", f.Timeline)
	}
	if f = play(record.Sample{At: at(0), Source: record.SourceWorkers, Node: "haproxy", Err: "workers: permission denied"}); f.Node("haproxy").Workers != nil {
		t.Error("workers that nobody has seen")
	}
}
