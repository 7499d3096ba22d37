package tui

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
)

// Limit is a condition on which everything broken from here is healed. The caller parses and judges it. Its only clock is
// that of Frames.
type Limit interface {
	String() string
	Check(t *record.Topology) error // says which of its names is not in the stack
	Begin(f *incident.Frame)        // its figures count from f on
	See(f *incident.Frame) LimitNow // is called for every Frame after Begin
}

// LimitNow is how a Limit stands in a Frame.
type LimitNow struct {
	So    bool
	Known bool   // a source can tell whether it is so
	Later bool   // it is a figure of a node's fault: nothing is known before there is one
	Saw   string // what came true: "visible 21 > 20"; else the current value, or why it is not known
}

// limitState is the limit that is armed, if any.
type limitState struct {
	limit Limit // nil = none
	begun bool
	open  bool // a fault of ours was open at the last Frame
	known bool // its value was known at least once since it was armed
	fired bool // it came true, and neither became false nor was everything healed since
	now   LimitNow
}

// arm makes a limit the one that counts, none where it is nil.
func (m *Model) arm(l Limit) {
	m.harm = limitState{limit: l}
	if m.any {
		m.harm.see(&m.live, false)
	}
}

// see takes in a Frame, and reports whether the limit was reached just now. Figures count from the first fault that is
// opened while none is open. A limit that was reached is reported once, and again after it was false or all was healed.
func (h *limitState) see(f *incident.Frame, open bool) bool {
	if h.limit == nil {
		return false
	}
	if !h.begun || open && !h.open {
		h.limit.Begin(f)
		h.begun = true
	}
	h.open = open
	h.now = h.limit.See(f)
	h.known = h.known || h.now.Known
	if !open || h.now.Known && !h.now.So {
		h.fired = false
	}
	if !open || h.fired || !h.now.So {
		return false
	}
	h.fired = true
	return true
}

// guardHarm heals everything that was broken from here as soon as the limit is reached. It asks no question, closes one
// that would break more, and leaves alone what somebody else broke.
func (m *Model) guardHarm() tea.Cmd {
	if m.o.Hands == nil || m.hands.quitting {
		return nil
	}
	faults := m.ours()
	if !m.harm.see(&m.live, len(faults) > 0) {
		return nil
	}
	if m.ask != nil && m.ask.others == nil {
		m.ask = nil
	}
	if m.o.Aborted != nil {
		m.o.Aborted(m.harm.limit.String(), m.harm.now.Saw)
	}
	m.say(badly, "aborted: %s; healing %s %s", m.harm.now.Saw, names(faults), m.c.Theme.Ellipsis)
	return m.healEach(faults)
}

// overLimit says why nothing may be broken now, "" when it may: the limit was reached, and not everything is healed.
func (m *Model) overLimit() string {
	if !m.harm.fired {
		return ""
	}
	return fmt.Sprintf("aborted: %s; nothing more is broken until all is healed", m.harm.now.Saw)
}

// unknown reports whether the value of an armed limit is not known, though it should be.
func (h *limitState) unknown() bool { return h.limit != nil && !h.known && (h.open || !h.now.Later) }

// unguarded warns that an armed limit cannot be judged, "" when it can.
func (m *Model) unguarded() string {
	if h := &m.harm; h.unknown() {
		return fmt.Sprintf("   abort when %s protects nothing now: %s", h.limit, h.now.Saw)
	}
	return ""
}

// renderLimit shows the armed limit, and whether its value is known.
func (m *Model) renderLimit(p *paint.Pen, w int) {
	h := &m.harm
	if h.limit == nil {
		return
	}
	text, style := "armed", m.c.Theme.Faint
	if w >= 120 {
		text = "abort when " + h.limit.String()
	}
	switch {
	case h.fired:
		text, style = "aborted", m.c.Theme.Bad
	case h.unknown() && m.any && w >= 120:
		text, style = text+" (not known)", m.c.Theme.Warn
	case h.unknown() && m.any:
		text, style = text+"?", m.c.Theme.Warn
	}
	p.Space(2)
	p.Put(style, ansi.Truncate(text, max(w/3, 8), m.c.Theme.Ellipsis))
}
