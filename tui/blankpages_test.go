package tui

import (
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/record"
)

// dash is a cell that holds nothing but a dash.
var dash = regexp.MustCompile(`(^|  )-( |$)`)

// On the pages of HAProxy, nginx, the databases and the load what is not known is blank, and no dash, which reads as minus.
func TestNotKnownIsBlankOnPages(t *testing.T) {
	for name, f := range map[string]incident.Frame{
		"up": allUp(), "down": oneDown(), "unreachable": unreachable(), "thousand": thousand()[1], "nothing": nothingKnown(),
		"baseline": runFrame(t, "baseline-stop-mysql-slave2", 0.55), "paused": runFrame(t, "tuned-pause-app1", 0.5), "begun": runFrame(t, "tuned-kill-mysql-slave1", 0.02),
	} {
		for _, page := range []string{"5", "7", "8", "9"} {
			for _, size := range sizes[1:4] {
				m := screenOf(size[0], size[1], everyKey, f)
				press(m, page)
				for line := range strings.SplitSeq(ansi.Strip(m.View()), "\n") {
					if dash.MatchString(strings.TrimRight(line, " ")) {
						t.Errorf("%s, page %s, %v: %q", name, page, size, line)
					}
				}
			}
		}
	}
}

// A page of something that is not watched says in one line what would be there.
func TestPagesOfWhatIsNotWatchedTeach(t *testing.T) {
	nothing := incident.Frame{At: noon, Topology: record.Topology{Nodes: []record.Node{{Name: "db1", Role: record.RoleReplica}}}}
	off := allUp()
	off.Load, off.Watched.Felt = incident.Load{}, clients.Felt{}
	for _, s := range []struct {
		frame incident.Frame
		page  string
		want  string
	}{
		{thousand()[1], "7", "only HAProxy is watched: nginx's counters and the instances behind it would be here"},
		{thousand()[1], "8", "only HAProxy is watched: the threads, the lag and the GTID of each database would be here"},
		{thousand()[1], "9", "only HAProxy is watched: what the clients of k6 feel, each second, would be here"},
		{nothing, "7", "nothing of this is watched: nginx's counters"},
		{nothing, "5", "no HAProxy is watched here"},
		{off, "9", "no load was seen yet: what its clients feel, each second, will be here; l starts it"},
	} {
		m := screenOf(120, 36, everyKey, s.frame)
		press(m, s.page)
		lines := strings.Split(ansi.Strip(m.View()), "\n")
		if !strings.Contains(lines[2], s.want) || strings.TrimSpace(lines[3]+lines[4]+lines[20]) != "" {
			t.Errorf("page %s: no %q in\n%s", s.page, s.want, strings.Join(lines, "\n"))
		}
	}
}

// Where there is room for it, each database has what is known of it below its row.
func TestEveryDatabaseInFull(t *testing.T) {
	f := runFrame(t, "baseline-stop-mysql-slave2", 0.55)
	for size, want := range map[[2]int]int{{120, 36}: 3, {60, 16}: 1} {
		m := screenOf(size[0], size[1], everyKey, f)
		press(m, "8", "g")
		if got := strings.Count(ansi.Strip(m.View()), "takes from"); got != want {
			t.Errorf("%v: %d in full, want %d:\n%s", size, got, want, ansi.Strip(m.View()))
		}
	}
}
