package logs

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/record"
)

func TestForgetsByLines(t *testing.T) {
	p := New()
	p.Add(written(0, MostLines+100))
	if p.Gone() != 100 || p.Lines() != MostLines || p.Line(0).Text() != "line 00100" {
		t.Errorf("%d gone, %d lines from %s on", p.Gone(), p.Lines(), p.Line(0).Text())
	}
}

func TestForgetsByBytes(t *testing.T) {
	p := New()
	long := strings.Repeat("x", 4000)
	for i := range 6000 {
		p.Add([]*record.Line{{At: noon, Node: "app1", Text: long, Minor: i%2 == 0}})
	}
	if p.Kept()*4000 > MostBytes+4000 || p.Kept()*4000 < MostBytes-4000 || p.Gone()+int64(p.Kept()) != 6000 {
		t.Errorf("keeps %d lines of 4 000 bytes, %d gone", p.Kept(), p.Gone())
	}
	if hidden := p.Kept() - p.Lines(); p.Hidden() != hidden {
		t.Errorf("counts %d quiet lines, there are %d", p.Hidden(), hidden)
	}
}

func TestHoldAndFollow(t *testing.T) {
	p := ofRows(5)
	p.Add(written(0, 100))
	p.Scroll(-10)
	p.Add(written(100, 50))
	if got := bottomLine(&p); got != "line 00089" || p.newer() != 60 {
		t.Errorf("held at %q, %d newer", got, p.newer())
	}
	p.Scroll(-1 << 30)
	if got := bottomLine(&p); got != "line 00004" {
		t.Errorf("scrolled to %q", got)
	}
	p.Scroll(1 << 30)
	p.Add(written(150, 1))
	if got := bottomLine(&p); got != "line 00150" || !p.Following() {
		t.Errorf("follows at %q", got)
	}
	p.Hold(true)
	p.Add(written(151, 9))
	if got := bottomLine(&p); got != "line 00150" || p.newer() != 9 {
		t.Errorf("frozen at %q, %d newer", got, p.newer())
	}
	p.Hold(false)
	p.Follow()
	p.Add(written(160, MostLines))
	p.CatchUp()
	if p.end() != 1 {
		t.Errorf("the held line is forgotten, and %d lines are before the oldest", p.end())
	}
}

// Lines that come out of order stand in order: as sorting all of them at once puts them, which is stable.
func TestMergesByTime(t *testing.T) {
	for seed := range uint64(20) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		var all []*record.Line
		for i, l := range written(0, 3000) {
			l.At = noon.Add(time.Duration(i*10+rnd.IntN(2000)) * time.Millisecond).Truncate(20 * time.Millisecond)
			l.Minor = rnd.IntN(3) == 0
			all = append(all, l)
		}
		p := ofRows(10)
		p.Find(must(t, "7$"))
		for rest := all; len(rest) > 0; {
			n := min(1+rnd.IntN(200), len(rest))
			p.Add(rest[:n])
			rest = rest[n:]
		}
		want := slices.Clone(all)
		slices.SortStableFunc(want, func(a, b *record.Line) int { return a.At.Compare(b.At) })
		want = slices.DeleteFunc(want, func(l *record.Line) bool { return l.Minor })
		if p.Lines() != len(want) || p.Kept() != len(all) || p.Hidden() != len(all)-len(want) {
			t.Fatalf("%d of %d lines, want %d of %d", p.Lines(), p.Kept(), len(want), len(all))
		}
		hits := 0
		for i, l := range want {
			if p.Line(i).Text() != l.Text {
				t.Fatalf("seed %d: line %d is %q, want %q", seed, i, p.Line(i).Text(), l.Text)
			}
			if strings.HasSuffix(l.Text, "7") {
				hits++
			}
		}
		if _, of := p.Hit(); of != hits {
			t.Errorf("seed %d: %d lines match, want %d", seed, of, hits)
		}
	}
}

