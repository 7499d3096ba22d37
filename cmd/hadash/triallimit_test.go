package main

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"hadash/cmd/hadash/hands"
	"hadash/cmd/hadash/hands/slowlab"
	"hadash/drill"
	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/handoff"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// loaded is a stack under load in which, from an instant on, one request fails every 100 ms.
type loaded struct {
	failsAt time.Duration
	silent  bool // nothing is counted
	late    int  // failures from before the fault that are reported after it

	injected atomic.Int64 // when the fault was requested, in 100 ms; 0 = not
	begun    time.Time
}

// act notes when the fault was requested.
func (l *loaded) act(a record.Act) {
	if a.Inject != nil {
		l.injected.Store(int64(time.Since(l.begun) / (100 * time.Millisecond)))
	}
}

// watch is the stopwatch of the fault in the Frame n.
func (l *loaded) watch(f *incident.Frame, n int) {
	from := int(l.injected.Load())
	if from == 0 {
		return
	}
	w := stopwatch.Stopwatch{ID: 1, Fault: stopwatch.Fault{Fault: faultOn(record.Kill, "app1"), You: true}}
	w.Felt.Failed = max(n-max(int(l.failsAt/(100*time.Millisecond)), from)+1, 0)
	w.Felt.Requests = 10*(n-from) + w.Felt.Failed
	if l.silent {
		w.Felt = clients.Felt{}
	}
	f.Stopwatches = []stopwatch.Stopwatch{w}
	f.Watched.Felt.Failed += l.late
	f.Watched.Felt.Requests += l.late
}

// underLoad sends Frames of it.
func underLoad(ctx context.Context, l *loaded) <-chan incident.Frame {
	in, out := make(chan incident.Frame), make(chan incident.Frame)
	begun := time.Now()
	l.begun = begun
	go handoff.Run(ctx, in, out, handoff.Gathering(0))
	go func() {
		for n := 0; ; n++ {
			f := incident.Frame{At: begun.Add(time.Duration(n) * 100 * time.Millisecond), Begun: begun}
			for s := range n / 10 {
				f.Load.Seconds = append(f.Load.Seconds, clients.Second{At: begun.Add(time.Duration(s) * time.Second), Requests: 100})
			}
			f.Watched.Felt.Failed = max(n-int(l.failsAt/(100*time.Millisecond))+1, 0)
			f.Watched.Felt.Requests = 100*(n/10) + f.Watched.Felt.Failed
			l.watch(&f, n)
			if l.silent {
				f.Load, f.Watched = incident.Load{}, clients.Span{}
			}
			select {
			case in <- f:
			case <-ctx.Done():
				return
			}
			select {
			case <-time.After(100 * time.Millisecond):
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// limited returns a trial with a limit, on a slowlab.
func limited(t *testing.T, l *slowlab.Lab, condition string, load *loaded, acts *[]record.Act, talk *strings.Builder) *trial {
	t.Helper()
	c, err := drill.ParseCondition(condition)
	if err != nil {
		t.Fatal(err)
	}
	act := func(a record.Act) { *acts = append(*acts, a) }
	tr := &trial{h: &hands.Hands{Project: l, Act: load.act}, trialLimit: trialLimit{limit: &c, tell: act, talk: talk}}
	tr.Watcher = drill.NewWatcher(underLoad(t.Context(), load), tr.look)
	return tr
}

func TestTrialIsAborted(t *testing.T) {
	for name, tt := range map[string]struct {
		takes time.Duration // until the fault is injected
		want  string
	}{
		"while it is open":       {0, "5.0 kill app1, 7.3 heal kill app1"},
		"while it is being made": {10 * time.Second, "15.0 kill app1, 15.0 heal kill app1"},
	} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			l := slowlab.New()
			l.Takes["kill app1"] = tt.takes
			var acts []record.Act
			var talk strings.Builder
			tr := limited(t, l, "visible > 3", &loaded{failsAt: 7 * time.Second}, &acts, &talk)
			_ = tr.Wait(ctx, 5*time.Second)
			if err := tr.ready(ctx, faultOn(record.Kill, "app1"), &talk); err != nil || talk.Len() > 0 {
				t.Errorf("%v, %s", err, &talk)
			}
			_, _ = tr.run(ctx, faultOn(record.Kill, "app1"), time.Minute) // no stopwatch: no source reports a fault here
			if got := strings.Join(l.Log, ", "); got != tt.want {
				t.Errorf("%s: %s, want %s", name, got, tt.want)
			}
			if err := tr.judged(); err == nil || !strings.HasPrefix(err.Error(), "aborted: visible 4 > 3, 2.3 s after the fault was requested, healed ") {
				t.Errorf("%s: %v", name, err)
			}
			if len(acts) != 1 || acts[0].Abort == nil || acts[0].Abort.Saw != "visible 4 > 3" || strings.Count(talk.String(), "aborted") != 1 {
				t.Errorf("%s: %+v\n%s", name, acts, &talk)
			}
		})
	}
}

func TestTrialThatIsNotAborted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		l := slowlab.New()
		var acts []record.Act
		var talk strings.Builder
		tr := limited(t, l, "visible > 3", &loaded{failsAt: time.Hour}, &acts, &talk)
		_ = tr.Wait(ctx, 5*time.Second)
		_, _ = tr.run(ctx, faultOn(record.Kill, "app1"), 12*time.Second)
		if got := strings.Join(l.Log, ", "); got != "5.0 kill app1, 17.0 heal kill app1" || tr.judged() != nil || len(acts) > 0 {
			t.Errorf("%s, %v, %v", got, tr.judged(), acts)
		}
	})
}

