package incident

import (
	"maps"
	"time"

	"hadash/record"
)

// failsOf is what nginx counts against an instance: failures within fail_timeout of the first.
type failsOf struct {
	n     int
	since time.Time
}

// defaultFail is nginx's fail_timeout where no configuration was read, or understood.
const defaultFail = 10 * time.Second

// setAside notes when nginx stops choosing an instance. It says so itself where its error log is at warn;
// where it is not, its configuration tells at which of its errors it did.
func (f *Frame) setAside(node string, at time.Time, said *record.UpstreamError) {
	n := f.Node(node)
	if n == nil {
		return
	}
	u := f.Upstream(n)
	if said.Kind == record.UpstreamDisabled {
		n.Upstream.Aside = at.Add(failTimeout(u))
		return
	}
	if u == nil || u.Warns || u.MaxFails == 0 || u.Alone {
		return
	}
	if _, is := u.Doubt(record.SettingMaxFails, record.SettingFailTimeout, record.SettingGroup); is {
		return
	}
	fails := f.memo.fails[node]
	if fails.n == 0 || at.Sub(fails.since) > u.FailTimeout {
		fails = failsOf{since: at}
	}
	fails.n++
	f.memo.fails = maps.Clone(f.memo.fails)
	if f.memo.fails == nil {
		f.memo.fails = map[string]failsOf{}
	}
	if fails.n >= u.MaxFails {
		fails.n = 0
		n.Upstream.Aside = at.Add(u.FailTimeout)
		f.charge(at, leftOut{node, "nginx sets it aside for " + u.FailTimeout.String() +
			": max_fails is reached (it does not say so below error_log warn)"}, node)
	}
	f.memo.fails[node] = fails
}

// leftOut is T2 of an instance, by nginx's own rule applied to its own error lines.
type leftOut struct {
	node, text string
}

func (o leftOut) lay(w *Stopwatch, at time.Time) {
	if healed := w.Moments[Healed]; w.Target != o.node || healed.Seen() && at.After(healed.At) {
		return
	}
	w.first(Detected, Moment{At: at, Witness: ByLog, Text: o.text})
	w.noticed()
}

// usedAgain notes that an instance answered nginx. The first answer after it was left out begins what went lately anew:
// that is what nginx goes by, too.
func (f *Frame) usedAgain(node string, at time.Time) {
	u := &f.Node(node).Upstream
	if !u.Aside.IsZero() && at.After(u.Aside) && !u.answered.After(u.Aside) {
		f.forgetLately(node)
	}
	u.answered = newest(u.answered, at)
}

// unproven reports whether nothing is known yet of how an instance does since it is no more left out.
func (f *Frame) unproven(n *Node) bool {
	u := &n.Upstream
	return !u.answered.After(u.Aside) && f.At.Sub(u.Aside) < lastFor*time.Second
}

func failTimeout(u *record.Upstream) time.Duration {
	if u == nil {
		return defaultFail
	}
	if _, is := u.Doubt(record.SettingFailTimeout); is {
		return defaultFail
	}
	return u.FailTimeout
}
