package postmortem

import (
	"testing"

	"hadash/incident/clients"
)

// Null is what nobody counted.
func TestHiddenThatNobodyCounted(t *testing.T) {
	none := hiddenOf(clients.Hidden{}, clients.Counted{})
	if none.Retried != nil || none.Redispatched != nil || none.NextUpstream != nil || none.Repeated != nil {
		t.Errorf("nobody looked: %+v", none)
	}
	if all := hiddenOf(clients.Hidden{}, clients.Counted{HAProxy: true, Nginx: true, App: true}); all.Retried == nil || all.Redispatched == nil || all.NextUpstream == nil || all.Repeated == nil {
		t.Errorf("all looked: %+v", all)
	}
}
