package drill

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hadash/incident"
	"hadash/record"
)

// A never that fails under --fail-fast, and an abort in any case, break off whatever runs, at that moment.
func TestEveryLineIsBrokenOff(t *testing.T) {
	for name, line := range map[string]string{
		"wait":        "wait 10m",
		"wait until":  "wait visible > 5000 for at most 1h",
		"wait a node": "wait app9 UP for at most 1h",
		"expect":      "expect visible > 5000 within 1h",
		"repeat":      "repeat 900\nwait 700ms\nend",
		"load":        "load 30 VUs",
		"load off":    "load off",
		"snapshot":    "snapshot",
		"reload":      "reload nginx",
		"heal":        "heal app1",
		"fault":       "stop app2",
	} {
		t.Run(name, func(t *testing.T) {
			for guard, want := range map[string]State{"never visible > 3": Failed, "abort when visible > 3": Aborted} {
				synctest.Test(t, func(t *testing.T) {
					slow := func(b *bench) {
						for _, what := range []string{"30 users", "0 users", "snapshot", "reload nginx", "heal app1", "stop app2"} {
							b.takes[what] = time.Minute
						}
					}
					r, b := benched(t, 9*time.Second, guard+"\nslow app1 5%\n"+line+"\ndelay app3 10ms\nassert visible < 900", slow, Options{FailFast: true})
					log := strings.Join(b.log, "\n")
					healed := "9.3 heal all: app1"
					if !strings.Contains(log, healed) || strings.Contains(log, "delay") || r.State != want {
						t.Errorf("%s, %s: %s\n%s\n%s", guard, name, r.State, log, verdicts(r))
					}
					if h := r.Halt; h == nil || h.Line != 1 || h.Saw != "visible 4 > 3" || h.Seen.Sub(r.Began) != 9300*time.Millisecond || h.Healed.IsZero() {
						t.Errorf("%s, %s: %+v", guard, name, h)
					}
					if !strings.Contains(r.Verdict(), "visible 4 > 3 at +9.3 s (line 1: "+guard+"), all healed by +") {
						t.Errorf("%s", r.Verdict())
					}
				})
			}
		})
	}
}

// What is in flight when the drill is broken off is undone when it comes back, and what is open elsewhere does not wait
// for it.
func TestFaultInFlightIsUndone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, b := benched(t, 9*time.Second, "abort when visible > 0\nslow app1 5%\nwait 1s\nstop app2\nwait 1s\nheal all",
			func(b *bench) { b.takes["stop app2"] = 10 * time.Second }, Options{})
		want := "5.0 slow app1 to 5 %, 6.0 stop app2, 9.0 heal all: app1, 16.0 heal all: app2"
		if got := strings.Join(b.log, ", "); got != want || r.State != Aborted {
			t.Errorf("%s: %s\nwant %s\n%s", r.State, got, want, verdicts(r))
		}
		if !strings.Contains(verdicts(r), "skipped stop app2: broken off: visible 1 > 0 at +9.0 s\nskipped wait 1s:\nskipped heal all:") {
			t.Error(verdicts(r))
		}
		if !strings.Contains(r.Verdict(), "all healed by +16.0 s; 1 of 1 expectations held; 2 lines not run") {
			t.Error(r.Verdict())
		}
	})
}

// While the steady state is awaited nothing is open, and nothing is broken on the word of that moment.
func TestBrokenOffBeforeTheFirstFault(t *testing.T) {
	for guard, want := range map[string]State{"never visible > 0": Failed, "abort when visible > 0": Aborted} {
		synctest.Test(t, func(t *testing.T) {
			r, b := benched(t, 3*time.Second, guard+"\nslow app1 5%\nheal app1", nil, Options{FailFast: true})
			if got := strings.Join(b.log, ", "); got != "3.0 heal all:" || r.State != want {
				t.Errorf("%s: %s\n%s", r.State, got, verdicts(r))
			}
			if !strings.Contains(verdicts(r), "skipped steady state: broken off: visible 1 > 0 at +3.0 s\nskipped slow app1 5%:") ||
				!strings.Contains(r.Verdict(), ", nothing was open") {
				t.Errorf("%s\n%s", r.Verdict(), verdicts(r))
			}
		})
	}
}

