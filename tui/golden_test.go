package tui

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/wording"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"github.com/muesli/termenv"
)

var update = flag.Bool("update", false, "rewrite the golden frames")

// sizes are the smallest terminal there is room in, what people have, and a wall.
var sizes = [][2]int{{60, 16}, {80, 24}, {120, 36}, {200, 50}, {400, 120}}

// walls are the scenes with a golden frame on a wall.
var walls = []string{"moment-08s", "help", "node", "thousand-stats"}

// scene is a frame worth looking at: what has come, and which keys were pressed.
type scene struct {
	name   string
	frames []incident.Frame
	keys   []string
	truths func(*incident.Frame) []incident.Truth
}

var scenes = []scene{
	{"connecting", nil, nil, nil},
	{"unreachable", []incident.Frame{unreachable()}, nil, nil},
	{"docker-gone", []incident.Frame{dockerGone()}, nil, nil},
	{"confirm", []incident.Frame{allUp()}, []string{"s"}, nil},
	{"confirm-last", []incident.Frame{lastReplica()}, []string{"j", "x", "mysql-sl"}, nil},
	{"help", []incident.Frame{allUp()}, []string{"?"}, nil},
	{"filter", []incident.Frame{oneDown()}, []string{"4", "/", "slave1"}, nil},
	{"all-logs", []incident.Frame{oneDown()}, []string{"4", "a"}, nil},
	{"cost", []incident.Frame{oneDown()}, []string{"3"}, nil},
	{"confirm-slow", []incident.Frame{allUp()}, []string{"j", "w"}, nil},
	{"heal-foreign", []incident.Frame{overlapping()}, []string{"H"}, nil},
	{"node", []incident.Frame{allUp()}, []string{"enter", "j", "j", "j", "j", "j", "j", "right"}, nil},
	{"node-broken", []incident.Frame{pausedAndOut()}, []string{"enter"}, greyReplica},
	{"node-app", []incident.Frame{allUp()}, []string{"node:app1", "enter", "G"}, nil},
	{"node-faults", []incident.Frame{muchBroken()}, []string{"enter", "pgdown"}, nil},
	{"palette", []incident.Frame{allUp()}, []string{":"}, nil},
	{"palette-filtered", []incident.Frame{allUp()}, []string{":", "s", "l"}, nil},
	{"palette-node", []incident.Frame{oneDown()}, []string{":", "stop ", "slave"}, nil},
	{"palette-amount", []incident.Frame{allUp()}, []string{":", "delay app1 500"}, nil},
	{"help-searched", []incident.Frame{allUp()}, []string{"?", "/", "log"}, nil},
	{"help-scrolled", []incident.Frame{allUp()}, []string{"?", "j", "j", "j", "pgdown"}, nil},
	{"stats", []incident.Frame{oneDown()}, []string{"5"}, nil},
	{"thousand-filter", thousand(), []string{"/", "shop-1[34]/?|web04", "enter", "u"}, nil},
	{"thousand-folded", thousand(), []string{"b", "j"}, nil},
	{"thousand-not-up", thousand(), []string{"u", "G"}, nil},
	{"thousand-stats", thousand(), []string{"5", "j", "j"}, nil},
	{"thousand-charts", thousand(), []string{"6"}, nil},
	{"thousand-scrolled", thousand(), []string{"5", "right", "right", "right", "right", "right", "right", "right", "right", "G"}, nil},
	{"thousand-sorted", thousand(), []string{"5", "o", "o", "o", "o", "o", "o", "o", "o"}, nil},
	{"columns", thousand(), []string{"5", "v", "j", "j", " "}, nil},
	{"columns-found", thousand(), []string{"5", "v", "/", "idle", "enter", " "}, nil},
	{"databases-unreachable", []incident.Frame{unreachable()}, []string{"8"}, nil},
	{"truth", []incident.Frame{pausedAndOut()}, []string{"T", "j"}, greyReplica},
}

// nothingKnown is a start with everything away: no service has been heard of.
func nothingKnown() incident.Frame {
	f := unreachable()
	for i := range f.Sources {
		f.Sources[i].LastOK = time.Time{}
	}
	return incident.Frame{At: f.At, Begun: f.Begun, Sources: f.Sources}
}

// twoDown is a second replica killed while the first is still stopped.
func twoDown() incident.Frame {
	f := oneDown()
	s := &f.HAProxy.Servers[1]
	s.Status, s.CheckStatus, s.LastChk, s.Scur, s.Rate, s.Econ, s.Wretr, s.Lastchg = record.ParseStatus("DOWN"), "L4CON", "Connection refused", 0, 0, 3, 5, 2
	f.HAProxy.Proxies[1].Act = 1
	n := f.Node("mysql-slave2")
	n.Health, n.Since, n.Rate, n.Recent, n.Replica = incident.Stopped, at(8*time.Second), 0, 0, nil
	n.Container.State, n.Container.ExitCode, n.Container.Health = "exited", 137, ""
	second := stopwatch.Fault{Fault: record.Fault{Kind: record.Kill, Target: "mysql-slave2"}, At: at(8 * time.Second), You: true}
	f.Faults = append(f.Faults, second)
	f.Timeline = append(f.Timeline, event.Event{ID: 9, At: second.At, Until: second.At, Kind: event.KindFault, Severity: event.Bad,
		Node: second.Target, Says: wording.Text("kill mysql-slave2 (you)"), Title: second.Title(), Fault: second.String(), Count: 1})
	f.Stopwatches = append(f.Stopwatches, stopwatchOf(&f, 2, 1))
	return f
}

