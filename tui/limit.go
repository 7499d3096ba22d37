package tui

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
)

// Limit is a condition that ends all harm done from here: it is read and judged elsewhere. It has no time but that of
// Frames.
type Limit interface {
	String() string
	Check(t *record.Topology) error        // which of its names stands for nothing there
	Begin(f *incident.Frame)               // its figures count from this Frame on
	See(f *incident.Frame) (seen LimitNow) // called for every Frame from Begin on
}

// LimitNow is how a Limit stands in a Frame.
type LimitNow struct {
	So    bool
	Known bool   // somebody can say whether it is so
	Saw   string // what came true: "visible 21 > 20"; else what is so, or why nobody knows
}

// limitState is the limit that is armed, if any.
type limitState struct {
	limit Limit // nil = none
	begun bool
	open  bool // something of ours was open at the last Frame: the limit counts from the first of that
	known bool // somebody could judge it, at least once since it was armed
	fired bool // it came true, and since then it was never false and something was always open
	now   LimitNow
}

// arm makes a limit the one that counts, none where it is nil.
func (m *Model) arm(l Limit) {
	m.harm = limitState{limit: l}
	if m.any {
		m.harm.see(&m.live, false)
	}
}

// see takes in a Frame, and reports whether the limit was reached just now. It counts from the moment at which something
// was broken while nothing was; what it fired on it does not fire on again before that was over.
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

// guardHarm heals everything that was broken here as soon as the limit is reached. It asks nothing, takes back a
// question that would break more, and leaves alone what somebody else broke.
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
	m.say(badly, "aborted: %s; healing %s %s", m.harm.now.Saw, names(faults), m.th.Ellipsis)
	return m.healEach(faults)
}

// overLimit says why nothing may be broken now, "" when it may: the limit was reached, and not all is over.
func (m *Model) overLimit() string {
	if !m.harm.fired {
		return ""
	}
	return fmt.Sprintf("aborted: %s; nothing more is broken until all is healed", m.harm.now.Saw)
}

// unguarded is what to say of a limit while something is being broken and nobody can judge it, "" when somebody can.
func (m *Model) unguarded() string {
	if h := &m.harm; h.limit != nil && !h.known {
		return fmt.Sprintf("   abort when %s protects nothing now: %s", h.limit, h.now.Saw)
	}
	return ""
}

// renderLimit says that a limit is armed, and whether anybody can judge it.
func (m *Model) renderLimit(p *paint.Pen, w int) {
	h := &m.harm
	if h.limit == nil {
		return
	}
	text, style := "armed", m.th.Faint
	if w >= 120 {
		text = "abort when " + h.limit.String()
	}
	switch {
	case h.fired:
		text, style = "aborted", m.th.Bad
	case !h.known && m.any && w >= 120:
		text, style = text+" (not known)", m.th.Warn
	case !h.known && m.any:
		text, style = text+"?", m.th.Warn
	}
	p.Space(2)
	p.Put(style, ansi.Truncate(text, max(w/3, 8), m.th.Ellipsis))
}
