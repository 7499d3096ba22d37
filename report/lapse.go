package report

import (
	"slices"
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/wording"
)

// Lapse is a time in which a replica reported that it did not replicate, or was far behind.
type Lapse struct {
	Node     string
	How      wording.Phrase // its threads, "IO Connecting, SQL Yes", or "lagging"
	From, To time.Time
	Lag      time.Duration // the longest one reported, 0 when there was none
}

// replicate records the replication status of a database server.
func (g *gathering) replicate(at time.Time, node string, x *record.Replica) {
	all, how := g.run.Lapses, incident.Ails(x)
	i := slices.IndexFunc(all, func(l Lapse) bool { return l.Node == node && l.To.IsZero() })
	if i >= 0 && !all[i].How.Equal(how) {
		all[i].To = at
		i = -1
	}
	if i < 0 && !how.IsZero() && room(len(all), maxLapses, &g.run.LeftOut.Changes) {
		all = append(all, Lapse{Node: node, How: how, From: at})
		i = len(all) - 1
	}
	if i >= 0 && !how.IsZero() && x.LagKnown {
		all[i].Lag = max(all[i].Lag, x.Lag)
	}
	g.run.Lapses = all
}
