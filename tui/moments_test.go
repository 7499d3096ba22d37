package tui

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

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
type stuckHands struct{ noHands }

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
		t.Fatalf("no key %q", k)
	}
	msg.Alt = alt
	return msg
}

// testdata/moments.txt lists what each key does at each moment: the name of the action, and its keys; - is no action.
func TestMoments(t *testing.T) {
	golden(t, filepath.Join("..", "moments.txt"), momentsTable(t))
}

func momentsTable(t *testing.T) string {
	var b strings.Builder
	for i, at := range moments {
		fmt.Fprintln(&b, at.name)
		m, _, _ := momentOf(i)
		by := map[keys.Action][]string{}
		for _, k := range everyUsualKey() {
			a := m.c.Keys.Action(usualMsg(t, k), m.takes())
			by[a] = append(by[a], strings.ReplaceAll(k, " ", "space"))
		}
		for _, a := range append(keys.Actions(), keys.None) {
			if len(by[a]) > 0 {
				fmt.Fprintf(&b, "    %-12s %s\n", cmp.Or(a.Name(), "-"), strings.Join(by[a], " "))
			}
		}
	}
	return b.String()
}

// everyUsualKey is every key that an action has, and some that none has.
func everyUsualKey() []string {
	out := []string{"0", "J", "f1", "alt+x", "delete"}
	for _, s := range keys.Settings(nil) {
		for _, k := range s.Keys {
			if k == "space" {
				k = " "
			}
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
