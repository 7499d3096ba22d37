package tui

import (
	"fmt"
	"time"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/predict"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// predicted is what the tuned stack's configuration lets expect: how incident works it out is no
// business of the screen's tests.
func predicted(f *incident.Frame, fault record.Fault) predict.Prediction {
	n := f.Node(fault.Target)
	switch {
	case n == nil || n.Server == nil || fault.Kind.AtBalancer():
		return predict.Prediction{}
	case fault.Kind == record.Slow, fault.Kind == record.Delay, fault.Kind == record.Loss:
		return predict.Prediction{Known: true, Never: true, Why: wording.Text("a check may take 2 s, and a slow answer is an answer")}
	}
	return predict.Prediction{Known: true, Detect: 900 * time.Millisecond, Back: 1200 * time.Millisecond,
		Why: wording.Text("2 failed checks, the next one 200 ms after the last, each given up after 350 ms")}
}

// toldBy is a table of truth in which the nodes named do not fit together.
func toldBy(disagree map[string]string) func(*incident.Frame) []incident.Truth {
	return func(f *incident.Frame) []incident.Truth {
		var out []incident.Truth
		for i := range f.Nodes {
			n := &f.Nodes[i]
			t := incident.Truth{Node: n.Name, What: n.What(), Docker: n.Container.State, Health: n.Container.Health, Traffic: n.Recent, Unit: f.Unit(n), Errors: -1}
			if s := n.Server; s != nil {
				t.Admin, t.Oper, t.Check, t.Errors = "ready", s.Status.Text, fmt.Sprintf("%s %d ms", s.CheckStatus, s.CheckDuration), 0
			}
			if r := n.Replica; r != nil && !r.Master {
				t.Replication = "IO Yes, SQL Yes, lag 0s"
			}
			if text := disagree[n.Name]; text != "" {
				t.Disagree, t.Lasts, t.Errors = []wording.Phrase{wording.Text(text)}, true, 0.25
			}
			out = append(out, t)
		}
		return out
	}
}

var greyReplica = toldBy(map[string]string{"mysql-slave1": "Docker says paused, HAProxy says UP: 0 of 12 requests answered"})

// stopwatch is that of one of a Frame's open faults, noticed late.
func stopwatchOf(f *incident.Frame, id, open int) stopwatch.Stopwatch {
	s := stopwatch.Stopwatch{ID: id, Fault: f.Faults[open]}
	s.Expected = predicted(f, record.Fault{Kind: record.Kill, Target: s.Target})
	t0 := s.At
	s.Moments[stopwatch.Injected] = stopwatch.Moment{At: t0, Witness: event.ByDocker}
	s.Moments[stopwatch.FirstSign] = stopwatch.Moment{At: t0.Add(180 * time.Millisecond), Witness: event.ByPoll, Within: 100 * time.Millisecond, Says: wording.Text("session cut (SD)")}
	s.Moments[stopwatch.Detected] = stopwatch.Moment{At: t0.Add(10130 * time.Millisecond), Witness: event.ByLog}
	s.Moments[stopwatch.FirstFailed] = stopwatch.Moment{At: t0.Add(2200 * time.Millisecond), Witness: event.ByClient}
	s.Moments[stopwatch.LastFailed] = stopwatch.Moment{At: t0.Add(7450 * time.Millisecond), Witness: event.ByClient}
	s.Hidden = clients.Hidden{Retried: 137, Redispatched: 137, Saved: 137, Settled: 274}
	s.Felt = clients.Felt{Requests: 3412, Failed: 3, By: map[string]int{"login": 1, "profile": 2}, Slowest: 13050 * time.Millisecond,
		Worst: clients.Second{Requests: 340, P50: 9 * time.Millisecond, P95: 2100 * time.Millisecond, P99: 7 * time.Second}}
	s.Felt.HasNginx, s.Felt.HasAttempts, s.Felt.NginxRequests, s.Felt.NginxFailed = true, true, 3412, 3
	s.Blast, s.Before = stopwatch.Blast{Cut: 9, Refused: 3}, stopwatch.Passed{Known: true, Counted: true}
	return s
}

// unnoticedPause is a pause that HAProxy never saw, healed after 12 s.
func unnoticedPause() incident.Frame {
	f := allUp()
	f.At = at(15 * time.Second)
	s := stopwatch.Stopwatch{ID: 1, Fault: stopwatch.Fault{Fault: record.Fault{Kind: record.Pause, Target: "mysql-slave2"}, At: fault, You: true}}
	s.Expected = predict.Prediction{Known: true, Never: true}
	s.Moments[stopwatch.Injected] = stopwatch.Moment{At: fault, Witness: event.ByDocker}
	s.Moments[stopwatch.FirstSign] = stopwatch.Moment{At: at(time.Second), Witness: event.ByClient}
	s.Moments[stopwatch.Healed] = stopwatch.Moment{At: at(12 * time.Second), Witness: event.ByDocker}
	s.Moments[stopwatch.Back] = stopwatch.Moment{At: at(12250 * time.Millisecond), Witness: event.ByPoll, Within: 250 * time.Millisecond}
	s.Felt = clients.Felt{HasNginx: true, NginxRequests: 812, NginxFailed: 2, NginxSlowest: 11 * time.Second}
	s.Findings = []wording.Phrase{wording.Text("paused for 12 s and HAProxy kept it UP: its check only asks for a connection, which the kernel grants to a frozen process too")}
	s.Done = true
	f.Stopwatches = []stopwatch.Stopwatch{s}
	f.Timeline = append(f.Timeline,
		event.Event{ID: 2, At: fault, Kind: event.KindFault, Severity: event.Bad, Says: wording.Text("pause mysql-slave2 (you)"), Title: wording.YouDid.Of(wording.DidPause.Of("mysql-slave2")), Count: 1, Fault: "pause mysql-slave2"},
		event.Event{ID: 3, At: at(9 * time.Second), Kind: event.KindNote, Says: wording.Text("the site feels slow"), Count: 1},
		event.Event{ID: 4, At: at(12 * time.Second), Kind: event.KindHeal, Severity: event.Good, Says: wording.Text("unpause mysql-slave2 (you)"), Title: wording.YouDid.Of(wording.DidUnpause.Of()), Count: 1, Fault: "pause mysql-slave2", After: 12 * time.Second})
	return f
}

// overlapping is two faults open at once, one of somebody else's.
func overlapping() incident.Frame {
	f := oneDown()
	second := stopwatch.Fault{Fault: record.Fault{Kind: record.Slow, Target: "app1", Amount: 2}, At: at(4 * time.Second)}
	f.Faults = append(f.Faults, second)
	f.Timeline = append(f.Timeline[:4:4], append([]event.Event{{ID: 8, At: second.At, Kind: event.KindFault, Severity: event.Bad, Count: 1,
		Node: "app1", Says: wording.Text("slow app1 to 2 % (somebody else)"), Title: second.Title(), Fault: second.String()}}, append(f.Timeline[4:], event.Event{ID: 9, At: at(10400 * time.Millisecond),
		Kind: event.KindUpstream, Severity: event.Warn, Node: "app1", Says: wording.Text("app1: upstream timed out"), Title: wording.NginxWaited.Of(), Count: 4, Fault: second.String(), After: 6400 * time.Millisecond})...)...)
	w := stopwatchOf(&f, 2, 1)
	w.Expected, w.Moments[stopwatch.Detected] = predict.Prediction{Known: true, Detect: 5 * time.Second}, stopwatch.Moment{}
	w.Overlaps, f.Stopwatches[0].Overlaps = []string{"stop mysql-slave1"}, []string{"slow app1 to 2 %"}
	f.Stopwatches = append(f.Stopwatches, w)
	return f
}

// pausedAndOut is a replica that is paused and taken out, with sessions that ended badly.
func pausedAndOut() incident.Frame {
	f := oneDown()
	n := f.Node("mysql-slave1")
	n.Health, n.Container.State = incident.Paused, "paused"
	n.Endings = map[string]int{"SD": 9, "SC": 3, "DC": 1204}
	f.Faults[0].Kind = record.Pause
	f.Stopwatches[0].Kind = record.Pause
	return f
}
