package tui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/tui/paint"
	"hadash/tui/ui"
	"hadash/wording"
)

// spot is the cell where the screen shows a text, the first below the row given.
func spot(t *testing.T, m *Model, text string, under int) (x, y int) {
	t.Helper()
	view := ansi.Strip(m.View())
	for y, line := range strings.Split(view, "\n") {
		if i := strings.Index(line, text); i >= 0 && y >= under {
			return paint.Width(line[:i]), y
		}
	}
	t.Fatalf("%dx%d shows no %q:\n%s", m.w, m.h, text, view)
	return 0, 0
}

func mouseAt(m *Model, b tea.MouseButton, x, y int) (quit bool) {
	for _, a := range []tea.MouseAction{tea.MouseActionPress, tea.MouseActionRelease} {
		if b >= tea.MouseButtonWheelUp && a == tea.MouseActionRelease {
			return quit
		}
		_, cmd := m.Update(tea.MouseMsg{X: x, Y: y, Button: b, Action: a})
		quit = settle(m, cmd) || quit
		m.View()
	}
	return quit
}

// click presses the left button on texts, one after the other.
func click(t *testing.T, m *Model, texts ...string) {
	t.Helper()
	for _, text := range texts {
		under := 0
		if rest, ok := strings.CutPrefix(text, "below:"); ok { // not in the path
			text, under = rest, m.layout.nodes.Y
		}
		x, y := spot(t, m, text, under)
		mouseAt(m, tea.MouseButtonLeft, x, y)
	}
}

var clickTests = []struct {
	name  string
	frame incident.Frame
	keys  []string
	texts []string
	wide  int // the smallest width that shows all of it
	want  func(m *Model, h *fakeHands) string
}{
	{"a server", allUp(), nil, []string{"below:mysql-slave3"}, 0, chosenAt},
	{"a server, twice", allUp(), nil, []string{"below:mysql-slave3", "below:mysql-slave3"}, 0, openedAt},
	{"two servers", allUp(), nil, []string{"below:mysql-slave2", "below:mysql-slave3"}, 0, chosenAt},
	{"from another pane", allUp(), []string{"4"}, []string{"below:mysql-slave3"}, 0, chosenAt},
	{"a master", allUp(), nil, []string{"mysql-master"}, 100, chosenMaster},
	{"in the path", allUp(), nil, []string{"mysql-slave3"}, 100, chosenAt},
	{"in the path, twice", allUp(), nil, []string{"mysql-slave3", "mysql-slave3"}, 100, openedAt},
	{"frozen", allUp(), []string{" "}, []string{"below:mysql-slave3"}, 0, chosenAt},
	{"a pane", allUp(), nil, []string{" timeline "}, 0, focused(paneTimeline)},
	{"a pane behind another", allUp(), nil, []string{"3 cost"}, -79, focused(paneCost)},
	{"the logs behind", allUp(), nil, []string{"4 logs"}, -79, focused(paneLogs)},
	{"a pane by its title", allUp(), nil, []string{" logs "}, 120, focused(paneLogs)},
	{"a key that asks", allUp(), nil, []string{"s stop"}, 0, asks},
	{"and its no", allUp(), nil, []string{"s stop", "n no"}, 0, did()},
	{"and its yes", allUp(), nil, []string{"s stop", "y yes"}, 0, did("inject stop mysql-slave1")},
	{"elsewhere while it asks", allUp(), nil, []string{"s stop", "below:mysql-slave3", "y yes"}, 0, did("inject stop mysql-slave1")},
	{"the last of a role", lastReplica(), []string{"j"}, []string{"x kill", "x kill"}, 120, askedName},
	{"help", allUp(), nil, []string{"? help"}, 0, func(m *Model, _ *fakeHands) string { return yes(m.help.Open, "no help") }},
	{"help, away", allUp(), nil, []string{"? help", "the chosen node"}, 0, func(m *Model, _ *fakeHands) string { return yes(!m.help.Open, "still help") }},
	{"truth", allUp(), []string{"T"}, []string{"mysql-slave3"}, 0, subjectIs(ui.NodeID{Name: "mysql-slave3"})},
	{"truth, twice", allUp(), []string{"T"}, []string{"mysql-slave3", "mysql-slave3"}, 0, openedAt},
	{"truth, closed", allUp(), []string{"T"}, []string{"esc close"}, 0, func(m *Model, _ *fakeHands) string { return yes(m.page == pageNone, "still open") }},
	{"the menu", allUp(), []string{"enter"}, []string{"pause "}, 0, func(m *Model, _ *fakeHands) string {
		name, _ := chosenLine(m)
		return yes(name == "pause" && m.ask == nil, "the menu is at "+name)
	}},
	{"the menu, twice", allUp(), []string{"enter"}, []string{"restart ", "restart "}, 0, asks},
	{"a question on a page", allUp(), []string{"enter"}, []string{"pause ", "pause ", "y yes"}, 0, did("inject pause mysql-slave1")},
	{"the stats page", allUp(), []string{"5"}, []string{"mysql-slave3"}, 0, subjectIs(ui.NodeID{Backend: "servers", Name: "mysql-slave3"})},
	{"the stats page, twice", allUp(), []string{"5"}, []string{"mysql-slave3", "mysql-slave3"}, 0, openedAt},
	{"a list of columns", allUp(), []string{"5", "v"}, []string{"] smax", "] smax"}, 0, func(m *Model, _ *fakeHands) string {
		return yes(m.o.Prefs.Columns != nil, "no column was changed")
	}},
	{"an event", oneDown(), []string{"2"}, []string{"you stopped"}, 0, func(m *Model, _ *fakeHands) string {
		e := m.timeline.Chosen(&m.frame)
		return yes(strings.Contains(e.Says.String(), "stop mysql-slave1"), "the event is "+e.Says.String())
	}},
	{"an event, twice", oneDown(), []string{"2"}, []string{"you stopped", "you stopped"}, 0, func(m *Model, _ *fakeHands) string {
		return yes(m.logs.IsAround(), "no logs around it")
	}},
	{"the palette", allUp(), []string{":"}, []string{"kill", "kill"}, 0, asks},
	{"the palette closed", allUp(), []string{":", "kill"}, []string{"esc clear"}, 80, func(m *Model, _ *fakeHands) string { return yes(m.typing == nil, "still typing") }},
	{"a key while one types", allUp(), []string{"n"}, []string{"s stop"}, 120, func(m *Model, _ *fakeHands) string {
		return yes(m.typing != nil && len(m.typing.text) == 0 && m.ask == nil, "it was typed, or done")
	}},
	{"a search", oneDown(), []string{"4", "/", "DOWN"}, []string{"enter accept"}, 80, func(m *Model, _ *fakeHands) string {
		_, on := m.logs.Finding()
		return yes(on && m.typing == nil, "not searching, or still typing")
	}},
	{"a line, in a search", oneDown(), []string{"4", "a", "/", "slave", "enter"}, []string{"1/-1/7008"}, 120, func(m *Model, _ *fakeHands) string {
		l := m.logs.Marked()
		return yes(l != nil && strings.Contains(l.Text(), "1/-1/7008"), "another line is marked")
	}},
}

