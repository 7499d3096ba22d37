package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/event"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/wording"
)

func someLines(from, n int) []*record.Line {
	var out []*record.Line
	for i := from; i < from+n; i++ {
		out = append(out, &record.Line{At: noon, Node: "app1", Text: fmt.Sprintf("line %05d", i)})
	}
	return out
}

// lived is the end of a run of the real stack, with all that its containers wrote.
func lived(t testing.TB, run string) incident.Frame {
	t.Helper()
	var f incident.Frame
	var lines []*record.Line
	for _, s := range captured.Samples(t, run) {
		f = incident.Fold(f, s)
		lines = append(lines, f.Lines...)
	}
	f.Lines = lines
	return f
}

// texts is the lines of a screen's logs that are seen.
func texts(m *Model) []string {
	var out []string
	for i := range m.logs.Lines() {
		out = append(out, m.logs.Line(i).Text())
	}
	return out
}

func TestTimelineScrolls(t *testing.T) {
	f := oneDown()
	m := screenOf(80, 22, Options{}, f)
	press(m, "2", "g")
	got := ansi.Strip(m.View())
	if !strings.Contains(got, "load began") || strings.Contains(got, "takes it out") {
		t.Errorf("not scrolled:\n%s", got)
	}
	press(m, "G")
	if got := ansi.Strip(m.View()); !strings.Contains(got, "takes it out") || strings.Contains(got, " newer ") {
		t.Error("does not follow after the last")
	}
	press(m, "k")
	f.Timeline = append(f.Timeline, event.Event{ID: 99, At: f.At, Says: wording.Text("news"), Count: 1})
	m.Update(frameMsg(f))
	if got := m.timeline.Chosen(&m.frame).Says.String(); got != "SC: refused or timed out" {
		t.Errorf("news took the mark away: %q", got)
	}
}

// A screen that begins late shows the notable lines from before, and none twice.
func TestEarlierLines(t *testing.T) {
	f := allUp()
	f.Notable = append(someLines(0, 3), f.Lines[0])
	m := screenOf(120, 36, Options{}, f, allUp())
	if got := m.logs.Lines(); got != 3+1+1 {
		t.Errorf("%d lines, want the 3 earlier, and 1 of each Frame", got)
	}
}

// keysFor is a text as keys, one each.
func keysFor(text string) []string { return strings.Split(text, "") }

func TestSearchKeys(t *testing.T) {
	m := screenOf(120, 36, everyKey, lived(t, "baseline-stop-mysql-slave2"))
	press(m, append([]string{"4", "/"}, keysFor("is down")...)...)
	if nth, of := m.logs.Hit(); nth != 1 || of != 1 || !strings.Contains(ansi.Strip(m.View()), "/is down  1 of 1") {
		t.Errorf("%d of %d:\n%s", nth, of, ansi.Strip(m.View()))
	}
	press(m, "esc")
	if _, on := m.logs.Finding(); on || !m.logs.Following() {
		t.Error("esc does not return to where it began")
	}
	press(m, append(append([]string{"/"}, keysFor("reQuest fail")...), "enter")...)
	if _, of := m.logs.Hit(); of != 0 {
		t.Error("a capital does not count")
	}
	press(m, append(append([]string{"/", "ctrl+u"}, keysFor("request fail")...), "enter")...)
	nth, of := m.logs.Hit()
	if nth != of || of < 10 {
		t.Fatalf("%d of %d: the newest is the nearest above", nth, of)
	}
	press(m, "n")
	if got, _ := m.logs.Hit(); got != of-1 {
		t.Errorf("n: %d of %d", got, of)
	}
	press(m, "N", "N")
	if got, _ := m.logs.Hit(); got != 1 || !strings.Contains(m.said.text, "went on from the oldest") {
		t.Errorf("N past the newest: %d, says %q", got, m.said.text)
	}
	press(m, "n")
	if got, _ := m.logs.Hit(); got != of || !strings.Contains(m.said.text, "went on from the newest") {
		t.Errorf("n past the oldest: %d, says %q", got, m.said.text)
	}
	press(m, "1", "n")
	if m.typing == nil || m.typing.label != "note" {
		t.Error("n is no note where the logs have not the focus")
	}
}

// What is no regular expression yet leaves the last one that was, and is plain text when it is accepted.
func TestBadPattern(t *testing.T) {
	m := screenOf(120, 36, Options{}, oneDown())
	press(m, append([]string{"4", "/"}, keysFor("SC 5/4(")...)...)
	text, _ := m.logs.Finding()
	if text != "SC 5/4" || !strings.Contains(ansi.Strip(m.View()), "not a regular expression yet: missing closing )") {
		t.Errorf("searches %q:\n%s", text, ansi.Strip(m.View()))
	}
	press(m, "enter")
	if text, _ := m.logs.Finding(); text != "SC 5/4(" || !strings.Contains(m.said.text, "searched as plain text") {
		t.Errorf("accepted, and searches %q; says %q", text, m.said.text)
	}
	press(m, "esc", "&", "(", "enter")
	if m.logs.Lines() != 0 {
		t.Errorf("keeps %q", texts(m))
	}
}

