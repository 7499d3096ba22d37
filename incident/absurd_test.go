package incident

import (
	"math"
	"testing"

	"hadash/record"
)

// Absurd counters, as a recording may hold them, neither overflow a sum nor make a number up.
func TestAbsurdCounters(t *testing.T) {
	const most = math.MaxInt64
	absurd := func(seconds float64) record.Sample {
		all := record.Counters{Stot: most, Econ: most, Eresp: most, Wretr: most, Wredis: most, Scur: most, Rate: most, Qcur: most, Lastchg: most, Bin: most, Bout: most}
		s := haproxy(seconds, server("db1", "UP", func(s *record.Server) { s.Counters, s.Chkfail, s.CheckDuration = all, most, most }),
			server("db2", "UP", func(s *record.Server) { s.Counters = all }))
		s.HAProxy.Uptime = most
		s.HAProxy.Proxies = []record.Proxy{{Pxname: "servers", Svname: "BACKEND", Counters: all}}
		return s
	}
	f := play(haproxy(0, server("db1", "UP", nil), server("db2", "UP", nil)), absurd(1), absurd(2), haproxy(3, server("db1", "UP", nil)), absurd(4))
	if h := f.Hidden; h.Retried != most || h.Redispatched != most || h.Total() != most {
		t.Errorf("hidden: %+v, %d in all", h, h.Total())
	}
	for tick := range f.History.Seen(at(0)) {
		if tick.Hidden < -1 || tick.Balancer < -1 {
			t.Errorf("%+v", tick)
		}
	}
}
