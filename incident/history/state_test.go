package history_test

import (
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/record"
)

// The state of a server in a second is the one of the last page read until its end, which is looked up here in the samples.
func TestTheStateOfAServerIsRemembered(t *testing.T) {
	for _, run := range []string{"baseline-stop-mysql-slave2", "tuned-kill-mysql-slave1"} {
		samples := captured.Samples(t, run)
		var f incident.Frame
		for _, s := range samples {
			f = incident.Fold(f, s)
		}
		states := map[record.State]int{}
		for tick := range f.History.Seen(time.Time{}) {
			if tick.Span > 1 {
				continue
			}
			var page *record.HAProxy
			silent := true
			for _, s := range samples {
				if s.Source == record.SourceHAProxy && s.At.Unix() <= tick.At {
					if silent = s.HAProxy == nil; !silent {
						page = s.HAProxy
					}
				}
			}
			if page == nil || silent {
				continue
			}
			for i := range page.Servers {
				s := &page.Servers[i]
				lane, ok := tick.Server(s.Name())
				if !ok || lane.State != s.Status.State {
					t.Fatalf("%s, %s at %d: %s, want %s", run, s.Name(), tick.At, lane.State, s.Status.State)
				}
				states[lane.State]++
			}
		}
		if states[record.Up] == 0 || states[record.Down] == 0 {
			t.Errorf("%s: %v", run, states)
		}
	}
}
