package tui

import (
	"fmt"

	"github.com/charmbracelet/bubbles/key"

	"hadash/incident"
	"hadash/record"
)

// remark is the result of the last key: one line, until the next key.
type remark struct {
	text string
	tone tone3
}

// tone3 is how a remark is meant.
type tone3 uint8

const (
	plainly tone3 = iota
	well
	badly
)

func (m *Model) say(t tone3, format string, args ...any) {
	m.said = remark{fmt.Sprintf(format, args...), t}
}

// renderFooter is the question, line being typed or remark there is, and the keys. Where both
// share one line the keys give way.
func (m *Model) renderFooter() {
	l := &m.layout
	m.renderReel(l.reel)
	p := m.screen.at(m.th, l.note.y, l.note)
	said := m.renderNote(&p)
	if l.status || !said {
		if l.status && !said && m.any {
			m.renderChosen(&p)
		}
		k := m.screen.at(m.th, l.keys.y, l.keys)
		m.renderKeys(&k)
	}
}

// renderNote writes what wants an answer or was answered; it reports whether there is such a thing.
func (m *Model) renderNote(p *pen) bool {
	p.space(1)
	switch {
	case m.ask != nil:
		m.renderQuestion(p)
	case m.typing != nil:
		p.put(m.th.Key, m.typing.label+": ")
		m.renderTyped(p, m.typing.text)
		p.put(m.th.Faint, "   "+m.hint(m.keys.Accept)+"  "+m.hint(m.keys.Clear))
	case m.said.text != "":
		p.put([]style{m.th.Text, m.th.Good, m.th.Bad}[m.said.tone], m.said.text)
	default:
		return false
	}
	return true
}

func (m *Model) hint(b key.Binding) string { return b.Help().Key + " " + b.Help().Desc }

// renderTyped shows the end of what was typed, and the cursor.
func (m *Model) renderTyped(p *pen, text []rune) {
	most := max(p.room()-24, 8)
	if len(text) > most {
		text = text[len(text)-most:]
	}
	p.put(m.th.Strong, string(text))
	if p.room() > 0 {
		p.glyph(m.th.Alert, m.th.Cursor, 1)
	}
}

// renderQuestion says what would be broken and what that does; the answers are always in sight.
func (m *Model) renderQuestion(p *pen) {
	q := m.ask
	if q.last {
		m.renderLast(p)
		return
	}
	p.put(m.th.Warn, q.title())
	p.space(2)
	answers := keyCells(m.keys.Yes) + keyCells(m.keys.No)
	facts := *p
	facts.end = max(p.end-answers-2, p.row.x)
	facts.put(m.th.Text, q.text(m.th, facts.room()))
	p.space(3)
	m.keyWord(p, m.keys.Yes)
	p.space(2)
	m.keyWord(p, m.keys.No)
}

// renderLast is the question about the last of a role.
func (m *Model) renderLast(p *pen) {
	const prompt = "type its name: "
	q := m.ask
	p.put(m.th.Alert, q.title())
	p.space(2)
	answer := 2 + len(prompt) + width(q.fault.Target) + 2
	p.put(m.th.Bad, q.text(m.th, p.room()-answer))
	p.space(2)
	p.put(m.th.Text, prompt)
	m.renderTyped(p, q.typed.text)
	if n := m.keys.Clear.Help().Key + " no"; p.room() > width(n)+1 {
		p.put(m.th.Faint, "  "+n)
	}
}

func (m *Model) keyWord(p *pen, b key.Binding) {
	p.put(m.th.Key, b.Help().Key)
	p.put(m.th.Faint, " "+b.Help().Desc)
}

// renderKeys is the key line, generated from the keyMap; help and quit are always on it.
func (m *Model) renderKeys(p *pen) {
	always := []key.Binding{m.keys.Help, m.keys.Quit}
	room := p.end - 2
	for _, b := range always {
		room -= keyCells(b)
	}
	p.to(1)
	if m.hands.quitting {
		m.keyWord(p, m.keys.Now)
		return
	}
	for _, b := range m.keyLine() {
		if !b.Enabled() || p.row.x+keyCells(b) > room || !m.any {
			continue
		}
		m.keyWord(p, b)
		p.space(2)
	}
	for _, b := range always {
		m.keyWord(p, b)
		p.space(2)
	}
}

// keyLine is the keys that mean something on the page that is open.
func (m *Model) keyLine() []key.Binding {
	switch m.page {
	case pageNode:
		return m.keys.NodeHelp()
	case pageTruth:
		return m.keys.TruthHelp()
	}
	if m.o.Replay != nil {
		return m.keys.ReplayHelp()
	}
	return m.keys.ShortHelp()
}

func keyCells(b key.Binding) int { return width(b.Help().Key) + 1 + width(b.Help().Desc) + 2 }

// renderChosen says more about the chosen node than its row has room for.
func (m *Model) renderChosen(p *pen) {
	id, ok := m.subject()
	if !ok {
		return
	}
	n := nodeOf(&m.frame, id)
	if n == nil {
		p.put(m.th.Faint, id.String()+": no container of this project")
		return
	}
	s := m.th.health(n.Health)
	if m.old(n) {
		s = sign{m.th.Unknown, m.th.Faint}
	}
	p.glyph(m.th.Mark, m.th.glyphs.Mark, 1)
	p.put(m.th.Strong, " "+n.Name+" ")
	p.glyph(s.style, s.glyph, 1)
	p.put(s.style, " "+n.Health.String())
	p.put(m.th.Faint, " "+m.since(n.Since)+"   "+words(m.th, m.known(n)...))
}

// known is what is known of a node beyond its row.
func (m *Model) known(n *incident.Node) []string {
	facts := []string{string(n.Role), containerFact(n.Container)}
	if s := n.Server; s != nil && s.LastChk != "" {
		facts = append(facts, "check: "+s.LastChk)
	}
	if n.Replica != nil && n.Role == record.RoleReplica {
		facts = append(facts, m.databaseNow(n))
		if n.Replica.LastError != "" {
			facts = append(facts, n.Replica.LastError)
		}
	}
	if n.Upstream.Last != "" {
		facts = append(facts, m.since(n.Upstream.LastAt)+" ago: "+n.Upstream.Last)
	}
	if n.ProbeErr != "" {
		facts = append(facts, "probe: "+n.ProbeErr)
	}
	return facts
}

func containerFact(c record.Container) string {
	switch {
	case c.Node == "":
		return ""
	case c.State == "":
		return "no container"
	case c.State == "exited":
		return fmt.Sprintf("container exited (%d)", c.ExitCode)
	case c.Health != "":
		return "container " + c.State + ", " + c.Health
	}
	return "container " + c.State
}
