package tui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"hadash/incident"
	"hadash/tui/keys"
)

// moments are the situations in which a key can be pressed, each with the keys that lead to it.
var moments = []struct {
	name  string
	frame incident.Frame
	keys  []string
	of    func(*Options)
}{
	{"nodes", allUp(), nil, nil},
	{"nodes, filtered", allUp(), []string{"u"}, nil},
	{"nodes, a backend folded", allUp(), []string{"b"}, nil},
	{"timeline", oneDown(), []string{"2"}, nil},
	{"cost", oneDown(), []string{"3"}, nil},
	{"logs", oneDown(), []string{"4"}, nil},
	{"logs, searching", oneDown(), []string{"4", "/", "slave", "enter"}, nil},
	{"node", allUp(), []string{"enter"}, nil},
	{"truth", allUp(), []string{"T"}, nil},
	{"stats", allUp(), []string{"5"}, nil},
	{"stats, filtered", allUp(), []string{"5", "u"}, nil},
	{"stats, choosing columns", allUp(), []string{"5", "v"}, nil},
	{"charts", allUp(), []string{"6"}, nil},
	{"nginx", allUp(), []string{"7"}, nil},
	{"replication", allUp(), []string{"8"}, nil},
	{"load", allUp(), []string{"9"}, nil},
	{"question", allUp(), []string{"s"}, nil},
	{"question about the last of a role", lastReplica(), []string{"j", "x"}, nil},
	{"question about faults of others", overlapping(), []string{"H"}, nil},
	{"typed line", allUp(), []string{"n"}, nil},
	{"typed line with a list", allUp(), []string{":"}, nil},
	{"help", allUp(), []string{"?"}, nil},
	{"help, searched", allUp(), []string{"?", "/", "log", "enter"}, nil},
	{"read-only", allUp(), nil, func(o *Options) { o.Hands = nil }},
	{"read-only, node", allUp(), []string{"enter"}, func(o *Options) { o.Hands = nil }},
	{"replay", allUp(), nil, replayed},
	{"replay, stats", allUp(), []string{"5"}, replayed},
	{"replay, choosing columns", allUp(), []string{"5", "v"}, replayed},
	{"quitting", allUp(), []string{"s", "y", "q"}, func(o *Options) { o.Hands = stuckHands{} }},
}

// replayed makes a screen one of a recording.
func replayed(o *Options) { o.Hands, o.Replay = nil, &fakePlayer{} }

// stuckHands never finish.
type stuckHands struct{ shown }

// momentOf makes a screen at a moment. Commands are not run where hands are stuck.
func momentOf(nth int) (*Model, *fakeHands, *fakePlayer) {
	at, o := moments[nth], everyKey
	hands := &fakeHands{}
	o.Hands, o.Record = hands, func() (string, error) { return "", nil }
	if at.of != nil {
		at.of(&o)
	}
	m := screenOf(120, 36, o, at.frame)
	player, _ := o.Replay.(*fakePlayer)
	if _, ok := o.Hands.(stuckHands); ok {
		for _, k := range at.keys {
			m.Update(keyMsg(k))
		}
	} else {
		press(m, at.keys...)
	}
	return m, hands, player
}

// usualMsg is a key by the name that bubbletea has for it.
func usualMsg(t *testing.T, k string) tea.KeyMsg {
	t.Helper()
	name, alt := strings.CutPrefix(k, "alt+")
	msg, ok := keyNamed(name)
	if !ok {
		t.Fatalf("no key is called %q", k)
	}
	msg.Alt = alt
	return msg
}

// testdata/moments.txt lists what each key does at each moment: the name of the action, and its keys. Pressing a key has
// the effect of that action.
func TestMoments(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "moments.txt"))
	if err != nil {
		t.Fatal(err)
	}
	nth := -1
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, " ") {
			nth++
			if name := strings.TrimSpace(line); name != moments[nth].name {
				t.Fatalf("moment %q, want %q", name, moments[nth].name)
			}
			continue
		}
		fields := strings.Fields(line)
		a := keys.Named(fields[0])
		if a == keys.None || a == keys.Quit {
			continue // it does nothing, is typed, or closes the help page; ctrl+c quits where q closes
		}
		want := effect(nth, func(m *Model) tea.Cmd { return m.do(a) })
		for _, k := range fields[1:] {
			if k == "space" {
				k = " "
			}
			if diff := cmp.Diff(want, effect(nth, func(m *Model) tea.Cmd { return m.pressed(usualMsg(t, k)) })); diff != "" {
				t.Errorf("%s: %s is not %s (-want +got):\n%s", moments[nth].name, k, a.Name(), diff)
			}
		}
	}
}

// effect is what comes of a key at a moment: what is done to the world, and what is seen.
func effect(nth int, press func(*Model) tea.Cmd) string {
	m, hands, player := momentOf(nth)
	quit := settle(m, press(m))
	return fmt.Sprintln(quit, hands.calls, player) + ansi.Strip(m.View())
}
