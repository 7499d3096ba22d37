package incident

import (
	"slices"
	"time"

	"hadash/incident/clients"
	"hadash/incident/servers"
	"hadash/record"
)

// Unit is the unit of a node's rate.
type Unit string

// The units. HAProxy counts sessions of a backend and its servers. With HTTP these are requests: each request counts as
// a session, even on a shared connection.
const (
	Requests Unit = "req"
	Sessions Unit = "sess"
)

// Unit returns the unit of a node's Rate.
func (f *Frame) Unit(n *Node) Unit {
	switch {
	case n.Runs(record.KindHAProxy):
		page := f.Page(n.Name)
		if page == nil && !f.SeveralHAProxies() {
			page = f.HAProxy
		}
		if page == nil {
			return Sessions
		}
		return unitOf(page, n.Node.Upstream)
	case n.Server != nil, n.IsReplica():
		if n.Server == nil || n.Server.Mode != modeHTTP {
			return Sessions
		}
	}
	return Requests
}

// RateUnit returns the unit of HAProxy's own rates: requests if all of its backends are HTTP.
func RateUnit(h *record.HAProxy) Unit { return unitOf(h, nil) }

const modeHTTP = "http"

func unitOf(h *record.HAProxy, backends []string) Unit {
	unit := Sessions
	for i := range h.Proxies {
		p := &h.Proxies[i]
		if p.Frontend || len(backends) > 0 && !slices.ContainsFunc(backends, func(name string) bool { return servers.Called(p.Pxname, name) }) || p.Act+p.Bck == 0 && !hasServers(h, p.Pxname) {
			continue // a backend without servers has no traffic of its own: that of the stats page
		}
		if p.Mode != modeHTTP {
			return Sessions
		}
		unit = Requests
	}
	return unit
}

func hasServers(h *record.HAProxy, backend string) bool {
	return slices.ContainsFunc(h.Servers, func(s record.Server) bool { return s.Pxname == backend })
}

// balancerRate returns the session rate of the backends a balancer names, or of all of them; -1 if its page does not
// report it. Frontends do not count, because their sessions include requests for the stats page, also by hadash.
func balancerRate(h *record.HAProxy, backends []string) float64 {
	sum, known := int64(0), false
	for i := range h.Proxies {
		p := &h.Proxies[i]
		if _, own := servers.Split(p.Pxname); !p.Frontend && (len(backends) == 0 || slices.Contains(backends, own)) {
			sum += p.Rate
			known = known || !h.BlankIn(p).Has("rate")
		}
	}
	if !known {
		return -1
	}
	return float64(sum)
}

// chosen is how often the balancer chose a server.
func chosen(h *record.HAProxy) (n int64) {
	for i := range h.Servers {
		n = record.Sum(n, h.Servers[i].Stot)
	}
	return n
}

// Count counts what clients felt from a moment that no Sample marks, from the Frames of one watch. A drill has its own
// Span in each Frame.
type Count struct {
	from   time.Time
	was    clients.Felt
	hidden clients.Hidden
	script counted
	probe  counted
}

// NewCount returns a Count from an instant on, at which f is the newest Frame.
func NewCount(f *Frame, from time.Time) *Count {
	c := &Count{from: from, was: f.Watched.Felt, hidden: f.Hidden}
	c.See(f)
	return c
}

// See adds a Frame. Seconds are reported some seconds late: those that were over when the count began are not counted.
func (c *Count) See(f *Frame) {
	if c.script.see(f.Load.Seconds, c.from) {
		c.was.LeaveSeconds(&f.Watched.Felt)
	}
	if p := f.probe(); p != nil && c.probe.see(p.Seconds, c.from) {
		c.was.LeaveProbed(&f.Watched.Felt)
	}
}

// counted is what is kept of the seconds of one client's record.
type counted struct {
	seen  time.Time // newest second seen
	slow  time.Duration
	worst clients.Second
}

// see adds the new ones of all seconds; true if all that were reported so far were over when the count began.
func (c *counted) see(all []clients.Second, from time.Time) (before bool) {
	for i := len(all) - 1; i >= 0 && all[i].At.After(c.seen); i-- {
		s := &all[i]
		if !s.At.Add(time.Second).After(from) {
			break
		}
		c.slow = max(c.slow, s.Max)
		if s.P99 > c.worst.P99 {
			c.worst = *s
		}
	}
	if len(all) == 0 {
		return false
	}
	c.seen = all[len(all)-1].At
	return !c.seen.Add(time.Second).After(from)
}

// Felt returns the count up to a Frame that was seen.
func (c *Count) Felt(f *Frame) clients.Felt {
	is, was := &f.Watched.Felt, &c.was
	out := is.Since(was)
	out.Worst, out.Slowest = c.script.worst, c.script.slow
	out.Probe.Worst, out.Probe.Slowest = c.probe.worst, c.probe.slow
	if is.Slowest > was.Slowest && is.Slowest > out.Slowest {
		out.Slowest, out.SlowestAt = is.Slowest, is.SlowestAt
	}
	if is.Probe.Slowest > was.Probe.Slowest && is.Probe.Slowest > out.Probe.Slowest {
		out.Probe.Slowest, out.Probe.SlowestAt = is.Probe.Slowest, is.Probe.SlowestAt
	}
	for i := range f.Stopwatches { // only the faults' own times give the time of a slower request
		if w := &f.Stopwatches[i]; !w.At.Before(c.from) {
			out.Slowest = max(out.Slowest, w.Felt.Slowest)
			out.Probe.Slowest = max(out.Probe.Slowest, w.Felt.Probe.Slowest)
			out.NginxSlowest = max(out.NginxSlowest, w.Felt.NginxSlowest)
		}
	}
	if is.NginxSlowest > was.NginxSlowest {
		out.NginxSlowest = is.NginxSlowest
	}
	if is.K6Slowest > was.K6Slowest {
		out.K6Slowest = is.K6Slowest
	}
	return out
}

// Hidden returns the failures absorbed since the count began.
func (c *Count) Hidden(f *Frame) clients.Hidden {
	return f.Hidden.Since(c.hidden)
}
