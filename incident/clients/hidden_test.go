package clients

import "testing"

// What HAProxy absorbed lies between the sessions that its log says were saved and those that may be: each that has not ended
// was tried again once or more.
func TestAbsorbed(t *testing.T) {
	for name, c := range map[string]struct {
		h           Hidden
		least, most int64
	}{
		"nothing":                                {Hidden{}, 0, 0},
		"no log":                                 {Hidden{Retried: 33}, 0, 33},
		"all in vain":                            {Hidden{Retried: 33, Settled: 33}, 0, 0},
		"some sessions go on":                    {Hidden{Retried: 33, Settled: 30}, 0, 3},
		"saved, by one try each":                 {Hidden{Redispatched: 7, Saved: 7, Settled: 7}, 7, 7},
		"saved, by two tries each":               {Hidden{Retried: 8, Redispatched: 6, Saved: 7, Settled: 14}, 7, 7},
		"some saved, some in vain, some go on":   {Hidden{Retried: 20, Redispatched: 2, Saved: 3, Settled: 12}, 3, 13},
		"the log is ahead of the page":           {Hidden{Retried: 1, Saved: 3, Settled: 3}, 1, 1},
		"nginx and the application besides them": {Hidden{Retried: 3, Settled: 3, NextUpstream: 4, Repeated: 5}, 9, 9},
	} {
		if got := c.h.Absorbed(); got != (Range{c.least, c.most}) {
			t.Errorf("%s: %+v, want %d to %d", name, got, c.least, c.most)
		}
	}
}
