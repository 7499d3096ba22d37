package report

import (
	"hadash/incident"
	"hadash/record"
)

// replication writes how each database server replicates at the end, and at which times it did not.
func replication(p *page, r *Run) {
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
	p.para("## Replication")
	p.table([]string{"server", "role", "IO", "SQL", "lag", "GTID", "last error"}, nil, rows)
	for _, b := range r.Lapses {
		how := p.tell(b.How)
		if b.Lag > 0 {
			how += p.say(", up to %s behind", p.lasted(b.Lag))
		}
		p.linef("- %s: %s from %s to %s (%s)", escape(b.Node), escape(how), p.clock(b.From), p.clock(b.To), p.secs(b.To.Sub(b.From)))
	}
	if len(r.Lapses) == 0 {
		p.linef("No replica that answered said that it did not replicate, or was far behind.")
	}
	p.line("")
}

func replicaRow(p *page, f *incident.Frame, n *incident.Node) []string {
	x := n.Replica
	role, lag := p.say("replica"), "-"
	if x.Master {
		role = p.say("master")
	}
	if x.LagKnown {
		lag = p.lasted(x.Lag)
	}
	said := record.Clean(x.LastError)
	if src := f.Source(record.SourceReplication, n.Name); src != nil && src.Err != "" {
		said = join("; ", said, p.say("did not answer at the end: %s", record.Clean(src.Err)))
	}
	return []string{n.Name, role, orDash(x.IO), orDash(x.SQL), lag, orDash(record.Clean(x.Gtid)), orDash(said)}
}
