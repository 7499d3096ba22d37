package report

import "hadash/record"

// The columns of HAProxy's page that tell of failures, by the names of its CSV.
var (
	balancerHead  = []string{"server", "status", "check_status", "scur", "stot", "econ", "eresp", "wretr", "wredis"}
	balancerRight = []bool{3: true, 4: true, 5: true, 6: true, 7: true, 8: true}
)

// balancer writes HAProxy's servers before, during and after the faults, with the columns that matter then.
func balancer(p *page, all []Table) {
	if len(all) == 0 {
		return
	}
	p.para("## HAProxy")
	for _, t := range all {
		p.para("### %s, %s", escape(capital(p.tell(t.Title))), p.clock(t.At))
		p.table(balancerHead, balancerRight, balancerRows(t.Page))
	}
}

func balancerRows(h *record.HAProxy) [][]string {
	var rows [][]string
	blank := blanksOf(h)
	row := func(name, status, check string, c *record.Counters) {
		b := blank[c]
		rows = append(rows, []string{name, status, orDash(check), orBlank(b, "scur", c.Scur), orBlank(b, "stot", c.Stot), orBlank(b, "econ", c.Econ),
			orBlank(b, "eresp", c.Eresp), orBlank(b, "wretr", c.Wretr), orBlank(b, "wredis", c.Wredis)})
	}
	of := byBackend(h)
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
func fullTables(p *page, all []Table) {
	if len(all) == 0 {
		return
	}
	p.para("## HAProxy's whole page")
	for i, t := range all {
		if i != 0 && i != len(all)-1 {
			continue
		}
		p.fold(capital(p.tell(t.Title)) + ", " + p.clock(t.At))
		tables(p, t.Page)
		p.unfold()
	}
}
