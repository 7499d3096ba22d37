package tui

import (
	"hadash/incident"
	"hadash/incident/consequence"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
)

// refuse says why a node cannot be broken in that way now, and the key that helps; "" when it can.
func (m *Model) refuse(n *incident.Node, kind record.FaultKind) string {
	r := consequence.Refuse(n, kind)
	text, remedy := paint.Refusal(r)
	if remedy == "" {
		return text
	}
	return text + ": " + m.c.Keys.Key(m.remedyKey(r)) + " " + remedy
}

// remedyKey is the key that undoes what a refusal is about.
func (m *Model) remedyKey(r consequence.Refusal) keys.Action {
	switch r.Reason {
	case consequence.PausedAlready, consequence.RestartOfPaused:
		return keys.Pause
	case consequence.CutAlready:
		return keys.Cut
	case consequence.MaintAlready:
		return keys.Maint
	case consequence.DrainAlready:
		return keys.Drain
	}
	if r.Role == record.RoleLoad {
		return keys.Load
	}
	return keys.Start
}

// undoable finds the fault of that kind that a node has now, or that was asked for.
func (m *Model) undoable(n *incident.Node, kind record.FaultKind) (record.Fault, bool) {
	fault, ok := consequence.Undoable(&m.live, n, kind)
	if ok || kind == record.Pause {
		return fault, ok
	}
	for f := range m.hands.asked {
		if f.Target == n.Name && f.Kind == kind {
			return f, true
		}
	}
	return fault, false
}

// consequences is what a fault would do to a node as things are in f.
func (m *Model) consequences(f *incident.Frame, n *incident.Node, fault record.Fault) consequence.Consequences {
	return consequence.Of(f, n, fault, m.o.predict(f, fault))
}

// phrases are facts as the screen says them.
func (m *Model) phrases(facts []consequence.Fact) []paint.Phrase {
	out := make([]paint.Phrase, len(facts))
	for i, f := range facts {
		out[i] = paint.Consequence(f, m.c.Theme.AtMost)
	}
	return out
}
