package incident

import (
	"testing"
	"time"

	"hadash/record"
)

// aside plays what nginx's logs say of app1, where it does not say itself when it sets an instance aside.
func aside(u record.Upstream, all ...record.Sample) *Node {
	u.Addr = app1Addr
	begin := []record.Sample{{At: start, Source: record.SourceSettings, Node: "nginx", Settings: &record.Settings{Upstreams: []record.Upstream{u}}}, containers(0, nil)}
	f := play(append(begin, all...)...)
	return f.Node("app1")
}

// said is what the access log says of app1: attempts that failed and went to another instance, and the last that did not.
func attempts(seconds float64, left int, lastOK float64) record.Sample {
	t := record.UpstreamTally{Addr: app1Addr, Attempts: left, Failures: left, Left: left, LastLost: at(seconds), FirstLost: at(seconds)}
	if lastOK > 0 {
		t.LastOK, t.FirstOK, t.Attempts = at(lastOK), at(lastOK), left+1
	}
	if left == 0 {
		t.FirstLost, t.LastLost = time.Time{}, time.Time{}
	}
	return record.Sample{At: at(seconds), Source: record.SourceLogs, Node: "nginx", Logs: &record.Logs{Upstreams: []record.UpstreamTally{t}}}
}

// nginx has no window: failures of an instance that answers nobody add up for ever (seen: set aside 19.3 s after the
// first of three), and those of one that answers are forgotten when it does, after fail_timeout.
func TestFailuresAddUp(t *testing.T) {
	three := record.Upstream{MaxFails: 3, FailTimeout: time.Second}
	with := func(change func(*record.Upstream)) record.Upstream {
		u := three
		change(&u)
		return u
	}
	dead := containers(0.5, map[string]string{"app1": "exited"})
	slowly := []record.Sample{timedOut(1, app1Addr), timedOut(7, app1Addr), timedOut(20.3, app1Addr)}
	fast := []record.Sample{timedOut(1, app1Addr), timedOut(1.9, app1Addr), timedOut(2.8, app1Addr)}
	for name, c := range map[string]struct {
		u    record.Upstream
		all  []record.Sample
		want float64 // the failure after which it is set aside, 0 = it is not, as far as the logs tell
	}{
		"slowly, dead":                      {three, append([]record.Sample{dead}, slowly...), 20.3},
		"slowly, it may have answered":      {three, slowly, 0},
		"slowly, no answer in the log":      {three, append([]record.Sample{attempts(0.5, 0, 0.5)}, slowly...), 20.3},
		"slowly, an answer between":         {three, []record.Sample{timedOut(1, app1Addr), timedOut(7, app1Addr), attempts(15, 0, 15), timedOut(20.3, app1Addr)}, 0},
		"within fail_timeout of each other": {three, fast, 2.8},
		"so, with an answer between":        {three, []record.Sample{fast[0], fast[1], attempts(2.5, 0, 2.5), fast[2]}, 2.8},
		"5xx, which the error log has not":  {three, []record.Sample{attempts(1, 1, 0), attempts(1.5, 2, 0)}, 1.5},
		"timeouts in both logs":             {three, []record.Sample{timedOut(1, app1Addr), attempts(1, 1, 0), timedOut(1.1, app1Addr), attempts(1.1, 1, 0)}, 0},
		"it says so itself":                 {with(func(u *record.Upstream) { u.Warns = true }), fast, 0},
		"alone":                             {with(func(u *record.Upstream) { u.Alone = true }), fast, 0},
		"two workers count separately":      {with(func(u *record.Upstream) { u.Workers = 2 }), fast, 0},
		"two workers, five failures":        {with(func(u *record.Upstream) { u.Workers = 2 }), append(fast[:3:3], timedOut(3, app1Addr), timedOut(3.1, app1Addr)), 3.1},
		"fail_timeout is not known": {with(func(u *record.Upstream) {
			u.Doubts = []record.Doubt{{Of: record.SettingFailTimeout, Kind: record.DoubtValue}}
		}), fast, 0},
	} {
		n := aside(c.u, c.all...)
		var want time.Time
		if c.want > 0 {
			want = at(c.want).Add(time.Second)
		}
		if !n.Upstream.Aside.Equal(want) {
			t.Errorf("%s: aside until %v", name, n.Upstream.Aside.Sub(start))
		}
	}
}

// It is tried again after fail_timeout and up to a second more; while it still fails, that starts again each time.
func TestTriedAgain(t *testing.T) {
	one := record.Upstream{MaxFails: 1, FailTimeout: 10 * time.Second}
	n := aside(one, timedOut(1, app1Addr))
	from, until, ok := n.SetAside(at(11.5))
	if !ok || !from.Equal(at(11)) || !until.Equal(at(12)) {
		t.Errorf("from %v until %v, %v", from.Sub(start), until.Sub(start), ok)
	}
	if _, _, ok = n.SetAside(at(12)); ok {
		t.Error("still aside when it must have been tried")
	}
	if n = aside(one, timedOut(1, app1Addr), timedOut(11.8, app1Addr)); !n.Upstream.Aside.Equal(at(21.8)) {
		t.Errorf("tried once more in vain: %v", n.Upstream.Aside.Sub(start))
	}
}

// Without its configuration nobody knows for how long.
func TestAsideForHowLong(t *testing.T) {
	disabled := line(record.Line{At: at(1), Node: "nginx", Upstream: &record.UpstreamError{Kind: record.UpstreamDisabled, Addr: app1Addr}})
	f := play(containers(0, nil), disabled)
	if _, _, ok := f.Node("app1").SetAside(at(2)); ok || !at(2).Before(f.Node("app1").Upstream.Aside) {
		t.Errorf("%+v", f.Node("app1").Upstream)
	}
}
