package tui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/record"
)

// The pages of HAProxy, of nginx and of replication, in the middle of captured runs: an instance that hangs, a replica that was
// killed, and a stack whose nginx writes no access log that names the upstreams.
func TestGoldenPages(t *testing.T) {
	for _, s := range []struct {
		name, run string
		part      float64
		keys      []string
	}{
		{"nginx", "tuned-pause-app1", 0.5, []string{"7"}},
		{"nginx-baseline", "baseline-stop-mysql-slave2", 0.7, []string{"7", "j"}},
		{"haproxy", "baseline-stop-mysql-slave2", 0.55, []string{"j", "5"}},
		{"haproxy-backend", "tuned-kill-mysql-slave1", 0.8, []string{"5", "g", "j", "j"}},
		{"replication", "tuned-kill-mysql-slave1", 0.5, []string{"8", "g"}},
		{"replication-baseline", "baseline-pause-mysql-slave1", 0.5, []string{"8", "G"}},
	} {
		f := runFrame(t, s.run, s.part)
		if s.name == "nginx" {
			f = timed(f)
		}
		for _, size := range sizes {
			m := screenOf(size[0], size[1], everyKey, f)
			press(m, s.keys...)
			goldenFrame(t, s.name, m)
		}
	}
}

// timed adds what the captured runs were recorded too early for: how long the attempts took.
func timed(f incident.Frame) incident.Frame {
	var logs record.Logs
	for i, n := range f.Topology.With(record.RoleApp) {
		logs.Upstreams = append(logs.Upstreams, record.UpstreamTally{Addr: n.Addrs[0], Attempts: 10 + i, FirstOK: f.At, LastOK: f.At,
			Took: time.Duration(i+1) * 70 * time.Millisecond, Slowest: time.Duration(251-100*i) * time.Millisecond})
	}
	return incident.Fold(f, record.Sample{At: f.At, Source: record.SourceLogs, Node: "nginx", Logs: &logs})
}

func TestPagesAtEverySize(t *testing.T) {
	long := oneDown()
	long.Node("mysql-slave2").Replica.LastError = strings.Repeat("Could not execute Write_rows_v1 event on table ", 12)
	long.Node("mysql-slave2").Replica.Gtid = strings.Repeat("0-1-12345,", 40)
	for _, f := range []incident.Frame{{}, allUp(), unreachable(), nothingKnown(), long, runFrame(t, "tuned-pause-app1", 1)} {
		for _, page := range []string{"7", "8"} {
			m := screenOf(120, 36, everyKey, f)
			press(m, page, "j")
			for _, w := range widths {
				for _, h := range heights {
					m.w, m.h = w, h
					m.arrange()
					checkSize(t, m, w, h)
				}
			}
		}
	}
}

// The chosen row is the node that keys act on, and enter opens.
func TestPagesChoose(t *testing.T) {
	for page, want := range map[string][]string{"7": {"app1", "app2", "app3", "app3"}, "8": {"mysql-slave1", "mysql-slave2", "mysql-slave3", "mysql-master"}} {
		m := screenOf(120, 36, everyKey, allUp())
		press(m, page, "g")
		for i, name := range want {
			if id, ok := m.subject(); !ok || id.Name != name {
				t.Errorf("page %s, %d down: %v, want %s", page, i, id, name)
			}
			if !strings.Contains(ansi.Strip(m.View()), "▸ "+name) {
				t.Errorf("page %s: %s is not marked as chosen", page, name)
			}
			press(m, "j")
		}
		press(m, "g", "enter")
		if openedNode(m) != want[0] {
			t.Errorf("page %s: enter opened page %d of %s, want that of %s", page, m.page, openedNode(m), want[0])
		}
	}
}
