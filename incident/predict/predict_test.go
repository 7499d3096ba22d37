package predict

import (
	"strings"
	"testing"
	"time"

	"hadash/record"
)

const ms = time.Millisecond

var tunedCheck = record.Check{On: true, Protocol: true, Inter: 200 * ms, Fastinter: 100 * ms, Downinter: 200 * ms, Rise: 2, Fall: 2,
	TimeoutCheck: 200 * ms, TimeoutConnect: 75 * ms}

// idleTimer is how late a timer may be on an idle machine.
const idleTimer = 10 * ms

func TestPredictDelay(t *testing.T) {
	for _, c := range []struct {
		late          int
		connect, read time.Duration
		protocol      bool
		never         bool
	}{
		{900, 0, 0, true, true}, {1000, 0, 0, true, false}, {1200, 0, 0, true, false}, {1200, 0, 0, false, true}, {2000, 0, 0, false, false},
		{150, 1000 * ms, 200 * ms, true, true}, {200, 1000 * ms, 200 * ms, true, false}, {200, 1000 * ms, 200 * ms, false, true}, {1000, 1000 * ms, 200 * ms, false, false},
	} {
		check := record.Check{On: true, Protocol: c.protocol, Inter: 2000 * ms, Fastinter: 2000 * ms, Downinter: 2000 * ms, Rise: 2, Fall: 2, TimeoutConnect: c.connect, TimeoutCheck: c.read}
		got := (&Checking{Check: &check, Row: &record.Server{}, Version: "3.3.0"}).Predict(record.Fault{Kind: record.Delay, Amount: c.late})
		if !got.Known || got.Never != c.never {
			t.Errorf("%+v: %+v", c, got)
		}
	}
}

// Before 2.8.16 and 3.2.1 the timer of the connection may go on: a greeting after 350 ms was taken with timeout check
// 200ms, timeout connect 5s and inter 1s (2.6.12), and at other times a check is given up after 200 ms.
func TestPredictDelayOfOldVersions(t *testing.T) {
	check := record.Check{On: true, Protocol: true, Inter: 1000 * ms, Fastinter: 1000 * ms, Downinter: 1000 * ms, Rise: 2, Fall: 2, TimeoutConnect: 5000 * ms, TimeoutCheck: 200 * ms}
	for _, c := range []struct {
		version string
		late    int
		known   bool
		never   bool
	}{{"2.6.12", 350, false, false}, {"2.6.12", 600, true, false}, {"2.8.16", 350, true, false}, {"", 350, false, false}, {"", 600, true, false}, {"", 150, true, true}} {
		got := (&Checking{Check: &check, Row: &record.Server{}, Version: c.version}).Predict(record.Fault{Kind: record.Delay, Amount: c.late})
		if got.Known != c.known || got.Never != c.never {
			t.Errorf("%+v: %+v", c, got)
		}
	}
}

func TestRequeues(t *testing.T) {
	for version, want := range map[string]bool{
		"2.6.12-1+deb12u4": false, "2.8.15": false, "2.8.16": true, "2.9.20": false, "3.0.0": false, "3.2.0": false, "3.2-dev5": false, "3.2.1": true,
		"3.3.0": true, "3.5-dev5": true, "4.0.0": true, "": false, "?": false,
	} {
		if got := requeues(version); got != want {
			t.Errorf("%q: %v", version, got)
		}
	}
}

