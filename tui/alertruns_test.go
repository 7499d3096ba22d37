package tui

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/event"
	"hadash/record"
	"hadash/tui/alerts"
)

var capturedRuns = []string{"baseline-pause-mysql-slave1", "baseline-stop-mysql-slave2", "tuned-kill-mysql-slave1", "tuned-pause-app1"}

// alertOf names an alert: what it is about, and since when.
func alertOf(kind event.Kind, subject string, at time.Time) string {
	return fmt.Sprintf("%s %s %s", kind, subject, at.UTC().Format("15:04:05.000"))
}

// alertsOf is every alert that the screen shows of a run, in their order.
func alertsOf(samples []record.Sample) (out []string, left int) {
	m := screenOf(120, 36, Options{Hands: &fakeHands{}})
	var f incident.Frame
	for _, s := range samples {
		f = incident.Fold(f, s)
		m.Update(frameMsg(f))
		for _, e := range m.alerts.List {
			if a := alertOf(e.Kind, e.Subject, e.At); !slices.Contains(out, a) {
				out = append(out, a)
			}
		}
	}
	return out, m.alerts.Told()
}

// reading is a second way to the alerts of a run in which one node is broken from here: it looks at the Samples alone.
type reading struct {
	target          string
	felt            bool
	missed          map[string]int // answers that a source owes in a row
	since           map[string]time.Time
	state           string // of the target by Docker
	up, everDown    bool   // by HAProxy's page
	differ          time.Time
	broken, healing bool
	alerts          []string
}

func (r *reading) read(s *record.Sample) {
	switch {
	case s.Act != nil && s.Act.Inject != nil:
		r.broken = true
	case s.Act != nil && s.Act.Heal != nil:
		r.healing = true
	case s.Logs != nil:
		r.logs(s.Logs.Lines)
	case s.Source == record.SourceDocker || s.Source == record.SourceHAProxy || s.Source == record.SourceNginx:
		r.silence(s)
	}
	if d := s.Docker; d != nil && d.Node == r.target {
		if is := map[string]string{"pause": "paused", "die": "exited", "unpause": "running", "start": "running"}[d.Action]; is != "" {
			r.state = is
		}
	}
	for _, c := range s.Containers {
		if c.Node == r.target {
			r.state = c.State
		}
	}
	if s.HAProxy != nil {
		for i := range s.HAProxy.Servers {
			if v := &s.HAProxy.Servers[i]; v.Svname == r.target {
				r.up = v.Status.State == record.Up || v.Status.State == record.GoingDown
				r.everDown = r.everDown || r.broken && !r.up
			}
		}
	}
	if r.broken && !r.healing && r.differ.IsZero() && r.up && r.state != "" && r.state != "running" {
		r.differ = s.At
	}
}

// logs looks for the first request that a client lost.
func (r *reading) logs(lines []record.Line) {
	for i := range lines {
		l := &lines[i]
		at, lost := l.At, l.Access != nil && l.Access.Status >= 500
		if l.Request != nil && l.Request.Failed {
			at, lost = l.Request.At, true
		}
		if lost && !r.felt {
			r.felt = true
			r.alerts = append(r.alerts, alertOf(event.KindClient, l.Node, at))
		}
	}
}

// silence is two answers in a row that did not come, told once, of the time of the first.
func (r *reading) silence(s *record.Sample) {
	if s.Docker != nil {
		return
	}
	name := s.Source + s.Node
	if s.Err == "" {
		r.missed[name] = 0
		return
	}
	if r.missed[name]++; r.missed[name] == 1 {
		r.since[name] = s.At
	}
	if r.missed[name] == 2 {
		r.alerts = append(r.alerts, alertOf(event.KindSource, s.Source, r.since[name]))
	}
}

// What the screen alarms of in real runs is what their Samples say: the first request lost, the sources that fell
// silent, and a node that Docker says is frozen while HAProxy never stops believing in it. That the node that was
// broken from here goes down is no alarm.
func TestAlertsOfRuns(t *testing.T) {
	t.Parallel()
	any := 0
	for _, run := range capturedRuns {
		t.Run(run, func(t *testing.T) {
			samples := captured.Samples(t, run)
			r := reading{missed: map[string]int{}, since: map[string]time.Time{}}
			for i := range samples {
				if a := samples[i].Act; a != nil && a.Inject != nil {
					r.target = a.Inject.Target
				}
			}
			for i := range samples {
				r.read(&samples[i])
			}
			if !r.differ.IsZero() && !r.everDown {
				r.alerts = append(r.alerts, alertOf(event.KindTruth, r.target, r.differ))
			}
			got, told := alertsOf(samples)
			any += len(got)
			want := slices.Sorted(slices.Values(r.alerts))
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("alerts:\n%q, the Samples say\n%q", got, want)
			}
			if told != len(want) {
				t.Errorf("%d alerts are remembered, want %d", told, len(want))
			}
		})
	}
	if any == 0 {
		t.Error("no run has an alert: this compares nothing")
	}
}

// An alert is forgotten in the end, except for what clients feel of a fault that is still open; the same fault again
// is announced again.
func TestAlertsAreForgotten(t *testing.T) {
	m := screenOf(120, 36, Options{Hands: &fakeHands{}}, allUp())
	m.Update(frameMsg(bring(oneDown(), 0, clientEvent, silentEvent)))
	m.Update(frameMsg(bring(oneDown(), alerts.Memory+time.Second)))
	if m.alerts.Told() != 1 {
		t.Errorf("while the fault is open %v are remembered", m.alerts.Told())
	}
	m.Update(frameMsg(bring(oneDown(), alerts.Memory+2*time.Second, clientEvent)))
	if len(m.alerts.List) != 0 {
		t.Error("what clients feel of an open fault is announced twice")
	}
	again := oneDown()
	again.Stopwatches = append(slices.Clone(again.Stopwatches), again.Stopwatches[0])
	again.Stopwatches[1].At = again.At
	m.Update(frameMsg(bring(again, alerts.Memory+3*time.Second, clientEvent)))
	if len(m.alerts.List) != 1 {
		t.Error("the same fault again is not announced")
	}
	m.Update(frameMsg(bring(allUp(), 3*alerts.Memory)))
	if m.alerts.Told() != 0 {
		t.Errorf("%v are remembered for ever", m.alerts.Told())
	}
}
