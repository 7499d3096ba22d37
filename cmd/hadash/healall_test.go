package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hadash/record"
)

// slowLab is a project of which everything takes its time. As in the journal, a fault is open from before it is made.
type slowLab struct {
	takes map[string]time.Duration
	fails map[string]error
	write time.Duration // until a fault is written down
	needs string        // what is to be made before a fault

	mu    sync.Mutex
	begun time.Time
	log   []string
	open  []record.Fault
}

func newSlowLab() *slowLab {
	return &slowLab{begun: time.Now(), takes: map[string]time.Duration{}, fails: map[string]error{}}
}

func (l *slowLab) did(what string) error {
	time.Sleep(l.takes[what])
	l.mu.Lock()
	defer l.mu.Unlock()
	l.log = append(l.log, fmt.Sprintf("%.1f %s", time.Since(l.begun).Seconds(), what))
	return l.fails[what]
}

func (l *slowLab) Inject(_ context.Context, f record.Fault) error {
	time.Sleep(l.write)
	l.mu.Lock()
	l.open = append(l.open, f)
	l.mu.Unlock()
	return l.did(f.String())
}

func (l *slowLab) Heal(_ context.Context, f record.Fault) error {
	if err := l.did("heal " + f.String()); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = slices.DeleteFunc(l.open, func(o record.Fault) bool { return o == f })
	return nil
}

func (l *slowLab) Undo(ctx context.Context, f record.Fault) error { return l.Heal(ctx, f) }

func (l *slowLab) Open() []record.Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.open)
}

func (l *slowLab) StartLoad(context.Context, int) error { return l.did("load") }
func (l *slowLab) StopLoad(context.Context) error       { return l.did("load off") }
func (l *slowLab) LoadPreparing() string                { return "" }

func (l *slowLab) Needs(context.Context, record.Fault) (string, error) { return l.needs, nil }

func faultOn(kind record.FaultKind, node string) record.Fault {
	return record.Fault{Kind: kind, Target: node}
}

// What is just being broken keeps its own node waiting, and no other one: it is healed as soon as it is there.
func TestHealAllDoesNotWaitForWhatIsInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newSlowLab()
		l.takes["stop app2"], l.takes["heal pause app1"] = 10*time.Second, 2*time.Second
		h := &hands{project: l, act: func(record.Act) {}}
		for _, f := range []record.Fault{faultOn(record.Cut, "app1"), faultOn(record.Pause, "app1"), faultOn(record.Kill, "app3")} {
			if err := h.Inject(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		go func() { _ = h.Inject(t.Context(), faultOn(record.Stop, "app2")) }()
		time.Sleep(3 * time.Second)
		var told []string
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := h.healAll(ctx, func(s string) { told = append(told, s) }); err != nil {
			t.Error(err)
		}
		want := "3.0 heal kill app3, 5.0 heal pause app1, 5.0 heal cut app1, 10.0 stop app2, 10.0 heal stop app2"
		if got := strings.Join(l.log[3:], ", "); got != want || len(l.Open()) > 0 {
			t.Errorf("%s\nwant %s, open %v", got, want, l.Open())
		}
		if len(told) != 4 {
			t.Errorf("told %q", told)
		}
	})
}

// A fault that was asked for and is not written down yet is healed, too.
func TestHealAllWaitsForWhatIsAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newSlowLab()
		l.write = 2 * time.Second
		h := &hands{project: l, act: func(record.Act) {}}
		go func() { _ = h.Inject(t.Context(), faultOn(record.Stop, "app2")) }()
		time.Sleep(time.Second)
		if err := h.healAll(t.Context(), func(string) {}); err != nil {
			t.Error(err)
		}
		if got := strings.Join(l.log, ", "); got != "2.0 stop app2, 2.0 heal stop app2" || len(l.Open()) > 0 {
			t.Errorf("%s, open %v", got, l.Open())
		}
	})
}

func TestHealAllTellsWhatItCouldNotHeal(t *testing.T) {
	l := newSlowLab()
	l.fails["heal kill app3"] = errors.New("no answer")
	h := &hands{project: l, act: func(record.Act) {}}
	_ = h.Inject(t.Context(), faultOn(record.Kill, "app3"))
	_ = h.Inject(t.Context(), faultOn(record.Kill, "app1"))
	err := h.healAll(t.Context(), func(string) {})
	if err == nil || !strings.Contains(err.Error(), "kill app3 is NOT healed: no answer") || len(l.Open()) != 1 {
		t.Errorf("%v, open %v", err, l.Open())
	}
}

// haltedLab is a project in which nothing can be undone at the balancer while that is paused.
type haltedLab struct{ *slowLab }

func (l haltedLab) Undo(ctx context.Context, f record.Fault) error {
	if f.Kind.AtBalancer() && slices.Contains(l.Open(), faultOn(record.Pause, "haproxy")) {
		return errors.New("the container is paused")
	}
	return l.slowLab.Undo(ctx, f)
}

// What was made at a balancer that was paused afterwards is undone when the balancer runs again.
func TestHealAllComesBackToTheBalancer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newSlowLab()
		l.takes["heal pause haproxy"] = time.Second
		h := &hands{project: haltedLab{l}, act: func(record.Act) {}}
		for _, f := range []record.Fault{faultOn(record.SetMaint, "app1"), faultOn(record.Stop, "app1"), faultOn(record.Pause, "haproxy")} {
			if err := h.Inject(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.healAll(t.Context(), func(string) {}); err != nil || len(l.Open()) > 0 {
			t.Errorf("%v, open %v", err, l.Open())
		}
	})
}

// What cannot be undone at the balancer is reported once.
func TestHealAllReportsTheBalancerOnce(t *testing.T) {
	l := newSlowLab()
	l.fails["heal maint app1"] = errors.New("no answer")
	h := &hands{project: l, act: func(record.Act) {}}
	_ = h.Inject(t.Context(), faultOn(record.SetMaint, "app1"))
	err := h.healAll(t.Context(), func(string) {})
	if err == nil || strings.Count(err.Error(), "NOT healed") != 1 || len(l.Open()) != 1 {
		t.Errorf("%v, open %v", err, l.Open())
	}
}