// Figures count from the fault: neither what failed while hadash was watching before it, nor a late report of that, is
// counted.
func TestTrialCountsFromItsFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, load := slowlab.New(), &loaded{failsAt: 2 * time.Second}
		var acts []record.Act
		var talk strings.Builder
		tr := limited(t, l, "visible > 3", load, &acts, &talk)
		_ = tr.Wait(t.Context(), 5*time.Second)
		if err := tr.ready(t.Context(), faultOn(record.Kill, "app1"), &talk); err != nil || talk.Len() > 0 {
			t.Errorf("%v, %s", err, &talk)
		}
		_, _ = tr.run(t.Context(), faultOn(record.Kill, "app1"), time.Minute)
		if err := tr.judged(); err == nil || !strings.HasPrefix(err.Error(), "aborted: visible 4 > 3, 0.3 s after the fault was requested") {
			t.Error(err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		l, load := slowlab.New(), &loaded{failsAt: time.Hour, late: 50}
		var acts []record.Act
		tr := limited(t, l, "visible > 3", load, &acts, &strings.Builder{})
		_ = tr.Wait(t.Context(), 5*time.Second)
		_, _ = tr.run(t.Context(), faultOn(record.Kill, "app1"), 12*time.Second)
		if err := tr.judged(); err != nil || len(acts) > 0 {
			t.Errorf("%v, %v", err, acts)
		}
	})
}

// A condition that is already true prevents the fault. One that cannot be judged is reported before the fault and at
// the end.
func TestTrialLimitBeforeTheFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var acts []record.Act
		var talk strings.Builder
		tr := limited(t, slowlab.New(), "requests < 50", &loaded{failsAt: time.Hour}, &acts, &talk)
		_ = tr.Wait(ctx, 5*time.Second)
		err := tr.ready(ctx, faultOn(record.Kill, "app1"), &talk)
		if err == nil || err.Error() != "kill app1: nothing was broken: --abort-when requests < 50 is already true: requests 0 < 50" {
			t.Error(err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var acts []record.Act
		var talk strings.Builder
		tr := limited(t, slowlab.New(), "visible > 3", &loaded{failsAt: time.Hour, silent: true}, &acts, &talk)
		_ = tr.Wait(ctx, 5*time.Second)
		if err := tr.ready(ctx, faultOn(record.Kill, "app1"), &talk); err != nil || !strings.Contains(talk.String(), "cannot be judged, so it protects nothing now: ") {
			t.Errorf("%v, %q", err, &talk)
		}
		_, _ = tr.run(ctx, faultOn(record.Kill, "app1"), time.Second)
		if err := tr.judged(); err == nil || !strings.Contains(err.Error(), "could not be judged, so it protected nothing") {
			t.Error(err)
		}
	})
}

func TestTrialInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		l := slowlab.New()
		var acts []record.Act
		tr := limited(t, l, "visible > 3", &loaded{failsAt: time.Hour}, &acts, &strings.Builder{})
		time.AfterFunc(8*time.Second, cancel)
		_, err := tr.run(ctx, faultOn(record.Kill, "app1"), time.Minute)
		if got := strings.Join(l.Log, ", "); got != "0.0 kill app1, 8.0 heal kill app1" || !errors.Is(err, context.Canceled) {
			t.Errorf("%s, %v", got, err)
		}
	})
}

// The announcement of a fault must not read as if it was already made: it may still fail.
func TestAFaultIsAnnouncedAsWhatIsToCome(t *testing.T) {
	for want, fault := range map[string]record.Fault{
		"about to pause db1, and to heal it after 6s": {Kind: record.Pause, Target: "db1"},
		"about to restart db1":                        {Kind: record.Restart, Target: "db1"},
	} {
		if got := intends(fault, 6*time.Second); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func faultOn(kind record.FaultKind, node string) record.Fault {
	return record.Fault{Kind: kind, Target: node}
}
