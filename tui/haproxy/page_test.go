package haproxy

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"

	"hadash/collectors"
	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/verdict"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/stats"
	"hadash/tui/ui"
)

// shown is the page of a Frame at a size, with a row chosen.
func shown(f *incident.Frame, w, h int, id stats.ID) (*Page, []string) {
	th := paint.NewTheme("dark", termenv.Ascii, false)
	area := paint.Area(0, 0, w, h)
	c := &ui.Context{Frame: f, Screen: &paint.Screen{}, Theme: th, Zone: time.UTC, Keys: keys.New(nil), Verdict: verdict.Of(f), Area: area}
	c.Screen.Resize(w, h)
	p := New(&stats.Filter{}, &stats.Changes{}, ui.Prefs{})
	p.Choose(c, ui.NodeID{Backend: id.Pxname, Name: id.Svname})
	p.Draw(c, area)
	return p, strings.Split(ansi.Strip(c.Screen.String()), "\n")
}

// raw is a page as HAProxy wrote it: the cells by column, of each row by its two names.
func raw(t *testing.T, file string) map[stats.ID]map[string]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "# ")))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	all := map[stats.ID]map[string]string{}
	for _, row := range rows[1:] {
		cells := map[string]string{}
		for i, name := range rows[0] {
			if name != "" && name != "-" {
				cells[name] = strings.TrimPrefix(row[i], "* ")
			}
		}
		all[stats.ID{Pxname: cells["pxname"], Svname: cells["svname"]}] = cells
	}
	return all
}

// What is marked as changed in a fault is what differs between HAProxy's own two pages, one before it and one in it.
func TestChangedIsWhatThePagesDifferIn(t *testing.T) {
	folder := filepath.Join("..", "..", "collectors", "testdata", "haproxy-3.0.0")
	files := []string{filepath.Join(folder, "all-up.csv"), filepath.Join(folder, "db1-down.csv")}
	began := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	lab := record.Topology{Project: "lab", Nodes: []record.Node{{Name: "lb", Role: record.RoleBalancer}, {Name: "db1", Role: record.RoleReplica}}}
	samples := []record.Sample{{At: began, Source: record.SourceTopology, Topology: &lab}}
	collector := collectors.NewHAProxy("lb", collectors.Fixed("http://lb"))
	const apart = 20 * time.Second
	for i, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		page, err := collector.Page(text)
		if err != nil {
			t.Fatal(err)
		}
		if i > 0 {
			samples = append(samples, record.Sample{At: began.Add(10 * time.Second), Source: record.SourceDocker, Docker: &record.DockerEvent{Node: "db1", Action: "die", Detail: "1"}})
		}
		samples = append(samples, record.Sample{At: began.Add(time.Second + time.Duration(i)*apart), Source: record.SourceHAProxy, Node: "lb", HAProxy: page})
	}
	var f incident.Frame
	for i, s := range samples {
		f = incident.Fold(f, s)
		if i == 1 {
			if p, _ := shown(&f, 200, 90, stats.ID{Pxname: "be_mysql", Svname: "db1"}); marks(p) != 0 {
				t.Error("something is marked though there was no fault")
			}
		}
	}
	before, now := raw(t, files[0]), raw(t, files[1])
	compared := 0
	for id, cells := range now {
		p, lines := shown(&f, 200, 90, id)
		if p.below.id != id {
			t.Errorf("%v is not the chosen row, but %v", id, p.below.id)
			continue
		}
		for _, x := range p.below.fields {
			was, is := before[id][x.name], cells[x.name]
			changed := was != is
			if x.name == "lastchg" || x.name == "lastsess" { // it grows with the time, unless it began again
				a, _ := strconv.Atoi(was)
				b, _ := strconv.Atoi(is)
				changed = (a < 0) != (b < 0) || b >= 0 && abs(b-a-int(apart/time.Second)) > 2
			}
			if x.changed != changed {
				t.Errorf("%v, %s: was %q, is %q, marked: %v", id, x.name, was, is, x.changed)
			}
			compared++
		}
		if drawn := strings.Count(strings.Join(lines, "\n"), "◆"); drawn != marks(p)+1 { // and the legend
			t.Errorf("%v: %d marks, %d are drawn:\n%s", id, marks(p), drawn, strings.Join(lines, "\n"))
		}
		given := 0
		for name, is := range cells {
			if is != "" && name != "pxname" && name != "svname" {
				given++
			}
		}
		if given != len(p.below.fields) {
			t.Errorf("%v: HAProxy gives %d fields, %d are there", id, given, len(p.below.fields))
		}
	}
	if compared < 200 {
		t.Errorf("only %d fields were compared", compared)
	}
}

func abs(n int) int { return max(n, -n) }