// The node's own lines, and those of others about it, against the captured lines.
func TestOnlyKeys(t *testing.T) {
	f := lived(t, "baseline-stop-mysql-slave2")
	m := screenOf(200, 50, everyKey, f)
	for chosenName(m) != "mysql-slave2" {
		press(m, "j")
	}
	want := func(concerns func(l *record.Line) bool) (n int) {
		for _, l := range f.Lines {
			if quick := l.Request != nil && !l.Request.Failed && l.Request.Took < time.Second; !l.Quiet() && !quick && concerns(l) {
				n++
			}
		}
		return n
	}
	own := func(l *record.Line) bool { return l.Node == "mysql-slave2" }
	about := func(l *record.Line) bool {
		switch {
		case l.Session != nil:
			return l.Session.Server == "mysql-slave2"
		case l.State != nil:
			return l.State.Server == "mysql-slave2"
		case l.Request != nil:
			return l.Request.Replica == "mysql-slave2"
		}
		addr := f.Node("mysql-slave2").Addrs
		return own(l) || strings.Contains(l.Text, "mysql-slave2") || len(addr) > 0 && strings.Contains(l.Text, addr[0]+":")
	}
	all := m.logs.Lines() // a request that several report once
	if most := want(func(*record.Line) bool { return true }); all > most || all < most*2/3 {
		t.Errorf("%d lines, of %d", all, most)
	}
	press(m, "i")
	if got, want := m.logs.Lines(), want(about); got != want || want < 20 {
		t.Errorf("%d lines concern it, want %d", got, want)
	}
	press(m, "i")
	if got, want := m.logs.Lines(), want(own); got != want || want == 0 {
		t.Errorf("%d lines are its own, want %d", got, want)
	}
	press(m, "i")
	if got := m.logs.Lines(); got != all {
		t.Errorf("%d lines, want all %d", got, all)
	}
	press(m, "i", "&", "D", "O", "W", "N", "enter", "/", "u", "p", "enter", "V")
	for left := 5; m.logs.Filtered(); left-- { // the first one takes note of the fault that is over
		if press(m, "esc"); left == 0 {
			t.Fatal("esc does not take everything away")
		}
	}
	if _, on := m.logs.Finding(); on || m.logs.Lines() != all {
		t.Errorf("after esc %d lines, want %d", m.logs.Lines(), all)
	}
}

func TestAroundKeys(t *testing.T) {
	f := lived(t, "tuned-kill-mysql-slave1")
	m := screenOf(120, 36, everyKey, f)
	press(m, "2", "g", "enter")
	e := m.timeline.Chosen(&m.frame)
	if e != &m.frame.Timeline[0] || !m.logs.IsAround() || m.logs.Following() {
		t.Fatal("enter on an event does not go there")
	}
	near := func() time.Duration {
		best := time.Hour
		for _, l := range f.Lines {
			if d := l.At.Sub(m.timeline.Chosen(&m.frame).At).Abs(); !l.Quiet() && d < best {
				best = d
			}
		}
		return best
	}
	for range len(f.Timeline) {
		e := m.timeline.Chosen(&m.frame)
		if got := m.logs.Marked().At.Sub(e.At).Abs(); got != near() {
			t.Errorf("%s: marks a line %v away, the nearest is %v away", e.Says.String(), got, near())
		}
		if !strings.Contains(ansi.Strip(m.View()), "around "+e.At.Format("15:04:05.00")) {
			t.Errorf("%s: does not say around when", e.Says.String())
		}
		press(m, "j")
	}
	press(m, "esc", "@")
	if !m.logs.IsAround() {
		t.Error("@ does nothing")
	}
	press(m, "f")
	if m.logs.IsAround() || !m.logs.Following() {
		t.Error("f does not follow again")
	}
	m = screenOf(80, 24, everyKey, f)
	if press(m, "2", "k", "@"); m.focus != paneLogs {
		t.Error("the logs are not seen where panes share a place")
	}
}

func TestGraveKeys(t *testing.T) {
	m := screenOf(120, 36, everyKey, oneDown())
	for i, want := range []string{"notable", "warnings", "errors", "all", "notable"} {
		if got := ansi.Strip(m.View()); !strings.Contains(got, "logs ── "+want) {
			t.Errorf("%d: not %q:\n%s", i, want, got)
		}
		press(m, "V")
	}
	press(m, "V", "a")
	if got := m.logs.Least().String(); got != "all" {
		t.Errorf("a after errors: %s", got)
	}
	press(m, "a")
	if got := m.logs.Least().String(); got != "notable" {
		t.Errorf("a again: %s", got)
	}
}

