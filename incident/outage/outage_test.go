package outage

import (
	"testing"
	"time"

	"hadash/incident/stopwatch"
)

var noon = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

func second(n int) time.Time { return noon.Add(time.Duration(n) * time.Second) }

// A burst is many failures at once, of a share that is far above that of the minute before.
func TestBurst(t *testing.T) {
	for name, c := range map[string]struct {
		before, during [2]int // requests and failures a second
		is, known      bool
	}{
		"none failed":         {[2]int{20, 0}, [2]int{20, 0}, false, true},
		"one in ten":          {[2]int{20, 0}, [2]int{20, 2}, true, true},
		"too few":             {[2]int{2000, 0}, [2]int{2000, 20}, false, true},
		"as before":           {[2]int{20, 2}, [2]int{20, 4}, false, true},
		"ten times as before": {[2]int{100, 1}, [2]int{100, 20}, true, true},
		"nobody asked before": {[2]int{0, 0}, [2]int{20, 20}, true, false},
	} {
		var b Burst
		for i := range 60 {
			b = b.Add(second(i), c.before[0], c.before[1])
		}
		for i := range 5 {
			b = b.Add(second(60+i), c.during[0], c.during[1])
		}
		if is, known := b.Now(); is != c.is || known != c.known {
			t.Errorf("%s: %v, %v", name, is, known)
		}
	}
}

// What comes late is counted in its second, and what comes from another time is not counted.
func TestBurstOfOtherTimes(t *testing.T) {
	b := Burst{}.Add(second(100), 20, 0)
	for i := range 5 {
		b = b.Add(second(100-i), 4, 2)
	}
	if is, _ := b.Now(); !is || !b.First.Equal(second(96)) || !b.Last.Equal(second(100)) {
		t.Errorf("%+v", b)
	}
	if !b.Over(second(110)) || b.Over(second(109)) {
		t.Error("over after ten seconds")
	}
	for _, at := range []time.Time{{}, time.Unix(-5, 0), second(0), time.Unix(1<<40, 0)} {
		_ = b.Add(at, 1<<40, 1<<40) // it does not panic
	}
	b = b.Forgive()
	if is, _ := b.Now(); is {
		t.Error("it has an explanation")
	}
}

func TestTakeDecidesWhatGoesOn(t *testing.T) {
	now := func(*Change) time.Time { return noon }
	change := func(what What, n int) Change {
		return Change{What: what, Server: Server{Name: "web/w1", Balancer: "lb", Backend: "web"}, At: second(n)}
	}
	w, acts := Watch{}.Take([]Change{change(Fell, 0)}, now)
	w, due := w.Due(noon)
	if len(acts) != 0 || len(due) != 1 || !w.Idle() {
		t.Fatalf("%v, %v", acts, due)
	}
	groups := w.Crowd(w.Groups(due, func(*Server) (int, int) { return 1, 2 }))
	w = w.Begun(7, noon, groups[0])
	before := w
	for _, c := range []struct {
		Change
		do Do
		n  int
	}{{change(Rose, 4), End, 1}, {change(Fell, 3), 0, 0}, {change(Fell, 6), Resume, 1}, {change(Fell, 7), 0, 0}, {change(Gone, 8), Lose, 1}} {
		w, acts = w.Take([]Change{c.Change}, now)
		if len(acts) != c.n || c.n > 0 && (acts[0].Do != c.do || acts[0].Watch != 7) {
			t.Fatalf("%d at %v: %+v", c.What, c.At.Sub(noon), acts)
		}
	}
	if before.Open[0].Down != 1 || !before.IsOut("lb", "web/w1") || before.Open[0].Shape != stopwatch.ServerDown {
		t.Error("the value of before was changed")
	}
}
