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
	Saw   string // what came true, as "failed 21 > 20"; else the current value, or why it is not known
}

// NewGuard counts from f on.
func NewGuard(c Condition, f *incident.Frame) *Guard {
	g := &Guard{c: c, r: &runner{o: Options{Calm: calmFor}}, begun: f.At}
	g.r.tally = begin(f, f.At)
	for i := range f.Faults {
		if x := &f.Faults[i]; x.You && x.Watch > 0 {
			g.r.tally.watches = min(g.r.tally.watches, x.Watch-1) // an open fault of the user is what is guarded
		}
	}
	g.r.see(f)
	return g
}

// OfFault limits the figures to a fault that is about to be made: they count from its beginning, by the time at which
// things happened. A report of an earlier failure that comes late is not counted.
func (g *Guard) OfFault(fault record.Fault) { g.r.tally.fault = &fault }

// Before takes a Frame from before the fault and returns how the Condition stands in it. A figure that counts from the
// fault is so only if it would be so with nothing counted; a state that has passed is not so.
func (g *Guard) Before(f *incident.Frame) Sight {
	g.r.see(f)
	v := g.r.view(f, g.begun, g.begun)
	got := g.c.what.look(v)
	out := Sight{So: got.so && got.fresh, Known: !got.lack, Later: g.c.OfFault(), Saw: got.saw.String()}
	if c, ok := g.c.what.(comparison); ok && c.figure.of != nil {
		if out.So = c.soAtFirst(); out.So {
			got.is = c.held(0)
		}
	}
	if out.So {
		out.Saw = g.c.becomes(got)
	}
	return out
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
