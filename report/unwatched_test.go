package report_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	samples "hadash/incident/captured"
	"hadash/record"
	"hadash/report/snapshot"
)

// pared is a captured run of which only some nodes and sources were watched.
func pared(t *testing.T, roles []record.Role, sources ...string) incident.Frame {
	t.Helper()
	var f incident.Frame
	for _, s := range samples.Samples(t, "baseline-stop-mysql-slave2") {
		if s.Topology != nil {
			top := *s.Topology
			top.Nodes = slices.DeleteFunc(slices.Clone(top.Nodes), func(n record.Node) bool { return !slices.Contains(roles, n.Role) })
			s.Topology = &top
		}
		if s.Act != nil || s.Source == record.SourceTopology || slices.Contains(sources, s.Source) {
			f = incident.Fold(f, s)
		}
	}
	return f
}

// A figure that nobody counted is not zero.
func TestSnapshotOfWhatNobodyWatched(t *testing.T) {
	databases := []record.Role{record.RoleBalancer, record.RoleReplica}
	for name, c := range map[string]struct {
		frame     incident.Frame
		has, lack []string
	}{
		"HAProxy only": {pared(t, databases, record.SourceHAProxy, record.SourceDocker), []string{
			"| requests | - |", "retried by HAProxy: 45 connections",
			"connections retried (wretr) | 45 | its counters |", "HAProxy's totals count since it started", "| - | - | 15 | - | 0 |"}, []string{"| nginx |", "access log does not name", "never detected", "by nginx to another instance"}},
		"HAProxy's page is not read": {pared(t, databases, record.SourceDocker), []string{
			"| requests | - |", "retried by HAProxy: - connections, moved to another server: -",
			"| - | - | - | - | - |",
			"| T2 | noticed | - | - | not known |", "whether a balancer noticed is not known"}, []string{"ever detected", "| never |"}},
	} {
		var b bytes.Buffer
		if err := (snapshot.Snapshot{Frame: c.frame, Made: start.In(time.UTC)}).Write(&b); err != nil {
			t.Fatal(err)
		}
		for _, text := range c.has {
			if !strings.Contains(b.String(), text) {
				t.Errorf("%s: %q is not in\n%s", name, text, &b)
			}
		}
		for _, text := range c.lack {
			if strings.Contains(b.String(), text) {
				t.Errorf("%s: %q is in\n%s", name, text, &b)
			}
		}
	}
}