// What decides and is not understood makes a prediction unknown; what does not decide it leaves alone.
func TestDoubtsOfChecks(t *testing.T) {
	pause, kill := record.Fault{Kind: record.Pause}, record.Fault{Kind: record.Kill}
	probed := &record.Server{CheckFall: 2, CheckRise: 2}
	for _, c := range []struct {
		of    record.Setting
		fault record.Fault
		row   *record.Server
		known bool
		back  bool
	}{
		{record.SettingAll, kill, probed, false, false},
		{record.SettingInter, kill, probed, false, false},
		{record.SettingFastinter, kill, probed, false, false},
		{record.SettingFall, kill, &record.Server{}, false, false},
		{record.SettingFall, kill, probed, true, true},
		{record.SettingRise, kill, &record.Server{}, true, false},
		{record.SettingRise, kill, probed, true, true},
		{record.SettingDowninter, kill, probed, true, false},
		{record.SettingProtocol, kill, probed, true, true},
		{record.SettingProtocol, pause, probed, false, false},
		{record.SettingTimeoutCheck, pause, probed, false, false},
		{record.SettingTimeoutConnect, kill, probed, false, false},
		{record.SettingSpread, kill, probed, false, false},
		{record.SettingCheck, kill, probed, true, true},
		{record.SettingCheck, kill, &record.Server{}, false, false},
	} {
		check := tunedCheck
		check.On = c.of != record.SettingCheck
		check.Doubts = []record.Doubt{{Of: c.of, Kind: record.DoubtVariable, What: "${X}", File: "/etc/haproxy.cfg", Line: 7}}
		got := (&Checking{Check: &check, Row: c.row}).Predict(c.fault)
		if got.Known != c.known || (got.Back > 0) != c.back || !c.known && got.Why.String() != "${X} has no value here (haproxy.cfg:7)" {
			t.Errorf("%q, %s: %+v", c.of, c.fault.Kind, got)
		}
	}
	off := record.Check{Doubts: []record.Doubt{{Of: record.SettingCheck, Kind: record.DoubtVariable, What: "${X}"}}}
	if got := (&Checking{Check: &off, Row: &record.Server{Status: record.Status{State: record.NoCheck}}}).Predict(kill); !got.Never {
		t.Errorf("HAProxy says that it does not check: %+v", got)
	}
	for _, c := range []record.Check{{Agent: true}, {Resolvers: true}} {
		if got := (&Checking{Check: &c, Row: probed}).Predict(kill); got.Known || got.Why.String() == "" {
			t.Errorf("%+v: %+v", c, got)
		}
	}
	if got := (&Checking{Check: &record.Check{Resolvers: true}, Row: probed}).Predict(pause); !got.Never {
		t.Errorf("a pause takes no name away: %+v", got)
	}
}

