package incident

import (
	"testing"
	"time"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

func page(seconds float64, node string, requests int64) record.Sample {
	return record.Sample{At: at(seconds), Source: record.SourcePage, Node: node, Page: &record.Page{Code: 200, Requests: requests}}
}

func lastchg(seconds int64) func(*record.Server) {
	return func(s *record.Server) { s.Lastchg = seconds }
}

func instance(seconds float64, status string, lastchg, stot int64) record.Sample {
	return haproxy(seconds, server("app1", status, func(s *record.Server) { s.Lastchg, s.Stot = lastchg, stot }), server("app2", "UP", nil))
}

// Behind a HAProxy in HTTP mode an instance is back by HAProxy's word and by the traffic that it sends there, whatever
// its own page says before.
func TestBackIsTheBalancersWord(t *testing.T) {
	f := play(containers(0, nil), instance(9, "UP", 100, 10), instance(9.5, "UP", 100, 15), page(9, "app1", 5), page(9.9, "app1", 10),
		docker(10, "app1", "pause", ""), stateLine(11, "app1", record.Down, "Layer7 timeout"), instance(11.1, "DOWN", 0, 15),
		docker(20, "app1", "unpause", ""), page(20.2, "app1", 11), page(20.4, "app1", 14), instance(20.5, "DOWN", 9, 15),
		stateLine(21.69, "app1", record.Up, "Layer7 check passed"), instance(21.7, "UP", 0, 15), instance(21.8, "UP", 0, 18))
	w := f.Stopwatch("app1")
	if !w.Up.At.Equal(at(21.69)) || w.Up.Witness != event.ByLog {
		t.Errorf("UP again at %v by %s", w.Up.At.Sub(start), w.Up.Witness)
	}
	if back := w.Moments[stopwatch.Back]; back.At.Before(at(21.69)) || back.Says.String() == "app1 serves requests, by its own page" {
		t.Errorf("back at %v: %s", back.At.Sub(start), back.Says.String())
	}
}

// HAProxy's lastchg covers the time before watching began, to a second.
func TestLastchgIsAWitness(t *testing.T) {
	told := []record.Sample{docker(10, "db1", "kill", "15"), docker(10.2, "db1", "die", "0")}
	row := func(seconds float64, status string, since int64) record.Sample {
		return haproxy(seconds, server("db1", status, lastchg(since)), server("db2", "UP", lastchg(1000)))
	}
	first := containers(100, map[string]string{"db1": "exited"})
	for i := range first.Containers {
		if first.Containers[i].Node == "db1" {
			first.Containers[i].Finished = at(10.2)
		}
	}
	f := play(first, row(100.1, "DOWN", 89), told[0], told[1])
	w := f.Stopwatch("db1")
	if m := w.Moments[stopwatch.Detected]; m.Witness != event.ByLastchg || m.Within != time.Second || m.At.Sub(at(11.1)).Abs() > time.Second {
		t.Errorf("detected %+v", m)
	}
	for _, s := range []record.Sample{docker(120, "db1", "start", ""), row(123, "DOWN", 112), {At: at(124), Source: record.SourceHAProxy, Node: "haproxy", Err: "refused"}, row(140, "UP", 12)} {
		f = Fold(f, s)
	}
	if up := f.Stopwatch("db1").Up; up.Witness != event.ByLastchg || !up.At.Equal(at(128)) {
		t.Errorf("UP again %+v: it is so for 12 s, and the page was silent then", up)
	}
}

// Who did not see all of a fault does not say that nobody noticed it; who did, or has HAProxy's word for it, does.
func TestOnlyWhatWasWatchedWasUnnoticed(t *testing.T) {
	silent := record.Sample{At: at(11), Source: record.SourceHAProxy, Node: "haproxy", Err: "refused"}
	for name, c := range map[string]struct {
		before, in []record.Sample
		blind      bool
	}{
		"watched":                  {[]record.Sample{rows(9, "UP", "UP")}, []record.Sample{rows(15, "UP", "UP")}, false},
		"its page was silent":      {[]record.Sample{rows(9, "UP", "UP")}, []record.Sample{silent, rows(19, "UP", "UP")}, true},
		"silent, and lastchg says": {[]record.Sample{rows(9, "UP", "UP")}, []record.Sample{silent, haproxy(19, server("db1", "UP", lastchg(500)))}, false},
		"begun in the middle":      {nil, []record.Sample{rows(15, "UP", "UP")}, true},
	} {
		all := append([]record.Sample{containers(8, nil)}, c.before...)
		all = append(all, docker(10, "db1", "pause", ""))
		f := play(append(append(all, c.in...), docker(20, "db1", "unpause", ""))...)
		if w := f.Stopwatch("db1"); w.Unwatched() != c.blind || (len(w.Findings) == 0) != c.blind {
			t.Errorf("%s: unwatched %t, findings %q", name, w.Unwatched(), w.Findings)
		}
	}
}

// A node that was found paused was so before: since when is not known until Docker's history tells, however long ago.
func TestBrokenBeforeWatching(t *testing.T) {
	f := play(containers(100, map[string]string{"db1": "paused"}), rows(101, "UP", "UP"), stateLine(103, "db1", record.Down, "Layer4 timeout"))
	w := f.Stopwatch("db1")
	if _, known := w.Detection(); known || !w.Moments[stopwatch.Injected].Already || f.Overdue(w) || !f.Node("db1").AtLeast {
		t.Errorf("%+v, at least %t", w.Moments[stopwatch.Injected], f.Node("db1").AtLeast)
	}
	f = Fold(f, docker(10, "db1", "pause", ""))
	if w = f.Stopwatch("db1"); w.Moments[stopwatch.Injected].Already || !w.At.Equal(at(10)) {
		t.Errorf("after Docker's word: %+v", w.Moments[stopwatch.Injected])
	}
	f = Fold(f, rows(104, "UP", "UP"))
	if n := f.Node("db1"); n.AtLeast || !n.Since.Equal(at(10)) {
		t.Errorf("paused since %v (at least: %t)", n.Since.Sub(start), n.AtLeast)
	}
}

// A cut of a node that HAProxy had given up already has nothing to be detected.
func TestNothingToDetect(t *testing.T) {
	cut := record.Fault{Kind: record.Cut, Target: "db1"}
	f := play(settings(tunedCheck), containers(0, nil), rows(1, "UP", "UP"), stateLine(2, "db1", record.Down, "Layer4 timeout"), rows(3, "DOWN", "UP"),
		you(10, record.Act{Inject: &cut}), docker(10, "db1", "disconnect", "lab_net"), rows(20, "DOWN", "UP"))
	if w := f.Stopwatch("db1"); w.OutAlready() != "DOWN" || f.Overdue(w) || w.Late() {
		t.Errorf("out %q, overdue %t", w.OutAlready(), f.Overdue(w))
	}
}

// The first sign of a fault is not after what else is known of it.
func TestNoSignBeforeTheFirst(t *testing.T) {
	for name, all := range shipped(t) {
		f := folded(all)
		for i := range f.Stopwatches {
			w := &f.Stopwatches[i]
			first := w.Moments[stopwatch.FirstSign]
			for _, e := range w.Evidence {
				if e.Sort != stopwatch.WellAgain && !e.At.Before(w.At) && e.At.Before(first.At) {
					t.Errorf("%s: %s: first sign at %s, evidence of %s: %s", name, w, when(&f, first.At), when(&f, e.At), e.Text)
				}
			}
			for _, m := range []stopwatch.Moment{w.Moments[stopwatch.Detected], w.Moments[stopwatch.FirstFailed]} {
				if m.Seen() && (!first.Seen() || m.At.Before(first.At)) {
					t.Errorf("%s: %s: first sign at %s, and %q at %s", name, w, when(&f, first.At), m.Says.String(), when(&f, m.At))
				}
			}
		}
	}
}
