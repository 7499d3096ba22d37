package drill

import (
	"testing"
	"testing/synctest"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/record"
	"hadash/wording"
)

// A fault that nobody reports because the node is broken in that way already fails with this reason.
func TestFaultThatChangesNothing(t *testing.T) {
	var paused incident.Frame
	for _, s := range captured.Samples(t, "baseline-pause-mysql-slave1") {
		paused = incident.Fold(paused, s)
		if paused.Node("mysql-slave1") != nil && paused.Node("mysql-slave1").Container.State == "paused" {
			break
		}
	}
	for _, c := range []struct {
		fault  record.Fault
		en, ru string
	}{
		{record.Fault{Kind: record.Pause, Target: "mysql-slave1"}, "mysql-slave1 is already paused", "mysql-slave1 уже заморожен"},
		{record.Fault{Kind: record.Restart, Target: "mysql-slave1"}, "mysql-slave1 is paused, and a restart needs a running node", "mysql-slave1 заморожен, а перезапустить можно только работающий узел"},
		{record.Fault{Kind: record.SetMaint, Target: "app1"}, "app1 is not a server of HAProxy: maint is only for those", "app1 не сервер HAProxy, а maint только для них"},
		{record.Fault{Kind: record.Pause, Target: "app1"}, wording.NobodyTells.Of().String(), wording.Russian.Say(wording.NobodyTells.Of())},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := &played{made: make(chan struct{})}
			close(w.made)
			frames := make(chan incident.Frame, 1)
			frames <- paused
			r := &runner{d: &Drill{}, w: w, result: &Result{}, Watcher: NewWatcher(frames)}
			if err := r.Until(t.Context(), patience, func(*incident.Frame) bool { return true }); err != nil {
				t.Fatal(err)
			}
			v := breakIt{fault: c.fault}.run(t.Context(), r, &Step{})
			if en, ru := v.why.String(), wording.Russian.Say(v.why); v.state != record.StepFailed || en != c.en || ru != c.ru {
				t.Errorf("%s: %s, %q, %q; want %q, %q", c.fault, v.state, en, ru, c.en, c.ru)
			}
			if len(w.asked) != 1 {
				t.Errorf("%s: asked %q: it is tried all the same", c.fault, w.asked)
			}
		})
	}
}
