package drill

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/handoff"
	"hadash/record"
	"hadash/wording"
)

// played is a World in which a real run happens once more: its Samples come at their own times, and what the
// drill asks for is there when it was there in the run.
type played struct {
	samples []record.Sample
	frames  chan incident.Frame
	made    chan struct{} // closed when the run's fault was made
	healed  chan struct{}

	mu     sync.Mutex
	asked  []string
	told   []record.Step
	refuse error
}

// play begins a run again, with the clock set to it.
func play(ctx context.Context, t *testing.T, run string) *played {
	t.Helper()
	w := &played{samples: captured.Samples(t, run), frames: make(chan incident.Frame), made: make(chan struct{}), healed: make(chan struct{})}
	time.Sleep(time.Until(w.samples[0].At))
	folded := make(chan incident.Frame)
	go w.run(ctx, folded)
	go handoff.Run(ctx, folded, w.frames, handoff.Gathering(0))
	return w
}

func (w *played) run(ctx context.Context, out chan<- incident.Frame) {
	var f incident.Frame
	for _, s := range w.samples {
		select {
		case <-time.After(time.Until(s.At)):
		case <-ctx.Done():
			return
		}
		f = incident.Fold(f, s)
		select {
		case out <- f:
		case <-ctx.Done():
			return
		}
		if a := s.Act; a != nil && a.Made != nil {
			close(w.made)
		} else if a != nil && a.Healed != nil {
			close(w.healed)
		}
	}
}

func (w *played) ask(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = append(w.asked, text)
}

func (w *played) Inject(_ context.Context, f record.Fault) error {
	w.ask(f.String())
	if w.refuse != nil {
		return w.refuse
	}
	<-w.made
	return nil
}

func (w *played) Heal(_ context.Context, f record.Fault) error {
	w.ask("heal " + f.String())
	<-w.healed
	return nil
}

func (w *played) HealAll(context.Context) error { w.ask("heal all"); return nil }

func (w *played) Reload(_ context.Context, node string) error { w.ask("reload " + node); return nil }

func (w *played) SetLoad(_ context.Context, vus int) error {
	w.ask(vusText(vus))
	return nil
}

func vusText(n int) string { return vus.say(float64(n)) }

func (w *played) Note(text string) { w.ask("note " + text) }

func (w *played) Over() {}

func (w *played) Warn(text string) { w.ask("warn " + text) }

func (w *played) Snapshot(_ incident.Frame, name string) (string, error) { return name + ".md", nil }

func (w *played) Step(s record.Step) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.told = append(w.told, s)
}

// drilled runs a drill on a run and gives what came of it, line by line.
func drilled(t *testing.T, run, text string, with func(*played), o Options) (*Result, *played) {
	t.Helper()
	d, all := Parse("x.drill", []byte(text))
	if all.Fatal() {
		t.Fatal(all)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	w := play(ctx, t, run)
	if with != nil {
		with(w)
	}
	return Run(ctx, d, w, w.frames, o), w
}

// verdicts are the lines and how they ended, one a line of text.
func verdicts(r *Result) string {
	var all []string
	for _, o := range r.Outcomes {
		all = append(all, strings.TrimSpace(string(o.State)+" "+o.Text+": "+o.Why))
	}
	return strings.Join(all, "\n")
}

// The times and counts that a drill reports are those that the referees of these runs agree on
// (incident's TestReferees): HAProxy's own log, and k6's record of every request.
func TestTunedHolds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, w := drilled(t, "tuned-kill-mysql-slave1", `# one replica dies
wait 1500ms
load 20 VUs
never backend servers DOWN
never visible > 0
kill mysql-slave1
reload nginx
expect mysql-slave1 DOWN within 2s
wait 4s
heal mysql-slave1
expect mysql-slave1 UP within 30s
never detection(mysql-slave1) > 2s
assert visible == 0
assert detection(mysql-slave1) < 2s
assert slowest(mysql-slave1) < 2s
assert requests > 100
assert hidden >= 0`, nil, Options{})
		t.Log(verdicts(r))
		if r.State != Held || len(r.Failures()) > 0 {
			t.Errorf("%s", r.State)
		}
		if got := strings.Join(w.asked, ", "); got != "20 users, kill mysql-slave1, reload nginx, heal kill mysql-slave1, heal all" {
			t.Errorf("asked: %s", got)
		}
		for _, want := range []string{"after kill mysql-slave1 (exact, from the log)", "after mysql-slave1 was healed (exact, from the log)"} {
			if !strings.Contains(verdicts(r), want) {
				t.Errorf("nobody says %q", want)
			}
		}
	})
}

func TestBaselineFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _ := drilled(t, "baseline-stop-mysql-slave2", `load 20 VUs
never visible > 0
stop mysql-slave2
expect mysql-slave2 DOWN within 2s
expect mysql-slave2 DOWN within 20s
heal mysql-slave2
expect mysql-slave2 UP within 30s
assert visible == 0
assert detection(mysql-slave2) < 2s
assert slowest < 500ms
assert detection(mysql-slave2) < 15s`, nil, Options{Calm: 300 * time.Millisecond}) // this run's nginx was just started
		t.Log(verdicts(r))
		var failed []string
		for _, o := range r.Failures() {
			failed = append(failed, o.Text)
		}
		want := "never visible > 0, expect mysql-slave2 DOWN within 2s, assert visible == 0, assert detection(mysql-slave2) < 2s, assert slowest < 500ms"
		if got := strings.Join(failed, ", "); got != want || r.State != Failed {
			t.Errorf("%s, failed:\n%s\nwant\n%s", r.State, got, want)
		}
	})
}

func TestGreyFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _ := drilled(t, "baseline-pause-mysql-slave1", `load 20 VUs
pause mysql-slave1
expect mysql-slave1 paused within 2s
expect mysql-slave1 DOWN within 3s
heal mysql-slave1
assert detection(mysql-slave1) == never
assert detection(mysql-slave1) < 2s`, nil, Options{})
		t.Log(verdicts(r))
		want := []string{
			"failed expect mysql-slave1 DOWN within 3s: HAProxy says UP, Docker says paused, after 3 s",
			"held assert detection(mysql-slave1) == never: never",
			"a plain TCP check only connects",
		}
		for _, w := range want {
			if !strings.Contains(verdicts(r), w) {
				t.Errorf("nobody says %q", w)
			}
		}
	})
}

func TestInstance(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _ := drilled(t, "tuned-pause-app1", `load 20 VUs
pause app1
expect app1 DOWN within 1s
heal app1
expect app1 UP within 5s
assert detection(app1) < 1s
assert recovery(app1) < 5s
assert rerouted(app1) > 0`, nil, Options{})
		t.Log(verdicts(r))
		if r.State != Held {
			t.Error(r.State)
		}
	})
}

// What nobody can see does not count as absent.
func TestNeverThatNobodySees(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _ := drilled(t, "tuned-pause-app1", "load 20 VUs\nnever backend nobody DOWN\nnever app9 DOWN\nnever app2 DOWN\nwait 5s", nil, Options{})
		for _, want := range []string{
			"failed never backend nobody DOWN: it could not be watched: there is no nobody",
			"failed never app9 DOWN: it could not be watched: there is no app9",
			"held never app2 DOWN",
		} {
			if !strings.Contains(verdicts(r), want) {
				t.Errorf("nobody says %q:\n%s", want, verdicts(r))
			}
		}
	})
}

// Every line that is reached is reported as it begins and as it ends, and nothing else is.
func TestStepsAreTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, w := drilled(t, "tuned-pause-app1", "# a heading\nload 20 VUs\nnever app2 DOWN\npause app1\nheal app1\nassert visible == 0", nil, Options{})
		open := map[int]record.Step{}
		ends := 0
		for _, s := range w.told {
			if s.State == record.StepBegun {
				open[s.Line] = s
				continue
			}
			if was, ok := open[s.Line]; !ok || was.Text != s.Text || !s.State.Ended() {
				t.Errorf("%+v ended, and began as %+v", s, was)
			}
			delete(open, s.Line)
			ends++
		}
		if len(open) > 0 || ends != len(r.Outcomes) || ends != 7 {
			t.Errorf("%d ended, %d outcomes, left open %v", ends, len(r.Outcomes), open)
		}
	})
}

func TestImpossibleIsSkipped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _ := drilled(t, "tuned-pause-app1", "load 20 VUs\nloss app1 30%\nheal app1\nassert visible == 0",
			func(w *played) { w.refuse = errors.Join(ErrImpossible, errors.New("no netem")) }, Options{})
		if r.State != Skipped || !strings.Contains(r.Why, "no netem") || len(r.Failures()) > 0 {
			t.Errorf("%s %s\n%s", r.State, r.Why, verdicts(r))
		}
	})
}

func TestRefusalFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, w := drilled(t, "tuned-pause-app1", "load 20 VUs\npause app1\nheal app1\nassert visible == 0",
			func(w *played) { w.refuse = errors.New("unable to freeze") }, Options{})
		if r.State != Failed || !strings.Contains(verdicts(r), "failed pause app1: unable to freeze\nskipped heal app1") {
			t.Errorf("%s\n%s", r.State, verdicts(r))
		}
		if got := strings.Join(w.asked, ", "); got != "20 users, pause app1, heal all, 0 users" {
			t.Errorf("asked: %v", w.asked)
		}
	})
}

// A fault that nobody else reports has changed nothing: the drill's own word does not count.
func TestUntoldFaultFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _ := drilled(t, "tuned-pause-app1", "load 20 VUs\nstop app3\nheal app3", nil, Options{})
		if !strings.Contains(verdicts(r), "failed stop app3: "+wording.NobodyTells.Of().String()) {
			t.Error(verdicts(r))
		}
	})
}

