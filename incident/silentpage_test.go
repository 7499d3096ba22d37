package incident

import (
	"testing"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// A stop of an instance behind an nginx whose log names no instance, captured on the baseline stack under somebody
// else's load: the page of the instance fell silent before Docker reported its end, nginx had set it aside again just
// before it was started, and its page counted no request until ten seconds after it answered.
func TestSilentPageHadTraffic(t *testing.T) {
	gone := func(seconds float64) record.Sample {
		return record.Sample{At: at(seconds), Source: record.SourcePage, Node: "app1", Err: "poll probe: connection reset by peer"}
	}
	upstreams := []record.Upstream{{Group: "service", Addr: "app1:9081", MaxFails: 1, FailTimeout: 10e9, ConnectTimeout: 60e9, ReadTimeout: 60e9}}
	f := play(containers(0, nil), idle,
		record.Sample{At: start, Source: record.SourceSettings, Node: "nginx", Settings: &record.Settings{Upstreams: upstreams}},
		page(8.255, "app1", 2226), page(9.255, "app1", 2266), page(10.255, "app1", 2307),
		docker(10.534, "app1", "kill", "15"), gone(10.547), docker(10.638, "app1", "die", "0"), gone(11.444),
		docker(24.222, "app1", "start", ""), page(24.457, "app1", 0), page(25.457, "app1", 0), page(34.215, "app1", 0),
		page(35.317, "app1", 1), page(36.215, "app1", 45))
	w := f.Stopwatch("app1")
	if !w.Expected.Known {
		t.Errorf("expected: %+v, though 41 requests a second came", w.Expected)
	}
	if d, ok := w.UpAgain(); !ok || d > 300e6 {
		t.Errorf("UP again after %v %v", d, ok)
	}
	wantMoment(t, w, stopwatch.Back, 35.317, event.ByPoll)
}

// A replica behind kept connections had no session in the second of its fault, and some in the seconds before.
func TestServerHadSessionsJustBefore(t *testing.T) {
	row := func(stot int64) func(*record.Server) {
		return func(s *record.Server) { s.Stot, s.Lbtot = stot, stot }
	}
	f := play(containers(0, nil), idle, haproxy(6, server("db1", "UP", row(300))), haproxy(8, server("db1", "UP", row(301))),
		haproxy(9, server("db1", "UP", row(301))), haproxy(10, server("db1", "UP", row(301))),
		docker(10.2, "db1", "pause", ""), haproxy(11, server("db1", "UP", row(301))), docker(20, "db1", "unpause", ""),
		haproxy(20.5, server("db1", "UP", row(301))), haproxy(24, server("db1", "UP", row(301))), haproxy(25, server("db1", "UP", row(304))))
	wantMoment(t, f.Stopwatch("db1"), stopwatch.Back, 25, event.ByPoll)
}