func yes(ok bool, why string) string {
	if ok {
		return ""
	}
	return why
}

func chosenAt(m *Model, _ *fakeHands) string {
	id, _ := m.nodes.Chosen()
	return yes(id == ui.NodeID{Backend: "servers", Name: "mysql-slave3"} && m.page == pageNone && m.focus == paneNodes, fmt.Sprint("chosen: ", id, " page ", m.page, " focus ", m.focus))
}

func chosenMaster(m *Model, _ *fakeHands) string {
	id, _ := m.nodes.Chosen()
	return yes(id == ui.NodeID{Name: "mysql-master"}, fmt.Sprint("chosen: ", id))
}

func openedAt(m *Model, _ *fakeHands) string {
	return yes(openedNode(m) == "mysql-slave3", fmt.Sprint("page ", m.page, " of ", openedNode(m)))
}

func focused(p pane) func(*Model, *fakeHands) string {
	return func(m *Model, _ *fakeHands) string {
		return yes(m.focus == p && m.seen(p), fmt.Sprint("focus ", m.focus))
	}
}

func asks(m *Model, h *fakeHands) string {
	return yes(m.ask != nil && len(h.calls) == 0, fmt.Sprint("nothing is asked; done: ", h.calls))
}

func askedName(m *Model, h *fakeHands) string {
	return yes(m.ask != nil && m.ask.last && len(m.ask.typed.text) == 0 && len(h.calls) == 0, fmt.Sprint("asked: ", m.ask, " done: ", h.calls))
}

func did(want ...string) func(*Model, *fakeHands) string {
	return func(m *Model, h *fakeHands) string {
		return yes(m.ask == nil && fmt.Sprint(h.calls) == fmt.Sprint(want), fmt.Sprint("done: ", h.calls, " asked: ", m.ask))
	}
}

func subjectIs(want ui.NodeID) func(*Model, *fakeHands) string {
	return func(m *Model, _ *fakeHands) string {
		id, ok := m.subject()
		return yes(ok && id == want && m.page != pageNode, fmt.Sprint("chosen: ", id))
	}
}

