package incident

import (
	"maps"
	"time"

	"hadash/incident/predict"
	"hadash/incident/rates"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// failsOf is what nginx counts against an instance, as far as its logs show. There is no window: an answer clears the
// failures once fail_timeout has passed since the last of them (ngx_http_upstream_round_robin.c).
type failsOf struct {
	lines int // of the error log
	left  int // attempts after which another server was tried, by the access log: a 5xx has no error line
	last  time.Time
}

// defaultFail is how long an instance counts as set aside if no configuration was read or understood.
const defaultFail = 10 * time.Second

// setAside records when nginx stops choosing an instance. nginx logs it if its error log is at warn; otherwise its
// configuration tells at which failure it does.
func (f *folding) setAside(node string, at time.Time, said *record.UpstreamError) {
	n := f.Node(node)
	switch {
	case n == nil:
	case said.Kind == record.UpstreamDisabled:
		n.Upstream.Aside, n.Upstream.AsideKnown = at.Add(defaultFail), false
		if penalty, ok := predict.PenaltyOf(f.upstreams(n)); ok {
			n.Upstream.Aside, n.Upstream.AsideKnown = at.Add(penalty), true
		}
	default:
		f.countFails(node, at, failsOf{lines: 1})
	}
}

// countFails counts failures of an instance as nginx does, if nginx does not log when it sets one aside. Each of the
// two logs is incomplete, so the result is never too early.
func (f *folding) countFails(node string, at time.Time, more failsOf) {
	n := f.Node(node)
	all := f.upstreams(n)
	penalty, ok := predict.PenaltyOf(all)
	if !ok || !countable(all) {
		return
	}
	fails := f.state.fails[node]
	if f.forgiven(n, fails, at, penalty) {
		fails = failsOf{}
	}
	fails = failsOf{min(fails.lines+more.lines, predict.MaxCounted), min(fails.left+more.left, predict.MaxCounted), newest(fails.last, at)}
	f.state.fails = maps.Clone(f.state.fails)
	if f.state.fails == nil {
		f.state.fails = map[string]failsOf{}
	}
	f.state.fails[node] = fails
	if max(fails.lines, fails.left) < predict.Deciding(all) {
		return
	}
	n.Upstream.Aside, n.Upstream.AsideKnown = fails.last.Add(penalty), true
	says := wording.SetAsideByOne.Of()
	if n := predict.Deciding(all); n > 1 {
		says = wording.SetAsideBy.Of(n)
	}
	f.charge(at, stopwatch.LeftOut{Node: node, Says: says}, node)
}

// countable reports whether that number of failures sets an instance aside for certain, and nginx does not log it.
func countable(all []*record.Upstream) bool {
	for _, u := range all {
		of := []record.Setting{record.SettingMaxFails, record.SettingGroup}
		if u.MaxFails > 1 {
			of = append(of, record.SettingWorkers)
		}
		if _, is := u.Doubt(of...); is || u.Warns || u.MaxFails == 0 || u.Alone {
			return false
		}
	}
	return len(all) > 0
}

// forgiven reports whether nginx may have cleared the earlier failures: an answer came, or may have come.
func (f *folding) forgiven(n *Node, fails failsOf, at time.Time, penalty time.Duration) bool {
	switch {
	case at.Sub(fails.last) <= penalty:
		return false
	case f.Nginx.HasAccess:
		return n.Upstream.answered.After(fails.last)
	}
	return !n.mute()
}

// mute reports whether an instance answers no requests, by its own page and by Docker.
func (n *Node) mute() bool {
	return n.ProbeErr != "" || n.Container.State != "" && (!n.Container.Running() || n.Container.Networks == 0)
}

// SetAside returns from when on, and until when at the latest, nginx tries again an instance that it has set aside: it
// compares whole seconds. False if it is not set aside, answered since, or the time is not known.
func (n *Node) SetAside(now time.Time) (from, until time.Time, ok bool) {
	from = n.Upstream.Aside
	until = from.Add(time.Second)
	return from, until, n.Upstream.AsideKnown && now.Before(until) && !n.Upstream.answered.After(from)
}

// usedAgain records that an instance answered nginx. The first answer after it was set aside resets its recent results,
// as in nginx.
func (f *folding) usedAgain(node string, at time.Time) {
	u := &f.Node(node).Upstream
	if !u.Aside.IsZero() && at.After(u.Aside) && !u.answered.After(u.Aside) {
		f.state.shares.Forget(node)
	}
	u.answered = newest(u.answered, at)
}

// unproven reports whether nothing is known about an instance since it is used again.
func (f *folding) unproven(n *Node) bool {
	u := &n.Upstream
	return !u.answered.After(u.Aside) && f.At.Sub(u.Aside) < rates.RecentSeconds*time.Second
}
