package logs

import (
	"strings"
	"testing"
)

// However often one goes to the right, the end of the longest line that is seen stays in sight, the first press back
// moves, and esc shows the beginnings again before it takes a filter away.
func TestShiftStopsAtTheLongestLine(t *testing.T) {
	const w = 60
	p := ofRows(4)
	lines := written(0, 3)
	lines[1].Text = strings.Repeat("z", 90) + " the end"
	p.Add(lines)
	p.Keep(must(t, "line|end"))
	start := drawn(&p, w, 4)
	for range 12 {
		p.Shift(+20, w)
	}
	if got := drawn(&p, w, 4); !strings.Contains(got, "zzz the end\n") {
		t.Errorf("the end is not at the edge:\n%s", got)
	}
	far := drawn(&p, w, 4)
	p.Shift(-20, w)
	if got := drawn(&p, w, 4); got == far {
		t.Errorf("a step back moved nothing:\n%s", got)
	}
	p.Peel()
	if got := drawn(&p, w, 4); got != start || !p.Filtered() {
		t.Errorf("esc does not lead back to the beginning alone:\n%s", got)
	}
}

// What comes while one is far to the right, and is short, is seen.
func TestShortLinesAreSeenSideways(t *testing.T) {
	const w = 60
	p := ofRows(2)
	p.Add(long(0, 2))
	p.Shift(+400, w)
	p.Add(written(2, 2))
	if got := drawn(&p, w, 2); strings.Count(got, "line 0000") != 2 {
		t.Errorf("not seen:\n%s", got)
	}
	p.Shift(-20, w)
	if p.left != 0 {
		t.Errorf("%d cells are still out of sight", p.left)
	}
}

// A text that only what it means leaves no room for is shown whole.
func TestShiftPutsTheMeaningAside(t *testing.T) {
	p := ofRows(3)
	p.Add(caught(t, "tuned-kill-mysql-slave1"))
	for i := range p.Lines() {
		l := p.Line(i)
		if l.said == "" || !l.plain {
			continue
		}
		w := ahead + p.node + len(l.Text())
		p.stop(i + 1)
		if before := drawn(&p, w, 1); strings.Contains(before, l.Text()) {
			continue
		}
		p.rows = 1
		p.Shift(+20, w)
		if got := drawn(&p, w, 1); !strings.Contains(got, l.Text()) {
			t.Errorf("%q is cut:\n%s", l.Text(), got)
		}
		return
	}
	t.Fatal("no line of the run means something")
}
