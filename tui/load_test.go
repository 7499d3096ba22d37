package tui

import (
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/record"
)

// notMade is a project whose load has no container yet, or that has no load at all.
func notMade() incident.Frame {
	f := noLoad()
	f.Nodes = slices.DeleteFunc(slices.Clone(f.Nodes), func(n incident.Node) bool { return n.Role == record.RoleLoad })
	f.Topology.Nodes = slices.DeleteFunc(slices.Clone(f.Topology.Nodes), func(n record.Node) bool { return n.Role == record.RoleLoad })
	return f
}

// flown is a command under way: its message comes when it is over.
func flown(cmd tea.Cmd) <-chan tea.Msg {
	done := make(chan tea.Msg, 1)
	go func() { done <- cmd() }()
	return done
}

// Only what is built is said to be built: a project without a load builds nothing.
func TestLoadWithoutALoadService(t *testing.T) {
	hands := &fakeHands{err: errNoService}
	m := screenOf(120, 36, Options{Hands: hands}, notMade())
	_, cmd := m.Update(keyMsg("l"))
	if strings.Contains(m.said.text, "buil") || strings.Contains(m.said.text, "made") {
		t.Errorf("before anybody knows it says %q", m.said.text)
	}
	settle(m, cmd)
	if m.said.text != errNoService.Error() {
		t.Errorf("it says %q", m.said.text)
	}
}

type noService struct{}

func (noService) Error() string { return "start the load: there is no load" }

var errNoService = noService{}

// While the load is made the screen says how far that is, with every Frame, and other remarks stay. The same key again
// ends the waiting.
func TestLoadBeingMade(t *testing.T) {
	hands := &fakeHands{waits: true, preparing: "image hadash/k6:lab (3s) compiling net"}
	m := screenOf(120, 36, Options{Hands: hands}, notMade())
	_, cmd := m.Update(keyMsg("l"))
	done := flown(cmd)
	if !strings.Contains(m.said.text, hands.preparing) {
		t.Errorf("it says %q", m.said.text)
	}
	hands.preparing = "image hadash/k6:lab (9m) compiling net/http"
	m.Update(frameMsg(notMade()))
	if !strings.Contains(m.said.text, hands.preparing) {
		t.Errorf("with the next frame it says %q", m.said.text)
	}
	m.say(well, "stop app1: done")
	m.Update(frameMsg(notMade()))
	if m.said.text != "stop app1: done" {
		t.Errorf("over another remark it says %q", m.said.text)
	}
	if _, second := m.Update(keyMsg("l")); second != nil {
		t.Error("a second load was asked for while the first one is waited for")
	}
	_, next := m.Update(<-done)
	settle(m, next)
	if want := []string{"load 20", "load 0"}; !slices.Equal(hands.calls, want) || m.said.text != "load stopped" {
		t.Errorf("did %q, says %q; want %q", hands.calls, m.said.text, want)
	}
}

// Where no load is known, the keys that change one promise none.
func TestMoreOfNoLoad(t *testing.T) {
	m := screenOf(120, 36, Options{Hands: &fakeHands{}}, notMade())
	m.Update(keyMsg("+"))
	if m.said.text != "no load runs; if the project has one, l starts it with 25 users" {
		t.Errorf("it says %q", m.said.text)
	}
}
