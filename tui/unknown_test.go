package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hadash/collectors"
	"hadash/incident"
	"hadash/incident/clients"
	"hadash/record"
)

// rowWith is the first line of a screen that has a text.
func rowWith(screen, text string) string {
	for line := range strings.Lines(screen) {
		if strings.Contains(line, text) {
			return line
		}
	}
	return ""
}

// cell is what a screen has in the row of a server under a heading, whose right edge is that of the numbers.
func cell(screen, server, heading string) string {
	head := []rune(rowWith(screen, " server "))
	before, _, ok := strings.Cut(string(head), " "+heading+" ")
	if !ok {
		return "no " + heading
	}
	from := len([]rune(before))
	return strings.TrimSpace(string([]rune(rowWith(screen, server+" "))[from : from+1+len(heading)]))
}

// A number that HAProxy's page does not tell is a blank in the servers' table: a gauge that fell below zero, a column that is not
// there. What it tells is 0 is a dot.
func TestBlankIsNotZero(t *testing.T) {
	page := "# pxname,svname,scur,smax,rate,stot,econ,status,type,iid,sid,mode,\n" +
		"servers,db1,4294967295,3,,12,0,UP,2,1,1,tcp,\nservers,db2,0,3,0,12,0,UP,2,1,2,tcp,\nservers,db3,0,0,0,0,7,UP,2,1,3,tcp,\n" +
		"servers,BACKEND,0,6,0,24,0,UP,1,1,,tcp,\n"
	h, err := collectors.NewHAProxy("haproxy", collectors.Fixed("http://haproxy")).Page([]byte(page))
	if err != nil {
		t.Fatal(err)
	}
	screen := ansi.Strip(screenOf(160, 36, Options{}, incident.Frame{At: noon, HAProxy: h}).View())
	for _, c := range []struct{ server, heading, want string }{
		{"db1", "sessions", "most 3"}, {"db1", "/s", ""}, {"db1", "total", "12"}, {"db1", "gave up", "·"}, {"db1", "retried", ""}, {"db1", "in", ""}, {"db1", "for", ""},
		{"db2", "sessions", "0 of  3"}, {"db2", "/s", "·"}, {"db3", "sessions", "·"}, {"db3", "total", "·"}, {"db3", "gave up", "7"}, {"   all 3", "sessions", "0 of  6"},
	} {
		if got := cell(screen, c.server, c.heading); got != c.want {
			t.Errorf("%s, %s: %q, want %q in\n%s", c.server, c.heading, got, c.want, screen)
		}
	}
	blank := h.BlankOf(&h.Servers[0])
	if blank.Known("scur", 0) != nil || blank.Known("stot", 12) == nil || !blank.All("eresp", "wretr") {
		t.Errorf("db1 lacks %b", blank)
	}
}

// A figure from a log that was not read is "-", and so is the health of nodes that no source has reported.
func TestWhatNobodySawIsNoFigure(t *testing.T) {
	f := allUp()
	f.Nginx.Logs, f.Nginx.HasAccess, f.Watched.Felt = false, false, clients.Felt{}
	for i := range f.Nodes {
		if n := &f.Nodes[i]; n.Role == record.RoleApp {
			n.Health, n.Recent, n.Upstream = incident.Runs, -1, incident.Upstream{}
		}
	}
	screen := ansi.Strip(screenOf(160, 36, Options{}, f).View())
	for _, want := range []string{"absorbed: not known  ", " ● app2 runs  ", "nothing broken  app1 runs, app2 runs, app3 runs"} {
		if !strings.Contains(screen, want) {
			t.Errorf("no %q in\n%s", want, screen)
		}
	}
	if strings.Contains(screen, "● all ") || strings.Contains(screen, "×▶") {
		t.Errorf("of what only runs it is said that it is UP, or refuses:\n%s", screen)
	}
	if strings.Contains(screen, "reached users") || strings.Contains(screen, "-/s") {
		t.Errorf("a figure that nobody counted:\n%s", screen)
	}
	row := strings.Fields(rowWith(ansi.Strip(screenOf(99, 44, Options{}, f).View()), "app2         ● runs"))
	if len(row) < 8 || strings.Join(row[3:8], " ") != "200 - - - -" {
		t.Errorf("app2: %q, want its page's answer and no other figure", row)
	}
}

// HAProxy's word for a server that takes nothing new is the one on the path.
func TestDrainIsCalledSo(t *testing.T) {
	f := allUp()
	n := f.Node("mysql-slave2")
	n.Health = incident.Drain
	f.HAProxy.Servers[1].Status = record.ParseStatus("DRAIN")
	screen := ansi.Strip(screenOf(200, 50, Options{}, f).View())
	if row := rowWith(screen, "◇ mysql-slave2"); !strings.Contains(row, "◇ mysql-slave2 drain ") {
		t.Errorf("%q in\n%s", row, screen)
	}
	if strings.Contains(screen, "MAINT") || strings.Contains(screen, "● all ") {
		t.Errorf("it says MAINT, or all UP:\n%s", screen)
	}
}
