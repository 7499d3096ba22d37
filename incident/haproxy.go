package incident

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"hadash/record"
)

// foldHAProxy takes in one reading of a balancer.
func (f *Frame) foldHAProxy(node string, at time.Time, h *record.HAProxy) {
	i := slices.IndexFunc(f.memo.readings, func(r reading) bool { return r.node == node })
	f.memo.readings = slices.Clone(f.memo.readings)
	if i < 0 {
		f.memo.readings = append(f.memo.readings, reading{node, at, h})
		f.HAProxy = f.merged()
		f.placeServers(h)
		f.serves(node, at, ByPoll, f.pollGap, node+" answers")
		return
	}
	was := f.memo.readings[i]
	f.memo.readings[i] = reading{node, at, h}
	f.HAProxy = f.merged()
	if renewed(was.row, h) {
		f.tell(Event{At: at, Kind: KindRestart, Severity: Warn, Node: node, Subject: node, Witness: ByPoll, Within: at.Sub(was.at),
			Text: node + " is a new process: its counters began at zero"})
		f.each("", at, func(w *Stopwatch) {
			w.find(node + " began anew in its time: what its counters said before was added up")
		})
	}
	for i := range h.Servers {
		s := &h.Servers[i]
		if old := sameServer(was.row, i, s); old != nil {
			f.compareServer(at, at.Sub(was.at), old, s)
		}
	}
	f.placeServers(h)
	f.crowd(at, h)
	f.serves(node, at, ByPoll, at.Sub(was.at), node+" answers")
	if chosen(h) > 0 && chosen(h) != chosen(was.row) {
		f.flows(node, at, ByPoll, at.Sub(was.at), node+" gives sessions to servers")
	}
}

// chosen is how often the balancer chose a server.
func chosen(h *record.HAProxy) (n int64) {
	for i := range h.Servers {
		n += h.Servers[i].Stot
	}
	return n
}

// merged is all balancers' rows as one: with one balancer, its reading itself.
func (f *Frame) merged() *record.HAProxy {
	if len(f.memo.readings) == 1 {
		return f.memo.readings[0].row
	}
	all := *f.memo.readings[0].row
	for _, r := range f.memo.readings[1:] {
		all.Join(r.row)
	}
	return &all
}

// renewed reports whether the answer comes from another process than the last one did.
func renewed(was, is *record.HAProxy) bool {
	if was.Pid != 0 && is.Pid != 0 && was.Pid != is.Pid {
		return true
	}
	for i := range is.Proxies {
		if i < len(was.Proxies) && was.Proxies[i].Pxname == is.Proxies[i].Pxname && was.Proxies[i].Svname == is.Proxies[i].Svname &&
			is.Proxies[i].Stot < was.Proxies[i].Stot {
			return true
		}
	}
	return false
}

// sameServer finds a server's row of the last reading. Rows keep their place within a process, so
// the search is rarely needed.
func sameServer(was *record.HAProxy, i int, s *record.Server) *record.Server {
	if i < len(was.Servers) && was.Servers[i].Svname == s.Svname && was.Servers[i].Pxname == s.Pxname {
		return &was.Servers[i]
	}
	return was.Find(s.Pxname, s.Svname)
}

// compareServer makes the events of one server between two readings.
func (f *Frame) compareServer(at time.Time, within time.Duration, was, is *record.Server) {
	node := f.serverNode(is)
	if retried, moved := grown(was.Wretr, is.Wretr), grown(was.Wredis, is.Wredis); retried+moved > 0 {
		f.absorb(at, Hidden{Retried: retried, Redispatched: moved}, said{}, node)
		f.tell(Event{At: at, Kind: KindMoved, Severity: Warn, Node: node, Subject: is.Name(), Count: int(max(retried, moved)),
			Text: is.Name() + ": connections retried or moved to another server", Witness: ByPoll, Within: within})
	}
	if got := grown(was.Stot, is.Stot); got > 0 && is.Status.State.Serving() {
		f.flows(node, at, ByPoll, within, is.Name()+" gets sessions")
	}
	if was.Status.State == is.Status.State {
		if was.Weight != is.Weight {
			f.tell(Event{At: at, Kind: KindServer, Severity: Info, Node: node, Subject: is.Name(), From: fmt.Sprint(was.Weight), To: "weight",
				Text: fmt.Sprintf("%s weight %d, was %d", is.Name(), is.Weight, was.Weight), Witness: ByPoll, Within: within})
		}
		return
	}
	f.tellServer(Event{At: at, Node: node, Subject: is.Name(), From: was.Status.State.String(), To: is.Status.State.String(),
		Text: serverText(is), Witness: ByPoll, Within: within}, is.Status.State)
}

