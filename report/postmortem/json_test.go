package postmortem

import (
	"testing"

	"hadash/incident/clients"
	"hadash/report"
)

// Null is what nobody counted.
func TestHiddenThatNobodyCounted(t *testing.T) {
	none := hiddenOf(clients.Hidden{}, clients.Counted{}, report.Absorbed{})
	if none.Retried != nil || none.Redispatched != nil || none.NextUpstream != nil || none.Repeated != nil {
		t.Errorf("nobody looked: %+v", none)
	}
	if all := hiddenOf(clients.Hidden{}, clients.Counted{HAProxy: true, Nginx: true, App: true}, report.Absorbed{Known: true}); all.Retried == nil || all.Redispatched == nil || all.NextUpstream == nil || all.Repeated == nil {
		t.Errorf("all looked: %+v", all)
	}
}

// What was absorbed has no upper bound where a part that absorbs failures was not counted.
func TestAbsorbedHasOnlyTheBoundsThatAreKnown(t *testing.T) {
	h := clients.Hidden{Redispatched: 3, Saved: 3, Settled: 3}
	counted := clients.Counted{HAProxy: true}
	least := hiddenOf(h, counted, report.Absorbed{Range: clients.Range{Least: 3, Most: 3}, Known: true, More: true})
	if least.Least == nil || *least.Least != 3 || least.Most != nil {
		t.Errorf("nginx was not counted: %+v", least)
	}
	if none := hiddenOf(clients.Hidden{}, counted, report.Absorbed{More: true}); none.Least != nil || none.Most != nil {
		t.Errorf("at least none: %+v", none)
	}
}
