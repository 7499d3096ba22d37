package stopwatch

import (
	"testing"

	"hadash/incident/clients"
)

// Whether sessions are counted that were cut, or that got no server, depends on HAProxy's log, and the rest on its page.
func TestWhoCountsSessions(t *testing.T) {
	for _, c := range []struct {
		around    Around
		log, page bool
	}{{Around{}, false, true}, {Around{Log: true}, true, true}, {Around{Log: true, NoPage: true}, true, false}, {Around{NoHAProxy: true}, false, false}} {
		s := Stopwatch{Around: c.around}
		if log, page := s.LogCounts(), s.HAProxyCounts(); log != c.log || page != c.page {
			t.Errorf("%+v: log %v, page %v", c.around, log, page)
		}
	}
	if s := (Stopwatch{Blast: Blast{Cut: 1}}); !s.LogCounts() {
		t.Error("a session was cut, and nobody counted it")
	}
	if got := (clients.Hidden{}).Absorbed(); !got.Exact() {
		t.Errorf("nothing: %+v", got)
	}
}
