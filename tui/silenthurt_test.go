package tui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/record"
)

// While a balancer does not answer, the first line says that users are hurt as well. It never calls them fine then: the
// witness may be silent too.
func TestSilenceAndHurtUsers(t *testing.T) {
	f := incident.Fold(incident.Frame{}, record.Sample{At: noon, Source: record.SourceTopology, Topology: &record.Topology{Nodes: []record.Node{
		{Name: "lb", Role: record.RoleBalancer}, {Name: "web", Role: record.RoleWeb}}}})
	poll := func(at int, err string) {
		s := record.Sample{At: noon.Add(time.Duration(at) * time.Second), Source: record.SourceHAProxy, Node: "lb", Err: err}
		if err == "" {
			s.HAProxy = &record.HAProxy{}
		}
		f = incident.Fold(f, s)
	}
	answers := func(at, failed int) {
		f = incident.Fold(f, record.Sample{At: noon.Add(time.Duration(at) * time.Second), Source: record.SourceLogs, Node: "web",
			Logs: &record.Logs{Answers: &record.AnswerTally{Requests: 40, Failed: failed}}})
	}
	first := func() string {
		s := NewOffscreen(Options{}, 160, 36)
		s.Show(Shown{Frame: f})
		line, _, _ := strings.Cut(ansi.Strip(s.String()), "\n")
		return line
	}
	poll(0, "")
	answers(1, 0)
	for at := 2; at < 20; at++ {
		poll(at, "connection refused")
	}
	if got := first(); !strings.Contains(got, "no answer from haproxy") || strings.Contains(got, "users") {
		t.Errorf("%q", got)
	}
	answers(20, 7)
	poll(21, "connection refused")
	if got := first(); !strings.Contains(got, "no answer from haproxy") || !strings.Contains(got, "USERS HURT: 7 of 80 failed") {
		t.Errorf("%q", got)
	}
}

// Of several HAProxies the first line names those that do not answer.
func TestSilentOfSeveral(t *testing.T) {
	f := madeUpFrame("tcp-two", 6)
	for i := range 12 {
		for name, err := range map[string]string{"edge": "", "lb1": "", "lb2": "connection refused"} {
			s := record.Sample{At: at(time.Duration(7+i) * time.Second), Source: record.SourceHAProxy, Node: name, Err: err}
			if err == "" {
				s.HAProxy = f.Page(name)
			}
			f = incident.Fold(f, s)
		}
	}
	line, _, _ := strings.Cut(ansi.Strip(screenOf(160, 36, Options{}, f).View()), "\n")
	if !strings.Contains(line, "no answer from lb2 ") || strings.Contains(line, "haproxy ") || strings.Contains(line, "lb1") {
		t.Errorf("%q", line)
	}
}
