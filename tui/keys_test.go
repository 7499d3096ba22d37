package tui

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"hadash/incident"
	"hadash/tui/paint"
)

func paused(name string) incident.Frame {
	f := allUp()
	f.Node(name).Health, f.Node(name).Container.State = incident.Paused, "paused"
	return f
}

func noLoad() incident.Frame {
	f := allUp()
	f.Load = incident.Load{Rate: -1}
	f.Node("k6").Container.State, f.Node("k6").Health = "exited", incident.Stopped
	return f
}

func TestKeysAct(t *testing.T) {
	for name, tt := range map[string]struct {
		frame incident.Frame
		keys  string
		want  []string
		said  string // part of the last line
	}{
		"stop":               {allUp(), "s y", []string{"inject stop mysql-slave1"}, "stop mysql-slave1: done"},
		"stop, no":           {allUp(), "s n", nil, "nothing done"},
		"stop, other key":    {allUp(), "s x j", nil, "stop mysql-slave1?  2 replicas stay up · 9 sessions will be cut"},
		"stop, quit is no":   {allUp(), "s q", nil, "nothing done"},
		"kill the third":     {allUp(), "j j x y", []string{"inject kill mysql-slave3"}, ""},
		"restart an app":     {allUp(), "node:app1 r y", []string{"inject restart app1"}, ""},
		"pause":              {allUp(), "p y", []string{"inject pause mysql-slave1"}, ""},
		"pause asks":         {allUp(), "p", nil, "9 sessions will hang"},
		"unpause":            {paused("mysql-slave1"), "p", []string{"heal pause mysql-slave1"}, "unpause mysql-slave1: done"},
		"start a paused":     {paused("mysql-slave1"), "S", []string{"heal pause mysql-slave1"}, ""},
		"start a stopped":    {oneDown(), "S", []string{"heal stop mysql-slave1"}, ""},
		"start a running":    {allUp(), "S", nil, "mysql-slave1 is already running"},
		"stop a stopped":     {oneDown(), "s", nil, "mysql-slave1 is not running (exited): S starts it"},
		"stop a paused":      {paused("mysql-slave1"), "s y", []string{"inject stop mysql-slave1"}, ""},
		"last by name":       {lastReplica(), "j x mysql-slave2 enter", []string{"inject kill mysql-slave2"}, ""},
		"last, wrong name":   {lastReplica(), "j x mysql-slave1 enter", nil, "the name does not match"},
		"last, y is no yes":  {lastReplica(), "j x y enter", nil, "the name does not match"},
		"last, esc":          {lastReplica(), "j x mysql-slave2 esc", nil, "nothing done"},
		"master is the last": {allUp(), "G s", nil, "the LAST master that serves"},
		"heal all":           {oneDown(), "H", []string{"heal stop mysql-slave1"}, ""},
		"heal nothing":       {allUp(), "H", nil, "nothing to heal"},
		"load off":           {allUp(), "l", []string{"load 0"}, "load stopped"},
		"load on":            {noLoad(), "l", []string{"load 20"}, "load: 20 users"},
		"more":               {allUp(), "+ +", []string{"load 25", "load 30"}, ""},
		"fewer":              {allUp(), "-", []string{"load 15"}, ""},
		"more before on":     {noLoad(), "+ l", []string{"load 25"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			h := &fakeHands{}
			m := screenOf(120, 36, Options{Hands: h}, tt.frame)
			press(m, strings.Fields(tt.keys)...)
			if diff := cmp.Diff(tt.want, h.calls); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
			if !strings.Contains(ansi.Strip(m.View()), tt.said) {
				t.Errorf("%q is not on the screen:\n%s", tt.said, ansi.Strip(m.View()))
			}
		})
	}
}

// A question counts again when the world changes while it stands.
func TestQuestionFollowsTheWorld(t *testing.T) {
	h := &fakeHands{}
	m := screenOf(120, 36, Options{Hands: h}, allUp())
	press(m, "j", "x")
	m.Update(frameMsg(lastReplica()))
	press(m, "y")
	if len(h.calls) != 0 || m.ask == nil || !m.ask.last {
		t.Errorf("y broke the last replica: %v", h.calls)
	}
}

