// Package keys holds the keys of the screen: every action with its keys and its words, in one table. No other package
// names a key.
package keys

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// Map holds the keys of every action on one screen. The zero Map has none; New makes one.
type Map struct {
	all [count]key.Binding
}

// New makes a Map with the default keys, or with those that over has for the names of actions. What CheckKeys refuses
// keeps its default.
func New(over map[string][]string) *Map {
	m := &Map{}
	for a := None + 1; a < count; a++ {
		e := &table[a]
		m.all[a] = key.NewBinding(key.WithKeys(e.keys...), key.WithHelp(e.key, e.does))
	}
	_ = m.remap(over)
	return m
}

// Is reports whether a key does an action, and the action is on.
func (m *Map) Is(msg tea.KeyMsg, a Action) bool {
	return key.Matches(msg, m.all[a])
}

// Action is the first of the possible actions that a key does; None when it does none of them.
func (m *Map) Action(msg tea.KeyMsg, moment []Action) Action { return m.Which(msg, moment...) }

// Which is the first of some actions that a key does; None when it does none of them.
func (m *Map) Which(msg tea.KeyMsg, of ...Action) Action {
	for _, a := range of {
		if m.Is(msg, a) {
			return a
		}
	}
	return None
}

// Key formats the keys of an action: "k ↑". An action without a key is written as a command:
// ":stop".
func (m *Map) Key(a Action) string { return m.all[a].Help().Key }

// Does is the help of an action, in a word or two.
func (m *Map) Does(a Action) string { return m.all[a].Help().Desc }

// On reports whether an action is available on this screen, by a key or otherwise.
func (m *Map) On(a Action) bool { return m.all[a].Enabled() }

// Shared reports whether the key of an action that is shown also does another.
func (m *Map) Shared(a, other Action) bool {
	all := m.all[a].Keys()
	return len(all) > 0 && slices.Contains(m.all[other].Keys(), all[0])
}

// Switch turns actions on or off.
func (m *Map) Switch(on bool, all ...Action) {
	for _, a := range all {
		m.all[a].SetEnabled(on)
	}
}

// Call changes the help of an action.
func (m *Map) Call(a Action, does string) { m.all[a].SetHelp(m.Key(a), does) }

// Off is the first action that has this key and is switched off; None when there is none.
func (m *Map) Off(msg tea.KeyMsg) Action {
	for a := None + 1; a < count; a++ {
		if !m.On(a) && slices.Contains(m.all[a].Keys(), msg.String()) {
			return a
		}
	}
	return None
}

// Spell formats a key as in a configuration: the blank by its name.
func Spell(msg tea.KeyMsg) string { return spelled([]string{msg.String()})[0] }

// Actions lists all actions in their order.
func Actions() []Action {
	out := make([]Action, 0, count-1)
	for a := None + 1; a < count; a++ {
		out = append(out, a)
	}
	return out
}
