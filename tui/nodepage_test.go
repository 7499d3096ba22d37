package tui

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/tui/ui"
)

// muchBroken is a replica that was stopped, slowed down by somebody else and killed, of which the last is still open.
func muchBroken() incident.Frame {
	f := oneDown()
	all := []stopwatch.Fault{
		{Fault: record.Fault{Kind: record.Delay, Target: "mysql-slave1", Amount: 60000}, At: at(-400 * time.Second), You: true},
		{Fault: record.Fault{Kind: record.Slow, Target: "mysql-slave1", Amount: 2}, At: at(-90 * time.Second)},
		{Fault: record.Fault{Kind: record.Kill, Target: "mysql-slave2"}, At: at(-60 * time.Second), You: true},
		f.Faults[0],
	}
	f.Faults, f.Stopwatches = all, nil
	for i := range all {
		f.Stopwatches = append(f.Stopwatches, stopwatchOf(&f, i+1, i))
	}
	f.Faults = all[3:]
	for i := range all[:3] {
		s := &f.Stopwatches[i]
		s.Moments[stopwatch.Healed] = stopwatch.Moment{At: s.At.Add(30 * time.Second), Witness: event.ByDocker}
	}
	f.Stopwatches[0].Moments[stopwatch.Back] = stopwatch.Moment{At: at(-300 * time.Second), Witness: event.ByLog}
	f.Stopwatches[0].Done = true
	f.Stopwatches[1].Moments[stopwatch.Detected] = stopwatch.Moment{}
	f.Stopwatches[1].Felt = clients.Felt{}
	return f
}

// body is the rows under the rule of a page; where it has two columns, of the left one.
func body(m *Model, left bool) (out []string) {
	in := m.layout.page.Under()
	for _, line := range strings.Split(ansi.Strip(m.View()), "\n")[in.Y : in.Y+in.H] {
		if left {
			line = ansi.Truncate(line, in.W/2, "")
		}
		out = append(out, strings.TrimSpace(line))
	}
	return out
}

func startsWith(text string) func(string) bool {
	return func(row string) bool { return strings.HasPrefix(row, text) }
}

// openedNode is the node whose page is open; "" when none is.
func openedNode(m *Model) string {
	if id, ok := m.subject(); ok && m.page == pageNode {
		return id.Name
	}
	return ""
}

// chosenLine is the chosen line of the menu, and its place under the headings; -1 where it is folded to one line.
func chosenLine(m *Model) (name string, nth int) {
	rows := body(m, false)
	head := slices.IndexFunc(rows, func(row string) bool { return strings.Contains(row, "key what it does") })
	for i, row := range rows[head+1:] {
		text, ok := strings.CutPrefix(row, "▸ ")
		switch words := strings.Fields(text); {
		case !ok:
		case head >= 0:
			return words[0], i
		case len(words[0]) == 1: // its key
			return words[1], -1
		default:
			return words[0], -1
		}
	}
	return "", -1
}

// Whatever is on the page of a large screen is reached on a small one, row by row and page by page.
func TestNodeScrolls(t *testing.T) {
	t.Parallel()
	for _, o := range []Options{{Hands: &fakeHands{}}, {}} {
		for _, w := range []int{60, 80, 120} {
			large := screenOf(w, 160, o, muchBroken())
			press(large, "enter")
			want := body(large, ui.TwoWide(w))
			for _, down := range []string{"pgdown", "wheel"} {
				m := screenOf(w, 24, o, muchBroken())
				press(m, "enter")
				seen := map[string]bool{}
				for range 60 {
					for _, row := range body(m, ui.TwoWide(w)) {
						seen[row] = true
					}
					if down == "wheel" {
						mouseAt(m, tea.MouseButtonWheelDown, w/2, 19)
					} else {
						press(m, down)
					}
				}
				for _, row := range want[slices.IndexFunc(want, startsWith("sessions and checks")):] {
					if !seen[row] && !strings.HasPrefix(row, "log ") {
						t.Errorf("%d wide, %s: never seen: %s", w, down, row)
					}
				}
				end := ansi.Strip(m.View())
				if press(m, "pgdown"); ansi.Strip(m.View()) != end || strings.Contains(end, " more  esc") {
					t.Errorf("%d wide: it scrolls past its end:\n%s", w, end)
				}
				if name, _ := chosenLine(m); o.Hands != nil && name != "start" {
					t.Errorf("%d wide: the menu moved to %s", w, name)
				}
			}
		}
	}
}

