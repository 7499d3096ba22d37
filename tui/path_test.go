package tui

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/clients"
	"hadash/incident/verdict"
	"hadash/record"
)

// The arrow to a node is crosses where somebody who knows says that nobody serves. One that starts may serve all the same,
// and so may one of which only Docker has told; traffic that is seen flows.
func TestArrowToWhatStarts(t *testing.T) {
	for name, c := range map[string]struct {
		health incident.Health
		lately float64
		dead   bool
	}{
		"UP":                    {incident.Up, 300, false},
		"starts, with traffic":  {incident.Starting, 300, false},
		"starts, and no more":   {incident.Starting, -1, false},
		"runs, Docker says":     {incident.Runs, -1, false},
		"nobody has said":       {incident.HealthUnknown, -1, false},
		"in maintenance":        {incident.Maint, -1, true},
		"draining, with some":   {incident.Drain, 3, false},
		"stopped a moment ago":  {incident.Stopped, 300, true},
		"failing, with traffic": {incident.Failing, 300, true},
	} {
		f := allUp()
		n := f.Node("nginx")
		n.Health, n.Recent = c.health, c.lately
		m := screenOf(120, 36, Options{}, f)
		if dead := strings.Contains(ansi.Strip(m.View()), "×▶"); dead != c.dead {
			t.Errorf("%s: crosses %v, want %v", name, dead, c.dead)
		}
	}
}

// Every node on the path can be chosen by a click and by keys; the choice is seen once, a second click opens it, and a fault
// key acts on it.
func TestPathIsChosen(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{100, 30}, {120, 36}, {160, 45}, {200, 50}} {
		f := oneDown()
		for i := range f.Nodes {
			name := f.Nodes[i].Name
			clicked := func(m *Model) {
				x, y := spot(t, m, name+" ", m.layout.path.Y)
				mouseAt(m, tea.MouseButtonLeft, x, y)
			}
			for way, choose := range map[string]func(*Model){
				"click": clicked,
				"keys":  func(m *Model) { press(m, "node:"+name) },
			} {
				h := &fakeHands{}
				o := everyKey
				o.Hands = h
				m := screenOf(size[0], size[1], o, f)
				choose(m)
				if got := chosenName(m); got != name || m.focus != paneNodes {
					t.Fatalf("%v, %s: chosen is %s, focus %d, want %s:\n%s", size, way, got, m.focus, name, ansi.Strip(m.View()))
				}
				view := ansi.Strip(m.View())
				marks := regexp.MustCompile("▸.? "+name+"\\b").FindAllString(view[:strings.Index(view, "─ timeline ")], -1)
				if len(marks) != 1 {
					t.Errorf("%v, %s: %d marks at %s:\n%s", size, way, len(marks), name, view)
				}
				if onPath := f.Nodes[i].Server == nil; m.nodes.OnPath() != onPath || strings.Contains(view, "━ path ━") != onPath || strings.Contains(view, "━ servers ━") == onPath {
					t.Errorf("%v, %s: the focus of %s is elsewhere:\n%s", size, way, name, view)
				}
				if f.Nodes[i].Container.Running() {
					if press(m, "p"); m.ask == nil || !strings.Contains(m.View(), "pause "+name) {
						t.Errorf("%v, %s: p does not ask about %s", size, way, name)
					}
					press(m, "esc")
				}
				if way == "click" {
					clicked(m)
					clicked(m)
				} else {
					press(m, "enter")
				}
				if openedNode(m) != name {
					t.Errorf("%v, %s: opened %s, not %s", size, way, openedNode(m), name)
				}
			}
		}
	}
}

// A click on the figures of a hop is one on its node.
func TestFiguresAreClicked(t *testing.T) {
	for text, name := range map[string]string{"20 users": "k6", "3 reached users": "nginx", "17 sessions": "haproxy", "3 gave up": "haproxy"} {
		m := screenOf(120, 36, everyKey, oneDown())
		if click(t, m, text); chosenName(m) != name {
			t.Errorf("%q: %s", text, chosenName(m))
		}
	}
}

