package postmortem

import (
	"hadash/incident"
	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
)

// replication writes how each database server replicates at the end, and when it did not.
func replication(p *markdown.Page, r *report.Run) {
	var rows [][]string
	for i := range r.Frame.Nodes {
		n := &r.Frame.Nodes[i]
		if n.Replica != nil {
			rows = append(rows, replicaRow(p, &r.Frame, n))
		}
	}
	if len(rows) == 0 {
		return
	}
	p.Head(2, report.HeadReplicas)
	p.Table([]string{"server", "role", "IO", "SQL", "lag", "GTID", "last error"}, nil, rows)
	for _, b := range r.Lapses {
		how := p.Tell(b.How)
		if b.Lag > 0 {
			how += p.Say(", up to %s behind", p.Lasted(b.Lag))
		}
		p.Linef("- %s: %s from %s to %s (%s)", markdown.Escape(b.Node), markdown.Escape(how), p.Clock(b.From), p.Clock(b.To), p.Secs(b.To.Sub(b.From)))
	}
	if len(r.Lapses) == 0 {
		p.Linef("No replica that answered reported that it had stopped or was far behind.")
	}
	p.Line("")
}

func replicaRow(p *markdown.Page, f *incident.Frame, n *incident.Node) []string {
	x := n.Replica
	role, lag := p.Say("replica"), "-"
	if x.Master {
		role = p.Say("master")
	}
	if x.LagKnown {
		lag = p.Lasted(x.Lag)
	}
	said := record.Clean(x.LastError)
	if src := f.Source(record.SourceReplication, n.Name); src != nil && src.Err != "" {
		said = report.Join("; ", said, p.Say("did not answer at the end: %s", record.Clean(src.Err)))
	}
	return []string{n.Name, role, markdown.OrDash(x.IO), markdown.OrDash(x.SQL), lag, markdown.OrDash(record.Clean(x.Gtid)), markdown.OrDash(said)}
}
