package tui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/ui"
)

// nearFull is a lab whose HAProxy has been reloaded, and is near some of its limits.
func nearFull() incident.Frame {
	f := allUp()
	f.HAProxy.Pid, f.HAProxy.Uptime = 31, 190
	f.HAProxy.Process = &record.Process{Maxconn: 60, CurrConns: 53, Idle: 12}
	f.HAProxy.Proxies[0].Scur, f.HAProxy.Proxies[0].Slim = 41, 50
	s := &f.HAProxy.Servers[0]
	s.Slim, s.Qcur, s.Qlimit = 10, 2, 5
	f.Sources = append(f.Sources, incident.Source{Name: record.SourceWorkers, Node: "haproxy", At: f.At, LastOK: f.At.Add(-2 * time.Second)})
	f.Node("haproxy").Workers = &record.Workers{Master: 7, Pid: 31, Uptime: 180, Reloads: 2, Failed: 0,
		Old: []record.Worker{{Pid: 9, Uptime: 600, CurrConns: 4}, {Pid: 8, Uptime: 7500, CurrConns: 10}}}
	return f
}

func nodePage(f incident.Frame, name string) string {
	m := screenOf(200, 50, Options{}, f)
	m.openNode(ui.NodeID{Name: name})
	return ansi.Strip(m.View())
}

func wantShown(t *testing.T, got string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// A HAProxy's page says what its process is, how much of its limits is in use, and what old workers keep. What was not asked is
// not shown, and what does not answer is not known.
func TestProcessOfHAProxy(t *testing.T) {
	f := nearFull()
	wantShown(t, nodePage(f, "haproxy"), "pid 31 · up 3m10s · 3.0.11", "53 of 60, 88 %", "88 % of its time, idle 12 %", "mysql 41 of 50, 82 %",
		"reloaded 3m02s ago · 2 old workers, 14 sessions, the oldest started 2h05m ago")
	wantShown(t, nodePage(f, "mysql-slave1"), "9 of 10, 90 % of maxconn · 2 of 5 wait")
	wantShown(t, nodePage(f, "mysql-slave2"), "5 now")

	w := *f.Node("haproxy").Workers
	w.Failed, w.Old = 1, []record.Worker{{Pid: 9, CurrConns: -1}}
	f.Node("haproxy").Workers = &w
	wantShown(t, nodePage(f, "haproxy"), "the last reload failed: it runs with the configuration of before · reloaded 3m02s ago", "· 1 old worker ")

	f.Node("haproxy").Workers = nil
	f.Sources[len(f.Sources)-1].Err = "workers unix:///run/master.sock: connect: permission denied"
	wantShown(t, nodePage(f, "haproxy"), "not known: permission denied")

	f.Sources = f.Sources[:len(f.Sources)-1]
	f.HAProxy.Process = nil
	if got := nodePage(f, "haproxy"); strings.Contains(got, "workers") || strings.Contains(got, "connections  ") || strings.Contains(got, "idle") {
		t.Errorf("it shows what was not asked:\n%s", got)
	}
}

// The page of the statistics has the process and the old workers in its title.
func TestStatisticsOfTheWholeProcess(t *testing.T) {
	m := screenOf(160, 40, Options{}, nearFull())
	press(m, "5")
	title := strings.Split(ansi.Strip(m.View()), "\n")
	wantShown(t, strings.Join(title, "\n"), "53 of 60 connections, idle 12 %", "2 old workers, 14 sessions")
}

// A balancer's page says that its configuration is newer than what runs.
func TestConfigurationNewerThanTheProcess(t *testing.T) {
	f := allUp()
	f.HAProxy.Pid, f.HAProxy.Uptime = 31, 190
	page := nodePage(f, "haproxy")
	if strings.Contains(page, "may not be what runs") {
		t.Errorf("nothing was changed:\n%s", page)
	}
	f = incident.Fold(f, record.Sample{At: f.At, Source: record.SourceHAProxy, Node: "haproxy", HAProxy: f.HAProxy})
	f = incident.Fold(f, record.Sample{At: f.At, Source: record.SourceSettings, Node: "haproxy",
		Settings: &record.Settings{Files: []record.File{{Path: "/usr/local/etc/haproxy/haproxy.cfg", Changed: f.At.Add(-10 * time.Second)}}}})
	wantShown(t, nodePage(f, "haproxy"), "config", "haproxy.cfg was changed 3 min after it was read: what hadash reads from it may not be", "what runs")
}