// Up and down go along the path, through the servers, and round.
func TestAlongThePath(t *testing.T) {
	m := screenOf(120, 36, everyKey, allUp())
	want := []string{"mysql-slave1", "mysql-slave2", "mysql-slave3", "mysql-master", "k6", "nginx", "app1", "app2", "app3", "haproxy", "mysql-slave1"}
	var down, up []string
	for range want {
		down = append(down, chosenName(m))
		press(m, "j")
	}
	press(m, "k")
	for range want {
		up = append(up, chosenName(m))
		press(m, "k")
	}
	slices.Reverse(up)
	if !slices.Equal(down, want) || !slices.Equal(up, want) {
		t.Errorf("down %v, up %v", down, up)
	}
	press(m, "g")
	first := chosenName(m)
	if press(m, "G"); first != "k6" || chosenName(m) != "mysql-master" {
		t.Errorf("from %s to %s", first, chosenName(m))
	}
	if press(m, "k", "k"); chosenName(m) != "mysql-slave2" {
		t.Errorf("above the last: %s", chosenName(m))
	}
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24}) // where the nodes have tables, the choice stays
	if chosenName(m) != "mysql-slave2" {
		t.Errorf("on a small screen: %s", chosenName(m))
	}
}

// Where the path has too few rows for every instance the table of them stays, and the path shows the chosen one.
func TestManyInstances(t *testing.T) {
	f := allUp()
	for i := range 12 {
		f.Nodes = append(f.Nodes, service("web"+string(rune('a'+i)), record.RoleApp))
	}
	m := screenOf(120, 44, everyKey, f)
	seen := map[string]bool{}
	for range 30 {
		name := chosenName(m)
		seen[name] = true
		view := ansi.Strip(m.View())
		if path := view[strings.Index(view, "─ path ─"):strings.Index(view, "━ nodes ━")]; !strings.Contains(path, name+" ") || !strings.Contains(path, " more ") {
			t.Errorf("%s is not on the path, or it does not say how many more there are:\n%s", name, view)
		}
		press(m, "j")
	}
	if len(seen) != 22 {
		t.Errorf("%d nodes were chosen: %v", len(seen), seen)
	}
}

// The path has what there is: parts are missing, and no figure is invented for them.
func TestPathWithoutParts(t *testing.T) {
	t.Parallel()
	keep := func(roles ...record.Role) func(*incident.Frame) {
		return func(f *incident.Frame) {
			f.Nodes = slices.DeleteFunc(f.Nodes, func(n incident.Node) bool { return !slices.Contains(roles, n.Role) })
		}
	}
	for name, x := range map[string]struct {
		change  func(*incident.Frame)
		want    []string
		missing []string
	}{
		"no k6":             {keep(record.RoleWeb, record.RoleApp, record.RoleBalancer, record.RoleReplica), []string{" ● nginx ─", "apps 3/3 ─", " ● haproxy ─", "replicas 3/3"}, []string{"20 users"}},
		"no nginx":          {keep(record.RoleLoad, record.RoleApp, record.RoleBalancer, record.RoleReplica), []string{" ● k6 ─", "apps 3/3 ─"}, []string{"waiting", "absorbed: no log"}},
		"no apps":           {keep(record.RoleLoad, record.RoleWeb, record.RoleBalancer, record.RoleReplica), []string{" ● nginx ─", " ● haproxy ─"}, []string{"apps"}},
		"HAProxy alone":     {keep(record.RoleBalancer), []string{" ● haproxy", "17 sessions"}, []string{"─▶", "◀", "replicas"}},
		"HAProxy, replicas": {keep(record.RoleBalancer, record.RoleReplica), []string{" ● haproxy ─", "replicas 3/3"}, []string{"apps"}},
		"no balancer":       {keep(record.RoleLoad, record.RoleWeb, record.RoleApp, record.RoleMaster), []string{"apps 3/3 ─", "masters 1/1"}, []string{"sessions  "}},
		"nothing counted": {func(f *incident.Frame) {
			for i := range f.Nodes {
				f.Nodes[i].Recent = -1
			}
			f.Nginx.Recent, f.Load.Recent, f.Watched.Felt, f.Nginx.HasAccess = -1, -1, clients.Felt{}, false
		}, []string{"● k6 ───", "absorbed: not known"}, []string{"/s ─", "failed  "}},
	} {
		f := allUp()
		x.change(&f)
		for _, size := range [][2]int{{100, 30}, {120, 36}, {160, 45}, {200, 50}} {
			m := screenOf(size[0], size[1], everyKey, f)
			view := ansi.Strip(m.View())
			rows := strings.Split(view, "\n")
			l := m.layout.path
			path := strings.Join(rows[l.Y+1:l.Y+l.H], "\n")
			for _, want := range x.want {
				if !strings.Contains(path, want) && (size[0] > 100 || !strings.Contains(want, "absorbed")) {
					t.Errorf("%s, %v: no %q in\n%s", name, size, want, path)
				}
			}
			for _, none := range append(x.missing, "-/s", " - ", "…") {
				if strings.Contains(path, none) {
					t.Errorf("%s, %v: %q in\n%s", name, size, none, path)
				}
			}
		}
	}
}

