package incident

import (
	"maps"
	"slices"
	"strings"

	"hadash/incident/predict"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// foldSettings processes a balancer's configuration.
func (f *folding) foldSettings(node string, s *record.Settings) {
	f.Settings = maps.Clone(f.Settings)
	if f.Settings == nil {
		f.Settings = map[string]*record.Settings{}
	}
	f.Settings[node] = s
	f.predictAgain()
}

// predictAgain repeats predictions made before all their inputs were read: an earlier fault is reported before any
// configuration or page is read.
func (f *folding) predictAgain() {
	if f.At.Sub(f.Begun) > warmUp {
		return
	}
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		if w.Done || w.Expected.Known && !w.Expected.Never {
			continue
		}
		if n := f.Node(w.Target); n != nil && n.Server != nil && n.Server.Status.State == record.Maint {
			continue // it may be in maintenance only since the fault
		}
		if p := f.Predict(w.Fault.Fault); !p.Equal(w.Expected) {
			f.editWatch(w.ID, func(w *stopwatch.Stopwatch) { w.Expected = p })
		}
	}
}

// Predict computes the expected detection of a fault made now, from the balancers' configurations.
func (f *Frame) Predict(fault record.Fault) predict.Prediction {
	n := f.Node(fault.Target)
	switch {
	case n == nil:
		return predict.Prediction{}
	case fault.Kind.AtBalancer():
		return predict.Prediction{Known: true, Why: wording.ToldHAProxy.Of()}
	case n.Server != nil && n.Server.Status.State == record.Maint:
		return predict.Prediction{Known: true, Never: true, Why: wording.NotCheckedMaint.Of()}
	case n.Server != nil:
		return f.predictServer(n.Server, fault)
	case f.balanced(n):
		return f.predictInstance(n, fault)
	}
	if s := f.configured(n); s != nil {
		return f.predictServer(s, fault)
	}
	if why := f.unplaced(n); !why.IsZero() {
		return predict.Unknown(why)
	}
	return predict.Prediction{Known: true, Never: true, Why: wording.NobodyChecks.Of()}
}

// Check is the configuration of a server's checks; nil when it was not read.
func (f *Frame) Check(s *record.Server) *record.Check {
	return f.check(func(c *record.Check) bool { return c.Server == s.Svname && c.Backend == s.Pxname })
}

// unnamedCheck returns a check that may be a server's, because its name or its backend's could not be read.
func (f *Frame) unnamedCheck(s *record.Server) *record.Check {
	return f.check(func(c *record.Check) bool {
		unnamed := c.Server == "" || c.Backend == ""
		return unnamed && len(c.Doubts) > 0 && (c.Server == "" || c.Server == s.Svname) && (c.Backend == "" || c.Backend == s.Pxname)
	})
}

func (f *Frame) check(is func(*record.Check) bool) *record.Check {
	for _, set := range f.Settings {
		for i := range set.Checks {
			if c := &set.Checks[i]; is(c) {
				return c
			}
		}
	}
	return nil
}

// Upstream returns how nginx watches an instance; nil if that was not read.
func (f *Frame) Upstream(n *Node) *record.Upstream {
	if all := f.upstreams(n); len(all) > 0 {
		return all[0]
	}
	return nil
}

// upstreams returns how nginx watches an instance, in each group that it is in; as a backup only if it is nothing else.
func (f *Frame) upstreams(n *Node) []*record.Upstream {
	var all, spare []*record.Upstream
	for _, set := range f.Settings {
		for i := range set.Upstreams {
			u := &set.Upstreams[i]
			switch {
			case f.ownerOf(u) != n.Name:
			case u.Backup:
				spare = append(spare, u)
			default:
				all = append(all, u)
			}
		}
	}
	if len(all) == 0 {
		return spare
	}
	return all
}

// ownerOf returns the node of a server of nginx.
func (f *Frame) ownerOf(u *record.Upstream) string {
	if owner, ok := f.byAddr(u.Addr); ok {
		return owner.Name
	}
	return record.HostOf(u.Addr)
}

// balanced reports whether a web server sends requests to a node.
func (f *Frame) balanced(n *Node) bool {
	for i := range f.Nodes {
		if w := &f.Nodes[i]; w.Runs(record.KindNginx) && slices.Contains(w.To, n.Name) {
			return true
		}
	}
	return false
}

// predictServer computes when HAProxy finds a server DOWN.
func (f *Frame) predictServer(s *record.Server, fault record.Fault) predict.Prediction {
	c := f.Check(s)
	if c == nil {
		c = f.unnamedCheck(s)
	}
	switch {
	case c != nil:
	case f.check(func(*record.Check) bool { return true }) == nil:
		return predict.Prediction{}
	default:
		return predict.Unknown(wording.NoSuchLine.Of(s.Pxname, s.Svname))
	}
	how := predict.Checking{Check: c, Row: s}
	if f.HAProxy != nil {
		how.Version = f.HAProxy.Version
	}
	if c.Tracks == "" {
		return how.Predict(fault)
	}
	how.Row = &record.Server{}
	if slash := strings.LastIndexByte(c.Tracks, '/'); slash >= 0 && f.HAProxy != nil {
		if row := f.HAProxy.Find(c.Tracks[:slash], c.Tracks[slash+1:]); row != nil {
			how.Row = row
		}
	}
	p := how.Predict(fault)
	if p.Known {
		p.Why = wording.AsTracked.Of(c.Tracks, p.Why)
	}
	return p
}

// predictInstance computes when nginx sets an instance aside.
func (f *Frame) predictInstance(n *Node, fault record.Fault) predict.Prediction {
	all := f.upstreams(n)
	for _, u := range all {
		if name := record.HostOf(u.Addr); u.Alone && len(n.Addrs) > 1 && !slices.Contains(n.Addrs, name) {
			return predict.Unknown(wording.SeveralAddresses.Of(name, len(n.Addrs)))
		}
	}
	if len(all) > 0 {
		version := ""
		if f.Nginx.Nginx != nil {
			version = f.Nginx.Version
		}
		return predict.Upstreams(all, version, n.rateBefore(f.At), fault)
	}
	for _, set := range f.Settings {
		if len(set.Upstreams) > 0 {
			return predict.Unknown(wording.InNoGroup.Of())
		}
	}
	return predict.Unknown(wording.NoWayRead.Of())
}
