package tui

import (
	"context"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/keys"
)

// maxVUs bounds what a key held down can ask for.
const maxVUs = 500

// loadState is the load that was asked for. The wish counts, not k6's last answer, until k6 has
// had time to follow: else two quick presses of + would add 5 once.
type loadState struct {
	start   int  // what the load key starts
	flying  bool // a SetLoad has not returned yet
	sent    int
	wish    int
	wishing bool
	reading *record.K6         // to tell k6's readings apart
	since   int                // readings since SetLoad returned
	cancel  context.CancelFunc // of the SetLoad that has not returned
	told    remark             // what was last said of how the load is prepared
}

// seen forgets the wish once k6 has followed it, or had three readings to do so.
func (l *loadState) seen(f *incident.Frame) {
	if f.Load.K6 != l.reading {
		l.reading = f.Load.K6
		l.since++
	}
	if l.wishing && !l.flying && (l.since >= 3 || vusOf(f) == l.wish) {
		l.wishing = false
	}
}

func vusOf(f *incident.Frame) int {
	if !f.Load.On || f.Load.K6 == nil {
		return 0
	}
	return f.Load.VUs
}

// loadStartsFor is how long k6 may take from its container's start to its first users.
const loadStartsFor = 15 * time.Second

// loadStarts reports whether the load was asked for, or its container has just started, and k6 has no users yet.
func (m *Model) loadStarts() bool {
	if vusOf(&m.frame) > 0 {
		return false
	}
	if l := &m.hands.load; l.wishing && l.wish > 0 && !m.frozen {
		return true
	}
	return slices.ContainsFunc(m.frame.Nodes, func(n incident.Node) bool {
		return n.Role == record.RoleLoad && n.Container.Running() && m.frame.At.Sub(n.Since) < loadStartsFor
	})
}

// vus is how many virtual users there are, or will be when the last wish is fulfilled.
func (m *Model) vus() int {
	if m.hands.load.wishing {
		return m.hands.load.wish
	}
	return vusOf(&m.live)
}

func (m *Model) toggleLoad() tea.Cmd {
	if m.vus() > 0 {
		m.say(plainly, "stopping the load %s", m.c.Theme.Ellipsis)
		return m.wish(0)
	}
	m.say(plainly, "starting the load with %d VUs %s", m.hands.load.start, m.c.Theme.Ellipsis)
	m.hands.load.told = m.said
	do := m.wish(m.hands.load.start)
	m.tellPreparing()
	return do
}

// tellPreparing says what a load that was asked for waits for, in the place of what it said of that before.
func (m *Model) tellPreparing() {
	l := &m.hands.load
	if !l.flying || l.wish == 0 || m.said != l.told && m.said != (remark{}) {
		return
	}
	if now := m.o.Hands.LoadPreparing(); now != "" {
		m.say(plainly, "the load starts by itself when it is made: %s", now)
		l.told = m.said
	}
}

func (m *Model) changeLoad(by int) tea.Cmd {
	l := &m.hands.load
	if m.vus() == 0 {
		l.start = min(max(l.start+by, 1), maxVUs)
		m.say(plainly, "%s starts %d VUs", m.c.Keys.Key(keys.Load), l.start)
		return nil
	}
	to := min(max(m.vus()+by, 1), maxVUs)
	m.say(plainly, "load: %d VUs %s", to, m.c.Theme.Ellipsis)
	return m.wish(to)
}

// wish asks for a load; while an earlier wish is under way the newest one waits for it.
func (m *Model) wish(vus int) tea.Cmd {
	l := &m.hands.load
	l.wish, l.wishing, l.since = vus, true, 0
	if l.flying && vus == 0 {
		l.cancel() // it may be waiting for minutes
	}
	if l.flying {
		return nil
	}
	l.flying, l.sent = true, vus
	return m.setLoad(vus)
}

func (m *Model) loaded(msg loadMsg) tea.Cmd {
	l := &m.hands.load
	l.flying, l.since = false, 0
	if l.wish != l.sent {
		return m.wish(l.wish)
	}
	if msg.err != nil {
		l.wishing = false
		m.say(badly, "%v", msg.err)
		return nil
	}
	if msg.vus == 0 {
		m.say(well, "load stopped")
	} else {
		m.say(well, "load: %d VUs", msg.vus)
	}
	return nil
}
