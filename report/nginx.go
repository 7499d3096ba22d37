package report

import (
	"hadash/incident"
	"hadash/record"
)

// nginx writes stub_status and what nginx's logs said of each instance.
func nginx(p *page, f *incident.Frame) {
	n := f.Nginx
	if n.Nginx == nil {
		return
	}
	p.para("## nginx")
	p.table([]string{"Active", "Accepts", "Handled", "Requests", "Reading", "Writing", "Waiting", "requests/s"},
		[]bool{true, true, true, true, true, true, true, true},
		[][]string{{count(n.Active), count(n.Accepts), count(n.Handled), count(n.Requests), count(n.Reading), count(n.Writing), count(n.Waiting), rate(n.Lately)}})
	var rows [][]string
	for _, node := range f.Nodes {
		if node.Role != record.RoleApp {
			continue
		}
		u := node.Upstream
		attempts, absorbed := count(int64(u.Requests)), count(int64(u.Hidden))
		if !n.HasAccess {
			attempts, absorbed = "-", "-"
		}
		failed, by := "-", "-"
		if x := f.Failed(&node); x.By != "" {
			failed, by = count(x.N), p.say(x.By)
		}
		last := "-"
		if u.Last != "" {
			last = p.clock(u.LastAt) + " " + p.quote(u.Last)
		}
		rows = append(rows, []string{node.Name, node.Health.String(), attempts, failed, by, absorbed, last})
	}
	if len(rows) > 0 {
		p.table([]string{"instance", "state", "attempts", "failed", "told by", "answered by another instead", "last error"}, []bool{false, false, true, true, false, true}, rows)
	}
	switch {
	case n.HasAccess || f.Unread.Lines > 0:
	case n.Logs:
		p.para("nginx's access log does not name its upstreams: what it absorbed is not counted.")
	case f.NginxAsked():
		p.para("No line of an access log of nginx was read, though requests came: what it absorbed is not counted.")
	default:
		p.para("No request was seen to come to nginx yet.")
	}
}
