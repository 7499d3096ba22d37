package tui

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/path"
	"hadash/tui/ui"
)

// shapeAt is the Frame of a shape of balancers, so long after the beginning.
func shapeAt(t *testing.T, shape string, after time.Duration) incident.Frame {
	t.Helper()
	var f incident.Frame
	var from time.Time
	for i, s := range captured.Balancers(t, shape) {
		if i == 0 {
			from = s.At
		}
		if s.At.Sub(from) > after {
			break
		}
		f = incident.Fold(f, s)
	}
	return f
}

// The screen of every shape of balancers, before web_1 is killed, when lb1 has noticed and lb2 has not, and when both have.
func TestGoldenBalancers(t *testing.T) {
	for _, shape := range captured.Shapes() {
		for _, at := range []time.Duration{7, 11, 15} {
			m := screenOf(120, 36, Options{}, shapeAt(t, shape, at*time.Second))
			golden(t, fmt.Sprintf("balancers-%s-%ds.txt", shape, at), ansi.Strip(m.View()))
		}
	}
}

// The path of every shape, drawn as high as it likes to be.
func TestGoldenPaths(t *testing.T) {
	for _, shape := range captured.Shapes() {
		for _, at := range []time.Duration{7, 15} {
			m := screenOf(120, 36, Options{}, shapeAt(t, shape, at*time.Second))
			var out strings.Builder
			for _, h := range []int{1 + path.Rows(&m.c.Route), 6} {
				s := &paint.Screen{}
				s.Resize(120, h)
				c := m.c
				c.Screen = s
				path.Draw(&c, paint.Area(0, 0, 120, h), false)
				out.WriteString(ansi.Strip(s.String()) + "\n")
			}
			golden(t, fmt.Sprintf("path-%s-%ds.txt", shape, at), out.String())
		}
	}
}

// Where one of two balancers has taken a server out, the screen says which still sends: in the verdict, beside the cost, and
// among what each witness saw, where each has its own moment.
func TestWhichStillSends(t *testing.T) {
	f := shapeAt(t, "two", 11*time.Second)
	m := screenOf(160, 45, everyKey, f)
	for _, want := range []string{"lb1 took it out after 0.8 s, lb2 still sends", "noticed      lb1 after 0.81 s, lb2 still sends", ": lb1 11, lb2 16", "lb1 takes it out", "lb1/web", "lb2/web"} {
		if view := ansi.Strip(m.View()); !strings.Contains(view, want) {
			t.Errorf("no %q in:\n%s", want, view)
		}
	}
	press(m, "T")
	for _, want := range []string{`lb1 .* ▼ down +\+0\.81 s`, `lb2 .* up 2/3, sends 10/s +not yet`, `lb2's check .*\+0\.84 s`, `lb1 sends it nothing new since .* lb2 still sends to it\.`} {
		if view := ansi.Strip(m.View()); !regexp.MustCompile(want).MatchString(view) {
			t.Errorf("no %q in:\n%s", want, view)
		}
	}
	later := screenOf(160, 45, everyKey, shapeAt(t, "two", 16*time.Second))
	view := ansi.Strip(later.View())
	for _, want := range []string{"lb1 took it out after 0.8 s, lb2 after 4.8 s", "noticed      lb1 after 0.81 s, lb2 after 4.85 s"} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q in:\n%s", want, view)
		}
	}
	if strings.Contains(view, "still sends") {
		t.Errorf("both have taken it out:\n%s", view)
	}
	press(later, "T")
	if view, want := ansi.Strip(later.View()), `lb1 sends it nothing new since .*; lb2 sends it nothing new since .*, 4\.85 s after the fault`; !regexp.MustCompile(want).MatchString(view) {
		t.Errorf("no %q in:\n%s", want, view)
	}
}

// The screen opens on what users break first, a server behind a balancer, also where the balancer answers later than it is found.
// It goes nowhere once the user has chosen.
func TestAServerIsChosenFirst(t *testing.T) {
	for _, shape := range captured.Shapes() {
		for _, choose := range []bool{false, true} {
			m := screenOf(120, 36, Options{})
			var f incident.Frame
			var wanted ui.NodeID
			for _, s := range captured.Balancers(t, shape) {
				f = incident.Fold(f, s)
				m.Update(frameMsg(f))
				if choose && wanted.Name == "" && len(f.Nodes) > 0 {
					press(m, "k")
					wanted, _ = m.nodes.Chosen()
				}
			}
			id, ok := m.nodes.Chosen()
			n := id.Node(&f)
			switch {
			case choose && id != wanted:
				t.Errorf("%s: chose %v, later it is %v", shape, wanted, id)
			case !choose && (!ok || id.Backend == "" && (n == nil || !f.Instance(n))):
				t.Errorf("%s: %v is chosen", shape, id)
			}
		}
	}
}

