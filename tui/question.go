package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"hadash/record"
	"hadash/tui/asked"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// question asks once before a fault, and says what it will do.
type question struct {
	fault  record.Fault
	others []record.Fault // not a fault, but the offer to heal these, which others made
	hadash bool           // another hadash made them
	facts  []paint.Phrase
	last   bool // the last of its role that serves: its name must be typed
	typed  typedLine
}

// weigh computes the consequences again: the world may change while the question stands. It reports whether there is
// still something to ask.
func (q *question) weigh(c *ui.Context) bool {
	if q.others != nil {
		q.others, q.hadash = asked.Foreign(c.Live), asked.Another(c.Live)
		return q.others != nil
	}
	q.facts, q.last = nil, false
	n := c.Live.Node(q.fault.Target)
	if n == nil && !q.fault.Kind.OfCluster() {
		return true
	}
	would := c.Consequences(c.Live, n, q.fault)
	q.facts, q.last = c.Phrases(would.Facts), would.Last
	if q.fault.Kind.Most() > 0 {
		q.facts = append(q.facts, paint.Phrase{Long: q.fault.Does(), Short: q.fault.Does()})
	}
	return true
}

// title is the text of the question.
func (q *question) title() string {
	if q.others != nil {
		return healTitle(q.others, q.hadash)
	}
	return q.fault.String() + "?"
}

// text is as many of the facts as fit.
func (q *question) text(th *paint.Theme, room int) string {
	return ui.FitPhrases(th, q.facts, room)
}

// answer does or cancels the action in question.
func (m *Model) answer(a keys.Action) tea.Cmd {
	q := m.ask
	m.ask = nil
	switch {
	case a == keys.Yes && q.others != nil:
		m.say(plainly, "%s %s", heals(q.others), m.c.Theme.Ellipsis)
		return m.healEach(q.others)
	case a == keys.Yes:
		return m.doBreak(q.fault)
	case q.others != nil:
		m.say(plainly, "what others broke is left as it is")
	default:
		m.say(plainly, "nothing done")
	}
	return nil
}

// answerByName needs the whole name: a slip of the finger must not break the last one.
func (m *Model) answerByName(a keys.Action) tea.Cmd {
	q := m.ask
	switch a {
	case keys.Clear, keys.Now:
		m.ask = nil
		m.say(plainly, "nothing done")
	case keys.Accept:
		m.ask = nil
		if string(q.typed.text) == q.fault.Target {
			return m.doBreak(q.fault)
		}
		m.say(badly, "the name does not match: nothing done")
	default:
		q.typed.erase(a)
	}
	return nil
}

// draw shows the question and its consequences; the answers are always visible.
func (q *question) draw(c *ui.Context, p *paint.Pen) {
	if q.last {
		q.drawLast(c, p)
		return
	}
	answers := keyCells(c.Keys.Line(keys.Yes)) + keyCells(c.Keys.Line(keys.No))
	asked := *p
	asked.End = max(p.End-answers-2, p.Row.X)
	asked.Put(c.Theme.Warn, q.title())
	if text := q.text(c.Theme, asked.Room()-2); text != "" {
		asked.Space(2)
		asked.Put(c.Theme.Text, text)
	}
	p.Space(3)
	c.KeyWord(p, c.Keys.Line(keys.Yes))
	p.Space(2)
	c.KeyWord(p, c.Keys.Line(keys.No))
}

// drawLast is the question about the last of a role.
func (q *question) drawLast(c *ui.Context, p *paint.Pen) {
	const prompt = "type its name: "
	p.Put(c.Theme.Alert, q.title())
	p.Space(2)
	answer := 2 + len(prompt) + paint.Width(q.fault.Target) + 2
	p.Put(c.Theme.Bad, q.text(c.Theme, p.Room()-answer))
	p.Space(2)
	p.Put(c.Theme.Text, prompt)
	drawTyped(c, p, q.typed.text)
	if n := c.Keys.Key(keys.Clear) + " no"; p.Room() > paint.Width(n)+1 {
		from := p.Row.X + 2
		p.Put(c.Theme.Faint, "  "+n)
		p.Act(from, keys.Clear.Name())
	}
}