func TestPredictInstances(t *testing.T) {
	pause, cut, kill := record.Fault{Kind: record.Pause}, record.Fault{Kind: record.Cut}, record.Fault{Kind: record.Kill}
	base := record.Upstream{Group: "g", MaxFails: 3, FailTimeout: time.Second, ConnectTimeout: 75 * ms, ReadTimeout: 200 * ms}
	with := func(change func(*record.Upstream)) []*record.Upstream {
		u := base
		change(&u)
		return []*record.Upstream{&u}
	}
	doubt := func(of record.Setting) func(*record.Upstream) {
		return func(u *record.Upstream) {
			u.Doubts = []record.Doubt{{Of: of, Kind: record.DoubtInclude, What: "x.conf", File: "n", Line: 3}}
		}
	}
	for name, c := range map[string]struct {
		all   []*record.Upstream
		fault record.Fault
		rate  float64
		want  string // never, unknown, or the least time it may be
	}{
		// Seen: 0.108-0.167 s, 0.090-0.100 s, 0.197-0.217 s, never, 19.3 s (a request each 6 s), with four workers 4 to 8 errors.
		"kept connections, cut":        {with(func(u *record.Upstream) { u.Kept = true }), cut, 170, "249ms"},
		"cut":                          {with(func(*record.Upstream) {}), cut, 170, "124ms"},
		"pause":                        {with(func(*record.Upstream) {}), pause, 170, "249ms"},
		"few requests":                 {with(func(*record.Upstream) {}), kill, 1. / 6, "50.5s"},
		"one failure":                  {with(func(u *record.Upstream) { u.MaxFails = 1 }), kill, 1, "4.65s"},
		"the only one":                 {with(func(u *record.Upstream) { u.Alone = true }), kill, 100, "never"},
		"the only one, as far as seen": {with(func(u *record.Upstream) { u.Alone = true; doubt(record.SettingGroup)(u) }), kill, 100, "unknown"},
		"several, as far as seen":      {with(doubt(record.SettingGroup)), kill, 170, "124ms"},
		"max_fails=0":                  {with(func(u *record.Upstream) { u.MaxFails = 0 }), kill, 100, "never"},
		"a stream's, frozen":           {with(func(u *record.Upstream) { u.Stream = true }), pause, 100, "never"},
		"a stream's, gone":             {with(func(u *record.Upstream) { u.Stream, u.Kept = true, true }), cut, 170, "124ms"},
		"workers":                      {with(func(u *record.Upstream) { u.Workers = 4 }), cut, 170, "177ms"},
		"how many workers":             {with(doubt(record.SettingWorkers)), cut, 170, "unknown"},
		"workers, one failure":         {with(func(u *record.Upstream) { u.MaxFails = 1; doubt(record.SettingWorkers)(u) }), kill, 170, "102ms"},
		"two groups":                   {append(with(func(*record.Upstream) {}), with(func(u *record.Upstream) { u.ReadTimeout = 250 * ms })...), pause, 170, "318ms"},
		"alone in one of two":          {append(with(func(*record.Upstream) {}), with(func(u *record.Upstream) { u.Alone = true })...), kill, 170, "unknown"},
		"the read timeout, pause":      {with(doubt(record.SettingTimeoutRead)), pause, 170, "unknown"},
		"the read timeout, cut":        {with(doubt(record.SettingTimeoutRead)), cut, 170, "124ms"},
		"the connect timeout":          {with(doubt(record.SettingTimeoutConnect)), cut, 170, "unknown"},
		"everything":                   {with(doubt(record.SettingAll)), cut, 170, "unknown"},
		"how many failures":            {with(doubt(record.SettingMaxFails)), cut, 170, "unknown"},
		"for how long":                 {with(doubt(record.SettingFailTimeout)), cut, 170, "124ms"},
		"no requests":                  {with(func(*record.Upstream) {}), cut, 0, "unknown"},
		"slow":                         {with(func(*record.Upstream) {}), record.Fault{Kind: record.Slow}, 170, "unknown"},
	} {
		got := Upstreams(c.all, "1.22.1", c.rate, c.fault)
		switch c.want {
		case "never":
			if !got.Known || !got.Never {
				t.Errorf("%s: %+v", name, got)
			}
		case "unknown":
			if got.Known || got.Why.String() == "" {
				t.Errorf("%s: %+v", name, got)
			}
		default:
			want, err := time.ParseDuration(c.want)
			if err != nil || !got.Known || got.Never || got.Detect < want || got.Detect > want*101/100 {
				t.Errorf("%s: %+v, want %s", name, got, want)
			}
		}
	}
	if got := Upstreams(with(func(*record.Upstream) {}), "1.22.1", 170, kill); got.Back < 2*time.Second {
		t.Errorf("nginx was seen to try again after up to 1.98 s: %+v", got)
	}
	vague, plain := with(doubt(record.SettingFailTimeout)), with(func(*record.Upstream) {})
	for _, all := range [][]*record.Upstream{vague, append(vague[:1:1], plain...), append(plain[:1:1], vague...)} {
		if got := Upstreams(all, "1.22.1", 170, kill); !got.Known || got.Back != 0 {
			t.Errorf("for how long is not known in one of %d groups: %+v", len(all), got)
		}
	}
}

// No configuration makes a prediction less than nothing.
func TestPredictionsAreBounded(t *testing.T) {
	long := time.Duration(1<<63 - 1)
	check := record.Check{On: true, Inter: long, Fastinter: long, Downinter: long, Rise: 1 << 31, Fall: 1 << 31, Spread: 1 << 31, TimeoutCheck: long, TimeoutConnect: long}
	check.Inter, check.Fastinter, check.Downinter = 24*24*time.Hour, 24*24*time.Hour, 24*24*time.Hour // HAProxy takes no more
	check.TimeoutCheck, check.TimeoutConnect = check.Inter, check.Inter
	up := record.Upstream{MaxFails: 1 << 31, FailTimeout: long, ConnectTimeout: long, ReadTimeout: long, Workers: 1 << 31}
	for _, got := range []Prediction{
		(&Checking{Check: &check, Row: &record.Server{CheckFall: 1 << 62}}).Predict(record.Fault{Kind: record.Kill}),
		Upstreams([]*record.Upstream{&up, &up}, "1.22.1", 1e-300, record.Fault{Kind: record.Kill}),
	} {
		if got.Detect <= 0 || got.Back <= 0 || strings.Contains(got.Why.String(), "-") {
			t.Errorf("%+v", got)
		}
	}
}