// The wheel over the menu moves in it; the keys for up and down do where there is one, else they scroll.
func TestNodeMenuStands(t *testing.T) {
	m := screenOf(80, 24, Options{Hands: &fakeHands{}}, muchBroken())
	press(m, "enter")
	below := func() []string {
		rows := body(m, false)
		return rows[slices.IndexFunc(rows, startsWith("newest fault")):]
	}
	before := below()
	mouseAt(m, tea.MouseButtonWheelDown, 20, 4)
	press(m, "j")
	if name, _ := chosenLine(m); name != "show" || !slices.Equal(below(), before) {
		t.Errorf("the menu is at %s:\n%s", name, ansi.Strip(m.View()))
	}
	m = screenOf(80, 24, Options{}, muchBroken())
	press(m, "enter")
	before = body(m, false)
	if press(m, "j", "j", "k", "G", "g", "j"); body(m, false)[0] != before[1] {
		t.Errorf("without a menu:\n%s", ansi.Strip(m.View()))
	}
}

// Every fault of the node is listed, the newest first, and none of another's.
func TestNodeFaults(t *testing.T) {
	f := muchBroken()
	m := screenOf(100, 80, Options{}, f)
	press(m, "enter")
	var got []string
	rows := body(m, false)
	rows = rows[slices.IndexFunc(rows, startsWith("3 faults")):]
	for _, row := range rows[:slices.Index(rows, "")] {
		got = append(got, strings.Join(strings.Fields(row), " "))
	}
	want := []string{
		"3 faults 1 open",
		"when what by noticed absorbed failed now",
		"14:48:55 stop you +10.13 s 137 3 open 10.5 s",
		"14:47:25 slow 2 % others never 137 - healed",
		"14:42:15 delay 60000 ms you +10.13 s 137 3 back",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

var clock = regexp.MustCompile(`^\d\d:\d\d`)

// The page shows the lines that the key for them would leave in the pane of the logs, and what they mean.
func TestNodeLog(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {200, 50}} {
		f := runFrame(t, "tuned-kill-mysql-slave1", 0.9)
		m, pane := screenOf(size[0], size[1], Options{}, f), screenOf(size[0], size[1]+40, everyKey, f)
		press(m, "enter")
		press(pane, "i", "4")
		page := body(m, false)
		page = page[slices.IndexFunc(page, startsWith("log "))+1:]
		logs := ansi.Strip(pane.View())
		for _, row := range page {
			row = clock.ReplaceAllString(row, "") // the hour and the minute are written where they change
			if len(row) < 20 || !strings.Contains(logs, row) {
				t.Errorf("%v: not in the pane: %q\n%s", size, row, logs)
			}
		}
		newer := record.Line{At: f.At.Add(time.Second), Node: "mysql-slave1", Text: "[ERROR] InnoDB: it breaks again"}
		m.Update(frameMsg(incident.Fold(f, record.Sample{At: newer.At, Source: record.SourceLogs, Node: "mysql-slave1", Logs: &record.Logs{Lines: []record.Line{newer}}})))
		if page = body(m, false); !strings.Contains(page[len(page)-1], "it breaks again") {
			t.Errorf("%v: it does not follow: %s", size, page[len(page)-1])
		}
	}
}

// What HAProxy says of its checks is on the page, columns that rows have no field for too.
func TestNodeChecks(t *testing.T) {
	f := oneDown()
	s := &f.HAProxy.Servers[0]
	s.CheckCode, s.CheckRise, s.CheckFall, s.CheckHealth, s.Chkfail, s.Chkdown, s.Downtime, s.Tracked = 503, 2, 3, 1, 7, 2, 65, "be/other"
	s.LastChk = ""
	f.HAProxy.Rows = []record.Row{{Kind: record.RowFrontend}, {Kind: record.RowServer}, {Kind: record.RowServer}, {Kind: record.RowServer}, {Kind: record.RowBackend}}
	f.HAProxy.More = []record.Column{
		{Name: "check_desc", Texts: []string{"", "Layer7 wrong status", "", "", ""}},
		{Name: "agent_status", Texts: []string{"", "L7OK", "", "", ""}}, {Name: "agent_duration", Numbers: []int64{record.Empty, 4, record.Empty, record.Empty, record.Empty}},
	}
	m := screenOf(200, 50, Options{}, f)
	press(m, "enter")
	got := ansi.Strip(m.View())
	for _, want := range []string{"L4TOUT (503) · 2 002 ms · Layer7 wrong status", "1 of 4 · rise 2 · fall 3", "DOWN for 0s · down 1m05s in all",
		"7 checks while UP · DOWN 2 times", "be/other", "L7OK · 4 ms"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// What is said is read to its end, unless it has none.
func TestNodeSaysAll(t *testing.T) {
	f := oneDown()
	n := f.Node("app1")
	n.PageErr = "poll probe http://127.0.0.1:9081/healthz: connect: connection refused"
	n.Upstream.Last = strings.Repeat("prematurely closed ", 40)
	m := screenOf(120, 50, Options{}, f)
	m.openNode(ui.NodeID{Name: "app1"})
	got := ansi.Strip(m.View())
	if n := strings.Count(got, "prematurely"); !strings.Contains(got, "connection refused") || n < 5 || n > 3*4 {
		t.Errorf("%d times prematurely closed:\n%s", n, got)
	}
}

// A page that is scrolled keeps its size in every size, and where it was when there is room again.
func TestNodeAtEverySize(t *testing.T) {
	t.Parallel()
	for _, f := range []incident.Frame{muchBroken(), runFrame(t, "tuned-pause-app1", 0.6), allUp()} {
		for i := range f.Nodes {
			m := screenOf(120, 36, Options{Hands: &fakeHands{}}, f)
			m.openNode(ui.NodeID{Name: f.Nodes[i].Name})
			press(m, "pgdown")
			for _, w := range widths {
				for _, h := range heights {
					m.Update(tea.WindowSizeMsg{Width: w, Height: h})
					checkSize(t, m, w, h)
				}
			}
		}
	}
}

// The menu of a node that serves nothing says in each row what is true of that fault alone, and the whole of why one
// cannot be done; what heals says once how long it is open, and who did it.
func TestMenuSaysNothingTwice(t *testing.T) {
	f := runFrame(t, "tuned-pause-app1", 0.5)
	if n := f.Node("app1"); n.Health != incident.Paused {
		t.Fatalf("app1 is %s in the middle of the run", n.Health)
	}
	m := screenOf(120, 40, Options{Hands: &fakeHands{}}, f)
	m.openNode(ui.NodeID{Name: "app1"})
	press(m, "a")
	got := ansi.Strip(m.View())
	for text, want := range map[string]int{
		"it serves nothing now": 0, "heals pause app1, open": 1, "paused by": 1, "a restart needs a running node: p unpauses it": 1,
	} {
		if n := strings.Count(got, text); n != want {
			t.Errorf("%d times %q, want %d:\n%s", n, text, want, got)
		}
	}
	press(m, "j", "j")
	if got := ansi.Strip(m.View()); strings.Count(got, "it serves nothing now") != 1 {
		t.Errorf("the chosen fault does not say that nothing is served:\n%s", got)
	}
	press(m, "esc")
	if got := ansi.Strip(m.View()); !strings.Contains(got, "apps 2/3") || !strings.Contains(got, "‖ app1") {
		t.Errorf("the path does not say that app1 is paused:\n%s", got)
	}
}

// HAProxy has nothing to detect of what it is told to do.
func TestNoDetectionOfWhatHAProxyIsTold(t *testing.T) {
	m := screenOf(120, 40, Options{Hands: &fakeHands{}}, allUp())
	for _, k := range []string{"m", "d"} {
		press(m, k)
		if got := ansi.Strip(m.View()); strings.Contains(got, "noticed ≤") || !strings.Contains(got, "may finish") {
			t.Errorf("%s asks:\n%s", k, got)
		}
		press(m, "n")
	}
}

// The page of a node in trouble begins with what its fault costs, under one line of what can be done now; every action has
// its place there, and enter on the last, or its key, shows also what is not possible, with the reasons.
func TestMenuFolds(t *testing.T) {
	h := &fakeHands{}
	m := screenOf(120, 36, Options{Hands: h}, oneDown())
	press(m, "enter")
	rows := body(m, false)
	for _, want := range []string{"▸ S start  heals stop mysql-slave1", "m maint", "d drain", "11 need it running", "a show all 15"} {
		if !strings.Contains(rows[0], want) {
			t.Errorf("no %q: %s", want, rows[0])
		}
	}
	if fault, witness := slices.IndexFunc(rows, startsWith("newest fault")), strings.Index(rows[3], "who says what"); fault != 3 || witness < 0 {
		t.Errorf("it does not begin with the fault:\n%s", strings.Join(rows, "\n"))
	}
	folded := ansi.Strip(m.View())
	for _, unfold := range [][]string{{"a"}, {"G", "enter"}} {
		press(m, unfold...)
		if got := strings.Join(body(m, false), "\n"); strings.Count(got, "not running (exited): S starts it") < 8 || !strings.Contains(got, "show only what is possible") {
			t.Errorf("%v:\n%s", unfold, got)
		}
		if press(m, append(unfold, "g")...); ansi.Strip(m.View()) != folded {
			t.Errorf("%v does not fold it again:\n%s", unfold, ansi.Strip(m.View()))
		}
	}
	click(t, m, "m maint")
	if name, _ := chosenLine(m); name != "maint" {
		t.Errorf("a click chooses %s", name)
	}
	if press(m, "S"); len(h.calls) != 1 || h.calls[0] != "heal stop mysql-slave1" {
		t.Errorf("S does %q", h.calls)
	}
}

// The page of a node without trouble begins with what is known of it, and the menu stands below, without what is not possible.
func TestMenuOfACalmNode(t *testing.T) {
	m := screenOf(120, 36, Options{Hands: &fakeHands{}}, allUp())
	m.openNode(ui.NodeID{Name: "app1"})
	m.arrange()
	rows := body(m, false)
	if at := slices.IndexFunc(rows, startsWith("fault ")); !strings.HasPrefix(rows[0], "who says what") || at < 10 {
		t.Errorf("the menu is in row %d:\n%s", at, strings.Join(rows, "\n"))
	}
	got := strings.Join(rows, "\n")
	if strings.Contains(got, "\nmaint") || !strings.Contains(got, "\na show all 14") {
		t.Errorf("maint is not possible at an app:\n%s", got)
	}
	if press(m, "a"); !strings.Contains(strings.Join(body(m, false), "\n"), "\nmaint") {
		t.Errorf("all of it:\n%s", ansi.Strip(m.View()))
	}
	f := allUp()
	f.Node("haproxy").NoAdmin = record.NoAdmin{Why: record.NoRuntimeAPI, Line: "stats socket ipv4@:9999 level admin"}
	m = screenOf(120, 36, Options{Hands: &fakeHands{}}, f)
	press(m, "enter")
	const why = "HAProxy haproxy has no Runtime API; add `stats socket ipv4@:9999 level admin`"
	if got := strings.Join(body(m, false), "\n"); strings.Contains(got, "\nmaint") || !strings.Contains(got, "a show all 14   "+why) {
		t.Errorf("a server that no HAProxy can take out:\n%s", got)
	}
	if press(m, "m"); !strings.Contains(ansi.Strip(m.View()), "\n "+why) {
		t.Errorf("the key does not say why:\n%s", ansi.Strip(m.View()))
	}
	m = screenOf(120, 36, Options{Hands: &fakeHands{}}, allUp())
	press(m, "enter", "a") // everything is possible at a server
	if got := ansi.Strip(m.View()); !strings.Contains(got, "the menu shows all that there is") || strings.Contains(got, "show all 1") {
		t.Errorf("nothing to unfold:\n%s", got)
	}
}
