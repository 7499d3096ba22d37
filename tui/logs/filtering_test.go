package logs

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/record"
)

// long makes lines so long that an expression is done with few of them at a time.
func long(from, n int) []*record.Line {
	out := written(from, n)
	for _, l := range out {
		l.Text = strings.Repeat("z", 500) + " " + l.Text
	}
	return out
}

// What is on the screen is right at once, and the rest comes: following, or anywhere above.
func TestFilteringBeginsWhereOneLooks(t *testing.T) {
	for _, up := range []int{0, 2000} {
		p := ofRows(10)
		p.Add(long(0, 5000))
		p.Scroll(-up)
		p.Begin()
		p.Keep(must(t, "z [a-z]+ [0-9]*7$"))
		if !p.Filtering() || p.Lines() == 0 {
			t.Fatalf("%d up: filtering %v, %d lines at once", up, p.Filtering(), p.Lines())
		}
		p.Shift(500, 80)
		view := drawn(&p, 80, 10)
		if got := strings.Count(view, "line "); got != 10 {
			t.Errorf("%d up: %d rows at once:\n%s", up, got, view)
		}
		slices := 1
		for p.FilterMore() {
			if got := drawn(&p, 80, 10); got != view {
				t.Fatalf("%d up: the screen moved:\n%s\n%s", up, view, got)
			}
			slices++
		}
		if got := drawn(&p, 80, 10); got != view || p.Lines() != 500 || slices < 3 {
			t.Errorf("%d up: %d lines after %d slices, want 500, and the screen as before:\n%s\n%s", up, p.Lines(), slices, view, got)
		}
	}
}

// A search goes where it would go if every line were judged at once.
func TestFilteringArrives(t *testing.T) {
	t.Parallel()
	for _, up := range []int{0, 10, 2500, 4990} {
		for _, text := range []string{"z [a-z]+ 00007", "z [a-z]+ 04993", "z [a-z]+ 0[0-9]*00", "z [a-z]+ 02[0-9]*", "z [a-z]+ none"} {
			var ends [2]place
			for i := range ends {
				p := ofRows(10)
				p.Add(long(0, 5000))
				p.Scroll(-up)
				p.Begin()
				if i == 0 {
					p.Find(must(t, text))
					p.finish()
				} else { // all judged before it arrives
					p.find.pattern = must(t, text)
					p.find.seeks, p.find.from = true, p.bottom
					if p.Following() {
						p.find.from = p.ring.next - 1
					}
					for n := range p.ring.next {
						if p.find.pattern.match(p.ring.at(n)) {
							p.find.hits = append(p.find.hits, n)
						}
					}
					p.arrive()
				}
				ends[i] = p.place
			}
			if ends[0] != ends[1] {
				t.Errorf("/%s from %d up: at %+v, want %+v", text, up, ends[0], ends[1])
			}
		}
	}
}

// Whatever comes while lines are judged, late lines too, and whatever goes, in the end every line that passes is seen,
// and nothing twice.
func TestFilteringMissesNothing(t *testing.T) {
	t.Parallel()
	for seed := range uint64(12) {
		more := ""
		if seed >= 10 { // the ring is full after a few batches
			more = strings.Repeat("z", 20_000)
		}
		rnd := rand.New(rand.NewPCG(seed, 3))
		p := ofRows(10)
		patterns := []string{"z [a-z]+ [0-9]*7", "z line [0-9]+[13]", "line", "z [a-z]+ none"}
		written := 0
		for range 60 {
			switch rnd.IntN(7) {
			case 0, 1:
				lines := long(written, 300)
				written += len(lines)
				for _, l := range lines {
					l.At = l.At.Add(-time.Duration(rnd.IntN(900)) * time.Second)
					l.Text = more + l.Text
				}
				p.Add(lines)
			case 2:
				p.Keep(must(t, patterns[rnd.IntN(len(patterns))]))
			case 3:
				p.Begin()
				p.Find(must(t, patterns[rnd.IntN(len(patterns))]))
			case 4:
				p.Scroll(rnd.IntN(400) - 300)
			case 5:
				p.Keep(nil)
			default:
				p.FilterMore()
			}
		}
		p.finish()
		if (p.Gone() > 0) != (more != "") {
			t.Errorf("seed %d: %d lines are gone", seed, p.Gone())
		}
		var seen, hits []int64
		for n := p.ring.first; n < p.ring.next; n++ {
			if l := p.ring.at(n); p.keep == nil || p.keep.match(l) {
				seen = append(seen, n)
				if p.find.pattern != nil && p.find.pattern.match(l) {
					hits = append(hits, n)
				}
			}
		}
		if !slices.Equal(p.seen, seen) || !slices.Equal(p.find.hits, hits) {
			t.Errorf("seed %d: %d lines and %d hits, want %d and %d", seed, len(p.seen), len(p.find.hits), len(seen), len(hits))
		}
	}
}

// A search looks for the nearest line once. What matches later, or after another filter, moves nobody who went on.
func TestFilteringArrivesOnce(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		then func(p *Panel) place // gives where it is to stay
	}{
		"nothing matched, and then something": {"z [a-z]+ none", func(p *Panel) place {
			p.finish()
			was := p.place
			p.Add([]*record.Line{{At: noon.Add(time.Hour), Node: "app1", Text: "z line none"}})
			p.SetLeast(Quiet)
			return was
		}},
		"scrolled meanwhile":  {"z [a-z]+ 00007", func(p *Panel) place { p.Scroll(-100); return p.place }},
		"followed meanwhile":  {"z [a-z]+ 00007", func(p *Panel) place { p.Follow(); p.Follow(); return p.place }},
		"went on to the next": {"z [a-z]+ 0[0-9]*00", func(p *Panel) place { p.Next(-1); p.Next(-1); return p.place }},
	} {
		p := ofRows(10)
		p.Add(long(0, 5000))
		p.Begin()
		p.Find(must(t, tt.text))
		want := tt.then(&p)
		p.finish()
		if p.place != want {
			t.Errorf("%s: moved from %+v to %+v", name, want, p.place)
		}
	}
}