func TestActionFails(t *testing.T) {
	m := screenOf(120, 36, Options{Hands: &fakeHands{err: errors.New("stop mysql-slave1: docker: permission denied")}}, allUp())
	press(m, "s", "y")
	if got := m.said.text; got != "stop mysql-slave1: docker: permission denied" {
		t.Errorf("said %q", got)
	}
	if len(m.asked.Ours(&m.live)) != 0 {
		t.Errorf("%v counts as broken", m.asked.Ours(&m.live))
	}
}

func TestYesDoesNotAsk(t *testing.T) {
	h := &fakeHands{}
	press(screenOf(120, 36, Options{Hands: h, Yes: true}, allUp()), "s")
	if len(h.calls) != 1 {
		t.Errorf("calls %v", h.calls)
	}
}

func TestReadOnly(t *testing.T) {
	m := screenOf(120, 36, Options{}, oneDown())
	for _, k := range []string{"s", "S", "r", "x", "p", "H", "l", "+", "e"} {
		press(m, k)
		if not := strings.Contains(m.said.text, ": not available with --read-only"); m.ask != nil || not != (k != "e") {
			t.Errorf("%s: a read-only screen asked or said %q", k, m.said.text)
		}
	}
	if !press(m, "q") {
		t.Error("q does not quit")
	}
}

func TestNote(t *testing.T) {
	var notes []string
	m := screenOf(120, 36, Options{Note: func(text string) { notes = append(notes, text) }}, allUp())
	press(m, "n", "looks", " ", "bad", "enter")
	if want := []string{"looks bad"}; !slices.Equal(notes, want) {
		t.Errorf("notes %q, want %q", notes, want)
	}
}

func TestQuitHeals(t *testing.T) {
	h := &fakeHands{}
	m := screenOf(120, 36, Options{Hands: h}, oneDown())
	_, cmd := m.Update(keyMsg("q"))
	if got := ansi.Strip(m.View()); !strings.Contains(got, "healing stop mysql-slave1 …   ctrl+c quits now") {
		t.Errorf("does not say what it heals:\n%s", got)
	}
	press(m, "s", "y")
	if !settle(m, cmd) {
		t.Error("healed, and did not quit")
	}
	if want := []string{"heal stop mysql-slave1"}; !slices.Equal(h.calls, want) {
		t.Errorf("calls %v, want %v", h.calls, want)
	}
}

func TestQuitTwice(t *testing.T) {
	m := screenOf(120, 36, Options{Hands: &fakeHands{}}, oneDown())
	m.Update(keyMsg("ctrl+c"))
	if press(m, "q") {
		t.Error("q ended the healing")
	}
	if !press(m, "ctrl+c") {
		t.Error("the second ctrl+c did not quit")
	}
}

// A fault that no Frame shows yet is healed too; one still being injected is waited for.
func TestQuitHealsTheNewest(t *testing.T) {
	h := &fakeHands{}
	m := screenOf(120, 36, Options{Hands: h}, allUp())
	press(m, "s", "y", "j", "p")
	_, inject := m.Update(keyMsg("y"))
	if press(m, "q") {
		t.Error("quit before the pause was answered")
	}
	if !settle(m, inject) {
		t.Error("did not quit")
	}
	want := []string{"inject stop mysql-slave1", "heal stop mysql-slave1", "inject pause mysql-slave2", "heal pause mysql-slave2"}
	if !slices.Equal(h.calls, want) {
		t.Errorf("calls %v, want %v", h.calls, want)
	}
}

func TestQuitKeepsWhatCouldNotBeHealed(t *testing.T) {
	m := screenOf(120, 36, Options{Hands: &fakeHands{err: errors.New("start mysql-slave1: no such container")}}, oneDown())
	if !press(m, "q") {
		t.Error("did not quit")
	}
	if len(m.asked.Unhealed()) != 1 || m.asked.Unhealed()[0].Error() != "start mysql-slave1: no such container" {
		t.Errorf("unhealed %v", m.asked.Unhealed())
	}
}

// What somebody else broke is not ours to heal on the way out.
func TestQuitLeavesOthersFaults(t *testing.T) {
	f := oneDown()
	f.Faults[0].You = false
	h := &fakeHands{}
	if !press(screenOf(120, 36, Options{Hands: h}, f), "q") || len(h.calls) > 0 {
		t.Errorf("calls %v", h.calls)
	}
}

