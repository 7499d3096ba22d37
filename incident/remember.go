package incident

import (
	"math"
	"time"

	"hadash/incident/servers"
	"hadash/record"
)

// laneNames says whose lanes a Tick has: first HAProxy's servers in the order of its rows, then the nodes.
type laneNames struct {
	servers []servers.Name
	nodes   []string
	at      map[string]int
}

// tallied is what counters said at the end of the last second that was put down.
type tallied struct {
	hidden  int64
	visible int
	haproxy *record.HAProxy
	lost    []int64 // by node, in the topology's order
	names   *laneNames
}

// remember puts down the second that has ended, before the first Sample of a later one is taken in.
func (f *folding) remember(next time.Time) {
	if f.At.IsZero() || next.Unix() <= f.At.Unix() {
		return
	}
	was := f.memo.last
	is := tallied{hidden: f.Hidden.Total(), visible: f.Watched.Felt.NginxFailed, haproxy: f.HAProxy, names: was.names}
	t := Tick{At: f.At.Unix(), Span: 1, Requests: -1, Failed: -1, Nginx: -1, Balancer: -1, Hidden: -1, Visible: -1}
	if f.Load.On && f.heardOf(record.SourceK6) {
		t.Requests, t.Failed = float32(f.Load.Rate), float32(f.Load.FailRate)
	}
	if f.Nginx.Nginx != nil && f.heardOf(record.SourceNginx) {
		t.Nginx = float32(f.Nginx.Rate)
	}
	told := f.HAProxy != nil && f.heardOf(record.SourceHAProxy)
	if told {
		t.Balancer = float32(balancerRate(f.HAProxy, nil))
	}
	if told || f.Nginx.HasAccess {
		t.Hidden = count32(is.hidden - was.hidden)
	}
	if f.Nginx.Logs {
		t.Visible = count32(int64(is.visible - was.visible))
	}
	if !is.names.are(f) {
		is.names = namesOf(f)
	}
	t.names, t.lanes = is.names, make([]lane, 0, len(is.names.servers)+len(is.names.nodes))
	t.lanes = serverLanes(t.lanes, was.haproxy, is.haproxy, told)
	t.lanes, is.lost = f.nodeLanes(t.lanes, &was)
	f.memo.last = is
	oldest := t.At - pastKept
	f.History.seen = f.History.seen.add(t, coarserTicks, func(t Tick) bool { return t.At < oldest })
}

// count32 is how many there were in a second, of which a Tick has room for so many.
func count32(n int64) int32 { return int32(min(max(n, 0), math.MaxInt32)) } //nolint:gosec // it is bounded

// heardOf reports whether a source answers, whichever node's it is: several may, and one is enough.
func (f *folding) heardOf(source string) bool {
	for i := range f.Sources {
		if s := &f.Sources[i]; s.Name == source && !s.Stale() {
			return true
		}
	}
	return false
}

// are reports whether nothing came or went since the names were taken.
func (n *laneNames) are(f *folding) bool {
	rows := rowsOf(f.HAProxy)
	if n == nil || len(n.servers) != len(rows) || len(n.nodes) != len(f.Nodes) {
		return false
	}
	for i := range rows {
		if n.servers[i].Server != rows[i].Svname || n.servers[i].Proxy != rows[i].Pxname {
			return false
		}
	}
	for i := range f.Nodes {
		if n.nodes[i] != f.Nodes[i].Name {
			return false
		}
	}
	return true
}

func rowsOf(h *record.HAProxy) []record.Server {
	if h == nil {
		return nil
	}
	return h.Servers
}

func namesOf(f *folding) *laneNames {
	rows := rowsOf(f.HAProxy)
	n := &laneNames{at: make(map[string]int, len(rows)+len(f.Nodes))}
	for i := range rows {
		n.servers = append(n.servers, servers.Name{Proxy: rows[i].Pxname, Server: rows[i].Svname})
		n.at[rows[i].Name()] = i
	}
	for i := range f.Nodes {
		n.nodes = append(n.nodes, f.Nodes[i].Name)
		n.at[f.Nodes[i].Name] = len(rows) + i
	}
	return n
}

// serverLanes adds a lane for each row.
func serverLanes(to []lane, was, is *record.HAProxy, told bool) []lane {
	before := servers.RowsOf(was)
	var blank []record.Blank
	if told {
		_, blank = is.Blanks()
	}
	for i := range rowsOf(is) {
		s := &is.Servers[i]
		if !told {
			to = append(to, lane{unknown, unknown, unknown})
			continue
		}
		l := lane{small(float64(s.Scur)), small(float64(s.Rate)), unknown}
		if blank[i].Has("scur") {
			l.sessions = unknown
		}
		if blank[i].Has("rate") {
			l.rate = unknown
		}
		if was == is {
			l.lost = 0
		} else if was != nil {
			if old := before.Same(i, s); old != nil {
				l.lost = lostSince(lostBy(old), lostBy(s))
			}
		}
		to = append(to, l)
	}
	return to
}

// lostBy is what failed at a server: what its clients saw of it, and what was tried again.
func lostBy(s *record.Server) int64 { return record.Sum(s.Econ, s.Eresp, s.Wretr) }

// lostSince is how much was lost in a second. It is not known where the counter fell: what it counted before it began
// at zero again is lost with it.
func lostSince(was, is int64) uint16 {
	if is < was {
		return unknown
	}
	return small(float64(is - was))
}

// nodeLanes adds a lane for each node.
func (f *folding) nodeLanes(to []lane, was *tallied) ([]lane, []int64) {
	lost := make([]int64, len(f.Nodes))
	for i := range f.Nodes {
		n := &f.Nodes[i]
		l, known := lane{unknown, small(n.Rate), unknown}, false
		switch {
		case n.Server != nil:
			if known = f.heardOf(record.SourceHAProxy); known && !f.HAProxy.BlankOf(n.Server).Has("scur") {
				l.sessions = small(float64(n.Server.Scur))
			} else if !known {
				l.rate = unknown
			}
			lost[i] = lostBy(n.Server)
		case n.Role == record.RoleApp:
			failed := f.Failed(n)
			known, lost[i] = failed.By != "", failed.N
		case n.Role == record.RoleWeb:
			known, lost[i] = f.Nginx.Logs, int64(f.Watched.Felt.NginxFailed)
			if f.Nginx.Nginx != nil && n.Rate >= 0 {
				l.sessions = small(float64(f.Nginx.Active))
			}
		case n.Role == record.RoleLoad && f.Load.On && f.Load.K6 != nil:
			known, lost[i] = true, f.Load.Failed
			l.sessions = small(float64(f.Load.VUs))
		}
		if known && was.names != nil && len(was.lost) == len(lost) && was.names.nodes[i] == n.Name {
			l.lost = lostSince(was.lost[i], lost[i])
		}
		to = append(to, l)
	}
	return to, lost
}

// rememberFelt puts down a second of the clients' own record.
func (h *History) rememberFelt(s Second) {
	t := FeltTick{At: s.At.Unix(), Span: 1, Requests: s.Requests, Failed: s.Failed, P50: s.P50, P95: s.P95, P99: s.P99, Max: s.Max}
	oldest := t.At - pastKept
	h.felt = h.felt.add(t, coarserFelt, func(t FeltTick) bool { return t.At < oldest })
}