// The path's columns begin where the grid has them, whatever their figures.
func TestPathGrid(t *testing.T) {
	for w, want := range map[int][]int{100: {1, 20, 39, 58, 77}, 120: {1, 25, 49, 73, 97}, 160: {1, 33, 65, 97, 129}, 200: {1, 41, 81, 121, 161}} {
		for _, f := range []incident.Frame{allUp(), oneDown(), unreachable()} {
			m := screenOf(w, 50, everyKey, f)
			row := []rune(strings.Split(ansi.Strip(m.View()), "\n")[m.layout.path.Y+1])
			var got []int
			for i, r := range row {
				if i > 0 && r != ' ' && row[i-1] == ' ' && (i < 2 || row[i-2] == ' ') {
					got = append(got, i)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%d cells: %v, want %v: %s", w, got, want, string(row))
			}
		}
	}
}

// While failures come back, the way back says so in the colour of the users' word, and afterwards it goes.
func TestWayBackIsDrawn(t *testing.T) {
	m := screenOf(120, 36, everyKey)
	var f incident.Frame
	shown, last := 0, time.Time{}
	for _, s := range captured.Samples(t, "baseline-stop-mysql-slave2") {
		if f = incident.Fold(f, s); f.At.Sub(last) < 300*time.Millisecond {
			continue
		}
		last = f.At
		m.Update(frameMsg(f))
		view := ansi.Strip(m.View())
		back := strings.Contains(view, " to users ◀")
		if want := m.c.Route.WayBack() && m.c.Verdict.State != verdict.Back; back != want {
			t.Fatalf("%v: drawn %v, known %v:\n%s", f.At, back, want, view)
		}
		if !back {
			continue
		}
		shown++
		if v := &m.c.Verdict; v.Users.Clients.Failed > 0 && !strings.Contains(view, fmt.Sprintf("▼ %d to users ◀", v.Users.Clients.Failed)) {
			t.Fatalf("%v: %d failed:\n%s", f.At, v.Users.Clients.Failed, view)
		}
	}
	if shown < 20 {
		t.Errorf("it was drawn %d times", shown)
	}
}

// A large rate is apart from the name before it.
func TestPathRateIsApart(t *testing.T) {
	f := allUp()
	for i := range f.Nodes {
		f.Nodes[i].Recent = 3844
	}
	text := ansi.Strip(screenOf(200, 50, everyKey, f).View())
	if !strings.Contains(text, "app1 3 844/s") || strings.Contains(text, "app13 844/s") {
		t.Error(text)
	}
}
