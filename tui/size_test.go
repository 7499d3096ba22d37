package tui

import (
	"strings"
	"testing"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// checkSize wants exactly h lines of w cells.
func checkSize(t *testing.T, m *Model, w, h int) {
	t.Helper()
	lines := strings.Split(m.View(), "\n")
	if len(lines) != h {
		t.Fatalf("%dx%d: %d lines", w, h, len(lines))
	}
	for i, l := range lines {
		if got := cells(l); got != w {
			t.Fatalf("%dx%d: line %d has %d cells: %q", w, h, i, got, l)
		}
	}
}

// cells is the width of a line. Signs that are known to be one cell wide are counted, which is quicker than to look each up.
func cells(line string) int {
	n := 0
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRuneInString(line[i:])
		switch {
		case r == '\x1b':
			end := strings.IndexByte(line[i:], 'm')
			if end < 0 || !strings.HasPrefix(line[i:], "\x1b[") {
				return ansi.StringWidth(line)
			}
			size = end + 1
		case r >= ' ' && r <= '~', r >= '\u2500' && r <= '\u25ff', r >= '\u2800' && r <= '\u28ff', r == '·', r == '…':
			n++
		default:
			return ansi.StringWidth(line)
		}
		i += size
	}
	return n
}

// Every size at which the layout changes, the one before it, and what terminals really have.
var (
	widths  = []int{1, 2, 59, 60, 79, 80, 99, 100, 109, 110, 120, 200}
	heights = []int{1, 2, 15, 16, 24, 29, 30, 50}
)

func TestEverySize(t *testing.T) {
	t.Parallel()
	all := append(scenes[:len(scenes):len(scenes)], scene{"overlap", []incident.Frame{overlapping()}, nil, nil}, scene{"unnoticed", []incident.Frame{unnoticedPause()}, []string{"3"}, nil}, scene{"two down", []incident.Frame{twoDown()}, nil, nil},
		scene{"paused but up", []incident.Frame{pausedButUp()}, nil, greyReplica}, scene{"nothing known", []incident.Frame{nothingKnown()}, nil, nil})
	for _, x := range faultMoments(t) {
		all = append(all, scene{"moment " + x.name, x.frames, x.keys, nil})
	}
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			m := screenOf(400, 120, Options{Hands: &fakeHands{}, truths: s.truths}, s.frames...)
			press(m, s.keys...)
			checkSize(t, m, 400, 120)
			for _, w := range widths {
				for _, h := range heights {
					m.Update(tea.WindowSizeMsg{Width: w, Height: h})
					checkSize(t, m, w, h)
				}
			}
		})
	}
}

func TestForeignTopologies(t *testing.T) {
	long := strings.Repeat("a-very-long-service-name-", 4)
	for name, change := range map[string]func(*incident.Frame){
		"no k6, no apps": func(f *incident.Frame) { f.Nodes = f.Nodes[5:]; f.Topology.Nodes = f.Topology.Nodes[5:] },
		"only servers":   func(f *incident.Frame) { f.Nodes, f.Topology = nil, record.Topology{} },
		"no HAProxy":     func(f *incident.Frame) { f.HAProxy = nil; f.Node("mysql-slave1").Server = nil },
		"long names": func(f *incident.Frame) {
			for i := range f.Nodes {
				f.Nodes[i].Name += long
			}
			for i := range f.HAProxy.Servers {
				f.HAProxy.Servers[i].Svname += long
			}
		},
		"two balancers": func(f *incident.Frame) { f.Nodes = append(f.Nodes, service("haproxy2", record.RoleBalancer)) },
		"two backends": func(f *incident.Frame) {
			s := server("web1", "UP 2/3", "L7STS", 3, 1, 5)
			s.Pxname = "web"
			f.HAProxy.Servers = append(f.HAProxy.Servers, s)
		},
		"nothing": func(f *incident.Frame) { *f = incident.Frame{At: f.At} },
	} {
		t.Run(name, func(t *testing.T) {
			f := allUp()
			change(&f)
			for _, size := range append(sizes, [2]int{100, 30}, [2]int{120, 20}) {
				m := screenOf(size[0], size[1], Options{Hands: &fakeHands{}}, f)
				checkSize(t, m, size[0], size[1])
				press(m, "G", "j", "x", "y", "g", "S", "3", "k", "2", "k", "4", "k")
				checkSize(t, m, size[0], size[1])
				press(m, "1", "enter", "G")
				checkSize(t, m, size[0], size[1])
				press(m, "esc", "T", "G")
				checkSize(t, m, size[0], size[1])
			}
		})
	}
}

