package tui

import (
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/tui/paint"
)

// How long an alert is shown at most, and how often the bell rings.
const (
	alertFor       = time.Minute
	alertExplained = 5 * time.Second // when the rest of the first line says what is behind it
	alertRest      = 2 * time.Second

	alertMemory = 15 * time.Minute // the fold looks back for ten
)

// alerts is what went wrong and nobody asked for: the newest is on the first line until it is over.
type alerts struct {
	list []event.Event
	told map[string]time.Time // what was an alert already, and when it was last told of
	rung time.Time
	due  bool // the bell is to ring
}

// alert looks for alerts in what a Frame brought. The first Frame brings what was before, and a recording that is
// being sought in what nobody waits for.
func (m *Model) alert(f *incident.Frame) {
	a := &m.alerts
	if !m.any {
		a.told = nil // what comes after a jump back was told of already, and is news again
	}
	if !m.any || m.reel.Seeking {
		a.list = nil
		return
	}
	for i := range f.Events {
		e := &f.Events[i]
		key := m.alarming(f, e)
		if key == "" || e.At.Before(f.Begun) {
			continue // it was over before anybody looked: the timeline has it
		}
		if !a.tell(key, f.At) {
			a.list = append(a.list, *e)
			a.due = a.due || f.At.Sub(a.rung) >= alertRest
		}
	}
	a.forget(f)
	a.list = slices.DeleteFunc(a.list, func(e event.Event) bool { return f.At.Sub(e.At) > stands(f, &e) || m.over(f, &e) })
	if a.due && len(a.list) == 0 {
		a.due = false
	}
}

// stands is how long an alert is shown: that a node went down is not said for long beside the open fault, somebody
// else's, that took it down.
func stands(f *incident.Frame, e *event.Event) time.Duration {
	switch e.Kind {
	case event.KindServer, event.KindContainer, event.KindReplica:
		if slices.ContainsFunc(f.Faults, func(o stopwatch.Fault) bool { return o.Target == e.Node }) {
			return alertExplained
		}
	}
	return alertFor
}

// tell remembers an alert, and reports whether it was told already.
func (a *alerts) tell(key string, at time.Time) bool {
	if a.told == nil {
		a.told = map[string]time.Time{}
	}
	_, was := a.told[key]
	a.told[key] = at
	return was
}

// forget drops what nothing will tell of again: an event is made better for some minutes at most, and what clients
// feel belongs to its fault.
func (a *alerts) forget(f *incident.Frame) {
	maps.DeleteFunc(a.told, func(key string, at time.Time) bool {
		if f.At.Sub(at) < alertMemory {
			return false
		}
		return !slices.ContainsFunc(f.Faults, func(o stopwatch.Fault) bool { return key == felt(f, o.String()) })
	})
}

// felt is the key of what clients felt of a fault: broken again in the same way it is another one.
func felt(f *incident.Frame, fault string) string {
	for i := range slices.Backward(f.Stopwatches) {
		if w := &f.Stopwatches[i]; w.String() == fault {
			return "client " + fault + " " + w.At.String()
		}
	}
	return "client " + fault
}

// alarming is what makes an event an alert, and tells it from others: a node that goes down, a source that falls
// silent, a grey failure, the first failure of a fault that a client saw. What happens to a node that was just broken
// from here was expected; what clients feel of it is not. "" = it is none.
func (m *Model) alarming(f *incident.Frame, e *event.Event) string {
	bad := e.Severity == event.Bad
	id := string(e.Kind) + " " + e.Subject + " " + e.At.String()
	switch e.Kind {
	case event.KindClient:
		if bad {
			return felt(f, e.Fault)
		}
	case event.KindAbort:
		return id
	case event.KindTruth:
		if e.Severity >= event.Warn {
			return id
		}
	case event.KindBackend:
		if bad {
			return id
		}
	case event.KindServer, event.KindContainer, event.KindReplica:
		if bad && !m.brokenHere(f, e.Node) {
			return id
		}
	case event.KindSource:
		if e.Severity >= event.Warn && !m.brokenHere(f, e.Node) && (e.Subject != record.SourceK6 || m.c.LoadRuns()) {
			return id
		}
	}
	return ""
}

// brokenHere reports whether a node is broken by what was asked for on this screen.
func (m *Model) brokenHere(f *incident.Frame, node string) bool {
	return m.asked.Touches(node) || slices.ContainsFunc(f.Faults, func(o stopwatch.Fault) bool { return o.You && o.Target == node })
}

// over reports whether what an alert told of is well again.
func (m *Model) over(f *incident.Frame, e *event.Event) bool {
	return slices.ContainsFunc(f.Events, func(o event.Event) bool {
		switch {
		case o.Severity != event.Good || o.At.Before(e.At):
			return false
		case e.Kind == event.KindClient:
			return o.Kind == event.KindHeal && o.Fault == e.Fault
		case e.Kind == event.KindContainer:
			return o.Node == e.Node && (o.Kind == e.Kind || o.Kind == event.KindServer)
		}
		return o.Kind == e.Kind && o.Subject == e.Subject && o.Node == e.Node
	})
}

// alerted is the node of which the alert on the first line says that not all agree on it; "" = there is no such alert.
func (m *Model) alerted() string {
	a := m.alerts.list
	if len(a) == 0 || m.frozen || a[len(a)-1].Kind != event.KindTruth {
		return ""
	}
	return a[len(a)-1].Node
}

// renderAlert is the newest alert, its age, and how many more there are.
func (m *Model) renderAlert(p *paint.Pen) {
	a := &m.alerts
	e := &a.list[len(a.list)-1]
	tail := " " + paint.Age(m.frame.At.Sub(e.At))
	if n := len(a.list) - 1; n > 0 {
		tail += " " + m.c.Theme.Dot + " " + paint.Count(int64(n)) + " more"
	}
	s := m.c.Theme.Severity(e)
	p.Glyph(m.c.Theme.Alert, s.Glyph, 1)
	text := *p
	text.End = max(p.End-paint.Width(tail)-1, p.Row.X)
	text.Put(m.c.Theme.Alert, " "+e.Text)
	p.Put(m.c.Theme.Faint, tail)
}

// ring tells of a new alert beyond the screen: the bell, and a notification of the desktop by OSC 9.
func (m *Model) ring() tea.Cmd {
	a := &m.alerts
	if !a.due || m.o.say == nil {
		return nil
	}
	a.due, a.rung = false, m.live.At
	seq := ""
	if m.o.Bell {
		seq = "\a"
	}
	if m.o.Notify {
		seq += notification(a.list[len(a.list)-1].Text, os.Getenv("TMUX") != "")
	}
	if seq == "" {
		return nil
	}
	return m.tell(seq)
}

// maxNotice bounds a notification: desktops cut what is longer.
const maxNotice = 120

// notification is OSC 9 with a text of which nothing can end it early. tmux passes on what is wrapped for it, with
// each escape doubled (tmux(1), allow-passthrough).
func notification(text string, tmux bool) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\ufffd' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	seq := "\x1b]9;hadash: " + ansi.Truncate(text, maxNotice, "") + "\a"
	if tmux {
		return "\x1bPtmux;" + strings.ReplaceAll(seq, "\x1b", "\x1b\x1b") + "\x1b\\"
	}
	return seq
}
