package ui

import (
	"time"

	"hadash/incident"
	"hadash/incident/consequence"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
)

// Refusal says why a fault of a node is not possible now, and the key that helps; "" when it is possible.
func (c *Context) Refusal(n *incident.Node, kind record.FaultKind) string {
	r := consequence.Refuse(c.Frame, n, kind)
	text, remedy := r.Phrase().String(), paint.Remedy(r)
	if remedy == "" {
		return text
	}
	return text + ": " + c.Keys.Key(remedyOf(r)) + " " + remedy
}

// Refuses says why a fault of a service of a swarm, or of a host, is not possible now; "" when it is possible.
func (c *Context) Refuses(fault record.Fault) string {
	return consequence.RefuseCluster(c.Live, fault).Phrase().String()
}

// remedyOf is the action that undoes the cause of a refusal.
func remedyOf(r consequence.Refusal) keys.Action {
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
	if r.Runs == record.KindK6 {
		return keys.Load
	}
	return keys.Start
}

// Consequences is the effect of a fault on a node, by f.
func (c *Context) Consequences(f *incident.Frame, n *incident.Node, fault record.Fault) consequence.Consequences {
	return consequence.Of(f, n, fault, c.Predict(f, fault))
}

// Phrases are facts as the screen says them.
func (c *Context) Phrases(facts []consequence.Fact) []paint.Phrase {
	out := make([]paint.Phrase, len(facts))
	for i, f := range facts {
		out[i] = paint.Consequence(f, c.Theme.AtMost)
	}
	return out
}

// FitPhrases returns as much as fits: with shorter phrases, then with fewer.
func FitPhrases(th *paint.Theme, phrases []paint.Phrase, room int) string {
	parts := make([]string, len(phrases))
	for i, f := range phrases {
		parts[i] = f.Long
	}
	for i := range phrases {
		if s := Words(th, parts...); paint.Width(s) <= room {
			return s
		}
		parts[i] = phrases[i].Short
	}
	for len(parts) > 1 && paint.Width(Words(th, parts...)) > room {
		parts = parts[:len(parts)-1]
	}
	return Words(th, parts...)
}

// HealText describes a heal: "heals stop mysql-slave1, open 12s". The time is left out if it is not known.
func (c *Context) HealText(f record.Fault, since time.Time) string {
	text := "heals " + f.String()
	if !since.IsZero() {
		text += ", open " + paint.Lasted(c.Frame.At.Sub(since))
	}
	return text
}
