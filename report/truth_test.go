package report_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
	"hadash/report/postmortem"
	"hadash/report/section"
	"hadash/report/snapshot"
	"hadash/wording"
)

func TestTruthTable(t *testing.T) {
	var b bytes.Buffer
	p := markdown.New(&b, report.English, time.UTC)
	section.Truth(p, []incident.Truth{
		{Node: "app1", Docker: "running", Oper: "used", Traffic: 118.04, Errors: 0.25},
		{Node: "db2", Docker: "running", Oper: "UP", Traffic: 2, Unit: incident.Sessions, Errors: -1},
		{Node: "db|1", Docker: "paused", Oper: "UP", Check: "L7OK 1 ms", Traffic: -1, Errors: -1, Disagree: []wording.Phrase{wording.Text("Docker says paused, HAProxy UP")}},
	}, &record.Topology{})
	if err := p.Flush(); err != nil {
		t.Fatal(err)
	}
	s := read(t, b.Bytes()).under(t, "Who says what")
	for _, c := range [][3]string{
		{"app1", "per second", "118 req"}, {"db2", "per second", "2 sess"}, {"app1", "failed", "25 %"}, {"app1", "replication", "-"},
		{"db|1", "Docker", "paused"}, {"db|1", "the balancer", "UP"}, {"db|1", "per second", "-"}, {"db|1", "failed", "-"},
	} {
		if got := s.cell(t, c[0], c[1]); got != c[2] {
			t.Errorf("%s, %s: %q, want %q", c[0], c[1], got, c[2])
		}
	}
	if len(s.bold) != 1 || s.bold[0] != "db|1: Docker says paused, HAProxy UP" {
		t.Errorf("disagreements %q", s.bold)
	}
}

// The snapshot has a row of the truth table for each node, and a section for each fault.
func TestSnapshotHasTruthAndFaults(t *testing.T) {
	f := hostileFrame()
	f.Stopwatches = []stopwatch.Stopwatch{greyPause(), hiddenStop()}
	var b bytes.Buffer
	if err := (snapshot.Snapshot{Frame: f, Made: start}).Write(&b); err != nil {
		t.Fatal(err)
	}
	d := read(t, b.Bytes())
	if got := len(d.under(t, "Who says what").tables[0]) - 1; got != len(f.Nodes) {
		t.Errorf("%d rows for %d nodes", got, len(f.Nodes))
	}
	d.under(t, "Fault: mysql-slave1 paused by somebody else")
	d.under(t, "Fault: mysql-slave1 stopped by you")
}

// The report of a real pair (incident/testdata/gone/ABOUT) has the HAProxy that hung as an outage, and when both had the address.
func TestReportOfBothWithOneAddress(t *testing.T) {
	rec, err := record.Open("../incident/testdata/gone/pair.hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	run := report.Gather(rec)
	all := run.Shared()
	if len(all) != 1 || all[0].Addr != "172.28.44.9" || all[0].AtLeast || all[0].To.Sub(all[0].From).Round(time.Second) != 10*time.Second {
		t.Errorf("%+v", all)
	}
	for lang, want := range map[report.Lang][]string{
		report.English: {": haproxy and haproxy2 both have the address 172.28.44.9, by their logs", "## One address at two nodes", "## Outage: haproxy2 down (found, not made here)"},
		report.Russian: {"haproxy и haproxy2: адрес 172.28.44.9 у обоих, по их журналам", "## Один адрес у двух узлов"},
	} {
		var b bytes.Buffer
		if err := (postmortem.Report{Run: run, Lang: lang}).Markdown(&b); err != nil {
			t.Fatal(err)
		}
		for _, text := range want {
			if !strings.Contains(b.String(), text) {
				t.Errorf("%s: no %q", lang, text)
			}
		}
	}
}
