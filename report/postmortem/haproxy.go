package postmortem

import (
	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
	"hadash/report/section"
)

// The columns of HAProxy's page about failures, by the names of its CSV.
var (
	balancerHead  = []string{"server", "status", "check_status", "scur", "stot", "econ", "eresp", "wretr", "wredis"}
	balancerRight = []bool{3: true, 4: true, 5: true, 6: true, 7: true, 8: true}
)

// balancer writes HAProxy's servers before, during and after the faults, with the columns that matter then.
func balancer(p *markdown.Page, all []report.Table) {
	if len(all) == 0 {
		return
	}
	p.Head(2, report.HeadHAProxy)
	section.TotalsSince(p)
	for _, t := range all {
		p.HeadText(3, markdown.Escape(report.Capital(p.Tell(t.Title)))+", "+p.Clock(t.At))
		p.Table(balancerHead, balancerRight, balancerRows(t.Page))
	}
	section.Answers(p, all[len(all)-1].Page)
}

func balancerRows(h *record.HAProxy) [][]string {
	var rows [][]string
	blank := section.BlanksOf(h)
	row := func(name, status, check string, c *record.Counters) {
		b := blank[c]
		rows = append(rows, []string{name, status, markdown.OrDash(check), section.OrBlank(b, "scur", c.Scur), section.OrBlank(b, "stot", c.Stot), section.OrBlank(b, "econ", c.Econ),
			section.OrBlank(b, "eresp", c.Eresp), section.OrBlank(b, "wretr", c.Wretr), section.OrBlank(b, "wredis", c.Wredis)})
	}
	of := section.ByBackend(h)
	for i := range h.Proxies {
		proxy := &h.Proxies[i]
		if proxy.Frontend {
			continue
		}
		all, servers := of[proxy.Pxname]
		for _, s := range all {
			row(s.Name(), s.Status.Text, s.CheckStatus, &s.Counters)
		}
		if servers {
			of[proxy.Pxname] = nil // another balancer may have a backend of that name
			row(proxy.Pxname+"/BACKEND", proxy.Status.Text, "", &proxy.Counters)
		}
	}
	return rows
}

// fullTables writes HAProxy's whole page before the faults and at the end, folded away.
func fullTables(p *markdown.Page, all []report.Table) {
	if len(all) == 0 {
		return
	}
	p.Head(2, report.HeadWholePage)
	for i, t := range all {
		if i != 0 && i != len(all)-1 {
			continue
		}
		p.Fold(report.Capital(p.Tell(t.Title)) + ", " + p.Clock(t.At))
		section.Tables(p, t.Page)
		p.Unfold()
	}
}
