package asked

import (
	"hadash/incident"
	"hadash/record"
)

// Limit is a condition on which every fault made here is healed. The caller parses and judges it. Its only clock is
// that of Frames.
type Limit interface {
	String() string
	Check(t *record.Topology) error // names the first name that is not in the stack
	Begin(f *incident.Frame)        // its figures count from f on
	See(f *incident.Frame) LimitNow // is called for every Frame after Begin
}

// LimitNow is the state of a Limit in a Frame.
type LimitNow struct {
	So    bool
	Known bool   // the value can be known
	Later bool   // it is a figure of a node's fault: not known before the fault
	Saw   string // what came true: "visible 21 > 20"; else the current value, or why it is not known
}

// Guard watches the armed limit, if any.
type Guard struct {
	Limit Limit // nil = none
	begun bool
	open  bool // a fault of ours was open at the last Frame
	known bool // its value was known at least once since it was armed
	fired bool // it came true, and has neither become false nor has everything been healed since
	now   LimitNow
}

// Arm replaces the limit; nil removes it. live is the newest Frame, nil before the first one.
func (g *Guard) Arm(l Limit, live *incident.Frame) {
	*g = Guard{Limit: l}
	if live != nil {
		g.See(live, false)
	}
}

// See takes in a Frame, and reports whether the limit was reached just now. Figures count from the first fault that is
// opened while none is open. A limit is reported once, and again after it was false or everything was healed.
func (g *Guard) See(f *incident.Frame, open bool) bool {
	if g.Limit == nil {
		return false
	}
	if !g.begun || open && !g.open {
		g.Limit.Begin(f)
		g.begun = true
	}
	g.open = open
	g.now = g.Limit.See(f)
	g.known = g.known || g.now.Known
	if !open || g.now.Known && !g.now.So {
		g.fired = false
	}
	if !open || g.fired || !g.now.So {
		return false
	}
	g.fired = true
	return true
}

// Fired reports whether the limit was reached, and not everything is healed.
func (g *Guard) Fired() bool { return g.fired }

// Saw is what came true; else the current value, or why it is not known.
func (g *Guard) Saw() string { return g.now.Saw }

// Unknown reports whether the value of an armed limit is not known, though it should be.
func (g *Guard) Unknown() bool { return g.Limit != nil && !g.known && (g.open || !g.now.Later) }
