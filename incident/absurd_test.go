package incident

import (
	"math"
	"testing"
	"time"

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
	for _, d := range []time.Duration{0, math.MaxInt64, math.MinInt64} {
		if got := brief(d); got == "" || len(got) > 20 {
			t.Errorf("brief(%d) = %q", d, got)
		}
	}
	c := &record.Check{On: true, Inter: 24 * 24 * time.Hour, Fastinter: 24 * 24 * time.Hour, Fall: math.MaxInt32, Rise: math.MaxInt32}
	if p := predictCheck(c, &record.Server{CheckFall: most, CheckRise: most}, record.Fault{Kind: record.Kill}); p.Detect < 0 || p.Back < 0 {
		t.Errorf("%+v", p)
	}
	u := &record.Upstream{MaxFails: 1, FailTimeout: time.Second, ConnectTimeout: time.Second}
	if p := predictUpstream(u, 1e-300, record.Fault{Kind: record.Kill}); p.Known || p.Detect < 0 {
		t.Errorf("%+v", p)
	}
}