// pausedButUp is the grey failure: the container is frozen, and HAProxy goes on sending it sessions.
func pausedButUp() incident.Frame {
	f := pausedAndOut()
	s := &f.HAProxy.Servers[0]
	s.Status, s.CheckStatus, s.LastChk, s.Scur = record.ParseStatus("UP"), "L4OK", "", 9
	f.HAProxy.Proxies[1].Act = 3
	return f
}

// dockerGone is an Engine that does not answer any more, while what it started goes on.
func dockerGone() incident.Frame {
	f := allUp()
	f.At = at(time.Minute)
	for i := range f.Sources {
		s := &f.Sources[i]
		s.At, s.LastOK = f.At, f.At
		if s.Name == record.SourceDocker {
			s.LastOK, s.Since = at(-12*time.Second), at(-11*time.Second)
			s.Err = "poll docker: Cannot connect to the Docker daemon at unix:///var/run/docker.sock"
		}
	}
	return f
}

// lastReplica leaves only mysql-slave2 serving.
func lastReplica() incident.Frame {
	f := oneDown()
	f.Node("mysql-slave3").Health = incident.Paused
	f.Node("mysql-slave3").Container.State = "paused"
	return f
}

// everyKey is a screen on which no key is switched off. Tests that run side by side share it, so nothing in it changes.
var everyKey = Options{
	Hands: noHands{}, Version: "1.0", Note: func(string) {}, Mouse: true,
	Export:    func(context.Context, incident.Frame) (string, error) { return "", nil },
	WriteLogs: func(context.Context, time.Time, func(io.Writer) error) (string, error) { return "", nil },
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, s := range scenes {
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s-%dx%d", s.name, size[0], size[1]), func(t *testing.T) {
				o := everyKey
				o.truths = s.truths
				m := screenOf(size[0], size[1], o, s.frames...)
				press(m, s.keys...)
				goldenFrame(t, s.name, m)
			})
		}
	}
}

// Every theme in 256 colours, and the usual one in 16 and in 24 bits.
func TestGoldenColour(t *testing.T) {
	const few, many = termenv.ANSI256, termenv.TrueColor
	for name, look := range map[string]paint.Look{
		"dark": {Name: paint.ThemeDark, Depth: few}, "light": {Name: paint.ThemeLight, Depth: few}, "mono": {Name: paint.ThemeMono, Depth: few},
		"high-contrast":       {Name: paint.ThemeContrast, Depth: few},
		"high-contrast-light": {Name: paint.ThemeContrast, Light: true, Depth: few},
		"colour-blind":        {Name: paint.ThemeBlind, Depth: few},
		"colour-blind-light":  {Name: paint.ThemeBlind, Light: true, Depth: few},
		"dark-16":             {Name: paint.ThemeDark, Depth: termenv.ANSI},
		"dark-24bit":          {Name: paint.ThemeDark, Depth: many},
	} {
		m := screenOf(120, 36, Options{Hands: &fakeHands{}}, oneDown())
		m.look, m.c.Theme = look, look.Theme()
		golden(t, "one-down-"+name+"-120x36.ansi", m.View()+"\n")
	}
}

func TestGoldenASCII(t *testing.T) {
	m := screenOf(80, 24, Options{ASCII: true, NoColor: true}, oneDown())
	got := ansi.Strip(m.View())
	for _, r := range got {
		if r > '~' {
			t.Fatalf("%q on an ASCII screen", r)
		}
	}
	goldenFrame(t, "one-down-ascii", m)
}

// goldenFrame wants a screen without its colours to be the golden frame of a scene, where there is one of that size, and to
// fill its terminal to the cell.
func goldenFrame(t *testing.T, scene string, m *Model) {
	t.Helper()
	checkSize(t, m, m.w, m.h)
	if m.w == 400 && !slices.Contains(walls, scene) {
		return
	}
	golden(t, fmt.Sprintf("%s-%dx%d.txt", scene, m.w, m.h), ansi.Strip(m.View())+"\n")
}

// goldensRead are the golden files that the tests of this run compared with, by path.
var goldensRead sync.Map

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	goldensRead.Store(path, true)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; rewrite with -update):\n%s", name, diff)
	}
}

// unreadGoldens are the golden files that no test compared with. -update removes them.
func unreadGoldens() (all []string) {
	paths, _ := filepath.Glob(filepath.Join("testdata", "golden", "*"))
	for _, path := range paths {
		if _, read := goldensRead.Load(path); read {
			continue
		}
		if *update && os.Remove(path) == nil {
			continue
		}
		all = append(all, path)
	}
	return all
}

// wholeRun reports whether every test of the package was to run.
func wholeRun() bool {
	for name, all := range map[string]string{"test.run": "", "test.skip": "", "test.list": "", "test.short": "false", "test.fuzz": "", "test.bench": ""} {
		if f := flag.Lookup(name); f != nil && f.Value.String() != all {
			return false
		}
	}
	return true
}
