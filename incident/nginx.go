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
		f.Nginx.Rate = -1
		f.setRate(record.RoleWeb, -1)
		return
	}
	f.Nginx.Rate = f.memo.nginx.rate(at, n.Requests)
	f.Nginx.Nginx = n
	if f.Nginx.Rate >= 0 {
		f.Nginx.History = push(f.Nginx.History, f.Nginx.Rate)
	}
	f.memo.nginx = counted{at, n.Requests}
	f.setRate(record.RoleWeb, f.Nginx.Rate)
}

// foldProbe takes in an application instance's own page.
func (f *Frame) foldProbe(node string, at time.Time, p *record.Probe, why string) {
	n := f.edit(node)
	if n == nil {
		return
	}
	n.Probe, n.ProbeErr = p, why
	if p == nil || p.Requests < 0 {
		n.Rate = -1
		return
	}
	was := f.memo.probes[node]
	f.memo.probes = maps.Clone(f.memo.probes)
	if f.memo.probes == nil {
		f.memo.probes = map[string]counted{}
	}
	n.Rate = was.rate(at, p.Requests)
	f.memo.probes[node] = counted{at, p.Requests}
}
