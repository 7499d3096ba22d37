package tui

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/tui/commands"
)

// What is typed does exactly what a key does: the same questions, the same guards.
func TestPalette(t *testing.T) {
	for name, tt := range map[string]struct {
		frame incident.Frame
		keys  []string
		want  []string
		said  string // part of the last lines
	}{
		"by its name":         {allUp(), []string{":", "stop", "enter", "y"}, []string{"inject stop mysql-slave1"}, ""},
		"asks":                {allUp(), []string{":", "stop", "enter"}, nil, "stop mysql-slave1?  2 replicas stay up"},
		"fuzzy":               {allUp(), []string{":", "rstr", "enter", "y"}, []string{"inject restart mysql-slave1"}, ""},
		"a node":              {allUp(), []string{":", "stop mysql-slave2", "enter", "y"}, []string{"inject stop mysql-slave2"}, ""},
		"a node, fuzzy":       {allUp(), []string{":", "kill ap2", "enter", "y"}, []string{"inject kill app2"}, ""},
		"down chooses":        {allUp(), []string{":", "stop ", "down", "enter", "y"}, []string{"inject stop k6"}, ""},
		"tab completes":       {allUp(), []string{":", "sto", "tab", "slave3", "tab", "enter", "y"}, []string{"inject stop mysql-slave3"}, ""},
		"the last, by name":   {lastReplica(), []string{":", "kill mysql-slave2", "enter"}, nil, "type its name"},
		"guard":               {oneDown(), []string{":", "kill mysql-slave1", "enter"}, nil, "mysql-slave1 is not running"},
		"start":               {oneDown(), []string{":", "start mysql-slave1", "enter"}, []string{"heal stop mysql-slave1"}, ""},
		"pause again heals":   {paused("mysql-slave1"), []string{":", "pause", "enter"}, []string{"heal pause mysql-slave1"}, ""},
		"a fault without key": {allUp(), []string{":", "delay", "enter", "y"}, []string{"inject delay mysql-slave1 by 200 ms"}, ""},
		"an amount":           {allUp(), []string{":", "delay 500", "enter", "y"}, []string{"inject delay mysql-slave1 by 500 ms"}, ""},
		"node and amount":     {allUp(), []string{":", "slow app1 5%", "enter", "y"}, []string{"inject slow app1 to 5 %"}, ""},
		"too much":            {allUp(), []string{":", "loss app1 101", "enter"}, nil, "must be a whole number up to 100"},
		"load":                {noLoad(), []string{":", "load 35", "enter"}, []string{"load 35"}, ""},
		"load, too much":      {noLoad(), []string{":", "load 9999", "enter"}, nil, "load 9999: must be a whole number up to 500"},
		"heal all":            {oneDown(), []string{":", "heal all", "enter"}, []string{"heal stop mysql-slave1"}, ""},
		"by another name":     {oneDown(), []string{":", "undo", "enter"}, []string{"heal stop mysql-slave1"}, ""},
		"esc leaves":          {allUp(), []string{":", "stop", "esc", "y"}, nil, ""},
		"nothing typed":       {allUp(), []string{":", "enter", "y"}, nil, ""},
		"unknown node":        {allUp(), []string{":", "start mysql-slave9", "enter"}, nil, "start: no node mysql-slave9; the nodes are mysql-slave1, k6, nginx"},
		"unknown node, fault": {allUp(), []string{":", "slow app9 5", "enter"}, nil, "slow: no node app9"},
		"unknown":             {allUp(), []string{":", "qqq", "enter"}, nil, "qqq: no such command; : lists all"},
		"letters are letters": {allUp(), []string{":", "j", "k", "q", "x", "H", "esc"}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			h := &fakeHands{}
			m := screenOf(120, 36, Options{Hands: h, Note: func(string) {}}, tt.frame)
			press(m, tt.keys...)
			if !slices.Equal(h.calls, tt.want) {
				t.Errorf("calls %v, want %v; said %q", h.calls, tt.want, m.said.text)
			}
			if view := ansi.Strip(m.View()); !strings.Contains(view, tt.said) {
				t.Errorf("no %q in\n%s", tt.said, view)
			}
		})
	}
}