// The Frame that completes the steady state may be the one that breaks the drill off; and one that has come but was not
// looked at counts, too: a fault that was about to be made is not made.
func TestFaultAboutToBeMade(t *testing.T) {
	for name, text := range map[string]string{
		"with the steady state": "abort when requests >= 500\nslow app1 5%\nheal app1",
		"true already":          "wait 2s\nabort when requests > 50\nslow app1 5%\nheal app1",
	} {
		synctest.Test(t, func(t *testing.T) {
			r, b := benched(t, 0, text, nil, Options{})
			if strings.Contains(strings.Join(b.log, ", "), "slow") || r.State != Aborted || strings.Contains(verdicts(r), "held steady") {
				t.Errorf("%s: %s, %v\n%s", name, r.State, b.log, verdicts(r))
			}
		})
	}
	synctest.Test(t, func(t *testing.T) { // nobody takes in Frames during a note
		r := &runner{result: &Result{Began: time.Now()}}
		frames := make(chan incident.Frame, 1)
		r.Watcher = NewWatcher(frames, r.see)
		r.tally = begin(&incident.Frame{}, time.Now())
		c, _ := ParseCondition("vus > 0")
		r.standing = []*standing{{what: c, aborts: true, outcome: &Outcome{}}}
		ctx, stop := context.WithCancelCause(t.Context())
		r.stopLines = stop
		b := newBench(t.Context(), 0, nil)
		r.w = b
		frames <- incident.Frame{At: time.Now(), Load: incident.Load{On: true, K6: &record.K6{VUs: 3}}}
		s := Step{Line: 2, Verb: "restart", do: breakIt{fault: record.Fault{Kind: record.Restart, Target: "app1"}}}
		r.steady, r.broke = true, true
		r.line(ctx, &s)
		if o := r.result.Outcomes; len(o) != 1 || o[0].State != record.StepSkipped {
			t.Errorf("%+v", o[0])
		}
		if len(b.log) > 0 {
			t.Errorf("asked %q", b.log)
		}
	})
}

// A line that fails under --fail-fast has all healed at once, too: what the last logs say about the watched lines can wait.
func TestFailFastHealsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, b := benched(t, 0, "never visible > 900\nslow app1 5%\nexpect app9 UP within 1s\nheal app1", nil, Options{FailFast: true})
		if got := strings.Join(b.log, ", "); got != "5.0 slow app1 to 5 %, 7.0 heal all: app1" || r.State != Failed {
			t.Errorf("%s: %s\n%s", r.State, got, verdicts(r))
		}
		if !strings.Contains(verdicts(r), "skipped never visible > 900: the drill ended early") {
			t.Error(verdicts(r))
		}
	})
}

// Without --fail-fast a never that fails breaks nothing off.
func TestNeverGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, b := benched(t, 9*time.Second, "never visible > 3\nslow app1 5%\nwait 10s\nheal app1\nassert visible < 900", nil, Options{})
		if got := strings.Join(b.log, ", "); r.State != Failed || r.Halt != nil || !strings.HasPrefix(got, "5.0 slow app1 to 5 %, 15.0 heal app1") {
			t.Errorf("%s: %s\n%s", r.State, got, verdicts(r))
		}
		if want := ", +9.3 s: it was 4"; !strings.Contains(verdicts(r), want) {
			t.Errorf("nobody says %q:\n%s", want, verdicts(r))
		}
	})
}

// An abort that stays away does not count as an expectation, and what else was watched ends with the drill as always.
func TestAbortThatStaysAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _ := benched(t, 0, "abort when visible > 3\nnever visible > 0\nslow app1 5%\nheal app1", nil, Options{})
		if held, failed := r.Judged(); r.State != Held || held != 2 || failed != 0 || !strings.Contains(verdicts(r), "done abort when visible > 3: it was 0") {
			t.Errorf("%s, %d held, %d failed\n%s", r.State, held, failed, verdicts(r))
		}
	})
}

// What nobody can judge aborts nothing. That is said before the first fault, and it fails the drill.
func TestAbortThatNobodyJudges(t *testing.T) {
	for text, why := range map[string]string{
		"abort when visible > 3":               noRequests.String(),
		"abort when backend servers DOWN":      "HAProxy never answered",
		"abort when backend servers is not UP": "HAProxy never answered",
		"abort when app9 is not UP":            "HAProxy never answered",
		"abort when app9 is not running":       "HAProxy never answered",
		"abort when app9 is not replicating":   "HAProxy never answered",
	} {
		synctest.Test(t, func(t *testing.T) {
			r, b := benched(t, 0, text+"\nslow app1 5%\nheal app1", func(b *bench) { b.silent = true }, Options{})
			log := strings.Join(b.log, "\n")
			warned := strings.Index(log, "warn line 1: "+text+": it cannot be judged, so it protects nothing now: ")
			if warned < 0 || warned > strings.Index(log, "slow") || strings.Count(log, "warn") != 1 {
				t.Errorf("%s: not said before the fault:\n%s", text, log)
			}
			if r.State != Failed || r.Halt != nil || !strings.Contains(verdicts(r), "failed "+text+": it could not be watched: "+why) {
				t.Errorf("%s: %s\n%s", text, r.State, verdicts(r))
			}
		})
	}
}

