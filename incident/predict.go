package incident

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"hadash/record"
)

// Prediction is what the configuration lets expect of a fault.
type Prediction struct {
	Known  bool          // the configuration that decides was read
	Never  bool          // nothing that is configured would notice
	Detect time.Duration // at most from the fault on (from the end of its process, for a stop)
	Back   time.Duration // at most from when it answers again
	Why    string        // "2 failed checks, the next 100 ms after the last, each given up after 75 ms"
}

// foldSettings takes in what a balancer's configuration says.
func (f *Frame) foldSettings(node string, s *record.Settings) {
	f.Settings = maps.Clone(f.Settings)
	if f.Settings == nil {
		f.Settings = map[string]*record.Settings{}
	}
	f.Settings[node] = s
}

// Predict computes what the balancers' configurations let expect of a fault made now.
func (f *Frame) Predict(fault record.Fault) Prediction {
	n := f.Node(fault.Target)
	switch {
	case n == nil:
	case fault.Kind.AtBalancer():
		return Prediction{Known: true, Why: "HAProxy is told, and obeys at once"}
	case n.Server != nil:
		if c := f.Check(n.Server); c != nil {
			return predictCheck(c, n.Server, fault)
		}
	case f.balanced(n):
		if u := f.Upstream(n); u != nil {
			return predictUpstream(u, n.Rate, fault)
		}
	default:
		return Prediction{Known: true, Never: true, Why: "no balancer checks it"}
	}
	return Prediction{}
}

// Check is the configuration of a server's checks; nil when it was not read.
func (f *Frame) Check(s *record.Server) *record.Check {
	for _, set := range f.Settings {
		for i := range set.Checks {
			if c := &set.Checks[i]; c.Server == s.Svname && c.Backend == s.Pxname {
				return c
			}
		}
	}
	return nil
}

// Upstream is how nginx watches an instance; nil when that was not read.
func (f *Frame) Upstream(n *Node) *record.Upstream {
	var spare *record.Upstream
	for _, set := range f.Settings {
		for i := range set.Upstreams {
			u := &set.Upstreams[i]
			owner, ok := f.Topology.ByAddr(u.Addr)
			if !ok {
				owner.Name = hostPart(u.Addr)
			}
			if owner.Name != n.Name {
				continue
			}
			if !u.Backup {
				return u
			}
			spare = u
		}
	}
	return spare
}

func hostPart(addr string) string {
	for i := len(addr) - 1; i >= 0; i-- {
		if addr[i] == ':' {
			return addr[:i]
		}
	}
	return addr
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

// predictCheck computes when HAProxy's checks find a server DOWN, at the latest. After a check has ended the
// next begins an interval later (src/check.c): the fault comes just after a good one; then fall checks fail,
// fastinter apart, each as late as its timeouts allow. `timeout check` bounds what comes after the connection,
// which then has the lesser of `timeout connect` and inter; without it inter bounds the whole check
// (configuration.txt 4.2, "timeout check").
func predictCheck(c *record.Check, s *record.Server, fault record.Fault) Prediction {
	p := Prediction{Known: true}
	if !c.On {
		p.Never, p.Why = true, "its server line has no check"
		return p
	}
	connect, read := c.Inter, c.Inter
	if c.TimeoutCheck > 0 {
		read = c.TimeoutCheck
		if c.TimeoutConnect > 0 {
			connect = min(c.TimeoutConnect, c.Inter)
		}
	}
	each := connect
	switch answerOf(fault.Kind) {
	case hangs:
		each = read
		if !c.Protocol {
			p.Never, p.Why = true, "a plain TCP check only connects, and the kernel of a frozen server still accepts"
			return p
		}
	case drags:
		late := record.Times(int64(fault.Amount), time.Millisecond)
		if fault.Kind != record.Delay {
			return Prediction{Why: "that depends on how late its answers become"}
		}
		if late < connect && (!c.Protocol || late < read) {
			p.Never, p.Why = true, fmt.Sprintf("its checks wait for %s", brief(min(connect, read)))
			return p
		}
	}
	fall, rise := count(s.CheckFall, c.Fall), count(s.CheckRise, c.Rise)
	p.Detect = record.Longer(c.Inter, record.Times(int64(fall), each), record.Times(int64(fall-1), c.Fastinter))
	p.Back = record.Longer(each, c.Downinter, record.Times(int64(rise-1), c.Fastinter))
	p.Why = fmt.Sprintf("%d failed checks, %s apart, each given up after %s; the last good one up to %s before",
		fall, brief(c.Fastinter), brief(each), brief(c.Inter))
	if fall == 1 {
		p.Why = fmt.Sprintf("1 failed check, given up after %s; the last good one up to %s before", brief(each), brief(c.Inter))
	}
	return p
}

// count takes the number that HAProxy itself says, else the configuration's.
func count(said int64, configured int) int {
	if said > 0 {
		return int(said)
	}
	return max(configured, 1)
}

// predictUpstream computes when nginx sets an instance aside, at the latest: it looks at real requests only,
// so that depends on how many come.
func predictUpstream(u *record.Upstream, rate float64, fault record.Fault) Prediction {
	p := Prediction{Known: true, Back: u.FailTimeout}
	if u.MaxFails == 0 {
		p.Never, p.Why = true, "max_fails=0: nginx sets nobody aside"
		return p
	}
	each := u.ConnectTimeout
	switch answerOf(fault.Kind) {
	case hangs:
		each = u.ReadTimeout
	case drags:
		return Prediction{Why: "that depends on how late its answers become"}
	}
	p.Detect = each
	p.Why = fmt.Sprintf("%d failed requests within %s, each given up after %s", u.MaxFails, brief(u.FailTimeout), brief(each))
	if rate <= 0 {
		p.Known, p.Why = false, p.Why+", once requests come"
		return p
	}
	wait, ok := record.Wait(2*float64(u.MaxFails)/rate, time.Second) // requests come by chance, not by the clock
	if u.MaxFails > 1 && (!ok || wait > u.FailTimeout) {
		p.Never, p.Why = true, fmt.Sprintf("%d failures within %s are more than its %.1f requests/s can bring", u.MaxFails, brief(u.FailTimeout), rate)
		return p
	}
	if !ok {
		return Prediction{Why: fmt.Sprintf("with %.2g requests/s that takes years", rate)}
	}
	p.Detect = record.Longer(p.Detect, wait)
	return p
}