func TestPaletteOpensAndFilters(t *testing.T) {
	m := screenOf(120, 36, Options{Hands: &fakeHands{}}, oneDown())
	press(m, ":", "open app2", "enter")
	if openedNode(m) != "app2" {
		t.Errorf("page %d of %v", m.page, openedNode(m))
	}
	press(m, ":", "stop app3", "enter")
	if m.ask == nil || m.ask.fault.Target != "app3" {
		t.Errorf("a named node counts on another's page: %+v", m.ask)
	}
	press(m, "n", ":", "filter slave1 is", "enter")
	if m.page != pageNone || m.focus != paneLogs || kept(m) != "slave1 is" {
		t.Errorf("page %d, filter %q", m.page, kept(m))
	}
	press(m, ":", "theme light", "enter")
	if m.c.Theme.Name != "light" {
		t.Errorf("theme %s", m.c.Theme.Name)
	}
}

// What is switched off is not offered, and what has no key is.
func TestPaletteOffers(t *testing.T) {
	offered := func(o Options) string {
		m := screenOf(120, 36, o, allUp())
		var names []string
		for _, item := range m.scene().Every() {
			names = append(names, item.Text)
		}
		return " " + strings.Join(names, " ") + " "
	}
	all := offered(Options{Hands: &fakeHands{}, Keys: map[string][]string{"freeze": {}}})
	for _, want := range []string{"stop", "delay", "loss", "weight", "freeze", "heal-all", "truth", "quit"} {
		if !strings.Contains(all, " "+want+" ") {
			t.Errorf("%s is not offered:%s", want, all)
		}
	}
	for _, not := range []string{"yes", "accept", "erase", "play", "note", "record", "export", "pick", "palette"} {
		if strings.Contains(all, " "+not+" ") {
			t.Errorf("%s is offered:%s", not, all)
		}
	}
	if reading := offered(Options{}); strings.Contains(reading, " stop ") || strings.Contains(reading, " delay ") || !strings.Contains(reading, " open ") {
		t.Errorf("read-only offers%s", reading)
	}
}

// What cannot be done now is offered only to whoever types its name, and then says why.
func TestPaletteLeavesOutWhatCannotBe(t *testing.T) {
	m := screenOf(120, 36, Options{Hands: &fakeHands{}}, oneDown()) // whose chosen node does not run
	offered := func(text, name string) bool {
		return slices.ContainsFunc(m.scene().All(text), func(i commands.Item) bool { return i.Text == name })
	}
	for text, want := range map[string]bool{"": false, "l": false, "ki": true, "kill": true, "Kill": true} {
		if offered(text, "kill") != want {
			t.Errorf("%q: kill is offered: %v", text, !want)
		}
	}
	if !offered("", "start") {
		t.Error("start is not offered")
	}
}

// An action without a key is done from the palette, and messages say so.
func TestPaletteWithUnboundKeys(t *testing.T) {
	h := &fakeHands{}
	m := screenOf(120, 36, Options{Hands: h, Keys: map[string][]string{"start": {}, "stop": {"f5"}}}, oneDown())
	press(m, "S")
	if len(h.calls) > 0 {
		t.Errorf("S does %v", h.calls)
	}
	press(m, ":", "kill", "enter")
	if want := ":start starts it"; !strings.Contains(m.said.text, want) {
		t.Errorf("says %q, want %q", m.said.text, want)
	}
	press(m, ":", "start", "enter")
	if want := []string{"heal stop mysql-slave1"}; !slices.Equal(h.calls, want) {
		t.Errorf("calls %v, want %v", h.calls, want)
	}
}

// kept is the text that log lines must match.
func kept(m *Model) string {
	text, _ := m.logs.Keeping()
	return text
}

// Whoever looks for what the shell calls a snapshot finds the key that writes one.
func TestPaletteKnowsOtherNames(t *testing.T) {
	m := screenOf(120, 36, Options{Export: func(context.Context, incident.Frame) (string, error) { return "", nil }}, oneDown())
	for _, word := range []string{"snapshot", "evidence", "ticket", "export"} {
		if got := commands.Match(m.scene().All(word), word); len(got) == 0 || got[0].Text != "export" {
			t.Errorf("%s: finds %+v", word, got)
		}
	}
}