// In this run a replica is stopped when the drill begins: nothing more is broken.
func TestNoSteadyState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, _ := Parse("x.drill", []byte("load 20 VUs\nwait 12s\nstop app1\nheal app1\nassert visible == 0"))
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		w := play(ctx, t, "baseline-stop-mysql-slave2")

		r := Run(ctx, d, w, frozen(ctx, w.frames, 12*time.Second), Options{})
		t.Log(verdicts(r))
		if r.State != NotSteady || !strings.Contains(r.Why, "open: stop mysql-slave2") {
			t.Errorf("%s: %s", r.State, r.Why)
		}
		if got := strings.Join(w.asked, ", "); got != "20 users, heal all, 0 users" {
			t.Errorf("asked: %s", got)
		}
	})
}

// frozen hands on the Frames of the first time.
func frozen(ctx context.Context, frames <-chan incident.Frame, d time.Duration) <-chan incident.Frame {
	out := make(chan incident.Frame)
	go func() {
		begun := time.Now()
		for f := range frames {
			if time.Since(begun) > d {
				continue
			}
			select {
			case out <- f:
			case <-ctx.Done():
			}
		}
	}()
	return out
}

func TestInterruptHeals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, _ := Parse("x.drill", []byte("load 20 VUs\nnever app2 DOWN\npause app1\nwait 10m\nheal app1\nassert visible == 0"))
		ctx, cancel := context.WithCancel(t.Context())
		w := play(t.Context(), t, "tuned-pause-app1")
		time.AfterFunc(9*time.Second, cancel)
		begun := time.Now()
		r := Run(ctx, d, w, w.frames, Options{})
		if r.State != Interrupted || time.Since(begun) > 10*time.Second || strings.Join(w.asked, ", ") != "20 users, pause app1, heal all, 0 users" {
			t.Errorf("%s after %s, asked %v\n%s", r.State, time.Since(begun), w.asked, verdicts(r))
		}
		for _, want := range []string{"skipped wait 10m: interrupted", "skipped never app2 DOWN: interrupted", "skipped assert"} {
			if !strings.Contains(verdicts(r), want) {
				t.Errorf("nobody says %q:\n%s", want, verdicts(r))
			}
		}
	})
}

func TestFailFast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _ := drilled(t, "tuned-pause-app1", "load 20 VUs\npause app1\nexpect app2 DOWN within 1s\nexpect app1 DOWN within 1s\nheal app1", nil, Options{FailFast: true})
		if r.State != Failed || !strings.Contains(verdicts(r), "skipped expect app1 DOWN") {
			t.Errorf("%s\n%s", r.State, verdicts(r))
		}
	})
}

// When nothing more is seen of the stack the drill has not held, whatever held before.
func TestNothingMoreIsSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, _ := Parse("x.drill", []byte("load 20 VUs\nnever app2 DOWN\npause app1\nheal app1\nwait 10s\nassert visible == 0"))
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		w := play(ctx, t, "tuned-pause-app1")
		time.AfterFunc(14*time.Second, cancel)
		r := Run(t.Context(), d, w, w.frames, Options{})
		if r.State != Failed || !strings.Contains(verdicts(r), "failed wait 10s: the watch of the stack has ended") || w.asked[len(w.asked)-2] != "heal all" {
			t.Errorf("%s, asked %v\n%s", r.State, w.asked, verdicts(r))
		}
	})
}

func TestAPanicMeanwhileIsAnError(t *testing.T) {
	err := NewWatcher(make(chan incident.Frame)).Meanwhile(t.Context(), func() error { panic("boom") })
	if err == nil || !strings.Contains(err.Error(), "report it with this trace: panic: boom") {
		t.Errorf("%v", err)
	}
}

// A promise that something is noticed in time is broken when nobody notices at all, as soon as the time is over; of what
// nobody can tell no promise is judged.
func TestNeverNoticed(t *testing.T) {
	const text = "load 20 VUs\npause mysql-slave1\nwait 4s\nheal mysql-slave1\nwait 1s\n"
	for line, want := range map[string]struct{ state, why string }{
		"never detection(mysql-slave1) > 2s":      {"failed", "not yet, after 3."},
		"never detection(mysql-slave1) > 10m":     {"failed", "never"},
		"never detection(mysql-slave1) == never":  {"failed", "never"},
		"never recovery(mysql-slave1) > 2m":       {"held", "it was"},
		"never window(mysql-slave1) > 1s":         {"held", "it was 0"},
		"abort when detection(mysql-slave1) > 2s": {"aborted", "not yet, after 3."},
	} {
		synctest.Test(t, func(t *testing.T) {
			r, _ := drilled(t, "baseline-pause-mysql-slave1", line+"\n"+text, nil, Options{Calm: 300 * time.Millisecond})
			for _, o := range r.Outcomes {
				if o.Text == line && (string(o.State) != want.state || !strings.Contains(o.Why, want.why)) {
					t.Errorf("%s: %s: %s", line, o.State, o.Why)
				}
				if o.Why != "" && o.Russian == "" {
					t.Errorf("%s has no Russian: %s", o.Text, o.Why)
				}
			}
		})
	}
}
