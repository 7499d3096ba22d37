package tui

import (
	"fmt"
	"slices"
	"strings"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// remark is the result of the last key: one line, until the next key.
type remark struct {
	text string
	tone ui.Tone
}

// The tones of a remark.
const (
	plainly = ui.Plainly
	well    = ui.Well
	badly   = ui.Badly
)

func (m *Model) say(t ui.Tone, format string, args ...any) {
	m.said = remark{record.Printable(fmt.Sprintf(format, args...)), t}
}

// renderFooter is the question, line being typed or remark there is, and the keys. Where both
// share one line the keys give way.
func (m *Model) renderFooter() {
	l := &m.layout
	m.renderReel(l.reel)
	p := m.c.Screen.At(m.c.Theme, l.note.Y, l.note)
	said := m.renderNote(&p)
	if l.status || !said {
		if l.status && !said && m.any {
			m.renderChosen(&p)
		}
		k := m.c.Screen.At(m.c.Theme, l.keys.Y, l.keys)
		m.renderKeys(&k)
	}
}

// renderNote writes what wants an answer or was answered; it reports whether there is such a thing.
func (m *Model) renderNote(p *paint.Pen) bool {
	p.Space(1)
	switch {
	case m.ask != nil:
		m.renderQuestion(p)
	case m.typing != nil:
		p.Put(m.c.Theme.Key, m.typing.label+": ")
		m.renderTyped(p, m.typing.text)
		if m.typing.wrong != "" {
			p.Put(m.c.Theme.Bad, "   "+m.typing.wrong)
			break
		}
		p.Space(3)
		m.c.FaintHint(p, m.c.Keys.Line(keys.Accept))
		p.Space(2)
		m.c.FaintHint(p, m.c.Keys.Line(keys.Clear))
	case m.said.text != "":
		p.Put([]paint.Style{m.c.Theme.Text, m.c.Theme.Good, m.c.Theme.Bad}[m.said.tone], m.said.text)
	default:
		return false
	}
	return true
}

// renderTyped shows the end of what was typed, and the cursor.
func (m *Model) renderTyped(p *paint.Pen, text []rune) {
	most := max(p.Room()-24, 8)
	if len(text) > most {
		text = text[len(text)-most:]
	}
	p.Put(m.c.Theme.Strong, string(text))
	if p.Room() > 0 {
		p.Glyph(m.c.Theme.Alert, m.c.Theme.Cursor, 1)
	}
}

// renderQuestion says what would be broken and what that does; the answers are always in sight.
func (m *Model) renderQuestion(p *paint.Pen) {
	q := m.ask
	if q.last {
		m.renderLast(p)
		return
	}
	answers := keyCells(m.c.Keys.Line(keys.Yes)) + keyCells(m.c.Keys.Line(keys.No))
	asked := *p
	asked.End = max(p.End-answers-2, p.Row.X)
	asked.Put(m.c.Theme.Warn, q.title())
	if text := q.text(m.c.Theme, asked.Room()-2); text != "" {
		asked.Space(2)
		asked.Put(m.c.Theme.Text, text)
	}
	p.Space(3)
	m.c.KeyWord(p, m.c.Keys.Line(keys.Yes))
	p.Space(2)
	m.c.KeyWord(p, m.c.Keys.Line(keys.No))
}

// renderLast is the question about the last of a role.
func (m *Model) renderLast(p *paint.Pen) {
	const prompt = "type its name: "
	q := m.ask
	p.Put(m.c.Theme.Alert, q.title())
	p.Space(2)
	answer := 2 + len(prompt) + paint.Width(q.fault.Target) + 2
	p.Put(m.c.Theme.Bad, q.text(m.c.Theme, p.Room()-answer))
	p.Space(2)
	p.Put(m.c.Theme.Text, prompt)
	m.renderTyped(p, q.typed.text)
	if n := m.c.Keys.Key(keys.Clear) + " no"; p.Room() > paint.Width(n)+1 {
		from := p.Row.X + 2
		p.Put(m.c.Theme.Faint, "  "+n)
		p.Act(from, keys.Clear.Name())
	}
}

// renderKeys is the key line, generated from the keyMap; help and quit are always on it.
func (m *Model) renderKeys(p *paint.Pen) {
	always := []keys.Line{m.c.Keys.Line(keys.Help), m.c.Keys.Line(keys.Quit)}
	room := p.End - 2
	for _, b := range always {
		room -= keyCells(b)
	}
	p.To(1)
	if m.asked.Quitting() {
		m.c.KeyWord(p, m.c.Keys.Line(keys.Now))
		return
	}
	for _, b := range m.keyLine() {
		if b.Off || p.Row.X+keyCells(b) > room || !m.any {
			continue
		}
		m.c.KeyWord(p, b)
		p.Space(2)
	}
	for _, b := range always {
		m.c.KeyWord(p, b)
		p.Space(2)
	}
}

// keyLine is the keys that mean something on the page that is open.
func (m *Model) keyLine() []keys.Line {
	if m.page != pageNone {
		return m.views[m.page].Help(m.in(m.layout.page))
	}
	line := m.c.Keys.ShortHelp()
	if m.o.Replay != nil {
		line = m.c.Keys.ReplayHelp()
	}
	if m.nodes.Elsewhere(&m.c) != nil {
		line = append([]keys.Line{m.c.Keys.Line(keys.Trouble)}, line...)
	}
	if m.focus == paneLogs {
		without := func(l keys.Line) bool { return l.Actions[0] == keys.Filter }
		line = append(m.logs.Help(&m.c), slices.DeleteFunc(line, without)...)
	}
	return line
}

func keyCells(l keys.Line) int {
	return paint.Width(l.Key) + 1 + paint.Width(l.Does) + 2
}

// renderChosen says more about the chosen node than its row has room for.
func (m *Model) renderChosen(p *paint.Pen) {
	if m.page == pageNone && m.renderInFull(p) {
		return
	}
	id, ok := m.subject()
	if !ok {
		return
	}
	n := id.Node(&m.frame)
	if n == nil {
		p.Put(m.c.Theme.Faint, id.String()+": no container of this project")
		return
	}
	s := m.c.NodeSign(n)
	p.Glyph(m.c.Theme.Mark, m.c.Theme.Glyphs.Mark, 1)
	p.Put(m.c.Theme.Strong, " "+n.Name+" ")
	p.Glyph(s.Style, s.Glyph, 1)
	p.Put(s.Style, " "+n.State())
	p.Put(m.c.Theme.Faint, " "+m.c.StateAge(n)+"   "+ui.Words(m.c.Theme, m.known(n)...))
}

// known is what is known of a node beyond its row.
func (m *Model) known(n *incident.Node) []string {
	facts := []string{string(n.Role), containerFact(n.Container)}
	if s := n.Server; s != nil && s.LastChk != "" {
		facts = append(facts, "check: "+strings.TrimSpace(s.CheckStatus+" "+strings.TrimSpace(s.LastChk)))
	}
	if n.Replica != nil && n.Role == record.RoleReplica {
		facts = append(facts, m.c.Replication(n))
		if n.Replica.LastError != "" {
			facts = append(facts, n.Replica.LastError)
		}
	}
	if n.Upstream.Last != "" {
		facts = append(facts, m.c.Since(n.Upstream.LastAt)+" ago: "+n.Upstream.Last)
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
