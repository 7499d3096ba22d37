package report

import (
	"hadash/record"
)

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
	row := func(name, status, check string, c *record.Counters) {
		rows = append(rows, []string{name, status, orDash(check), count(c.Scur), count(c.Stot), count(c.Econ), count(c.Eresp), count(c.Wretr), count(c.Wredis)})
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

// byBackend are the servers of each backend.
func byBackend(h *record.HAProxy) map[string][]*record.Server {
	of := map[string][]*record.Server{}
	for i := range h.Servers {
		s := &h.Servers[i]
		of[s.Pxname] = append(of[s.Pxname], s)
	}
	return of
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