// Ctrl+c while a fault is being made heals what is open elsewhere at once, too.
func TestInterruptInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, _ := Parse("x.drill", []byte("slow app1 5%\nstop app2\nheal all"))
		ctx, cancel := context.WithCancel(t.Context())
		b := newBench(t.Context(), 0, nil)
		b.takes["stop app2"] = 10 * time.Second
		time.AfterFunc(7*time.Second, cancel)
		r := Run(ctx, d, b, b.frames, Options{})
		if got := strings.Join(b.log, ", "); got != "5.0 slow app1 to 5 %, 5.0 stop app2, 7.0 heal all: app1, 15.0 heal all: app2" || r.State != Interrupted {
			t.Errorf("%s: %s\n%s", r.State, got, verdicts(r))
		}
	})
}

// What is left is not run, and every file says which line broke the drill off, and when.
func TestBrokenOffIsWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _ := benched(t, 9*time.Second, "abort when visible > 3\nslow app1 5%\nwait 10m\nheal app1\nassert visible < 900", nil, Options{})
		const why = "visible 4 > 3 at +9.3 s (line 1: abort when visible > 3), all healed by +9.3 s"
		if want := "4 of 404 requests failed (0.99 %). ABORTED: " + why + "; 1 of 1 expectations held; 2 lines not run"; r.Verdict() != want {
			t.Errorf("got  %s\nwant %s", r.Verdict(), want)
		}
		var x, j strings.Builder
		if err := errors.Join(WriteJUnit(&x, []*Result{r}), WriteJSON(&j, []*Result{r})); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{
			`tests="3" failures="1" errors="0" skipped="1"`,
			`<testcase name="line 1: abort when visible &gt; 3" classname="x" file="x.drill" line="1" time="9.300">` + "\n      " + `<failure message="at `,
			`, +9.3 s: it was 4"></failure>`,
			`<skipped message="not run: aborted: visible 4 &gt; 3 at +9.3 s (line 1: abort when visible &gt; 3), all healed by +9.3 s"></skipped>`,
		} {
			if !strings.Contains(x.String(), want) {
				t.Errorf("no %s in\n%s", want, &x)
			}
		}
		for _, want := range []string{
			`"state": "aborted",` + "\n    " + `"why": "` + why + `"`,
			`"broken_off": {
      "line": 1,
      "text": "abort when visible > 3",
      "saw": "visible 4 > 3",
      "after": 9.3,
      "seen": 9.3,
      "healed": 9.3
    },`,
			`"not_run": 2`,
		} {
			if !strings.Contains(j.String(), want) {
				t.Errorf("no %s in\n%s", want, &j)
			}
		}
	})
}

// A state that nobody knows is not its opposite.
func TestUnknownIsNotItsOpposite(t *testing.T) {
	at := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	f := incident.Frame{At: at, HAProxy: &record.HAProxy{}, Nodes: []incident.Node{{Node: record.Node{Name: "db1"}}}}
	f.HAProxy.Servers = []record.Server{{Pxname: "servers", Svname: "db1", Status: record.ParseStatus("UP")}}
	f.HAProxy.Proxies = []record.Proxy{{Pxname: "servers", Status: record.ParseStatus("UP")}}
	f.Sources = []incident.Source{{Name: record.SourceHAProxy, At: at, LastOK: at.Add(-time.Minute), Since: at.Add(-time.Minute), Err: "refused"}}
	f.Nodes[0].Server = &f.HAProxy.Servers[0]
	for _, text := range []string{"db1 is not UP", "db1 != DOWN", "db1 is not running", "db1 is not replicating", "db9 is not UP", "backend servers is not UP", "backend none is not UP"} {
		c, err := ParseCondition(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := NewGuard(c, &f).See(&f); got.So || got.Known {
			t.Errorf("%s: %+v", text, got)
		}
	}
}
