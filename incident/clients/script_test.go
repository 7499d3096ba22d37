package clients

import (
	"testing"
	"time"

	"hadash/record"
)

// A user whose request hung reports the second before it only afterwards; the Frame could not wait that long.
func TestScriptWaitsForWhoHung(t *testing.T) {
	var c Script
	at := func(second int64, failed int) record.Window {
		return record.Window{Second: second, Requests: 10, Failed: failed, Max: time.Second, Buckets: []record.Bucket{{N: 100, Count: 9}, {N: 150, Count: 1}}}
	}
	c.Add([]record.Window{at(90, 9), at(100, 0), at(101, 0), at(130, 1)}, time.Unix(100, 0), time.Unix(200, 0), &Span{From: time.Unix(100, 0)}) // 90 was before the run
	c.Add([]record.Window{at(101, 2), at(200, 0)}, time.Unix(100, 0), time.Unix(200, 0), &Span{From: time.Unix(100, 0)})
	got := c.Seconds()
	if len(got) != 4 || got[1].At.Unix() != 101 || got[1].Requests != 20 || got[1].Failed != 2 {
		t.Errorf("%+v", got)
	}
	if w := c.Whole(); w.Requests != 50 || w.Failed != 3 || w.P50 != record.Edge(100) || w.P95 != record.Edge(150) || w.Max != time.Second {
		t.Errorf("%+v", w)
	}
}
