package section

import (
	"slices"
	"time"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
)

// Nginx writes stub_status and each instance by nginx's logs. The tables and the head of the document have different
// spans, and their totals differ: span is that of the head, which ends at until.
func Nginx(p *markdown.Page, f *incident.Frame, span *clients.Span, until time.Time) {
	n := f.Nginx
	if n.Nginx == nil {
		return
	}
	p.Head(2, report.HeadNginx)
	if f.SeveralNginxes() {
		eachNginx(p, f)
		instances(p, f)
		spans(p, f, span, until)
		return
	}
	p.Table([]string{"Active", "Accepts", "Handled", "Requests", "Reading", "Writing", "Waiting", "requests/s"},
		[]bool{true, true, true, true, true, true, true, true},
		[][]string{{report.Count(n.Active), report.Count(n.Accepts), report.Count(n.Handled), report.Count(n.Requests), report.Count(n.Reading), report.Count(n.Writing), report.Count(n.Waiting), report.Rate(n.Recent)}})
	instances(p, f)
	spans(p, f, span, until)
	switch {
	case n.HasAccess || f.Unread.Lines > 0:
	case n.Logs:
		p.Linef("nginx's access log does not name its upstreams: what it absorbed is not counted.")
		p.Para("The attempts are the requests that each instance's own page counts.")
	case f.NginxAsked():
		p.Linef("No line of an access log of nginx was read, though requests came: what it absorbed is not counted.")
		p.Para("The attempts are the requests that each instance's own page counts.")
	default:
		p.Para("No request to nginx has been seen yet.")
	}
}

// eachNginx is stub_status of each of several nginxes, and what its access log has since watching began.
func eachNginx(p *markdown.Page, f *incident.Frame) {
	var rows, logs [][]string
	webs := f.Passed().Webs
	for i := range f.Nodes {
		node := &f.Nodes[i]
		if !node.Runs(record.KindNginx) {
			continue
		}
		row := []string{node.Name, "-", "-", "-", "-", "-", "-", "-", "-"}
		if n := node.Stub; n != nil {
			row = []string{row[0], report.Count(n.Active), report.Count(n.Accepts), report.Count(n.Handled), report.Count(n.Requests), report.Count(n.Reading), report.Count(n.Writing), report.Count(n.Waiting), report.Rate(node.Recent)}
		}
		rows = append(rows, row)
		w := webs[node.Name]
		logs = append(logs, []string{row[0], report.IfCounted(w.Failed, w.Logs), report.IfCounted(w.Absorbed, w.Names)})
	}
	p.Table([]string{"nginx", "Active", "Accepts", "Handled", "Requests", "Reading", "Writing", "Waiting", "requests/s"},
		[]bool{false, true, true, true, true, true, true, true, true}, rows)
	p.Table([]string{"nginx", "answered 5xx", "answered by another instead"}, []bool{false, true, true}, logs)
}

// spans says from when the totals count, and what nginx's log has in the span of the document's head.
func spans(p *markdown.Page, f *incident.Frame, span *clients.Span, until time.Time) {
	p.Linef("Accepts, Handled and Requests count since nginx started; the instances' attempts and failures count since watching began, at %s.", p.Clock(f.Watched.From))
	if log := span.Felt.Logged(); log.Known() && !span.Felt.HAProxyLogged() {
		from := span.From
		if from.IsZero() {
			from = f.Watched.From
		}
		p.Linef("From %s to %s nginx's access log has %s requests of clients, %s of them answered 5xx.", p.Clock(from), p.Clock(until),
			report.Count(int64(log.Requests)), report.Count(int64(log.Failed)))
	}
	p.Line("")
}

// instances are the application's, as nginx's logs have them.
func instances(p *markdown.Page, f *incident.Frame) {
	var rows [][]string
	answered := slices.ContainsFunc(f.Nodes, func(n incident.Node) bool { return n.Upstream.Answers > 0 })
	for _, node := range f.Nodes {
		if !f.Instance(&node) {
			continue
		}
		u := node.Upstream
		attempts, absorbed := report.IfCounted(f.Served(&node)), report.IfCounted(f.Absorbed(&node))
		failed, by := "-", "-"
		if x := f.Failed(&node); x.By != "" {
			failed, by = report.AtLeast(x.N, x.Least), p.Say(x.By)
		}
		last := "-"
		if u.Last != "" {
			last = p.Clock(u.LastAt) + " " + p.Quote(u.Last)
		}
		row := []string{node.Name, node.Health.String(), attempts, failed, by, absorbed, last}
		if answered {
			row = slices.Insert(row, 6, report.IfCounted(int64(u.Hrsp5xx), u.Answers > 0))
		}
		rows = append(rows, row)
	}
	switch {
	case len(rows) == 0:
	case answered:
		p.Table([]string{"instance", "state", "attempts", "failed", "source", "answered by another instead", "answered 5xx", "last error"}, []bool{false, false, true, true, false, true, true}, rows)
	default:
		p.Table([]string{"instance", "state", "attempts", "failed", "source", "answered by another instead", "last error"}, []bool{false, false, true, true, false, true}, rows)
	}
}
