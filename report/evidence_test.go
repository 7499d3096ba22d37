package report_test

import (
	"strings"
	"testing"
	"time"

	"hadash/incident/stopwatch"
	"hadash/record"
)

// The lines around a fault are by time, whatever container's batch came first; an application's warnings are among them,
// its ordinary lines and other databases' are not.
func TestLogsAroundAFault(t *testing.T) {
	f := hostileFrame()
	f.Topology.Nodes = append(f.Topology.Nodes, record.Node{Name: "db2", Role: record.RoleReplica})
	said := func(after time.Duration, node, text string, minor bool) *record.Line {
		return &record.Line{At: start.Add(time.Second + after), Node: node, Text: text, Minor: minor}
	}
	f.Notable = []*record.Line{
		said(540*time.Millisecond, "haproxy", "is DOWN", false), said(80*time.Millisecond, "db1", "shutdown", true),
		said(900*time.Millisecond, "app1", "reads repeated", false), said(700*time.Millisecond, "app1", "hello", true),
		said(600*time.Millisecond, "db2", "aborted connection", false), said(21*time.Second, "haproxy", "too late", false),
	}
	want := "14:48:56.08 db1      shutdown\n14:48:56.54 haproxy  is DOWN\n14:48:56.90 app1     reads repeated\n"
	if got := snapshotOf(t, f).under(t, "stop db1 (you)").code; len(got) != 1 || got[0] != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestEvidenceIsInOrder(t *testing.T) {
	sw := hiddenStop()
	sw.Evidence = []stopwatch.Evidence{{At: start.Add(2 * time.Second), Who: "haproxy", Text: "later"}, {At: start, Who: "app1", Text: "sooner"}}
	if got := faultOf(t, sw).under(t, "Evidence").code[0]; got != "14:48:55.00 app1     sooner\n14:48:57.00 haproxy  later\n" {
		t.Errorf("evidence: %q", got)
	}
}

// Witnesses that differ within what is allowed say by how much.
func TestWitnessesSayHowFarApart(t *testing.T) {
	for nginx, want := range map[int]string{
		4210: "The two witnesses agree.",
		4410: "The two witnesses agree on how many failed. Their requests differ by 200 (4.5 %)",
	} {
		sw := hiddenStop()
		sw.Felt.NginxRequests = nginx
		if got := faultOf(t, sw).under(t, "Failed").words; !strings.Contains(got, want) {
			t.Errorf("%d: %q", nginx, got)
		}
	}
}

// While a fault is open the clients' record of its time may be still to come: that no load ran is said when all is over.
func TestTheClientsRecordIsWaitedFor(t *testing.T) {
	const none, yet = "No load ran during the fault", "has not reported this time yet"
	sw := hiddenStop()
	sw.Felt.Requests, sw.Felt.Failed = 0, 0
	for over, want := range map[bool]string{true: none, false: yet} {
		sw.Done = over
		got := faultOf(t, sw).under(t, "Failed").words
		if !strings.Contains(got, want) || strings.Contains(got, none) && strings.Contains(got, yet) {
			t.Errorf("over %v: %q", over, got)
		}
	}
}