// What is held on the screen stands still, whatever comes late; a mark stays with its line.
func TestLateLinesMoveNothing(t *testing.T) {
	p := ofRows(5)
	p.Add(written(0, 100))
	p.Scroll(-1)
	before := drawn(&p, 80, 5)
	late := written(50, 3)
	for _, l := range late {
		l.Text = "late"
	}
	p.Add(late)
	if got := drawn(&p, 80, 5); got != before {
		t.Errorf("moved:\n%s\n%s", before, got)
	}
	if p.newer() != 4 {
		t.Errorf("%d newer, want the last and the 3 late ones", p.newer())
	}
	p = ofRows(5)
	p.Add(written(0, 100))
	p.Begin()
	p.Find(must(t, "00099"))
	p.Follow()
	p.Add(late)
	if got := p.Marked().Text(); got != "line 00099" {
		t.Errorf("the mark is on %q", got)
	}
	if got := texts(&p)[51]; got != "late" {
		t.Errorf("%q stands where a late line belongs", got)
	}
}

func TestReset(t *testing.T) {
	p := ofRows(5)
	p.Add(written(0, 50))
	p.Begin()
	p.Find(must(t, "line"))
	p.Around(noon)
	p.Reset()
	if p.Kept() != 0 || !p.Following() || p.Marked() != nil || drawn(&p, 40, 2) == "" {
		t.Error("something is left")
	}
	p.Add(written(7, 2))
	if nth, of := p.Hit(); of != 2 || nth != 0 {
		t.Errorf("%d of %d: the search goes on among the new lines", nth, of)
	}
}

// A panel that grows shows more, and the same line stays on it.
func TestFit(t *testing.T) {
	p := ofRows(4)
	p.Add(written(0, 100))
	p.Around(noon.Add(time.Millisecond))
	p.Fit(20)
	view := drawn(&p, 60, 20)
	has(t, view, "line 00000", "line 00019")
	if got := p.Marked().Text(); got != "line 00001" || p.Following() {
		t.Errorf("marked is %q", got)
	}
}

// Rows that the notable lines leave empty have the newest routine ones, in the order of time, and never those of the traffic. They
// give way to what is notable, and stay where they are while the screen is frozen.
func TestRoutineLinesFillRows(t *testing.T) {
	p := ofRows(4)
	at := func(i int, text string, quiet bool) *record.Line {
		return &record.Line{At: noon.Add(time.Duration(i) * time.Second), Node: "app1", Text: text, Minor: quiet}
	}
	said := func() (out []string) {
		for _, n := range p.visible(4) {
			out = append(out, p.ring.at(n).Text())
		}
		return out
	}
	traffic := at(3, "traffic", true)
	traffic.Session = &record.Session{Backend: "b", Server: "s", Termination: "--"}
	p.Add([]*record.Line{at(0, "a", true), at(1, "b", true), at(2, "N1", false), traffic, at(5, "d", true)})
	if got := said(); !slices.Equal(got, []string{"a", "b", "N1", "d"}) {
		t.Errorf("%q", got)
	}
	p.Add([]*record.Line{at(4, "late", true)})
	if got := said(); !slices.Equal(got, []string{"b", "N1", "late", "d"}) {
		t.Errorf("with one that comes late: %q", got)
	}
	p.Hold(true)
	p.Add([]*record.Line{at(6, "e", true)})
	if got := said(); !slices.Equal(got, []string{"b", "N1", "late", "d"}) {
		t.Errorf("frozen: %q", got)
	}
	p.Hold(false)
	p.Add([]*record.Line{at(7, "N2", false), at(8, "N3", false), at(9, "N4", false)})
	if got := said(); !slices.Equal(got, []string{"N1", "N2", "N3", "N4"}) || p.Fills(4) != 0 {
		t.Errorf("notable: %q", got)
	}
	for name, without := range map[string]func(*Panel){"a node": func(p *Panel) { p.Only(&NodeNames{Node: "db"}) }, "warnings": func(p *Panel) { p.SetLeast(Warning) }} {
		q := ofRows(4)
		q.Add([]*record.Line{at(0, "a", true)})
		if without(&q); q.Fills(4) != 0 {
			t.Errorf("only %s: %d lines fill rows", name, q.Fills(4))
		}
	}
	q := ofRows(4)
	for i := range 10 * mostSpare {
		q.Add([]*record.Line{at(i, "line", true)})
	}
	if n := len(q.spare); n < mostSpare || n > 3*mostSpare {
		t.Errorf("%d lines are kept for empty rows", n)
	}
}