// A click where the drawn screen shows a text does what is written there, at every size. A negative width is the
// largest that shows it.
func TestClicks(t *testing.T) {
	t.Parallel()
	for _, tt := range clickTests {
		for _, size := range sizes {
			if size[0] < tt.wide || tt.wide < 0 && size[0] > -tt.wide {
				continue
			}
			t.Run(fmt.Sprintf("%s-%dx%d", tt.name, size[0], size[1]), func(t *testing.T) {
				h := &fakeHands{}
				o := everyKey
				o.Hands = h
				m := screenOf(size[0], size[1], o, tt.frame)
				if tt.keys != nil && tt.keys[0] == "T" {
					m.c.Truths = tt.frame.TruthTable()
				}
				press(m, tt.keys...)
				click(t, m, tt.texts...)
				if why := tt.want(m, h); why != "" {
					t.Errorf("%s:\n%s", why, ansi.Strip(m.View()))
				}
			})
		}
	}
}

// The wheel scrolls what is under the pointer, wherever the focus is, and chooses nothing that is not seen.
func TestWheel(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		o := everyKey
		f := oneDown()
		for len(f.Timeline) < 60 {
			e := f.Timeline[len(f.Timeline)-1]
			e.ID, e.Says = len(f.Timeline)+1, wording.Text(fmt.Sprint("event ", len(f.Timeline)))
			f.Timeline = append(f.Timeline, e)
		}
		m := screenOf(size[0], size[1], o, append(thousand(), f)...)
		x, y := spot(t, m, " timeline ", 0)
		before := ansi.Strip(m.View())
		mouseAt(m, tea.MouseButtonWheelUp, x, y)
		if got := ansi.Strip(m.View()); !strings.Contains(got, "3 newer") || strings.Contains(got, "event 59") {
			t.Errorf("%v: up does not scroll by three:\n%s", size, got)
		}
		mouseAt(m, tea.MouseButtonWheelDown, x, y)
		if got := ansi.Strip(m.View()); got != before || m.focus != paneNodes {
			t.Errorf("%v: down does not come back, focus %d:\n%s", size, m.focus, got)
		}
		m = screenOf(size[0], size[1], o, thousand()...)
		x, y = spot(t, m, " server ", 0)
		first := nodeRows(m)[0]
		press(m, "G")
		last := slices.Max(nodeRows(m))
		press(m, "g")
		for range 400 {
			mouseAt(m, tea.MouseButtonWheelDown, x, y)
			checkSize(t, m, size[0], size[1])
		}
		if got := slices.Max(nodeRows(m)); got != last || !strings.Contains(ansi.Strip(m.View()), m.c.Theme.Glyphs.Mark) {
			t.Errorf("%v: it ends at row %d of %d:\n%s", size, got, last, ansi.Strip(m.View()))
		}
		for range 400 {
			mouseAt(m, tea.MouseButtonWheelUp, x, y)
		}
		if got := nodeRows(m)[0]; got != first {
			t.Errorf("%v: it stops at row %d", size, got)
		}
	}
}

// On the bar of a recording a click goes there; the keys on the key line are the keys.
func TestReplayMouse(t *testing.T) {
	for _, size := range sizes {
		p := &fakePlayer{}
		m := replayOf(size[0], size[1], p, Shown{Frame: oneDown(), Jumped: true, Bar: barAt(oneDown())})
		m.View()
		y := m.layout.replay.Y
		var bar paint.Link
		for x := range size[0] {
			if l, ok := m.c.Screen.LinkAt(x, y); ok {
				bar = l
			}
		}
		for _, x := range []int{bar.From, bar.To - 1, bar.From - 1, bar.To} {
			mouseAt(m, tea.MouseButtonLeft, x, y)
		}
		for _, half := range []int{0, 2} {
			x, y := spot(t, m, "{ } event", 0)
			mouseAt(m, tea.MouseButtonLeft, x+half, y)
		}
		if got := strings.Join(p.calls, ", "); got != "part 0, part 1, event -1, event 1" {
			t.Errorf("%v: %s", size, got)
		}
	}
}

// A key that was given to another sign is clicked as well; what the mouse is released for is not taken.
func TestMouseOfOtherKeys(t *testing.T) {
	o, h := everyKey, &fakeHands{}
	o.Hands, o.Keys = h, map[string][]string{"stop": {"f5"}, "yes": {"J"}}
	grabbed := []bool{}
	o.grab = func(on bool) { grabbed = append(grabbed, on) }
	m := screenOf(120, 36, o, allUp())
	click(t, m, "f5 stop", "J yes")
	if fmt.Sprint(h.calls) != "[inject stop mysql-slave1]" {
		t.Errorf("done: %v", h.calls)
	}
	press(m, "M")
	click(t, m, "below:mysql-slave3")
	if chosenName(m) != "mysql-slave1" || !strings.Contains(ansi.Strip(m.View()), "M returns it to hadash") {
		t.Errorf("released, it chooses %v, says %q", chosenName(m), m.said.text)
	}
	press(m, "M")
	click(t, m, "below:mysql-slave3")
	if chosenName(m) != "mysql-slave3" || fmt.Sprint(grabbed) != "[false true]" {
		t.Errorf("taken back, it chooses %v; asked for %v", chosenName(m), grabbed)
	}
}
