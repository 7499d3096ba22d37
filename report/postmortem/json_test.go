package postmortem

import (
	"testing"

	"hadash/incident"
)

// Null is what nobody counted.
func TestHiddenThatNobodyCounted(t *testing.T) {
	none := hiddenOf(incident.Hidden{}, false, false)
	if none.Retried != nil || none.Redispatched != nil || none.NextUpstream != nil {
		t.Errorf("nobody looked: %+v", none)
	}
	if all := hiddenOf(incident.Hidden{}, true, true); all.Retried == nil || all.Redispatched == nil || all.NextUpstream == nil {
		t.Errorf("both looked: %+v", all)
	}
}
