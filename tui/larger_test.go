package tui

import (
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// A screen that is wider or higher than another shows every node that the other shows, whatever is watched.
func TestLargerScreenShowsNoFewerNodes(t *testing.T) {
	t.Parallel()
	few, many, two := allUp(), allUp(), allUp()
	few.Nodes, few.Topology.Nodes = few.Nodes[5:7], few.Topology.Nodes[5:7]
	for i := range 16 {
		many.Nodes = append(many.Nodes, service("app"+string(rune('a'+i)), record.RoleApp))
	}
	web := server("web1", "UP", "L4OK", 0, 1, 5)
	web.Pxname = "web"
	two.HAProxy.Servers = append(two.HAProxy.Servers, web)
	all := thousand()
	for name, c := range map[string]struct {
		f incident.Frame
		o Options
	}{
		"all up": {allUp(), everyKey}, "one down": {oneDown(), everyKey}, "few": {few, everyKey}, "many": {many, everyKey},
		"two backends": {two, everyKey}, "a crowd": {tenth(all[len(all)-1]), everyKey}, "unreachable": {unreachable(), everyKey},
		"a recording": {oneDown(), Options{Replay: &fakePlayer{}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := screenOf(60, 16, c.o, c.f)
			above := map[int]int{} // of the row of sizes above
			drawn := map[[4]int]int{}
			for h := minHeight; h <= 70; h++ {
				left := 0
				for w := minWidth; w <= 240; w++ {
					m.Update(tea.WindowSizeMsg{Width: w, Height: h})
					path := m.layout.path
					if !m.layout.onPath {
						path.H = 1
					}
					area := [4]int{m.layout.nodes.W, m.layout.nodes.H, path.W, path.H} // which many sizes give them
					n, ok := drawn[area]
					if !ok {
						n = rowsSeen(m)
						drawn[area] = n
					}
					if n < left || n < above[w] {
						t.Fatalf("%dx%d: %d nodes, a smaller screen shows %d:\n%s", w, h, n, max(left, above[w]), ansi.Strip(m.View()))
					}
					left, above[w] = n, n
				}
			}
		})
	}
}

// tenth is a Frame with every tenth server of each state, which are more than any screen has rows for.
func tenth(f incident.Frame) incident.Frame {
	h, seen := *f.HAProxy, map[string]int{}
	h.Servers = nil
	for _, s := range f.HAProxy.Servers {
		key := s.Pxname + s.Status.Text
		if seen[key]++; seen[key]%10 == 1 {
			h.Servers = append(h.Servers, s)
		}
	}
	f.HAProxy = &h
	return f
}

// The rows that are counted are those that are drawn.
func TestNodesAreSeen(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {99, 29}, {100, 30}, {100, 36}, {110, 30}, {120, 36}} {
		m := screenOf(size[0], size[1], everyKey, oneDown())
		text := ansi.Strip(m.View())
		if m.layout.onPath && !m.layout.bigPath {
			continue
		}
		if m.layout.onPath {
			_, text, _ = strings.Cut(text, "─ path ─")
		} else {
			_, text, _ = strings.Cut(text, "nodes ━")
		}
		for i := range m.frame.Nodes {
			if name := m.frame.Nodes[i].Name; size != [2]int{80, 24} && !strings.Contains(text, " "+name+" ") {
				t.Errorf("%dx%d: no %s in\n%s", size[0], size[1], name, text)
			}
		}
		if seen, all := rowsSeen(m), everyRow(m); strings.Count(text, " more ━┓") != min(all-seen, 1) {
			t.Errorf("%dx%d: %d of %d rows are seen:\n%s", size[0], size[1], seen, all, text)
		}
	}
}

// rowsSeen is how many rows that can be chosen are in sight, on the path those that are in no table.
func rowsSeen(m *Model) int {
	seen := len(nodeRows(m))
	if !m.layout.onPath {
		return seen
	}
	drawPath(m)
	found := map[int64]bool{}
	r := m.layout.path
	for y := r.Y; y < r.Y+r.H; y++ {
		for x := r.X; x < r.X+r.W; x++ {
			if l, ok := m.c.Screen.LinkAt(x, y); ok && l.List == paint.Path && m.frame.Nodes[l.Row].Server == nil {
				found[l.Row] = true
			}
		}
	}
	return seen + len(found)
}

// nodeRows is the numbers of the rows that can be chosen, as far as they are on the screen.
func nodeRows(m *Model) []int64 {
	m.c.Screen.Resize(m.w, m.h)
	m.draw(paneNodes)
	var out []int64
	in := m.layout.nodes.Under()
	for y := in.Y; y < in.Y+in.H; y++ {
		for x := in.X; x < in.X+in.W; x++ {
			l, ok := m.c.Screen.LinkAt(x, y)
			if !ok || l.List != paint.Nodes {
				continue
			}
			if !slices.Contains(out, l.Row) {
				out = append(out, l.Row)
			}
			x = max(x, l.To-1)
		}
	}
	return out
}

// everyRow is how many rows can be chosen, one after the other.
func everyRow(m *Model) int {
	m.setFocus(paneNodes)
	seen := map[ui.NodeID]bool{}
	for range 100 {
		id, _ := m.nodes.Chosen()
		seen[id] = true
		press(m, "j")
	}
	return len(seen)
}

// What a node says of itself has its room before the instances' last errors have more than theirs.
func TestNowHasRoom(t *testing.T) {
	f := oneDown()
	f.Nginx.Active, f.Nginx.Waiting = 22, 13
	for i := range 8 { // more than the path shows
		f.Nodes = append(f.Nodes, service("app"+string(rune('a'+i)), record.RoleApp))
	}
	for w := 150; w <= 240; w++ {
		if got := ansi.Strip(screenOf(w, 48, everyKey, f).View()); !strings.Contains(got, "352/s · 22 active · 13 waiting ") {
			t.Errorf("%d cells:\n%s", w, got)
		}
	}
}
