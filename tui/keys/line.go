package keys

// Line is the help of an action, or of several that belong together: "s S", "stop, start".
type Line struct {
	Key, Does string
	Actions   []Action
	Off       bool // not available on this screen
}

// Line returns the help of one action.
func (m *Map) Line(a Action) Line { return m.Both(m.Does(a), a) }

// Both is one line for actions that belong together; it is off if the first one is.
func (m *Map) Both(does string, first Action, more ...Action) Line {
	l := Line{Key: m.Key(first), Does: does, Actions: each[first : first+1 : first+1], Off: !m.On(first)}
	if len(more) > 0 {
		l.Actions = append(l.Actions, more...)
	}
	for _, a := range more {
		l.Key += " " + m.Key(a)
	}
	return l
}

// each holds every action at its number: most lines are of one, and are made for each frame.
var each = func() (all [count]Action) {
	for a := range count {
		all[a] = a
	}
	return all
}()
