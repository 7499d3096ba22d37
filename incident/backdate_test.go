package incident

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// cut is a session on db1 that ended badly, as HAProxy's log has it: the line, and the sum of its batch.
func cut(seconds float64, termination string) record.Sample {
	s := line(record.Line{At: at(seconds), Node: "haproxy", Text: "a session that ended " + termination,
		Session: &record.Session{Backend: "servers", Server: "db1", Termination: termination}})
	s.Logs.Sessions = []record.SessionTally{{Server: "db1", Termination: termination, Sessions: 1, Last: at(seconds)}}
	return s
}

// lost is a request that failed at the client.
func lost(seconds float64) record.Sample {
	return line(record.Line{At: at(seconds), Node: "k6", Text: "login failed",
		Request: &record.Request{At: at(seconds), Name: "login", Failed: true, Status: 502}})
}

// spent is all that a fault is said to have cost, and what proves it.
func spent(f Frame) (out []string) {
	for _, w := range f.Stopwatches {
		out = append(out, fmt.Sprintf("%s at %s: %+v %+v, %d beside, %d failed %v; first sign %s, %v", w.String(), w.At.Sub(start),
			w.Blast, w.Hidden, w.Beside, w.Felt.Failed, w.Felt.By, w.Moments[stopwatch.FirstSign].At.Sub(start), w.Moments[stopwatch.FirstSign].Says.String()))
		slices.SortFunc(w.Evidence, func(a, b stopwatch.Evidence) int { return a.At.Compare(b.At) })
		for _, e := range w.Evidence {
			out = append(out, fmt.Sprint(e.At.Sub(start), " ", e.Who, " ", e.Text))
		}
	}
	return out
}

// What a fault cost does not depend on who is heard first: the logs of its consequences, or Docker.
func TestCostsThatAreToldBeforeTheirFault(t *testing.T) {
	named := repeats(10.2, "app1", "db1")
	named.Logs.Lines = []record.Line{{At: at(10.2), Node: "app1", Text: "reads repeated"}}
	consequences := []record.Sample{
		cut(10.1, "SD"), named, repeats(10.2, "app2", "db2"), cut(10.21, "DC"), cut(10.22, "DC"), cut(10.23, "SC"), lost(10.24),
		stateLine(10.25, "db1", record.Down, "Layer4 connection problem"), rerouted(10.3, app1Addr),
	}
	quiet := []record.Sample{routed(), containers(0, nil), rows(0.5, "UP", "UP"), cut(3, "SD"), lost(4), lost(9.8)}
	for name, c := range map[string]struct {
		known, told []record.Sample // of the fault: as it is made, and when the logs were read
	}{
		"killed by others":  {nil, []record.Sample{docker(10.05, "db1", "kill", "9"), docker(10.4, "db1", "die", "137")}},
		"stopped by others": {nil, []record.Sample{docker(10.05, "db1", "kill", "15"), docker(19, "db1", "die", "0")}},
		"crashed":           {nil, []record.Sample{docker(10.35, "db1", "die", "139")}},
		"paused by others":  {nil, []record.Sample{docker(10.05, "db1", "pause", "")}},
		"stopped from here": {[]record.Sample{you(9.9, record.Act{Inject: &stopDB1})}, []record.Sample{docker(10.05, "db1", "kill", "15"), docker(10.4, "db1", "die", "0")}},
		"seen by polling":   {[]record.Sample{containers(10.8, map[string]string{"db1": "paused"})}, []record.Sample{docker(10.05, "db1", "pause", "")}},
	} {
		t.Run(name, func(t *testing.T) {
			first := play(slices.Concat(quiet, c.known, c.told, consequences)...)
			after := play(slices.Concat(quiet, c.known, consequences, c.told)...)
			want, got := spent(first), spent(after)
			if !slices.Equal(got, want) {
				t.Errorf("Docker after the logs: %q\nDocker before them: %q", got, want)
			}
			w := after.Stopwatch("db1")
			if w.Blast.Cut != 3 || w.Felt.Failed != 1 || w.Blast.Refused != 1 || w.Hidden.Total() != 2 || w.Beside != 1 {
				t.Errorf("it cost %q", got)
			}
		})
	}
}

// So it is with an instance that nginx leaves out without saying so: its errors are read before Docker tells why.
func TestLeftOutBeforeItsFaultIsKnown(t *testing.T) {
	f := play(record.Sample{At: start, Source: record.SourceSettings, Node: "nginx", Settings: &record.Settings{Upstreams: []record.Upstream{
		{Addr: app1Addr, MaxFails: 1, FailTimeout: 10 * time.Second}}}},
		containers(0, nil), timedOut(10.1, app1Addr), docker(10, "app1", "kill", "9"), docker(10.4, "app1", "die", "137"))
	w := f.Stopwatch("app1")
	wantMoment(t, w, stopwatch.Injected, 10, event.ByDocker)
	wantMoment(t, w, stopwatch.Detected, 10.1, event.ByCount)
	if m := w.Moments[stopwatch.Detected]; m.Precision().String() != "at the latest, counted in the log" {
		t.Errorf("nobody said so, yet it is %q", m.Precision())
	}
}
