package simulated

import (
	"runtime"
	"testing"

	"hadash/incident"
	"hadash/tui"
)

// bytesOf returns how many bytes a call takes, on average.
func bytesOf(times int, do func()) int {
	var was, is runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&was)
	for range times {
		do()
	}
	runtime.ReadMemStats(&is)
	return int(is.TotalAlloc-was.TotalAlloc) / times
}

// What a page costs is not more where there are more HAProxies beside it: the pages of all are joined only for a Frame that is
// looked at.
func TestPageCostsTheSameBesideMany(t *testing.T) {
	cost := func(size Size) int {
		f, all := polls(t, size, 1)
		return bytesOf(3, func() {
			now := f
			for _, s := range all {
				now = incident.FoldApart(now, s)
			}
		}) / len(all)
	}
	few, many := cost(Size{HAProxies: 4, Servers: 200}), cost(Size{HAProxies: 20, Servers: 200})
	t.Logf("%d bytes beside 3 others, %d beside 19", few, many)
	if many > few*3/2 {
		t.Errorf("a page takes %d bytes beside 19 others, and %d beside 3", many, few)
	}
}

// A Frame that is looked at takes the rows of all pages once more, but not the columns that have not changed.
func TestLookingTakesOnlyWhatMoves(t *testing.T) {
	f, all := polls(t, Size{HAProxies: 20, Servers: 200}, 2)
	f.Join()
	i := 0
	took := bytesOf(2, func() {
		for range 20 {
			f = incident.FoldApart(f, all[i])
			i++
		}
		shown := f
		shown.Join()
	}) / (20 * 200)
	t.Logf("%d bytes for each server", took)
	if most := 2200; took > most {
		t.Errorf("a second takes %d bytes for each server, want at most %d", took, most)
	}
}

// A key that moves what is chosen or scrolls, and the frame after it, cost no more with servers that are not in sight.
func TestKeysDoNotCostMoreWithMany(t *testing.T) {
	cost := func(all []incident.Frame, open []string) int {
		s := screenOf(t, all)
		if err := s.Press(open...); err != nil {
			t.Fatal(err)
		}
		_ = s.String()
		return bytesOf(20, func() {
			for _, key := range []string{"j", "pgdown", "k", "pgup"} {
				if err := s.Press(key); err != nil {
					t.Fatal(err)
				}
				_ = s.String()
			}
		})
	}
	of400, of10000 := frames(t, Size{HAProxies: 4, Servers: 100}, 2), frames(t, Size{HAProxies: 20, Servers: 500}, 2)
	for _, p := range pages {
		few, many := cost(of400, p.open), cost(of10000, p.open)
		t.Logf("%s: %d bytes with 400 servers, %d with 10 000", p.name, few, many)
		if many > few*2+100_000 {
			t.Errorf("%s: keys take %d bytes with 10 000 servers, and %d with 400", p.name, many, few)
		}
	}
}

// A Frame that comes to the screen takes little more with servers that are not in sight.
func TestShowingDoesNotCostMoreWithMany(t *testing.T) {
	cost := func(all []incident.Frame, open []string) int {
		s := screenOf(t, all)
		if err := s.Press(open...); err != nil {
			t.Fatal(err)
		}
		i := 0
		show := func() {
			s.Show(tui.Shown{Frame: all[i%len(all)]})
			_ = s.String()
			i++
		}
		for range 2 * len(all) {
			show()
		}
		return bytesOf(4*len(all), show)
	}
	of400, of10000 := frames(t, Size{HAProxies: 4, Servers: 100}, 3), frames(t, Size{HAProxies: 20, Servers: 500}, 3)
	for _, p := range pages {
		few, many := cost(of400, p.open), cost(of10000, p.open)
		t.Logf("%s: %d bytes with 400 servers, %d with 10 000", p.name, few, many)
		if many > few*2+500_000 {
			t.Errorf("%s: a Frame takes %d bytes with 10 000 servers, and %d with 400", p.name, many, few)
		}
	}
}
