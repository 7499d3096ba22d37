package incident

import (
	"math"
	"time"

	"hadash/incident/history"
	"hadash/record"
)

// tallied holds the counters at the end of the last stored second.
type tallied struct {
	hidden  int64
	visible int
	haproxy *record.HAProxy
	lost    []int64 // by node, in the topology's order
	errors  []int64 // answers of 5xx by nginx's access log; -1 = not known
	names   *history.Names
}

// joinGap is how far apart the pages are that are joined for the fold itself where the history does not have each server: then only a
// fault needs one, the last from before it began, and each HAProxy is read every few seconds.
const joinGap = 5 * time.Second

// remember stores the second that has ended, before the first Sample of a later one is processed.
func (f *folding) remember(next time.Time) {
	if f.At.IsZero() || next.Unix() <= f.At.Unix() {
		return
	}
	if f.KeepsServers() || f.HAProxy == nil || !next.Before(f.state.joined.Add(joinGap)) {
		f.state.joined = next
		f.Join()
	}
	was := f.state.last
	is := tallied{hidden: f.Hidden.Total(), visible: f.Watched.Felt.NginxFailed, names: was.names}
	if f.KeepsServers() {
		is.haproxy = f.HAProxy
	}
	if !is.names.Are(is.haproxy, f.Topology.Nodes) {
		is.names = history.NamesOf(is.haproxy, f.Topology.Nodes)
	}
	t := history.NewTick(f.At.Unix(), is.names)
	if f.Load.On && f.heardOf(record.SourceK6) {
		t.Requests, t.Failed = float32(f.Load.Rate), float32(f.Load.FailRate)
	}
	if f.Nginx.Nginx != nil && f.heardOf(record.SourceNginx) {
		t.Nginx = float32(f.Nginx.Rate)
	}
	told := f.HAProxy != nil && f.heardOf(record.SourceHAProxy)
	if told {
		t.Balancer = float32(f.balancersRate())
	}
	if told || f.Nginx.HasAccess {
		t.Hidden = count32(is.hidden - was.hidden)
	}
	if f.Nginx.Logs || f.Watched.Felt.HAProxyLogged() {
		t.Visible = count32(int64(is.visible - was.visible))
	}
	t.AddServers(was.haproxy, is.haproxy, told && is.haproxy != nil)
	is.lost, is.errors = f.addNodes(&t, &was)
	f.state.last = is
	f.History.Add(t)
}

// balancersRate is the sessions in a second of HAProxy; of several, of those that no other HAProxy sends traffic to.
func (f *Frame) balancersRate() float64 {
	if !f.SeveralHAProxies() {
		return balancerRate(f.HAProxy, nil)
	}
	sum, any := 0.0, false
	for _, r := range f.state.servers.Readings() {
		if f.behind(r.Node, func(k record.Kind) bool { return k == record.KindHAProxy }) {
			continue
		}
		rate := balancerRate(r.Row, nil)
		if rate < 0 {
			return -1
		}
		sum, any = sum+rate, true
	}
	if !any { // they send to each other, or the first was not read yet
		return -1
	}
	return sum
}

// KeepsServers reports whether the history has the values of each server: not of more than are joined, of which the rows that are
// shown are others with each server that goes down.
func (f *Frame) KeepsServers() bool { return f.state.servers.Whole() }

// count32 bounds a count of a second to what a Tick can hold.
func count32(n int64) int32 { return int32(min(max(n, 0), math.MaxInt32)) } //nolint:gosec // it is bounded

// heardOf reports whether a source answers, on any node: one is enough.
func (f *folding) heardOf(source string) bool {
	for i := range f.Sources {
		if s := &f.Sources[i]; s.Name == source && !s.Stale() {
			return true
		}
	}
	return false
}

// addNodes adds a lane for each node, and returns their failures, and their answers of 5xx.
func (f *folding) addNodes(t *history.Tick, was *tallied) (lost, errors []int64) {
	lost, errors = make([]int64, len(f.Nodes)), make([]int64, len(f.Nodes))
	for i := range f.Nodes {
		n := &f.Nodes[i]
		l, known := history.Lane{Sessions: -1, Rate: n.Rate, Lost: -1, Errors: -1}, false
		if errors[i] = -1; f.answersLogged(n) {
			errors[i] = int64(n.Upstream.Hrsp5xx)
		}
		switch {
		case n.Server != nil:
			if known = f.heardOf(record.SourceHAProxy); known && !f.Lacks(n.Server, "scur") {
				l.Sessions = float64(n.Server.Scur)
			} else if !known {
				l.Rate = -1
			}
			lost[i] = history.LostBy(n.Server)
		case f.Instance(n):
			failed := f.Failed(n)
			known, lost[i] = failed.By != "", failed.N
		case n.Runs(record.KindNginx):
			known, lost[i] = f.Nginx.Logs && f.state.speaking.Has(n.Name), int64(f.Watched.Felt.NginxFailed)
			if f.SeveralNginxes() {
				w := f.state.passed[n.Name]
				known, lost[i] = w.Logs, w.Failed
			}
			if n.Stub != nil && n.Rate >= 0 {
				l.Sessions = float64(n.Stub.Active)
			}
		case n.Runs(record.KindHAProxy) && f.state.speaking.Has(n.Name):
			known, lost[i] = true, int64(f.Watched.Felt.NginxFailed)
		case n.Runs(record.KindProbe):
			if p := f.Probed(n.Name); p != nil && n.Recent >= 0 {
				known, lost[i], l.Sessions = true, int64(p.Account.Failed), float64(p.Open)
			}
		case n.Runs(record.KindK6) && f.Load.On && f.Load.K6 != nil:
			known, lost[i] = true, f.Load.Failed
			l.Sessions = float64(f.Load.VUs)
		}
		if known && was.names != nil && len(was.lost) == len(lost) && was.names.Node(i) == n.Name {
			l.Lost = history.LostSince(was.lost[i], lost[i])
		}
		if errors[i] >= 0 && was.names != nil && len(was.errors) == len(errors) && was.names.Node(i) == n.Name {
			l.Errors = float64(errors[i] - max(was.errors[i], 0))
		}
		t.AddNode(l)
	}
	return lost, errors
}
