package report_test

import (
	"io"
	"strings"
	"testing"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
	"hadash/report/compare"
)

// Whoever has no nginx misses nothing that nginx absorbed; of one without an access log of attempts nobody knows, and then
// every document says so.
func TestWhatNginxAbsorbed(t *testing.T) {
	for _, c := range []struct {
		web, access bool
		unknown     bool
	}{{false, false, false}, {true, false, true}, {true, true, false}} {
		sw := hiddenStop()
		sw.Hidden, sw.Felt.HasAttempts, sw.Around.NoNginx = clients.Hidden{Retried: 3, Saved: 3, Settled: 3}, c.access, !c.web
		r := &report.Run{Faults: []stopwatch.Stopwatch{sw}, Frame: incident.Frame{Watched: clients.Span{Hidden: sw.Hidden}, Nginx: incident.Nginx{HasAccess: c.access}, HAProxy: &record.HAProxy{}}}
		if c.web {
			r.Frame.Topology.Nodes = []record.Node{{Name: "nginx", Role: record.RoleWeb}}
		}
		both := compare.Of([]*report.Run{r, r})
		tables := read(t, written(t, func(w io.Writer) error { return both.Write(w, compare.Options{}) }))
		asJSON := comparisonOf(t, both)
		for name, got := range map[string]bool{
			"the report":           strings.Contains(report.English.Absorbed(sw.Hidden, r.NginxCounts()), "not known"),
			"the fault":            strings.Contains(report.English.Verdict(&sw), "; at least"),
			"the comparison":       strings.HasPrefix(tables.under(t, "Fault: "+sw.String()).cell(t, "absorbed failures", "A"), "≥"),
			"the comparison (run)": strings.HasPrefix(tables.under(t, "The whole run").cell(t, "absorbed failures", "A"), "≥"),
			"JSON of a comparison": asJSON.Figures[4].AtLeast != nil,
		} {
			if got != c.unknown {
				t.Errorf("nginx %v, its access log %v: %s says that more may have been absorbed: %v", c.web, c.access, name, got)
			}
		}
	}
}
