package incident

import (
	"maps"
	"time"

	"hadash/record"
)

// foldNginx takes in one reading of stub_status.
func (f *Frame) foldNginx(node string, at time.Time, n *record.Nginx) {
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
	f.serves(node, at, ByPoll, f.pollGap, node+" answers")
	f.Nginx.Lately = f.perSecond(node, at, n.Requests)
	f.setLately(record.RoleWeb, f.Nginx.Lately)
	rate, from, ok := f.memo.nginx.since(at, n.Requests)
	if !ok {
		return
	}
	f.memo.nginx, f.Nginx.Rate = from, rate
	if rate >= 0 {
		f.Nginx.History = push(f.Nginx.History, rate)
	}
	f.setRate(record.RoleWeb, rate)
}

// foldProbe takes in an application instance's own page.
func (f *Frame) foldProbe(node string, at time.Time, p *record.Probe, why string) {
	n := f.edit(node)
	if n == nil {
		return
	}
	was := n.Probe
	n.Probe, n.ProbeErr = p, why
	if p != nil && p.Code < 400 {
		f.serves(node, at, ByPoll, f.pollGap, node+" answers on its own page")
		if was != nil && p.Requests > 0 && p.Requests != was.Requests {
			f.flows(node, at, ByPoll, f.pollGap, node+" serves requests")
		}
	}
	if p == nil || p.Requests < 0 {
		n.Rate, n.Lately = -1, f.silent(node)
		return
	}
	if n.counted {
		n.Own = record.Sum(n.Own, grown(n.own, p.Requests))
	}
	n.own, n.counted = p.Requests, true
	n.Lately = f.perSecond(node, at, p.Requests)
	rate, from, ok := f.memo.probes[node].since(at, p.Requests)
	if !ok {
		return
	}
	n.Rate = rate
	f.memo.probes = maps.Clone(f.memo.probes)
	if f.memo.probes == nil {
		f.memo.probes = map[string]counted{}
	}
	f.memo.probes[node] = from
}
