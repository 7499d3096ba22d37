package incident

import (
	"testing"
	"time"

	"hadash/incident/captured"
	"hadash/record"
)

// The page that is kept for a fault is the last one that the samples have before it, or one that is up to a second older.
func TestThePageBeforeTheNewestFaultIsKept(t *testing.T) {
	for _, run := range []string{"baseline-stop-mysql-slave2", "baseline-pause-mysql-slave1", "tuned-kill-mysql-slave1", "tuned-pause-app1"} {
		samples := captured.Samples(t, run)
		var f Frame
		kept := 0
		for i, s := range samples {
			if f = Fold(f, s); len(f.Stopwatches) == 0 {
				if f.BeforeNewest.Page != nil {
					t.Fatalf("%s: a page before a fault that there is not", run)
				}
				continue
			}
			var last time.Time
			pages := map[time.Time]*record.HAProxy{}
			newest := f.Stopwatches[len(f.Stopwatches)-1].At
			for _, p := range samples[:i+1] {
				if p.HAProxy != nil && p.At.Before(newest) {
					last, pages[p.At] = p.At, p.HAProxy
				}
			}
			got := f.BeforeNewest
			if got.Page == nil || got.Page != pages[got.At] || last.Sub(got.At) > time.Second {
				t.Fatalf("%s, %s: the page of %s is kept for the fault of %s; the last before it is of %s", run, f.At, got.At, newest, last)
			}
			kept++
		}
		if kept == 0 {
			t.Errorf("%s: no page was kept", run)
		}
	}
}

// Without a page before the fault there is none to compare with.
func TestNoPageBeforeTheFault(t *testing.T) {
	page := haproxy(11, server("db1", "DOWN", nil))
	if f := play(containers(0, nil), docker(10, "db1", "die", "1"), page); f.BeforeNewest.Page != nil {
		t.Errorf("the page of %s was read after the fault", f.BeforeNewest.At)
	}
}
