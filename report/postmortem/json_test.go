package postmortem

import (
	"testing"

	"hadash/incident/clients"
)

// Null is what nobody counted.
func TestHiddenThatNobodyCounted(t *testing.T) {
	none := hiddenOf(clients.Hidden{}, false, false)
	if none.Retried != nil || none.Redispatched != nil || none.NextUpstream != nil {
		t.Errorf("nobody looked: %+v", none)
	}
	if all := hiddenOf(clients.Hidden{}, true, true); all.Retried == nil || all.Redispatched == nil || all.NextUpstream == nil {
		t.Errorf("both looked: %+v", all)
	}
}
