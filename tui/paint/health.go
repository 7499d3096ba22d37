package paint

import "hadash/incident"

// healthWords are the healths for which an incident has HAProxy's own word: that stands on HAProxy's pages only.
var healthWords = map[incident.Health]string{
	incident.Up: "up", incident.Down: "down", incident.Maint: "maint", incident.Drain: "drain", incident.Nolb: "not balanced",
}

// HealthWord is a health in lower-case words.
func HealthWord(h incident.Health) string {
	if word, ok := healthWords[h]; ok {
		return word
	}
	return h.String()
}
