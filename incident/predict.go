package incident

import (
	"maps"
	"slices"
	"time"

	"hadash/record"
)

// Prediction is what the configuration lets expect of a fault.
type Prediction struct {
	Known  bool          // the configuration that decides was read, and understood
	Never  bool          // nothing that is configured would notice
	Detect time.Duration // at most from the fault on (from the end of its process, for a stop)
	Back   time.Duration // at most from when it answers again; 0 = not known
	Why    string        // "2 failed checks, the next 100 ms after the last, each given up after 75 ms"; why not, when it is not known

	timers timers
}

// unknownFor is a prediction that cannot be made.
func unknownFor(why string) Prediction { return Prediction{Why: why} }

// foldSettings takes in what a balancer's configuration says.
func (f *folding) foldSettings(node string, s *record.Settings) {
	f.Settings = maps.Clone(f.Settings)
	if f.Settings == nil {
		f.Settings = map[string]*record.Settings{}
	}
	f.Settings[node] = s
	f.predictAgain()
}

// predictAgain predicts once more what was predicted before all was read that it depends on: a fault of the past is told
// of before any configuration is read, and any page.
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
			continue // it may be so only since
		}
		if p := f.Predict(w.Fault.Fault); p != w.Expected {
			f.editWatch(w.ID, func(w *Stopwatch) { w.Expected = p })
		}
	}
}

// Predict computes what the balancers' configurations let expect of a fault made now.
func (f *Frame) Predict(fault record.Fault) Prediction {
	n := f.Node(fault.Target)
	switch {
	case n == nil:
		return Prediction{}
	case fault.Kind.AtBalancer():
		return Prediction{Known: true, Why: "HAProxy is told, and obeys at once"}
	case n.Server != nil && n.Server.Status.State == record.Maint:
		return Prediction{Known: true, Never: true, Why: "its server is in maintenance, and HAProxy checks none that is"}
	case n.Server != nil:
		return f.predictServer(n.Server, fault)
	case f.balanced(n):
		return f.predictInstance(n, fault)
	}
	if s := f.configured(n); s != nil {
		return f.predictServer(s, fault)
	}
	if why := f.unplaced(n); why != "" {
		return unknownFor(why)
	}
	return Prediction{Known: true, Never: true, Why: "no balancer checks it"}
}

// Check is the configuration of a server's checks; nil when it was not read.
func (f *Frame) Check(s *record.Server) *record.Check {
	return f.check(func(c *record.Check) bool { return c.Server == s.Svname && c.Backend == s.Pxname })
}

// unnamedCheck is one that may be a server's, for its name or its backend's could not be read.
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

// Upstream is how nginx watches an instance; nil when that was not read.
func (f *Frame) Upstream(n *Node) *record.Upstream {
	if all := f.upstreams(n); len(all) > 0 {
		return all[0]
	}
	return nil
}

// upstreams is how nginx watches an instance, in each group that it is in; as a backup only where it is nothing else.
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

// ownerOf is the node that a server of nginx is.
func (f *Frame) ownerOf(u *record.Upstream) string {
	if owner, ok := f.byAddr(u.Addr); ok {
		return owner.Name
	}
	return record.HostOf(u.Addr)
}

// balanced reports whether a web server sends requests to a node.
func (f *Frame) balanced(n *Node) bool {
	for i := range f.Nodes {
		if w := &f.Nodes[i]; w.Role == record.RoleWeb && slices.Contains(w.To, n.Name) {
			return true
		}
	}
	return false
}

// answer is how a broken server shows itself to who connects to it.
type answer int

const (
	refuses answer = iota // no connection: refused at once, or nobody answers
	hangs                 // the kernel accepts, and then nothing comes
	drags                 // it answers, later
)

func answerOf(k record.FaultKind) answer {
	switch k {
	case record.Pause:
		return hangs
	case record.Slow, record.Delay, record.Loss:
		return drags
	}
	return refuses
}