// tellServer tells of a server's new state, once: a log line and a poll may both bring it, and
// the log line's time is the exact one.
func (f *Frame) tellServer(e Event, to record.State) {
	e.Kind, e.Severity = KindServer, stateSeverity(to)
	f.administered(e, to)
	if to == record.Up {
		f.forgetLately(e.Node)
	}
	i := f.last(func(old *Event) bool { return old.Kind == KindServer && old.Subject == e.Subject }, e.At.Add(-10*time.Minute))
	if i < 0 || f.Timeline[i].To != e.To || e.At.Sub(f.Timeline[i].At).Abs() > sameChange {
		f.tell(e)
		return
	}
	if e.Witness == ByLog && f.Timeline[i].Witness == ByPoll {
		f.change(i, func(old *Event) {
			old.At, old.Until, old.Text, old.Witness, old.Within = e.At, e.At, e.Text, ByLog, 0
		})
	}
}

func stateSeverity(s record.State) Severity {
	switch s {
	case record.Up:
		return Good
	case record.Down:
		return Bad
	case record.GoingDown, record.Maint, record.Drain, record.Nolb:
		return Warn
	}
	return Info
}

// serverText says a server's state with the check that decided it.
func serverText(s *record.Server) string {
	text := s.Name() + " " + s.Status.Text
	if s.CheckStatus != "" {
		text += fmt.Sprintf(", %s after %d ms", s.CheckStatus, s.CheckDuration)
	}
	if s.LastChk != "" && s.Status.State != record.Up {
		text += ": " + s.LastChk
	}
	return text
}

// serverNode is the service a balancer's server stands for: the one of its name, else the one
// that owns its address; "" when the project has none.
func (f *Frame) serverNode(s *record.Server) string {
	if n := f.Node(s.Svname); n != nil {
		return n.Name
	}
	if s.Addr != "" {
		if n, ok := f.Topology.ByAddr(s.Addr); ok {
			return n.Name
		}
	}
	return ""
}

// placeServers gives each node its row. A node in several backends keeps the first one that
// carries traffic.
func (f *Frame) placeServers(h *record.HAProxy) {
	if len(f.Nodes) == 0 {
		return
	}
	f.Nodes = slices.Clone(f.Nodes)
	placed := map[string]*record.Server{}
	for i := range h.Servers {
		s := &h.Servers[i]
		name := f.serverNode(s)
		if old := placed[name]; name != "" && (old == nil || old.Stot == 0 && s.Stot > 0) {
			placed[name] = s
		}
	}
	for name, s := range placed {
		n := f.Node(name)
		n.Server = s
		if n.Role == record.RoleReplica {
			n.Rate = float64(s.Rate)
			n.Lately = n.Rate
		}
	}
	for i := range f.Nodes {
		if n := &f.Nodes[i]; n.Role == record.RoleBalancer {
			n.Rate = balancerRate(h, n.Node.Upstream)
			n.Lately = n.Rate
		}
	}
}

// balancerRate is the session rate of the backends a balancer names, or of all of them.
func balancerRate(h *record.HAProxy, backends []string) float64 {
	var sum int64
	for i := range h.Proxies {
		p := &h.Proxies[i]
		if !p.Frontend && (len(backends) == 0 || slices.Contains(backends, p.Pxname)) {
			sum += p.Rate
		}
	}
	return float64(sum)
}

// administered opens and heals the faults that are made at HAProxy itself, by whoever made them.
func (f *Frame) administered(e Event, to record.State) {
	kind := record.SetMaint
	switch to {
	case record.Drain:
		kind = record.SetDrain
	case record.Maint:
		if strings.Contains(e.Text, "resolution") || strings.Contains(e.Text, "No IP") || strings.Contains(e.Text, "via ") {
			return // nobody asked for it
		}
	default:
		f.heal(e.Node, e.At, e.Witness, func(x Fault) bool {
			return (x.Kind == record.SetMaint || x.Kind == record.SetDrain) && !e.At.Before(x.At) && f.undrained(x, e)
		})
		return
	}
	if e.Node == "" {
		return
	}
	if i := f.openAs(e.Node, kind); i >= 0 {
		f.date(i, e.At, e.Witness)
		return
	}
	if f.openAs(e.Node, record.SetMaint, record.SetDrain) < 0 {
		f.open(Fault{Fault: record.Fault{Kind: kind, Target: e.Node}, At: e.At}, e.Witness)
	}
}

// undrained reports whether a server's new state proves that it is in service again. A poll that was answered
// before the fault took hold proves nothing.
func (f *Frame) undrained(x Fault, e Event) bool {
	return e.Witness == ByLog || e.At.Sub(x.At) > e.Within
}