// The screen has no word for a program that the project does not have: at no size, and on none of the pages that any project has.
func TestNoWordForWhatIsNotThere(t *testing.T) {
	t.Parallel()
	has := func(f *incident.Frame, is func(*incident.Node) bool) bool {
		for i := range f.Nodes {
			if is(&f.Nodes[i]) {
				return true
			}
		}
		return false
	}
	words := []struct {
		of  *regexp.Regexp
		are func(*incident.Node) bool // the nodes without which they mean nothing
	}{
		{regexp.MustCompile(`(?i)\bnginx\b`), func(n *incident.Node) bool { return n.Runs(record.KindNginx) }},
		{regexp.MustCompile(`(?i)\breplicas?\b|\breplication\b|\bmasters?\b|\bIO Yes\b`), func(n *incident.Node) bool { return n.IsReplica() || n.IsMaster() }},
		{regexp.MustCompile(`(?i)\bk6\b|\bload script\b|\bVUs?\b`), func(n *incident.Node) bool { return n.Runs(record.KindK6) }},
		{regexp.MustCompile(`(?i)\bdocker\b|\bcontainers?\b`), func(*incident.Node) bool { return true }},
		{regexp.MustCompile(`\bapps?\b`), func(n *incident.Node) bool { return n.Role == record.RoleApp }},
	}
	frames := map[string]incident.Frame{"HAProxy alone": thousand()[0]}
	for _, shape := range captured.Shapes() {
		frames["before, "+shape], frames["fault, "+shape] = shapeAt(t, shape, 7*time.Second), shapeAt(t, shape, 15*time.Second)
	}
	for name, f := range frames {
		for _, size := range sizes {
			for _, keys := range []string{"", "s", "enter", "T", "5", "6"} {
				m := screenOf(size[0], size[1], everyKey, f)
				press(m, strings.Fields(keys)...)
				for line := range strings.Lines(ansi.Strip(m.View())) {
					for _, w := range words {
						if found := w.of.FindString(line); found != "" && !has(&f, w.are) {
							t.Errorf("%s, %v, key %q: there is no %s: %s", name, size, keys, found, line)
						}
					}
				}
			}
		}
	}
}

// edgesAt is the Frame of a captured run of two nginx 1.26.3 before two HAProxies 3.0.11 before the same two web servers, so
// long after its beginning: web2 is killed after 1 s, and started after 13 s. lb1 checks each half second, lb2 each two seconds.
func edgesAt(t *testing.T, after time.Duration) incident.Frame {
	t.Helper()
	r, err := record.Open("testdata/edges.hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var f incident.Frame
	var from time.Time
	for s := range r.Samples() {
		if from.IsZero() {
			from = s.At
		}
		if s.At.Sub(from) > after {
			break
		}
		f = incident.Fold(f, s)
	}
	return f
}

// Two nginxes side by side have each their own figures on the path, their own row on their page and their own curve.
func TestGoldenTwoNginxes(t *testing.T) {
	f := edgesAt(t, 10*time.Second)
	golden(t, "edges-path.txt", ansi.Strip(screenOf(200, 50, Options{}, f).View()))
	for page, keys := range map[string]string{"nginx": "7", "truth": "T", "charts": "6"} {
		m := screenOf(120, 36, Options{}, f)
		press(m, keys)
		golden(t, "edges-"+page+".txt", ansi.Strip(m.View()))
	}
}

// What is asked by a key is asked of the node whose row is chosen, at whichever balancer the row is.
func TestKeysActOnTheChosenRowOfTwo(t *testing.T) {
	m := screenOf(120, 36, everyKey, shapeAt(t, "two", 7*time.Second))
	press(m, "j", "j", "j", "j") // past web_3 of lb1
	if view := ansi.Strip(m.View()); !regexp.MustCompile(`(?s) lb2/web .*▸ web_2 `).MatchString(view) {
		t.Fatalf("web_2 of lb2 is not chosen:\n%s", view)
	}
	press(m, "s")
	if view := ansi.Strip(m.View()); !strings.Contains(view, "stop web_2?") {
		t.Errorf("not asked of web_2:\n%s", view)
	}
	press(m, "n", "m")
	if view := ansi.Strip(m.View()); !strings.Contains(view, "lb2") || !strings.Contains(view, "maint web_2") {
		t.Errorf("not asked of web_2:\n%s", view)
	}
}

// One session is not "1 sessions".
func TestOneSession(t *testing.T) {
	one := false
	for _, e := range edgesAt(t, 20*time.Second).Timeline {
		says := e.Says.String()
		one = one || strings.Contains(says, " 1 session on it")
		if strings.Contains(says, " 1 sessions") {
			t.Error(says)
		}
	}
	if !one {
		t.Error("no session was on it")
	}
}
