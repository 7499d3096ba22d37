package incident

import (
	"slices"

	"hadash/record"
)

// Unit is what a node's rate counts.
type Unit string

// The units. HAProxy counts sessions of a backend and its servers, which are requests only where it speaks HTTP: there each
// request is one, however many come over a connection.
const (
	Requests Unit = "req"
	Sessions Unit = "sess"
)

// Unit is what the Rate of a node counts.
func (f *Frame) Unit(n *Node) Unit {
	switch n.Role {
	case record.RoleBalancer:
		if f.HAProxy == nil {
			return Sessions
		}
		return unitOf(f.HAProxy, n.Node.Upstream)
	case record.RoleReplica:
		if n.Server == nil || n.Server.Mode != modeHTTP {
			return Sessions
		}
	}
	return Requests
}

// RateUnit is what HAProxy's own rates count: requests where all of its backends speak HTTP.
func RateUnit(h *record.HAProxy) Unit { return unitOf(h, nil) }

const modeHTTP = "http"

func unitOf(h *record.HAProxy, backends []string) Unit {
	unit := Sessions
	for i := range h.Proxies {
		p := &h.Proxies[i]
		if p.Frontend || len(backends) > 0 && !slices.Contains(backends, p.Pxname) || p.Act+p.Bck == 0 && !hasServers(h, p.Pxname) {
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
