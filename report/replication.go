package report

import (
	"slices"
	"time"

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

// Lapse is a time in which a replica said that it did not replicate, or was far behind.
type Lapse struct {
	Node     string
	How      string // its threads, "IO Connecting, SQL Yes", or "lagging"
	From, To time.Time
	Lag      time.Duration // the longest it told, 0 when it told none
}

// replicate notes what a database server said of its replication.
func (g *gathering) replicate(at time.Time, node string, x *record.Replica) {
	all, how := g.run.Lapses, incident.Ails(x)
	i := slices.IndexFunc(all, func(l Lapse) bool { return l.Node == node && l.To.IsZero() })
	if i >= 0 && all[i].How != how {
		all[i].To = at
		i = -1
	}
	if i < 0 && how != "" && room(len(all), maxLapses, &g.run.LeftOut.Changes) {
		all = append(all, Lapse{Node: node, How: how, From: at})
		i = len(all) - 1
	}
	if i >= 0 && how != "" && x.LagKnown {
		all[i].Lag = max(all[i].Lag, x.Lag)
	}
	g.run.Lapses = all
}
