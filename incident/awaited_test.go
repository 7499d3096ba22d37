package incident

import (
	"testing"
)

// When a node was back whose fault was over before anybody watched is not known, and not "not yet": captured with an
// instance that answers, and takes requests, in the first second of a snapshot. One that is seen to be still on its way
// back is waited for.
func TestBackBeforeAnybodyWatched(t *testing.T) {
	f := play(remembered, docker(-20, "app1", "die", "0"), docker(-13, "app1", "start", ""), containers(0, nil),
		page(0.1, "app1", 40), page(1.1, "app1", 70))
	if w := f.Stopwatch("app1"); !w.Bygone() || w.Done || w.Awaited() {
		t.Errorf("bygone %v, done %v, awaited %v", w.Bygone(), w.Done, w.Awaited())
	}
	f = play(remembered, docker(-20, "db1", "die", "0"), docker(-1, "db1", "start", ""), containers(0, nil),
		haproxy(0.1, server("db1", "DOWN", nil), server("db2", "UP", nil)), haproxy(1.1, server("db1", "DOWN", nil), server("db2", "UP", nil)))
	if w := f.Stopwatch("db1"); !w.Bygone() || !w.Awaited() {
		t.Errorf("bygone %v, awaited %v", w.Bygone(), w.Awaited())
	}
}
