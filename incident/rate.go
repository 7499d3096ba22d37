package incident

import (
	"slices"

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
