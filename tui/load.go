package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"hadash/record"
	"hadash/tui/asked"
	"hadash/tui/keys"
	"hadash/tui/paint"
)

func (m *Model) toggleLoad() tea.Cmd {
	l := &m.asked.Load
	if l.VUs(&m.live) > 0 {
		m.say(plainly, "stopping the load %s", m.c.Theme.Ellipsis)
		return m.wish(0)
	}
	m.say(plainly, "starting the load with %s %s", ofUsers(l.Start), m.c.Theme.Ellipsis)
	m.prepared = m.said
	do := m.wish(l.Start)
	m.tellPreparing()
	return do
}

// tellPreparing shows what a requested load waits for, replacing its earlier message.
func (m *Model) tellPreparing() {
	if !m.asked.Load.Preparing() || m.said != m.prepared && m.said != (remark{}) {
		return
	}
	if now := m.o.Hands.LoadPreparing(); now != "" {
		m.say(plainly, "the load starts when it is ready: %s", now)
		m.prepared = m.said
	}
}

func (m *Model) changeLoad(by int) tea.Cmd {
	l := &m.asked.Load
	vus := l.VUs(&m.live)
	if vus == 0 {
		l.StartWith(by)
		if len(m.live.Topology.Of(record.KindK6)) == 0 {
			m.say(plainly, "no load runs; if the project has one, %s starts it with %s", m.c.Keys.Key(keys.Load), ofUsers(l.Start))
			return nil
		}
		m.say(plainly, "%s starts %s", m.c.Keys.Key(keys.Load), ofUsers(l.Start))
		return nil
	}
	to := min(max(vus+by, 1), asked.MaxVUs)
	m.say(plainly, "load: %s %s", ofUsers(to), m.c.Theme.Ellipsis)
	return m.wish(to)
}

// wish requests a load; while an earlier request is under way, the newest one waits for it.
func (m *Model) wish(vus int) tea.Cmd {
	if m.asked.Load.Wish(vus) {
		do, cancel := m.o.setLoad(vus)
		m.asked.Load.Called(cancel)
		return do
	}
	return nil
}

func (m *Model) loaded(msg loadMsg) tea.Cmd {
	l := &m.asked.Load
	if vus, again := l.Returned(); again {
		return m.wish(vus)
	}
	switch {
	case msg.err != nil:
		l.GiveUp()
		m.say(badly, "%v", msg.err)
	case msg.vus == 0:
		m.say(well, "load stopped")
	default:
		m.say(well, "load: %s", ofUsers(msg.vus))
	}
	return nil
}

// ofUsers is a load in words.
func ofUsers(n int) string { return paint.Plural(n, "user", "users") }
