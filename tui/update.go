package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/incident/route"
	"hadash/incident/verdict"
	"hadash/record"
	"hadash/tui/alerts"
	"hadash/tui/path"
)

// Update handles one message. If lines of the logs are still to be filtered, it continues that afterwards.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	focus := m.focus
	cmd := m.handle(msg)
	if m.focus != focus {
		m.arrange() // a pane comes when it gets the focus
	}
	m.c.LoadStarts = m.asked.Load.Starts(&m.frame, m.frozen)
	if m.logs.Due() {
		cmd = tea.Batch(cmd, filterOn)
	}
	return m, cmd
}

func (m *Model) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
		m.arrange()
	case frameMsg:
		m.take(incident.Frame(msg))
		return tea.Batch(m.guardHarm(), m.o.nextFrame(), m.ring())
	case shownMsg:
		m.shown(Shown(msg))
		return tea.Batch(m.o.nextShown(), m.ring())
	case endedMsg:
		m.ended = true
	case tea.KeyMsg:
		return m.pressed(msg)
	case tea.MouseMsg:
		return m.moused(tea.MouseEvent(msg))
	case injectedMsg:
		return m.injected(msg)
	case healedMsg:
		return m.healed(msg)
	case loadMsg:
		return m.loaded(msg)
	case remarkMsg:
		m.said = remark(msg)
	case filterMsg:
		m.logs.FilterMore()
	case groundMsg:
		m.heard(msg)
	case panicMsg:
		m.fatal = msg.err
		return tea.Quit
	}
	return nil
}

// take makes f the newest Frame, and shows it unless the screen is frozen. Log lines are kept in
// either case: a frozen screen loses nothing.
func (m *Model) take(f incident.Frame) {
	if !m.any {
		m.logs.Add(earlier(&f))
	}
	m.logs.Add(f.Lines)
	m.alerts.See(&f, alerts.Scene{First: !m.any, Seeking: m.bar.Seeking, LoadRuns: m.c.LoadRuns(), Asked: m.asked.Touches})
	f.Lines, f.Events = nil, nil // the ring and the Timeline have them
	m.live, m.any = f, true
	if m.o.Hands != nil && f.Topology.NoDocker {
		m.c.Offer(&m.live)
	}
	m.asked.See(&m.live)
	m.tellPreparing()
	if m.ask != nil && !m.ask.weigh(&m.c) {
		m.ask = nil
	}
	if !m.frozen {
		m.show()
	}
}

// show puts the newest Frame on the screen.
func (m *Model) show() {
	m.frame = m.live
	m.changes.See(m.frame.HAProxy, m.frame.At)
	m.charts.See(m.frame.HAProxy)
	m.c.Truths = m.o.truths(&m.frame)
	m.c.Verdict = verdict.Of(&m.frame)
	m.c.Route = route.Of(&m.frame, &m.c.Verdict)
	m.logs.Relearn(&m.frame)
	m.logs.CatchUp()
	m.arrange()
}

// arrange fits the rows and the rectangles to the Frame and the terminal.
func (m *Model) arrange() {
	m.nodes.Index(&m.frame, m.w, m.h)
	m.concern()
	want := wants{path: path.Rows(&m.c.Route), replay: m.o.Replay != nil, quiet: m.quiet()}
	want.nodes, want.servers = m.nodes.Lines()
	if m.any && len(m.frame.Nodes) == 0 {
		want.path = 0
	}
	if want.nodes == 0 {
		want.nodes = 1 + len(m.frame.Sources) // a source that does not answer
	}
	m.layout = layoutFor(m.w, m.h, want)
	if m.layout.tooSmall {
		return // its place is kept for when there is room again
	}
	m.c.LogsHidden = !m.seen(paneLogs)
	m.nodes.Leave(&m.frame, m.layout.onPath)
	m.nodes.Reveal(m.layout.nodes.Under().H)
	m.logs.Fit(m.layout.logs.Under().H)
}

// freeze stops or continues showing new Frames.
func (m *Model) freeze() {
	m.frozen = !m.frozen
	m.logs.Hold(m.frozen)
	if !m.frozen && m.any {
		m.show()
	}
}

// earlier returns the notable lines from before the first Frame.
func earlier(f *incident.Frame) []*record.Line {
	brought := make(map[*record.Line]bool, len(f.Lines))
	for _, l := range f.Lines {
		brought[l] = true
	}
	var out []*record.Line
	for _, l := range f.Notable {
		if !brought[l] {
			out = append(out, l)
		}
	}
	return out
}

// ring announces a new alert outside the screen.
func (m *Model) ring() tea.Cmd {
	if m.o.say == nil {
		return nil
	}
	seq := m.alerts.Ring(m.live.At, m.o.Bell, m.o.Notify)
	if seq == "" {
		return nil
	}
	return m.o.tell(seq)
}
