package tui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/consequence"
	"hadash/incident/verdict"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
)

// The table of truth begins at the node that is chosen on the overview, each time it is opened.
func TestTruthBeginsAtTheChosenNode(t *testing.T) {
	m := screenOf(120, 36, Options{}, oneDown())
	for range 4 {
		press(m, "T")
		if id, _ := m.subject(); id.Name != chosenName(m) {
			t.Errorf("%s is chosen there, %s here", chosenName(m), id)
		}
		press(m, "j", "esc", "j", "j")
	}
}

// Each of its rows begins with a sign, as all tables of nodes do.
func TestTruthHasSigns(t *testing.T) {
	m := screenOf(120, 36, Options{}, oneDown())
	press(m, "T")
	view := ansi.Strip(m.View())
	for i := range m.frame.Nodes {
		n := &m.frame.Nodes[i]
		if want := m.c.NodeSign(n).Glyph + " " + n.Name; !strings.Contains(view, want) {
			t.Errorf("no %q in\n%s", want, view)
		}
	}
}

// Every key that breaks or heals the chosen row now is on the key line, and none that it refuses.
func TestTruthListsItsKeys(t *testing.T) {
	m := screenOf(400, 36, Options{Hands: &fakeHands{}}, oneDown())
	press(m, "T")
	for _, node := range []string{"mysql-slave1", "mysql-slave2"} {
		for id, _ := m.subject(); id.Name != node; id, _ = m.subject() {
			press(m, "j")
		}
		lines := strings.Split(ansi.Strip(m.View()), "\n")
		last := lines[len(lines)-1]
		for _, a := range keys.World {
			possible := true
			if n := m.frame.Node(node); a == keys.Start {
				possible = !n.Container.Running()
			} else if kind := keys.Fault(a); kind != "" {
				possible = !consequence.Refuse(&m.frame, n, kind).Refused()
			}
			if want := m.c.Hint(m.c.Keys.Line(a)); m.c.Keys.On(a) && strings.Contains(last, want) != possible {
				t.Errorf("%s: %q possible %v, on %s", node, want, possible, last)
			}
		}
	}
}

// whole is the table of a Frame itself: that of other tests is short.
var whole = (*incident.Frame).TruthTable

// The choice stays with its node while the disputed rows go to the top, and "!" goes to the next one of these.
func TestTruthChoiceStays(t *testing.T) {
	var f incident.Frame
	m := screenOf(120, 36, Options{truths: whole}, allUp())
	opened, led := false, false
	for i, s := range captured.Samples(t, "baseline-stop-mysql-slave2") {
		if f = incident.Fold(f, s); i%20 > 0 || len(f.Nodes) == 0 {
			continue
		}
		m.Update(frameMsg(f))
		if !opened {
			press(m, "T", "G")
			opened = true
		}
		if id, ok := m.subject(); !ok || id.Name != "mysql-master" {
			t.Fatalf("at %s %s is chosen", f.At.Format("05.00"), id)
		}
		rows := strings.Split(ansi.Strip(m.View()), "\n")
		if strings.HasPrefix(rows[3], "≠  ▼ mysql-slave2") {
			led = true
		}
	}
	if !led {
		t.Error("the disputed node was never the first row")
	}
}

func TestTruthNextDisputed(t *testing.T) {
	two := toldBy(map[string]string{"app3": "UP, and answers nothing", "mysql-slave3": "unhealthy, and UP"})
	m := screenOf(160, 36, Options{Hands: &fakeHands{}, truths: two}, allUp())
	press(m, "T")
	for _, want := range []string{"app3", "mysql-slave3", "app3"} {
		press(m, "!")
		if id, _ := m.subject(); id.Name != want || m.page != pageTruth {
			t.Errorf("%s is chosen, want %s", id, want)
		}
	}
	if v := ansi.Strip(m.View()); !strings.Contains(v, "2 nodes disputed") || !strings.Contains(v, "app3 ≠ disputed") || !strings.Contains(v, "≠ no  ") {
		t.Errorf("the page does not say so:\n%s", v)
	}
	m = screenOf(160, 36, Options{Hands: &fakeHands{}}, allUp())
	press(m, "T", "!")
	if v := ansi.Strip(m.View()); !strings.Contains(v, "no node is disputed, none is broken") {
		t.Errorf("all agree:\n%s", v)
	}
}

// afterFault is the Frame of a run that long after its fault; just before it for 0.
func afterFault(t *testing.T, run string, after time.Duration) incident.Frame {
	var f incident.Frame
	for _, s := range captured.Samples(t, run) {
		next := incident.Fold(f, s)
		if len(next.Stopwatches) > 0 && next.At.Sub(next.Stopwatches[0].At) >= after {
			break
		}
		f = next
	}
	return f
}

// What is said of the fault of a real run on the page, at its moments.
func TestTruthOfARun(t *testing.T) {
	for after, wants := range map[time.Duration][]string{
		5 * time.Second: {"≠▸ ▼ mysql-slave2", "▼ exited", "in use", "≠ no, for", "1 node disputed", "≠ Docker: exited, HAProxy: UP", "Its process is gone, but HAProxy needs 3 failed checks, 2 s apart", "1 of 3 new sessions goes to it",
			"5 s (timeout connect)", "disputed", "next: S starts it, or wait ≤"},
		0:         {"all witnesses agree", "If it ended now, HAProxy would send it nothing new after"},
		time.Hour: {"knew it after", "≤", "all witnesses agree"},
	} {
		m := screenOf(160, 45, Options{Hands: &fakeHands{}, truths: whole}, afterFault(t, "baseline-stop-mysql-slave2", after))
		press(m, "T", "g")
		for id, _ := m.subject(); id.Name != "mysql-slave2"; id, _ = m.subject() {
			press(m, "j")
		}
		view := ansi.Strip(m.View())
		said := strings.Join(strings.Fields(view), " ") // a sentence may go over two lines
		for _, want := range wants {
			if !strings.Contains(said, want) {
				t.Errorf("%s after the fault: no %q in\n%s", after, want, view)
			}
		}
		if strings.Contains(view, " - ") {
			t.Errorf("%s after the fault: a dash stands for what is not known:\n%s", after, view)
		}
	}
}