func TestFreeze(t *testing.T) {
	m := screenOf(120, 36, Options{Hands: &fakeHands{}}, allUp())
	press(m, " ")
	m.Update(frameMsg(oneDown()))
	got := ansi.Strip(m.View())
	if strings.Contains(got, "mysql-slave1 stopped 10.5 s") || !strings.Contains(got, "screen frozen 10s") || strings.Contains(got, "is DOWN") {
		t.Errorf("not frozen:\n%s", got)
	}
	press(m, "s")
	if !strings.Contains(m.said.text, "is not running") {
		t.Errorf("a key on a frozen screen acts on what was: %q", m.said.text)
	}
	press(m, " ")
	if got := ansi.Strip(m.View()); !strings.Contains(got, "mysql-slave1 stopped 10.5 s") || !strings.Contains(got, "is DOWN") {
		t.Errorf("still frozen:\n%s", got)
	}
}

func TestExport(t *testing.T) {
	var got incident.Frame
	o := Options{Export: func(_ context.Context, f incident.Frame) (string, error) { got = f; return "/tmp/x.md", nil }}
	m := screenOf(120, 36, o, allUp())
	press(m, "e")
	if m.said.text != "exported to /tmp/x.md" || !got.At.Equal(allUp().At) {
		t.Errorf("said %q", m.said.text)
	}
	m.o.Export = func(context.Context, incident.Frame) (string, error) { return "", errors.New("disk full") }
	press(m, "e")
	if m.said.text != "export: disk full" {
		t.Errorf("said %q", m.said.text)
	}
}

func TestCommandPanics(t *testing.T) {
	o := Options{Export: func(context.Context, incident.Frame) (string, error) { panic("boom") }}
	m := screenOf(120, 36, o, allUp())
	if !press(m, "e") || m.fatal == nil || !strings.Contains(m.fatal.Error(), "panic: boom") {
		t.Errorf("fatal %v", m.fatal)
	}
}

func TestEveryNodeIsReached(t *testing.T) {
	for _, size := range sizes {
		m := screenOf(size[0], size[1], Options{Hands: &fakeHands{}}, allUp())
		seen := map[string]bool{}
		for range 20 {
			seen[chosenName(m)] = true
			if mark := regexp.MustCompile("▸.? " + chosenName(m) + " "); len(mark.FindAllString(ansi.Strip(m.View()), -1)) != 1+min(m.h/30, 1) { // the status line has one, too
				t.Errorf("%v: %s is chosen and not seen", size, chosenName(m))
			}
			press(m, "j")
		}
		if len(seen) != 10 {
			t.Errorf("%v: reached %v", size, seen)
		}
	}
}

// The chosen row stays chosen when rows come and go around it.
func TestChoiceStays(t *testing.T) {
	m := screenOf(120, 36, Options{Hands: &fakeHands{}}, allUp())
	press(m, "j", "j")
	f := allUp()
	f.HAProxy.Servers = f.HAProxy.Servers[1:]
	m.Update(frameMsg(f))
	if got := chosenName(m); got != "mysql-slave3" {
		t.Errorf("%s is chosen", got)
	}
}

func TestSilenceGrowsOld(t *testing.T) {
	f := unreachable()
	for _, after := range []time.Duration{0, 30 * time.Second} {
		f.At = at(time.Minute + after)
		m := screenOf(120, 36, Options{}, f)
		want := "stale " + paint.Age(72*time.Second+after) + ": connection refused"
		if got := ansi.Strip(m.View()); !strings.Contains(got, want) {
			t.Errorf("no %q:\n%s", want, got)
		}
	}
}

// Keys that come faster than they are read arrive together, and each counts. What is pasted does not.
func TestKeysThatComeTogether(t *testing.T) {
	h := &fakeHands{}
	m := screenOf(120, 36, Options{Hands: h}, allUp())
	press(m, "jj")
	if id, _ := m.nodes.Chosen(); id.Node(&m.live).Name != "mysql-slave3" {
		t.Errorf("after jj %v is chosen, want the third row", id)
	}
	m.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("sy"), Paste: true})
	if len(h.calls) != 0 || m.ask != nil {
		t.Errorf("pasted text did %v", h.calls)
	}
	press(m, "sy")
	if want := []string{"inject stop mysql-slave3"}; !slices.Equal(h.calls, want) {
		t.Errorf("calls %v, want %v", h.calls, want)
	}
}