func FuzzView(f *testing.F) {
	f.Add(uint16(80), uint16(24), "plain", "x")
	f.Add(uint16(120), uint16(36), "日本語 👩‍👩‍👧 ❤️ 🇩🇪🇩 e\u0301", "\u200d\u0301")
	f.Add(uint16(399), uint16(119), strings.Repeat("мир 世界 ", 60), strings.Repeat("長い名前", 20))
	f.Add(uint16(59), uint16(15), "\x9b2J\x1b]0;x\a\r\n\t", "\u202e\ufeff\u00ad\u2028")
	f.Add(uint16(199), uint16(49), "\x1b[<0;1;1M\x1b[?1000h", "%s%d\\\"'`")
	f.Add(uint16(79), uint16(23), "\x00stop", "\x00quit")
	f.Add(uint16(61), uint16(17), "\x1b[31m\x00\xff\xfe\u202e", "\u1100\u1161\u11a8")
	f.Fuzz(func(t *testing.T, w, h uint16, text, name string) {
		fr := oneDown()
		fr.Lines = append(fr.Lines, &record.Line{Node: name, Text: text})
		fr.Timeline[1].Says = wording.Text(text)
		fr.Nodes[2].Name, fr.Nodes[2].Upstream.Last, fr.Nodes[2].Health = name, text, incident.Failing
		fr.HAProxy.Servers[0].Svname, fr.HAProxy.Servers[0].LastChk = name, text
		fr.HAProxy.Servers[1].Status.Text = text
		fr.Sources[1].Err = text
		fr.Stopwatches[0].Findings, fr.Stopwatches[0].Overlaps = []wording.Phrase{wording.Text(text), wording.Text(text)}, []string{name}
		fr.Stopwatches[0].Felt.By = map[string]int{text: 1, name: 2}
		fr.Stopwatches[0].Moments[stopwatch.FirstSign].Says = wording.Text(text)
		fr.Node("mysql-slave2").Replica.LastError, fr.Node("mysql-slave2").Replica.Gtid, fr.Node("mysql-slave2").Replica.IO = text, text, name
		fr.Node("mysql-slave2").Endings = map[string]int{name: 1, text: 2}
		m := screenOf(int(w%400)+1, int(h%120)+1, Options{Hands: &fakeHands{}, Title: name, truths: toldBy(map[string]string{name: text, "app3": text})}, fr)
		checkSize(t, m, m.w, m.h)
		press(m, "/", text, "enter", "u", "b", "esc", "4", "/", text, "enter", "right")
		checkSize(t, m, m.w, m.h)
		walk(t, m, text, name)
	})
}

// walk opens every page, the palette, the help and a question, and clicks and turns the wheel in each of them.
func walk(t *testing.T, m *Model, text, name string) {
	t.Helper()
	for _, keys := range [][]string{
		{"3", "enter", "G", "pgdown", "Z"}, {"T", "j", "j", "G"}, {"esc", "5", "o", "v", "a", "v", "right", "G"}, {"enter", "G", "k", "right"},
		{"esc", "6", "z"}, {"7"}, {"8"}, {"9"}, {"esc", "esc", "1", ":", text}, {"enter"}, {":", "stop " + name}, {"down", "esc"},
		{"?", "/", text, "enter"}, {"esc", "esc", "n", name, "esc"}, {"1", "s"}, {"n", "@", "i", "&", text, "enter"},
	} {
		press(m, keys...)
		checkSize(t, m, m.w, m.h)
		for i, b := range []tea.MouseButton{tea.MouseButtonWheelDown, tea.MouseButtonWheelUp, tea.MouseButtonWheelDown} {
			mouseAt(m, b, m.w/2, m.h*(i+1)/4)
			checkSize(t, m, m.w, m.h)
		}
		for _, at := range [][2]int{{m.w / 8, m.h / 2}, {m.w / 8, m.h / 2}, {m.w * 3 / 4, m.h * 3 / 4}, {m.w - 4, m.h - 1}, {m.w, m.h}, {-1, -1}} {
			if mouseAt(m, tea.MouseButtonLeft, at[0], at[1]) {
				return // it was the key that quits
			}
			checkSize(t, m, m.w, m.h)
		}
	}
}

// While somebody pulls at the window's edge every frame has its size, whatever is open; and what was open and where
// one was is as before when the size is as before.
func TestResizeBurst(t *testing.T) {
	t.Parallel()
	for name, keys := range map[string][]string{
		"overview": nil, "question": {"s"}, "palette": {":", "stop "}, "help": {"?"}, "help, searched": {"?", "/", "log"}, "node": {"enter", "j", "j"},
		"truth": {"T", "j"}, "stats": {"5", "j", "right"}, "columns": {"5", "v", "j"}, "charts": {"6"}, "nginx": {"7"}, "replication": {"8"},
		"load": {"9"}, "search": {"4", "/", "DOWN"}, "note": {"n", "x"}, "question on a page": {"enter", "j", "enter"}, "frozen": {" "},
		"the last": {"j", "x"}, "timeline": {"2", "k"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := &fakeHands{}
			o := everyKey
			o.Hands = h
			m := screenOf(120, 36, o, oneDown())
			press(m, keys...)
			before := m.View()
			for w := 1; w <= 400; w += 11 {
				for _, h := range []int{1, 15, 16, 17, 24, 30, 47, 120} {
					m.Update(tea.WindowSizeMsg{Width: w, Height: h})
					checkSize(t, m, w, h)
					mouseAt(m, tea.MouseButtonWheelDown, w/2, h/2)
					mouseAt(m, tea.MouseButtonWheelUp, w/2, h/2)
					if w%2 == 0 {
						m.Update(frameMsg(oneDown()))
						checkSize(t, m, w, h)
					}
				}
			}
			if len(h.calls) > 0 {
				t.Errorf("done: %v", h.calls)
			}
			m = screenOf(120, 36, o, oneDown())
			press(m, keys...)
			for _, size := range [][2]int{{60, 16}, {1, 1}, {400, 120}, {40, 10}, {80, 24}, {120, 36}} {
				m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
				checkSize(t, m, size[0], size[1])
			}
			if got := m.View(); got != before {
				t.Errorf("it comes back otherwise:\n%s", ansi.Strip(got))
			}
		})
	}
}
