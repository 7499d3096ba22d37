// Package crowd counts what HAProxy has open and waiting now, and how much of its limits is in use: of a node, of a
// server (backend/server) or of a backend.
package crowd

import (
	"slices"

	"hadash/incident"
	"hadash/incident/answers"
	"hadash/incident/limits"
	"hadash/incident/servers"
	"hadash/record"
	"hadash/wording"
)

// Sessions returns how many sessions are open: of a node or server, those of its rows at all balancers, those of a backend
// with what waits in it, and of a HAProxy those of all its backends. lack is why it is not known, zero when it is.
func Sessions(f *incident.Frame, name string) (n int64, lack wording.Phrase) {
	all, lack := find(f, name)
	for _, r := range all {
		if r.lacks("scur") {
			return 0, wording.HAProxyHides.Of("scur", name)
		}
		n = record.Sum(n, r.counters().Scur)
	}
	return n, lack
}

// Queue returns how many requests wait: for a node or server in its own queues, for a backend those and the ones that wait
// for any of its servers.
func Queue(f *incident.Frame, name string) (n int64, lack wording.Phrase) {
	all, lack := find(f, name)
	for _, r := range all {
		if r.lacks("qcur") {
			return 0, wording.HAProxyHides.Of("qcur", name)
		}
		n = record.Sum(n, r.counters().Qcur)
		if r.proxy == nil {
			continue
		}
		for i := range r.page.Servers {
			if s := &r.page.Servers[i]; s.Pxname == r.proxy.Pxname {
				n = record.Sum(n, s.Qcur)
			}
		}
	}
	return n, lack
}

// Share returns how much is in use of the limit that is nearest, in percent: the maxconn and maxqueue of a node's or a
// backend's servers; of a HAProxy the maxconn of the process and of its frontends, and its time.
func Share(f *incident.Frame, name string) (percent int, lack wording.Phrase) {
	all, lack := find(f, name)
	if !lack.IsZero() {
		return 0, lack
	}
	percent = -1
	for _, r := range all {
		if r.lacks("scur") { // an empty slim is no limit
			return 0, wording.HAProxyHides.Of("scur", name)
		}
		r.limits(func(l limits.Limit) { percent = max(percent, l.Share()) })
	}
	if percent < 0 {
		return 0, wording.HasNoLimit.Of(name)
	}
	return percent, lack
}

// Errors returns how many answers a second were 5xx in the last seconds: of a node or server, those of its rows at all
// balancers, those of a backend with what HAProxy answered for it, and of a HAProxy those of all its backends. Of an instance behind
// nginx alone they are by nginx's access log.
func Errors(f *incident.Frame, name string) (perSecond float64, lack wording.Phrase) {
	if n := f.Node(name); n != nil && n.Server == nil && f.Instance(n) {
		recent := f.LoggedAnswers(n)
		if !recent.Known() {
			return 0, wording.No5xxLogged.Of(name, "$upstream_addr", "$upstream_status")
		}
		return recent.PerSecond(), lack
	}
	all, lack := find(f, name)
	if !lack.IsZero() {
		return 0, lack
	}
	known := false
	for _, r := range all {
		recent := answers.Recent{}
		switch {
		case r.lacks("hrsp_5xx"):
			continue // in TCP mode
		case r.server != nil:
			recent = f.Answers(r.server)
		default:
			recent = f.ProxyAnswers(r.proxy)
		}
		if recent.Known() {
			known, perSecond = true, perSecond+recent.PerSecond()
		}
	}
	if !known {
		return 0, wording.No5xx.Of(name)
	}
	return perSecond, lack
}

// row is a row of a page, of a server or of a backend. whole: it stands for all of its HAProxy.
type row struct {
	page   *record.HAProxy
	server *record.Server
	proxy  *record.Proxy
	whole  bool
}

func (r *row) counters() *record.Counters {
	if r.server != nil {
		return &r.server.Counters
	}
	return &r.proxy.Counters
}

func (r *row) lacks(column string) bool {
	if r.server == nil {
		return r.page.BlankIn(r.proxy).Has(column)
	}
	return r.page.BlankOf(r.server).Has(column)
}

// limits calls with the limits that count for a row.
func (r *row) limits(with func(limits.Limit)) {
	if r.server != nil {
		eachOf(r.server, with)
		return
	}
	for i := range r.page.Servers {
		if s := &r.page.Servers[i]; s.Pxname == r.proxy.Pxname && !r.whole {
			eachOf(s, with)
		}
	}
	if !r.whole {
		return
	}
	process, n := limits.OfProcess(r.page.Process)
	for _, l := range process[:n] {
		with(l)
	}
	for i := range r.page.Proxies {
		if l, limited := limits.OfFrontend(&r.page.Proxies[i]); limited {
			with(l)
		}
	}
}

func eachOf(s *record.Server, with func(limits.Limit)) {
	all, n := limits.Of(s)
	for _, l := range all[:n] {
		with(l)
	}
}

// find returns the rows that a name stands for: a node, else a backend, else a server of HAProxy.
func find(f *incident.Frame, name string) (all []row, lack wording.Phrase) {
	if f.HAProxy == nil {
		return nil, wording.NeverAnswered.Of()
	}
	is := of(f, name)
	silent := false
	for balancer, page := range f.Pages {
		before := len(all)
		for i := range page.Servers {
			if s := &page.Servers[i]; is.server(s) {
				all = append(all, row{page: page, server: s})
			}
		}
		for i := range page.Proxies {
			if p := &page.Proxies[i]; !p.Frontend && is.proxy(balancer, p) {
				all = append(all, row{page: page, proxy: p, whole: is.whole(balancer)})
			}
		}
		silent = silent || len(all) > before && !f.Current(balancer)
	}
	switch {
	case silent:
		return nil, wording.HAProxySilent.Of()
	case len(all) == 0:
		return nil, wording.ThereIsNo.Of(name)
	}
	return all, wording.Phrase{}
}

// meant is what a name stands for.
type meant struct {
	f               *incident.Frame
	node            *incident.Node
	backend, called string // a server's, "" for that of any backend
	isBackend       bool
}

func of(f *incident.Frame, name string) meant {
	m := meant{f: f, called: name, node: f.Node(name)}
	if backend, server, ok := servers.SplitServer(name); ok && !m.backendNamed(name) {
		m.backend, m.called, m.node = backend, server, nil
		return m
	}
	if m.node != nil && m.node.Server == nil && !m.node.Runs(record.KindHAProxy) {
		m.node = nil // a backend may be called so
	}
	m.isBackend = m.node == nil && m.backendNamed(name)
	return m
}

// backendNamed reports whether a backend has a name: with several HAProxies that is "balancer/backend".
func (m *meant) backendNamed(name string) bool {
	return slices.ContainsFunc(m.f.HAProxy.Proxies, func(p record.Proxy) bool { return !p.Frontend && p.Pxname == name })
}

func (m *meant) server(s *record.Server) bool {
	switch {
	case m.node != nil:
		return m.node.Server != nil && m.node.Is(s.Pxname, s.Svname)
	case m.isBackend:
		return false
	}
	return s.Svname == m.called && (m.backend == "" || s.Pxname == m.backend)
}

// whole reports whether a balancer itself is meant, which is no server of another one.
func (m *meant) whole(balancer string) bool {
	return m.node != nil && m.node.Server == nil && m.node.Name == balancer
}

func (m *meant) proxy(balancer string, p *record.Proxy) bool {
	return m.isBackend && p.Pxname == m.called || m.whole(balancer)
}