func TestWriteLogs(t *testing.T) {
	var got strings.Builder
	o := everyKey
	o.WriteLogs = func(_ context.Context, _ time.Time, write func(io.Writer) error) (string, error) {
		return "x.log", write(&got)
	}
	m := screenOf(120, 36, o, oneDown())
	press(m, "&", "s", "l", "a", "v", "e", "1", "enter", "W")
	want := "2026-03-14T14:48:57.58Z haproxy 172.28.44.32:43290 [14/Mar/2026:14:48:50.571] mysql servers/mysql-slave1 1/-1/7008 0 SC 5/4/3/2/3 0/0\n"
	if lines := strings.Count(got.String(), "\n"); lines != 3 || !strings.HasPrefix(got.String(), want) || strings.ContainsRune(got.String(), 0x1b) {
		t.Errorf("wrote %q", got.String())
	}
	if m.said.text != "3 lines written to x.log" {
		t.Errorf("says %q", m.said.text)
	}
	m.o.WriteLogs = func(context.Context, time.Time, func(io.Writer) error) (string, error) {
		return "", errors.New("disk full")
	}
	if press(m, "W"); m.said.text != "write logs: disk full" {
		t.Errorf("says %q", m.said.text)
	}
	m = screenOf(120, 36, Options{}, oneDown())
	if press(m, "W"); m.c.Keys.On(keys.WriteLogs) || m.said.text != "W, write-logs: not available here" {
		t.Error("W where nothing can be written")
	}
}

// A node that comes back has another address: lines about both are its own.
func TestOnlyAfterRestart(t *testing.T) {
	f := allUp()
	f.Node("app1").Addrs = []string{"172.28.44.31"}
	refused := func(addr string) *record.Line {
		return &record.Line{At: noon, Node: "nginx", Text: "x", Upstream: &record.UpstreamError{Kind: record.UpstreamRefused, Addr: addr}}
	}
	f.Lines = []*record.Line{refused("172.28.44.31:9081"), refused("172.28.44.3:9081"), refused("172.28.44.77:9081")}
	m := screenOf(120, 36, Options{}, f)
	press(m, "node:app1", "i")
	if chosenName(m) != "app1" || m.logs.Lines() != 1 {
		t.Errorf("%s: %d lines, want 1", chosenName(m), m.logs.Lines())
	}
	g := allUp()
	g.Node("app1").Addrs, g.Lines = []string{"172.28.44.77"}, nil
	m.Update(frameMsg(g))
	if m.logs.Lines() != 2 {
		t.Errorf("after the restart %d lines, want 2", m.logs.Lines())
	}
}

func TestLogSideways(t *testing.T) {
	m := screenOf(60, 16, Options{}, oneDown())
	press(m, "4", "k", "right", "right", "right")
	if got := ansi.Strip(m.View()); !strings.Contains(got, "check duration: 2002ms") {
		t.Errorf("the end of the line is not seen:\n%s", got)
	}
}

// An empty pane says why it is empty, and which key helps.
func TestNoLines(t *testing.T) {
	quiet := allUp()
	quiet.Lines = quiet.Lines[1:]
	for name, tt := range map[string]struct {
		f    incident.Frame
		keys []string
		want string
	}{
		"none":     {incident.Frame{At: noon}, nil, "what the containers write stands here; / searches it"},
		"traffic":  {quiet, nil, "2 routine lines are hidden; a shows them"},
		"filtered": {quiet, []string{"a", "&", "x", "y", "z", "enter"}, "none of 2 lines matches; esc shows more"},
	} {
		m := screenOf(120, 36, Options{}, tt.f)
		press(m, tt.keys...)
		if got := ansi.Strip(m.View()); !strings.Contains(got, tt.want) {
			t.Errorf("%s: no %q:\n%s", name, tt.want, got)
		}
	}
}

// A search that takes long goes on behind the keys that are pressed meanwhile, says so, and comes to its end.
func TestSearchGoesOn(t *testing.T) {
	f := allUp()
	f.Lines = someLines(0, 5000)
	for _, l := range f.Lines {
		l.Text += strings.Repeat(" z", 300)
	}
	m := screenOf(120, 36, everyKey, f)
	press(m, "4", "/")
	_, cmd := m.Update(keyMsg("[0-9]+ z z"))
	first, _, _ := strings.Cut(ansi.Strip(m.View()), "following")
	if !m.logs.Filtering() || cmd == nil || !strings.Contains(ansi.Strip(m.View()), "…") || !strings.Contains(first, "/[0-9]+ z z") {
		t.Fatalf("filtering %v:\n%s", m.logs.Filtering(), ansi.Strip(m.View()))
	}
	_, other := m.Update(keyMsg("!"))
	if other != nil {
		t.Error("one more is asked for with every key")
	}
	settle(m, cmd)
	if _, of := m.logs.Hit(); m.logs.Filtering() || of != 0 {
		t.Errorf("filtering %v, %d lines have a z! in them", m.logs.Filtering(), of)
	}
	press(m, "backspace")
	if _, of := m.logs.Hit(); of != 5000 {
		t.Errorf("%d lines match, want all 5000", of)
	}
}
