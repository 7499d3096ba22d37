package witness_test

import (
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/incident/witness"
	"hadash/record"
)

// When each witness of a real fault knew is what the stopwatch and the timeline have, at every moment of the run, and what
// is known stays so.
func TestKnewIsTheStopwatchs(t *testing.T) {
	for run, node := range map[string]string{"baseline-stop-mysql-slave2": "mysql-slave2", "baseline-pause-mysql-slave1": "mysql-slave1", "tuned-kill-mysql-slave1": "mysql-slave1", "tuned-pause-app1": "app1"} {
		var f incident.Frame
		var last [witness.All]witness.Knew
		frames := 0
		for _, s := range captured.Samples(t, run) {
			f = incident.Fold(f, s)
			w := witness.Fault(&f, node)
			if w == nil {
				continue
			}
			frames++
			knew := witness.KnewOf(&f, f.Node(node), w)
			for who, stage := range map[witness.Who]stopwatch.Stage{witness.Balancer: stopwatch.Detected, witness.Users: stopwatch.FirstFailed} {
				want, known := w.Since(stage)
				if k := knew[who]; k.Known != known || known && k.After != want {
					t.Fatalf("%s: %s knew %v after %v, the stopwatch says %v after %v", run, stage, k.Known, k.After, known, want)
				}
			}
			for i := range f.Timeline {
				e := &f.Timeline[i]
				if e.Kind == event.KindContainer && e.To == "exited" && e.Node == node && !e.At.Before(w.At) && knew[witness.Docker].After != e.At.Sub(w.At) {
					t.Fatalf("%s: Docker knew after %v, the timeline says %v", run, knew[witness.Docker].After, e.At.Sub(w.At))
				}
			}
			for who := range witness.All {
				if k := knew[who]; k.Known && k.After < 0 || k.NotYet && k.Known {
					t.Fatalf("%s: witness %d: %+v", run, who, k)
				}
			}
			last = knew
		}
		if frames < 100 {
			t.Errorf("%s: only %d frames of the fault", run, frames)
		}
		if w := f.Stopwatch(node); w.Moments[stopwatch.Detected].Seen() != last[witness.Balancer].Known {
			t.Errorf("%s: at its end the balancer knew %v", run, last[witness.Balancer].Known)
		}
	}
}

// At most one witness knew before all others, and no other can have known before it.
func TestFirstIsFirst(t *testing.T) {
	times := 0
	for _, run := range []string{"baseline-stop-mysql-slave2", "tuned-kill-mysql-slave1"} {
		var f incident.Frame
		for _, s := range captured.Samples(t, run) {
			f = incident.Fold(f, s)
			for i := range f.Stopwatches {
				w := &f.Stopwatches[i]
				knew := witness.KnewOf(&f, f.Node(w.Target), w)
				for a, x := range knew {
					if !x.First {
						continue
					}
					times++
					for b, y := range knew {
						if a != b && y.Known && y.After <= x.After {
							t.Fatalf("%s: witness %d knew after %v, before all others; %d after %v", run, a, x.After, b, y.After)
						}
					}
				}
			}
		}
	}
	if times == 0 {
		t.Error("nobody was ever first")
	}
}

// A witness that is due does not say so before the fault, and no more once it knows or the fault is healed.
func TestNotYet(t *testing.T) {
	var f incident.Frame
	var was, saw bool
	for _, s := range captured.Samples(t, "baseline-stop-mysql-slave2") {
		f = incident.Fold(f, s)
		w := witness.Fault(&f, "mysql-slave2")
		if w == nil {
			if saw {
				t.Fatal("the fault is forgotten within its minute")
			}
			continue
		}
		saw = true
		k := witness.KnewOf(&f, f.Node("mysql-slave2"), w)[witness.Balancer]
		if was && k.NotYet && w.Moments[stopwatch.Healed].Seen() {
			t.Fatal("not yet, after the heal")
		}
		was = was || k.NotYet
	}
	if !was {
		t.Error("HAProxy knew at once")
	}
}

// The line of a server is that of its own backend, with its number, and not known if there are two.
func TestLine(t *testing.T) {
	const cfg = "global\n  # server db1 is no line\nbackend other\n  server db1 a:1\nfrontend f\n  bind :1\nbackend 'shop'\n  server  db1   b:2 check # the first\n  server db2 c:3\nbackend twice\n  server db1 x\n  server db1 y\n"
	f := incident.Fold(incident.Frame{}, record.Sample{At: time.Unix(1e9, 0), Source: record.SourceSettings, Node: "lb", Settings: &record.Settings{
		Checks: []record.Check{{Backend: "shop", Server: "db1"}, {Backend: "twice", Server: "db1"}, {Backend: "shop", Server: "db3"}},
		Files:  []record.File{{Path: "/etc/haproxy.cfg", Text: cfg}}}})
	for name, want := range map[[2]string]witness.Line{
		{"shop", "db1"}:  {File: "haproxy.cfg", Number: 8, Text: "server db1 b:2 check"},
		{"twice", "db1"}: {},
		{"shop", "db3"}:  {},
		{"other", "db1"}: {}, // its checks were not read
	} {
		got, ok := witness.ServerLine(&f, &record.Server{Pxname: name[0], Svname: name[1]})
		if got != want || ok != (want.Number > 0) {
			t.Errorf("%v: %+v %v, want %+v", name, got, ok, want)
		}
	}
}

// The share of new sessions follows from the weights of what HAProxy chooses from, where it goes by weights.
func TestShare(t *testing.T) {
	up, down := record.ParseStatus("UP"), record.ParseStatus("DOWN")
	h := record.HAProxy{Proxies: []record.Proxy{{Pxname: "db", Algo: "roundrobin"}, {Pxname: "web", Algo: "leastconn"}}, Servers: []record.Server{
		{Pxname: "db", Svname: "a", Weight: 1, Status: record.ParseStatus("UP 2/3")}, {Pxname: "db", Svname: "b", Weight: 2, Status: up}, {Pxname: "db", Svname: "c", Weight: 7, Status: down},
		{Pxname: "db", Svname: "d", Weight: 7, Status: up, Backup: true}, {Pxname: "web", Svname: "a", Weight: 1, Status: up}}}
	for i, want := range []struct {
		k, of int64
		ok    bool
	}{{1, 3, true}, {2, 3, true}, {0, 0, false}, {0, 0, false}, {0, 0, false}} {
		if k, of, ok := witness.Share(&h, &h.Servers[i]); k != want.k || of != want.of || ok != want.ok {
			t.Errorf("%s: %d of %d, %v", h.Servers[i].Name(), k, of, ok)
		}
	}
}
