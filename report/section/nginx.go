package section

import (
	"hadash/incident"
	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
)

// Nginx writes stub_status and each instance by nginx's logs.
func Nginx(p *markdown.Page, f *incident.Frame) {
	n := f.Nginx
	if n.Nginx == nil {
		return
	}
	p.Para("## nginx")
	p.Table([]string{"Active", "Accepts", "Handled", "Requests", "Reading", "Writing", "Waiting", "requests/s"},
		[]bool{true, true, true, true, true, true, true, true},
		[][]string{{report.Count(n.Active), report.Count(n.Accepts), report.Count(n.Handled), report.Count(n.Requests), report.Count(n.Reading), report.Count(n.Writing), report.Count(n.Waiting), report.Rate(n.Lately)}})
	instances(p, f)
	switch {
	case n.HasAccess || f.Unread.Lines > 0:
	case n.Logs:
		p.Para("nginx's access log does not name its upstreams: what it absorbed is not counted.")
	case f.NginxAsked():
		p.Para("No line of an access log of nginx was read, though requests came: what it absorbed is not counted.")
	default:
		p.Para("No request to nginx has been seen yet.")
	}
}

// instances are the application's, as nginx's logs have them.
func instances(p *markdown.Page, f *incident.Frame) {
	var rows [][]string
	for _, node := range f.Nodes {
		if node.Role != record.RoleApp {
			continue
		}
		u := node.Upstream
		attempts, absorbed := report.Count(int64(u.Requests)), report.Count(int64(u.Hidden))
		if !f.Nginx.HasAccess {
			attempts, absorbed = "-", "-"
		}
		failed, by := "-", "-"
		if x := f.Failed(&node); x.By != "" {
			failed, by = report.AtLeast(x.N, x.Least), p.Say(x.By)
		}
		last := "-"
		if u.Last != "" {
			last = p.Clock(u.LastAt) + " " + p.Quote(u.Last)
		}
		rows = append(rows, []string{node.Name, node.Health.String(), attempts, failed, by, absorbed, last})
	}
	if len(rows) > 0 {
		p.Table([]string{"instance", "state", "attempts", "failed", "source", "answered by another instead", "last error"}, []bool{false, false, true, true, false, true}, rows)
	}
}
