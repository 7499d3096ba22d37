package ui

import (
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
)

// Workers says what the master of a HAProxy says of its workers: when it was reloaded, whether the last reload failed, and what old
// workers still do. It is "" where no master is asked; bad: a reload failed; old: there are old workers.
func (c *Context) Workers(n *incident.Node) (text string, bad, old bool) {
	s, w := c.Frame.Source(record.SourceWorkers, n.Name), n.Workers
	switch {
	case s == nil:
		return "", false, false
	case w == nil:
		return "not known: " + reason(s.Err), false, false
	}
	failed, reloaded := "", ""
	if w.Failed > 0 {
		failed = "the last reload failed: it runs with the configuration of before"
	}
	if w.Reloads > max(w.Failed, 0) && w.Pid != 0 {
		reloaded = "reloaded " + paint.Age(record.Times(w.Uptime, time.Second)+c.Frame.At.Sub(s.LastOK)) + " ago"
	}
	text = Words(c.Theme, failed, reloaded, oldWorkers(w))
	if s.Stale() {
		text = Words(c.Theme, text, c.Staleness(s))
	}
	return text, failed != "", len(w.Old) > 0
}

// oldWorkers says how many old workers there are and what they keep.
func oldWorkers(w *record.Workers) string {
	if len(w.Old) == 0 {
		return "no old worker"
	}
	text := paint.Plural(len(w.Old), "old worker", "old workers")
	switch n, known := w.Conns(); {
	case known:
		text += ", " + paint.Plural(int(n), "session", "sessions")
	case n > 0:
		text += ", at least " + paint.Plural(int(n), "session", "sessions")
	}
	oldest := w.Old[len(w.Old)-1]
	if oldest.Uptime > 0 {
		text += ", the oldest started " + paint.Age(record.Times(oldest.Uptime, time.Second)) + " ago"
	}
	return text
}
