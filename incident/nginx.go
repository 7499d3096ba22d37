package incident

import (
	"maps"
	"time"

	"hadash/record"
)

// foldNginx takes in one reading of stub_status.
func (f *folding) foldNginx(node string, at time.Time, n *record.Nginx) {
	if web := f.Topology.With(record.RoleWeb); len(web) > 0 && web[0].Name != node {
		return // of several, the first one is shown
	}
	if n == nil {
		f.Nginx.Rate, f.Nginx.Lately = -1, f.silent(node)
		f.setRate(record.RoleWeb, -1)
		f.setLately(record.RoleWeb, -1)
		return
	}
	f.Nginx.Nginx = n
	f.own(f.word(record.SourceNginx, node, at, node+" answers"))
	f.memo.web.polls++ // the page counts the request for itself
	others := n.Requests - f.memo.web.polls
	f.Nginx.Lately = f.memo.web.asked(f.perSecond(node, at, others), f.memo.web.lately(f, at))
	f.setLately(record.RoleWeb, f.Nginx.Lately)
	rate, from, ok := f.memo.nginx.since(at, others)
	if !ok {
		return
	}
	f.memo.web.busy = f.memo.web.busy || rate > watchers
	f.memo.nginx, f.Nginx.Rate = from, f.memo.web.asked(rate, f.memo.web.rate(at))
	if f.Nginx.Rate >= 0 {
		f.Nginx.History = push(f.Nginx.History, f.Nginx.Rate)
	}
	f.setRate(record.RoleWeb, f.Nginx.Rate)
}

// foldProbe takes in an application instance's own page.
func (f *folding) foldProbe(node string, at time.Time, p *record.Probe, why string) {
	n := f.edit(node)
	if n == nil {
		return
	}
	was := n.Probe
	n.Probe, n.ProbeErr = p, why
	switch {
	case p == nil:
	case p.Code >= 400:
		if s := f.Source(record.SourceProbe, node); s != nil {
			f.ownSources()
			f.Source(record.SourceProbe, node).no = at
		}
	default:
		f.own(f.word(record.SourceProbe, node, at, node+" answers on its own page"))
		if was != nil && p.Requests > 0 && p.Requests != was.Requests {
			f.ownTraffic(word{node: node, at: at, by: ByPoll, no: at.Add(-f.pollGap), text: node + " serves requests, by its own page"})
		}
	}
	if p != nil {
		n.own.saw(p.Requests)
		n.failed.saw(p.Errors)
		n.Own = n.own.sum
	}
	if p == nil || p.Requests < 0 {
		n.Rate, n.Lately = -1, f.silent(node)
		return
	}
	n.Lately = f.perSecond(node, at, p.Requests)
	rate, from, ok := f.memo.probes[node].since(at, p.Requests)
	if !ok {
		return
	}
	n.Rate = rate
	if rate >= 0 {
		n.asked = rated{at, rate}
	}
	f.memo.probes = maps.Clone(f.memo.probes)
	if f.memo.probes == nil {
		f.memo.probes = map[string]counted{}
	}
	f.memo.probes[node] = from
}