// marks is how many fields are marked.
func marks(p *Page) (n int) {
	for i := range p.below.fields {
		if p.below.fields[i].changed {
			n++
		}
	}
	return n
}

// folded is a captured run up to a part of it.
func folded(t *testing.T, run string, part float64) (f incident.Frame) {
	t.Helper()
	all := captured.Samples(t, run)
	for _, s := range all[:int(part*float64(len(all)))] {
		f = incident.Fold(f, s)
	}
	return f
}

// The last minute shows each second what the last page of it said, and the failures add up to the growth of the counters.
func TestTheLastMinuteIsThePages(t *testing.T) {
	f := folded(t, "baseline-stop-mysql-slave2", 0.7)
	p, lines := shown(&f, 120, 36, stats.ID{Pxname: "servers", Svname: "mysql-slave2"})
	m := &p.below.minute
	sum, first, last := int64(0), int64(0), int64(0)
	for i, lane := range m.lanes {
		var row *record.Server
		for _, s := range captured.Samples(t, "baseline-stop-mysql-slave2") {
			if s.HAProxy != nil && s.At.Unix() <= m.first+int64(i) {
				row = s.HAProxy.Find("servers", "mysql-slave2")
			}
		}
		if row == nil {
			if lane.Sessions >= 0 {
				t.Errorf("cell %d: %v sessions, nobody has asked", i, lane.Sessions)
			}
			continue
		}
		if int64(lane.Sessions) != row.Scur || lane.State != row.Status.State {
			t.Errorf("cell %d: %v sessions, %s; the page says %d, %s", i, lane.Sessions, lane.State, row.Scur, row.Status.Text)
		}
		if last = row.Wretr + row.Econ + row.Eresp; first == 0 && lane.Lost < 0 {
			first = last
		}
		sum += int64(max(lane.Lost, 0))
	}
	if sum != last-first || sum == 0 {
		t.Errorf("the failures add up to %d, the counters grew by %d", sum, last-first)
	}
	text := strings.Join(lines, "\n")
	for _, want := range []string{"its last minute", "UP → going down → DOWN", "↯━", "▼ noticed"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q:\n%s", want, text)
		}
	}
}

// What stands out is written under the chosen row, in its shortest form where there is little room.
func TestWorthALook(t *testing.T) {
	f := folded(t, "baseline-stop-mysql-slave2", 0.55)
	stopped := f.HAProxy.Find("servers", "mysql-slave2")
	n := strconv.FormatInt(stopped.Wretr, 10)
	for _, c := range []struct {
		w, h     int
		id       stats.ID
		has, not string
	}{
		{160, 45, stats.ID{Pxname: "servers", Svname: "mysql-slave2"}, "◐ mysql-slave2: " + n + " retries, none moved: each attempt went to the same server (no option redispatch)", "nothing stands out"},
		{80, 24, stats.ID{Pxname: "servers", Svname: "mysql-slave2"}, n + " retries, none moved (no option redispatch)", "each attempt"},
		{120, 36, stats.ID{Pxname: "servers", Svname: "BACKEND"}, n + " retries, none moved", "nothing stands out"},
		{120, 36, stats.ID{Pxname: "servers", Svname: "mysql-slave1"}, "see also mysql-slave2", "retries, none moved"},
		{120, 36, stats.ID{Pxname: "mysql", Svname: "FRONTEND"}, "mysql, frontend", "worth a look"},
		{120, 13, stats.ID{Pxname: "servers", Svname: "mysql-slave2"}, "mysql-slave3", "worth a look"},
	} {
		_, lines := shown(&f, c.w, c.h, c.id)
		text := strings.Join(lines, "\n")
		if !strings.Contains(text, c.has) || strings.Contains(text, c.not) {
			t.Errorf("%v at %dx%d: no %q, or %q:\n%s", c.id, c.w, c.h, c.has, c.not, text)
		}
	}
}

// No field is lost: at every size each is in its cell, or named among those that are 0, or counted as one of more.
func TestEveryFieldIsSomewhere(t *testing.T) {
	f := folded(t, "baseline-stop-mysql-slave2", 0.55)
	for w := 60; w <= 300; w += 20 {
		for h := 1; h < 60; h++ {
			p, _ := shown(&f, w, 40, stats.ID{Pxname: "servers", Svname: "mysql-slave2"})
			g := gridOf(p.below.fields, w, h)
			if left := p.below.left(&g); len(g.cells)+len(g.zeros)+g.left != len(p.below.fields) || g.rows > h && h > 1 || left < 0 {
				t.Fatalf("%dx%d: %d in cells, %d named, %d left of %d, in %d rows", w, h, len(g.cells), len(g.zeros), g.left, len(p.below.fields), g.rows)
			}
		}
	}
}
