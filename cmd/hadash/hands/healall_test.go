package hands

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hadash/cmd/hadash/hands/slowlab"
	"hadash/record"
)

func faultOn(kind record.FaultKind, node string) record.Fault {
	return record.Fault{Kind: kind, Target: node}
}

// A fault that is being injected delays its own node and no other. It is healed as soon as it is open.
func TestHealAllDoesNotWaitForWhatIsInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := slowlab.New()
		l.Takes["stop app2"], l.Takes["heal pause app1"] = 10*time.Second, 2*time.Second
		h := &Hands{Project: l, Act: func(record.Act) {}}
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
		if err := h.HealAll(ctx, func(s string) { told = append(told, s) }); err != nil {
			t.Error(err)
		}
		want := "3.0 heal kill app3, 5.0 heal pause app1, 5.0 heal cut app1, 10.0 stop app2, 10.0 heal stop app2"
		if got := strings.Join(l.Log[3:], ", "); got != want || len(l.Open()) > 0 {
			t.Errorf("%s\nwant %s, open %v", got, want, l.Open())
		}
		if len(told) != 4 {
			t.Errorf("told %q", told)
		}
	})
}

// A fault that was requested but is not in the journal yet is also healed.
func TestHealAllWaitsForWhatIsAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := slowlab.New()
		l.Write = 2 * time.Second
		h := &Hands{Project: l, Act: func(record.Act) {}}
		go func() { _ = h.Inject(t.Context(), faultOn(record.Stop, "app2")) }()
		time.Sleep(time.Second)
		if err := h.HealAll(t.Context(), func(string) {}); err != nil {
			t.Error(err)
		}
		if got := strings.Join(l.Log, ", "); got != "2.0 stop app2, 2.0 heal stop app2" || len(l.Open()) > 0 {
			t.Errorf("%s, open %v", got, l.Open())
		}
	})
}

func TestHealAllTellsWhatItCouldNotHeal(t *testing.T) {
	l := slowlab.New()
	l.Fails["heal kill app3"] = errors.New("no answer")
	h := &Hands{Project: l, Act: func(record.Act) {}}
	_ = h.Inject(t.Context(), faultOn(record.Kill, "app3"))
	_ = h.Inject(t.Context(), faultOn(record.Kill, "app1"))
	err := h.HealAll(t.Context(), func(string) {})
	if err == nil || !strings.Contains(err.Error(), "kill app3 is NOT healed: no answer") || len(l.Open()) != 1 {
		t.Errorf("%v, open %v", err, l.Open())
	}
}

// haltedLab is a project whose balancer cannot undo anything while it is paused.
type haltedLab struct{ *slowlab.Lab }

func (l haltedLab) Undo(ctx context.Context, f record.Fault) error {
	if f.Kind.AtBalancer() && slices.Contains(l.Open(), faultOn(record.Pause, "haproxy")) {
		return errors.New("the container is paused")
	}
	return l.Lab.Undo(ctx, f)
}

// A fault made through a balancer that was then paused is undone when the balancer runs again.
func TestHealAllComesBackToTheBalancer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := slowlab.New()
		l.Takes["heal pause haproxy"] = time.Second
		h := &Hands{Project: haltedLab{l}, Act: func(record.Act) {}}
		for _, f := range []record.Fault{faultOn(record.SetMaint, "app1"), faultOn(record.Stop, "app1"), faultOn(record.Pause, "haproxy")} {
			if err := h.Inject(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.HealAll(t.Context(), func(string) {}); err != nil || len(l.Open()) > 0 {
			t.Errorf("%v, open %v", err, l.Open())
		}
	})
}

// A fault that cannot be undone at the balancer is reported once.
func TestHealAllReportsTheBalancerOnce(t *testing.T) {
	l := slowlab.New()
	l.Fails["heal maint app1"] = errors.New("no answer")
	h := &Hands{Project: l, Act: func(record.Act) {}}
	_ = h.Inject(t.Context(), faultOn(record.SetMaint, "app1"))
	err := h.HealAll(t.Context(), func(string) {})
	if err == nil || strings.Count(err.Error(), "NOT healed") != 1 || len(l.Open()) != 1 {
		t.Errorf("%v, open %v", err, l.Open())
	}
}