// A fault that nobody will notice is said to be one, in the witness's row and in a sentence.
func TestTruthOfWhatNobodyNotices(t *testing.T) {
	m := screenOf(160, 45, Options{Hands: &fakeHands{}, truths: whole}, afterFault(t, "baseline-pause-mysql-slave1", 6*time.Second))
	press(m, "T", "!")
	view := ansi.Strip(m.View())
	for _, want := range []string{"≠▸ ‖ mysql-slave1", "will not notice", "Nothing that is configured notices this: a plain TCP check only connects", "So 1 of 3 new sessions goes to it, waits up to 50 s (timeout"} {
		if !strings.Contains(strings.Join(strings.Fields(view), " "), want) {
			t.Errorf("no %q in\n%s", want, view)
		}
	}
}

// Before any source has answered nobody says anything, and nothing is green.
func TestTruthBeforeAnything(t *testing.T) {
	var f incident.Frame
	for _, s := range captured.Samples(t, "baseline-stop-mysql-slave2") {
		if f = incident.Fold(f, s); len(f.Nodes) > 0 {
			break
		}
	}
	m := screenOf(120, 36, Options{truths: whole}, f)
	press(m, "T")
	view := ansi.Strip(m.View())
	if strings.Contains(view, "●") || strings.Contains(view, "agree ") || !strings.Contains(view, "no witness has said anything of it") {
		t.Errorf("nobody has answered:\n%s", view)
	}
}

// Red is rationed on the page too, at every moment of the runs.
func TestTruthColourBudget(t *testing.T) {
	th := paint.NewTheme("dark", termenv.ANSI256, false)
	for _, run := range []string{"baseline-stop-mysql-slave2", "baseline-pause-mysql-slave1", "tuned-kill-mysql-slave1", "tuned-pause-app1"} {
		for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
			var f incident.Frame
			m := screenOf(size[0], size[1], Options{Theme: "dark", truths: whole}, allUp())
			press(m, "T")
			seen := 0
			for i, s := range captured.Samples(t, run) {
				if f = incident.Fold(f, s); i%10 > 0 {
					continue
				}
				if m.Update(frameMsg(f)); i%200 == 0 {
					press(m, "!")
				}
				runs, glyphs := reds(m.View(), th)
				most, mostGlyphs := 8, 100
				switch m.c.Verdict.State {
				case verdict.Well, verdict.Back:
					most, mostGlyphs = 0, 0
				}
				seen = max(seen, runs)
				if runs > most || glyphs > mostGlyphs {
					t.Errorf("%s, %v, %s: %d runs and %d glyphs in red\n%s", run, size, f.At.Format("05.00"), runs, glyphs, m.View())
					break
				}
			}
			if seen == 0 {
				t.Errorf("%s, %v: nothing was ever red", run, size)
			}
		}
	}
}

// With HAProxy alone the page says that nobody contradicts it, and shows what it said of the chosen server.
func TestTruthOfHAProxyAlone(t *testing.T) {
	m := screenOf(120, 36, Options{}, thousand()...)
	press(m, "T", "g")
	view := ansi.Strip(m.View())
	for _, want := range []string{"only HAProxy is watched: it has nobody to contradict it", "▼ down", "HAProxy's check", "one cell = 1 s"} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q in\n%s", want, view)
		}
	}
	first, _ := m.subject()
	press(m, "!")
	if next, ok := m.subject(); !ok || next == first || !m.frame.HAProxy.Find(next.Backend, next.Name).Status.GivenUp() {
		t.Errorf("! goes from %s to %s", first, next)
	}
	if strings.Contains(view, "s stop") {
		t.Error("it offers to stop what it only watches")
	}
}

// The page in the middle of captured runs: a replica that HAProxy still uses, and an instance that hangs.
func TestGoldenTruth(t *testing.T) {
	for _, s := range []struct {
		name, run string
		after     time.Duration
	}{{"truth-disputed", "baseline-stop-mysql-slave2", 5 * time.Second}, {"truth-aside", "tuned-pause-app1", 3 * time.Second}} {
		f := afterFault(t, s.run, s.after)
		for _, size := range sizes[1:4] {
			m := screenOf(size[0], size[1], Options{Hands: &fakeHands{}, truths: whole}, f)
			press(m, "T", "!")
			goldenFrame(t, s.name, m)
		}
	}
}

// What failed before the fault that the first line is about is not counted beside what users felt since.
func TestTruthCountsSinceTheFault(t *testing.T) {
	r, err := record.Open("../docs/experiment/baseline.hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	f := incident.NewFrame(r.Header.Started)
	for s := range r.Samples() {
		f = incident.Fold(f, s)
		if len(f.Faults) > 0 && f.Faults[0].Target == "app1" && f.At.Sub(f.Faults[0].At) > 5*time.Second {
			break
		}
	}
	m := screenOf(120, 36, Options{}, f)
	press(m, "T")
	for range f.Nodes {
		if id, _ := m.subject(); id.Name == "mysql-slave1" {
			break
		}
		press(m, "j")
	}
	row := ""
	for line := range strings.SplitSeq(ansi.Strip(m.View()), "\n") {
		if strings.Contains(line, "its sessions") {
			row = line
		}
	}
	if !strings.Contains(row, "+") || !strings.Contains(row, "none failed") {
		t.Errorf("%q", row)
	}
}
