package drill

import (
	"time"

	"hadash/incident"
	"hadash/record"
)

// Guard watches a Condition outside of drills. Its figures count from the first Frame. Its only clock is that of Frames.
type Guard struct {
	c     Condition
	r     *runner
	begun time.Time
}

// Sight is what a Guard saw in a Frame.
type Sight struct {
	So    bool
	Known bool   // a source can tell whether it is so
	Later bool   // it is a figure of a node's fault: not known before the fault
	Saw   string // what came true, as "visible 21 > 20"; else the current value, or why it is not known
}

// NewGuard counts from f on.
func NewGuard(c Condition, f *incident.Frame) *Guard {
	g := &Guard{c: c, r: &runner{o: Options{Calm: calmFor}}, begun: f.At}
	g.r.tally = begin(f, f.At)
	g.r.see(f)
	return g
}

// See takes a Frame and returns how the Condition stands in it.
func (g *Guard) See(f *incident.Frame) Sight {
	g.r.see(f)
	v := g.r.view(f, g.begun, g.begun)
	v.past = true
	got := g.c.what.look(v)
	out := Sight{So: got.so && got.fresh, Known: !got.lack, Later: g.c.OfFault(), Saw: got.saw.String()}
	if out.So {
		out.Saw = g.c.becomes(got)
	}
	return out
}

// Missing names the first name of the Condition that is not in the stack, "" when all are.
func (c Condition) Missing(t *record.Topology) string {
	for _, n := range c.what.names() {
		if text, _ := n.wrong(t); text != "" {
			return text
		}
	}
	return ""
}
