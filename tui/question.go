package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/record"
)

// question asks once before something is broken, and says what that will do.
type question struct {
	fault record.Fault
	facts []string // "2 replicas stay UP", "9 sessions will be cut"
	short string   // the fact that must be seen where there is little room
	last  bool     // the last of its role that serves: its name must be typed
	typed typedLine
}

// roleWords are the roles as a question counts them.
var roleWords = map[record.Role][2]string{
	record.RoleLoad:     {"load generator", "load generators"},
	record.RoleWeb:      {"web server", "web servers"},
	record.RoleApp:      {"app instance", "app instances"},
	record.RoleBalancer: {"balancer", "balancers"},
	record.RoleReplica:  {"replica", "replicas"},
	record.RoleMaster:   {"master", "masters"},
}

func newQuestion(f *incident.Frame, fault record.Fault) *question {
	q := &question{fault: fault}
	q.weigh(f)
	return q
}

// weigh counts again what the fault would do: the world may change while the question stands.
func (q *question) weigh(f *incident.Frame) {
	q.facts, q.short, q.last = nil, "", false
	n := f.Node(q.fault.Target)
	if n == nil {
		return
	}
	left := 0
	for i := range f.Nodes {
		if o := &f.Nodes[i]; o.Role == n.Role && o.Name != n.Name && o.Health.Serving() {
			left++
		}
	}
	word := roleWords[n.Role]
	switch {
	case !n.Health.Serving():
		q.facts = append(q.facts, "it serves nothing now: "+n.Health.String())
	case left > 0:
		q.facts = append(q.facts, plural(left, word[0]+" stays UP", word[1]+" stay UP"))
	case n.Role == record.RoleLoad:
		q.facts = append(q.facts, "the load ends")
	default:
		q.last = true
		q.facts = append(q.facts, "the LAST "+word[0]+" that serves")
		q.short = "the LAST " + word[0]
	}
	q.facts = append(q.facts, q.impact(n)...)
}

// impact is what is going on at the node this very moment.
func (q *question) impact(n *incident.Node) []string {
	hurt := "will be cut"
	if q.fault.Kind == record.Pause {
		hurt = "will hang"
	}
	switch {
	case n.Server != nil && n.Health.Serving():
		return []string{plural(int(n.Server.Scur), "session", "sessions") + " " + hurt}
	case n.Rate > 0 && n.Role != record.RoleLoad:
		return []string{"it serves " + rate(n.Rate) + "/s"}
	}
	return nil
}

// text says as much of the facts as fits.
func (q *question) text(th *Theme, room int) string {
	for n := len(q.facts); n > 0; n-- {
		if s := words(th, q.facts[:n]...); width(s) <= room {
			return s
		}
	}
	if q.short != "" || len(q.facts) == 0 {
		return q.short
	}
	return q.facts[0]
}

// answer is a key while a question stands.
func (m *Model) answer(msg tea.KeyMsg) tea.Cmd {
	q := m.ask
	if q.last {
		return m.answerByName(msg)
	}
	switch {
	case key.Matches(msg, m.keys.Yes):
		m.ask = nil
		return m.doBreak(q.fault)
	case key.Matches(msg, m.keys.No):
		m.ask = nil
		m.say(plainly, "nothing done")
	}
	return nil
}

// answerByName wants the whole name: the last one is not broken by a slip of the finger.
func (m *Model) answerByName(msg tea.KeyMsg) tea.Cmd {
	q := m.ask
	switch {
	case key.Matches(msg, m.keys.Clear), key.Matches(msg, m.keys.Now):
		m.ask = nil
		m.say(plainly, "nothing done")
	case key.Matches(msg, m.keys.Accept):
		m.ask = nil
		if string(q.typed.text) == q.fault.Target {
			return m.doBreak(q.fault)
		}
		m.say(badly, "that was not its name: nothing done")
	case key.Matches(msg, m.keys.Erase):
		q.typed.text = q.typed.text[:max(len(q.typed.text)-1, 0)]
	case key.Matches(msg, m.keys.Wipe):
		q.typed.text = nil
	case msg.Type == tea.KeyRunes:
		q.typed.add(msg.Runes)
	}
	return nil
}
