package tui

import (
	"errors"
	"regexp/syntax"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/keys"
	"hadash/tui/logs"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// logsPane is the logs, and what of the screen they depend on.
type logsPane struct {
	logs.Panel
	of      ui.NodeID // the node whose lines alone are seen
	awaited bool      // a siftMsg is on its way
}

// logsDo does what searches, filters and writes the logs.
func (m *Model) logsDo(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.Again:
		m.nextMatch(-1)
	case keys.Back:
		m.nextMatch(+1)
	case keys.Filter:
		m.typeSearch()
	case keys.Keep:
		m.typeKeep()
	case keys.Around:
		m.lookAround()
	case keys.Clear:
		m.peel()
	case keys.Least:
		m.logs.MoreGrave()
	case keys.All:
		m.toggleAll()
	case keys.Follow:
		m.logs.Follow()
	case keys.WriteLogs:
		return m.writeLogs(), true
	default:
		return nil, false
	}
	return nil, true
}

// peel takes the alerts away, else the last filter of the logs.
func (m *Model) peel() {
	if len(m.alerts.List) > 0 {
		m.alerts.List = nil
		return
	}
	m.logs.Peel()
}

// searching reports whether keys go from match to match.
func (m *Model) searching() bool {
	_, on := m.logs.Finding()
	return on && m.focus == paneLogs && m.page == pageNone
}

// toggleAll shows every line, or what is notable.
func (m *Model) toggleAll() {
	least := logs.Quiet
	if m.logs.Least() == logs.Quiet {
		least = logs.Notable
	}
	m.logs.SetLeast(least)
}

func (m *Model) nextMatch(by int) {
	around, ok := m.logs.Next(by)
	switch {
	case !ok:
		m.say(badly, "no line matches")
	case around && by < 0:
		m.say(plainly, "no match above: went on from the newest")
	case around:
		m.say(plainly, "no match below: went on from the oldest")
	}
}

// typeSearch searches while one types.
func (m *Model) typeSearch() {
	before, _ := m.logs.Finding()
	m.toLogs()
	m.logs.Begin()
	m.typePattern("search logs", before, m.logs.Find)
}

// typeKeep leaves only lines that match, while one types.
func (m *Model) typeKeep() {
	before, _ := m.logs.Keeping()
	m.toLogs()
	m.typePattern("keep lines with", before, m.logs.Keep)
}

func (m *Model) toLogs() {
	m.leavePage()
	m.setFocus(paneLogs)
}

// typePattern gives use what was typed as far as it makes sense: while it is no regular expression the last good
// one stays, and what is accepted all the same is plain text.
func (m *Model) typePattern(label, text string, use func(*logs.Pattern)) {
	m.typing = &typedLine{
		label: label, text: []rune(text),
		each: func(m *Model, text string) {
			m.typing.wrong = ""
			switch p, err := logs.Compile(text); {
			case text == "":
				use(nil)
			case err != nil:
				m.typing.wrong = whyNot(err)
			default:
				use(p)
			}
		},
		done: func(m *Model, text string) tea.Cmd {
			if _, err := logs.Compile(text); err != nil {
				use(logs.Plain(text))
				m.say(plainly, "%s: searched letter by letter", whyNot(err))
			}
			return nil
		},
		drop: func(m *Model) { use(nil) },
	}
}

// whyNot says why a text is no regular expression.
func whyNot(err error) string {
	var bad *syntax.Error
	if errors.As(err, &bad) {
		return "no regular expression yet, " + bad.Code.String()
	}
	return err.Error()
}

// only leaves the lines that concern a node; again, only its own; again, all.
func (m *Model) only(id ui.NodeID) {
	w := m.logs.Who()
	if m.page != pageNone || m.layout.shared {
		m.toLogs()
	}
	switch {
	case w == nil || m.logs.of != id:
		m.logs.of = id
		m.logs.Only(m.who(id))
		m.say(plainly, "only lines about %s; %s again: only its own", m.logs.Who().Node, m.c.Keys.Key(keys.Only))
	case !w.Own:
		own := *w
		own.Own = true
		m.logs.Only(&own)
	default:
		m.logs.Only(nil)
	}
}

// who is a node as log lines call it.
func (m *Model) who(id ui.NodeID) *logs.Who { return logs.Of(id.Name, id.Backend, id.Node(&m.frame)) }

// relearn looks again how lines call the node that is asked for: it may have been started again.
func (m *Model) relearn() {
	if m.logs.Who() != nil {
		m.logs.Learn(m.who(m.logs.of))
	}
}

// lookAround shows what was logged about the time of the chosen event.
func (m *Model) lookAround() {
	e := m.timeline.Chosen(&m.frame)
	if e == nil {
		m.say(badly, "nothing has happened yet")
		return
	}
	m.leavePage()
	if m.layout.shared {
		m.setFocus(paneLogs)
	}
	near, ok := m.logs.Around(e.At)
	switch {
	case !ok:
		m.say(badly, "no line to see; %s shows all", m.c.Keys.Key(keys.Clear))
	case near >= farOff:
		m.say(plainly, "the nearest line is %s away", paint.Age(near))
	}
}

func (m *Model) logsWritten(msg logsWrittenMsg) {
	if msg.err != nil {
		m.say(badly, "write logs: %v", msg.err)
		return
	}
	m.say(well, "%s written to %s", paint.Plural(msg.lines, "line", "lines"), msg.path)
}
