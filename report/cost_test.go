package report

import (
	"strings"
	"testing"

	"hadash/incident"
	"hadash/record"
)

// Whoever has no nginx misses nothing that nginx absorbed; of one without an access log of attempts nobody knows, and then
// every document says so.
func TestWhatNginxAbsorbed(t *testing.T) {
	for _, c := range []struct {
		web, access bool
		unknown     bool
	}{{false, false, false}, {true, false, true}, {true, true, false}} {
		sw := hiddenStop()
		sw.Hidden, sw.Felt.HasAttempts, sw.Around.NoNginx = incident.Hidden{Retried: 3}, c.access, !c.web
		r := &Run{Faults: []incident.Stopwatch{sw}, Frame: incident.Frame{Nginx: incident.Nginx{HasAccess: c.access}, HAProxy: &record.HAProxy{}}}
		if c.web {
			r.Frame.Topology.Nodes = []record.Node{{Name: "nginx", Role: record.RoleWeb}}
		}
		both := Compare([]*Run{r, r})
		for name, got := range map[string]bool{
			"the report":           strings.Contains(English.hidden(sw.Hidden, r.nginxCounts()), "not known"),
			"the fault":            strings.HasPrefix(English.cost(&sw), "at least"),
			"the matrix":           strings.HasPrefix(matrixHidden(&sw), "≥"),
			"the comparison":       strings.HasPrefix(English.value(both.Pairs[0].Rows[5].Values[0], unitCount), "≥"),
			"the comparison (run)": strings.HasPrefix(English.value(both.Whole[4].Values[0], unitCount), "≥"),
			"JSON of a comparison": rowsJSON(both.Whole)[4].AtLeast != nil,
		} {
			if got != c.unknown {
				t.Errorf("nginx %v, its access log %v: %s says that more may have been absorbed: %v", c.web, c.access, name, got)
			}
		}
	}
	none := hiddenOf(incident.Hidden{}, false, false)
	if none.Retried != nil || none.Redispatched != nil || none.NextUpstream != nil {
		t.Errorf("nobody looked: %+v", none)
	}
	if all := hiddenOf(incident.Hidden{}, true, true); all.Retried == nil || all.Redispatched == nil || all.NextUpstream == nil {
		t.Errorf("both looked: %+v", all)
	}
}
