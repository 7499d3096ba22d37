package timeline

import (
	"strconv"
	"time"

	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// leastHaunted is the least rows of a pane that has one for what is expected.
const leastHaunted = 4

// ghost is what is expected to happen next, by a prediction: a faint line, in whose place the event comes.
type ghost struct {
	node   string
	fault  *stopwatch.Stopwatch // it belongs to
	by     time.Duration        // after its fault, at the latest; 0 = not known
	text   string
	within time.Duration // from now, at the latest
	counts bool          // within is known
}

// ghostOf is what is expected next; false if nothing is predicted.
func ghostOf(c *ui.Context) (ghost, bool) {
	next := &c.Verdict.Next
	g := ghost{node: next.Node, fault: faultOf(c.Verdict.Faults, next.Node)}
	if next.Watcher == "" {
		return g, false
	}
	switch next.Step {
	case verdict.TakesOut:
		if g.fault == nil {
			return g, false
		}
		g.by, g.within, g.counts = g.fault.Bound(), next.In, true
		g.text = next.Watcher + " takes it out"
		if next.Watcher == "nginx" {
			g.text = "nginx stops sending to it"
		}
	case verdict.Checks:
		left := next.Of - next.Passed
		g.text = next.Watcher + " sends again after 1 more check"
		if left > 1 {
			g.text = next.Watcher + " sends again after " + strconv.Itoa(left) + " more checks"
		}
	case verdict.Starts:
		if next.Watcher == "nginx" {
			return g, false
		}
		g.text = next.Watcher + " sends again once its checks pass"
	case verdict.Returns:
		g.text = "the first traffic to it"
	default:
		return g, false
	}
	return g, true
}

// faultOf is the newest open fault of a node.
func faultOf(faults []*stopwatch.Stopwatch, node string) *stopwatch.Stopwatch {
	for i := len(faults) - 1; i >= 0; i-- {
		if faults[i].Target == node && !faults[i].Moments[stopwatch.Healed].Seen() {
			return faults[i]
		}
	}
	return nil
}

func (d *drawing) ghost(g *ghost, r paint.Rect) {
	c := d.c
	p := c.Screen.At(c.Theme, r.Y, r)
	p.Space(1)
	var buf [32]byte
	b := buf[:0]
	if g.by > 0 {
		b = c.AppendDistance(b, g.by, true)
	}
	p.Right(c.Theme.Faint, b, timeCells)
	p.Space(1)
	tag := ""
	if d.several {
		tag = c.Tag(g.fault)
		p.Left(c.Theme.Faint, tag, 2)
	}
	p.Glyph(c.Theme.Faint, c.Theme.Ghost, 1)
	p.Space(1)
	if tag == "" && (d.several || d.n == 0 || d.heads[d.n-1].target != g.node) {
		p.Put(c.Theme.Faint, g.node)
		p.Put(c.Theme.Faint, ": ")
	}
	p.Put(c.Theme.Faint, g.text)
	if g.counts {
		p.Put(c.Theme.Faint, " in ")
		p.Put(c.Theme.Faint, c.Theme.AtMost)
		p.Put(c.Theme.Faint, " ")
		p.PutBytes(c.Theme.Faint, paint.AppendAtMost(buf[:0], g.within))
	}
}
