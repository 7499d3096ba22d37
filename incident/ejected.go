package incident

import (
	"maps"
	"time"

	"hadash/incident/outage"
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

	// Of one of several nginxes: when the instance last answered it, and until when at least it is set aside.
	answered, aside time.Time
	asideKnown      bool
}

// defaultFail is how long an instance counts as set aside if no configuration was read or understood.
const defaultFail = 10 * time.Second

// sends is an nginx, and a node that it sends requests to.
type sends struct{ from, to string }

// setAside records when an nginx stops choosing an instance. nginx logs it if its error log is at warn; otherwise its
// configuration tells at which failure it does.
func (f *folding) setAside(by sends, at time.Time, said *record.UpstreamError) {
	n := f.Node(by.to)
	switch {
	case n == nil:
	case said.Kind == record.UpstreamDisabled:
		penalty, ok := predict.PenaltyOf(f.upstreamsOf(by.from, n))
		if !ok {
			penalty = defaultFail
		}
		f.aside(by, n, at.Add(penalty), ok)
		f.setsAside(outage.Fell, by, at)
	default:
		f.countFails(by, at, failsOf{lines: 1})
	}
}

// aside records until when at least an nginx sets an instance aside. One that several nginxes send to is aside when all of them
// have set it aside.
func (f *folding) aside(by sends, n *Node, until time.Time, known bool) {
	all := f.state.paths.Nginxes(n.Name)
	if len(all) > 1 {
		f.keepFails(by, func(x *failsOf) { x.aside, x.asideKnown = until, known })
		for _, nginx := range all {
			x := f.state.fails[sends{nginx, n.Name}]
			if !x.aside.After(f.At) && !x.aside.After(until) {
				return
			}
			if x.aside.Before(until) {
				until = x.aside
			}
			known = known && x.asideKnown
		}
	}
	n.Upstream.Aside, n.Upstream.AsideKnown = until, known
}

// keepFails changes what an nginx counts against an instance.
func (f *folding) keepFails(by sends, with func(*failsOf)) {
	x := f.state.fails[by]
	with(&x)
	f.state.fails = maps.Clone(f.state.fails)
	if f.state.fails == nil {
		f.state.fails = map[sends]failsOf{}
	}
	f.state.fails[by] = x
}

// countFails counts failures of an instance as nginx does, if nginx does not log when it sets one aside. Each of the
// two logs is incomplete, so the result is never too early.
func (f *folding) countFails(by sends, at time.Time, more failsOf) {
	n := f.Node(by.to)
	all := f.upstreamsOf(by.from, n)
	penalty, ok := predict.PenaltyOf(all)
	if !ok || !countable(all) {
		return
	}
	fails := f.state.fails[by]
	if f.forgiven(n, by, fails, at, penalty) {
		fails.lines, fails.left, fails.last = 0, 0, time.Time{}
	}
	fails.lines, fails.left = min(fails.lines+more.lines, predict.MaxCounted), min(fails.left+more.left, predict.MaxCounted)
	fails.last = newest(fails.last, at)
	f.keepFails(by, func(x *failsOf) { *x = fails })
	if max(fails.lines, fails.left) < predict.Deciding(all) {
		return
	}
	f.aside(by, n, fails.last.Add(penalty), true)
	f.setsAside(outage.Fell, by, fails.last)
	says := wording.SetAsideByOne.Of()
	if n := predict.Deciding(all); n > 1 {
		says = wording.SetAsideBy.Of(n)
	}
	one := ""
	if len(f.state.paths.Nginxes(n.Name)) > 1 {
		one = by.from
	}
	f.charge(at, stopwatch.LeftOut{Node: by.to, By: one, Says: says}, by.to)
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
func (f *folding) forgiven(n *Node, by sends, fails failsOf, at time.Time, penalty time.Duration) bool {
	switch {
	case at.Sub(fails.last) <= penalty:
		return false
	case len(f.state.paths.Nginxes(n.Name)) > 1 && f.state.passed[by.from].Names:
		return fails.answered.After(fails.last)
	case len(f.state.paths.Nginxes(n.Name)) > 1:
	case f.Nginx.HasAccess:
		return n.Upstream.answered.After(fails.last)
	}
	return !n.mute()
}

// mute reports whether an instance answers no requests, by its own page and by Docker.
func (n *Node) mute() bool {
	return n.PageErr != "" || n.Container.State != "" && (!n.Container.Running() || n.Container.Networks == 0)
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
func (f *folding) usedAgain(by sends, at time.Time) {
	node := by.to
	n := f.Node(node)
	if !at.IsZero() && len(f.state.paths.Nginxes(n.Name)) > 1 {
		f.keepFails(by, func(x *failsOf) { x.answered = newest(x.answered, at) })
	}
	u := &n.Upstream
	if !u.Aside.IsZero() && at.After(u.Aside) && !u.answered.After(u.Aside) {
		f.setsAside(outage.Rose, by, at)
		f.state.shares.Forget(node)
	}
	u.answered = newest(u.answered, at)
}

// unproven reports whether nothing is known about an instance since it is used again.
func (f *folding) unproven(n *Node) bool {
	u := &n.Upstream
	return !u.answered.After(u.Aside) && f.At.Sub(u.Aside) < rates.RecentSeconds*time.Second
}
