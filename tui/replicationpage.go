package tui

import (
	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
)

// replicationPage is what every database says of its replication.
type replicationPage struct{ rolePage }

func newReplicationPage() *replicationPage {
	return &replicationPage{rolePage{roles: []record.Role{record.RoleReplica, record.RoleMaster}}}
}

func (r *replicationPage) render(m *Model, at paint.Rect) {
	behind, st := m.replicating()
	r.box(m, at, "replication", behind, st)
	c := column{m: m, r: at.Inner()}
	chosen := r.table(m, &c, replicationColumns)
	c.blank()
	m.replicaWords(&c, chosen)
}

// replicating is the state of all replicas in a few words.
func (m *Model) replicating() (string, paint.Style) {
	good, all := 0, nodesOf(&m.frame, record.RoleReplica)
	for _, n := range all {
		if x := n.Replica; x != nil && x.IO == "Yes" && x.SQL == "Yes" && !m.old(n) {
			good++
		}
	}
	st := m.th.Good
	if good < len(all) {
		st = m.th.Warn
	}
	return paint.Count(int64(good)) + " of " + paint.Plural(len(all), "replica", "replicas") + " replicating", st
}

var replicationColumns = []columnOf{
	stateColumn(),
	{"IO", 11, false, func(m *Model, n *incident.Node) (string, paint.Style) {
		return m.thread(n, func(x *record.Replica) string { return x.IO })
	}},
	{"SQL", 5, false, func(m *Model, n *incident.Node) (string, paint.Style) {
		return m.thread(n, func(x *record.Replica) string { return x.SQL })
	}},
	{"lag", 8, true, func(m *Model, n *incident.Node) (string, paint.Style) {
		x := n.Replica
		if x == nil || x.Master || !x.LagKnown {
			return "", m.th.Faint
		}
		if x.Lag > 0 {
			return paint.Age(x.Lag), m.th.Warn
		}
		return paint.Age(x.Lag), m.th.Text
	}},
	{"missing", 9, true, func(m *Model, n *incident.Node) (string, paint.Style) {
		missing, ok := m.missing(n)
		switch {
		case !ok:
			return "", m.th.Faint
		case missing > 0:
			return paint.Count(missing), m.th.Warn
		}
		return "0", m.th.Faint
	}},
	{"  GTID", 20, false, func(m *Model, n *incident.Node) (string, paint.Style) {
		if n.Replica == nil || n.Replica.Gtid == "" {
			return "  -", m.th.Faint
		}
		return "  " + n.Replica.Gtid, m.th.Text
	}},
	{"access", 11, false, func(m *Model, n *incident.Node) (string, paint.Style) {
		switch x := n.Replica; {
		case x == nil:
			return "", m.th.Faint
		case x.ReadOnly:
			return "read-only", m.th.Text
		}
		return "read-write", m.th.Text
	}},
	{"source", 15, false, func(m *Model, n *incident.Node) (string, paint.Style) {
		if n.Replica == nil {
			return "", m.th.Faint
		}
		return n.Replica.SourceHost, m.th.Text
	}},
	{"version", 16, false, func(m *Model, n *incident.Node) (string, paint.Style) {
		if n.Replica == nil {
			return "", m.th.Faint
		}
		return n.Replica.Version, m.th.Faint
	}},
}

// thread is the state of one of a replica's two threads; a master has none.
func (m *Model) thread(n *incident.Node, of func(*record.Replica) string) (string, paint.Style) {
	if n.Replica == nil || n.Replica.Master {
		return "", m.th.Faint
	}
	word := of(n.Replica)
	if word == "Yes" {
		return word, m.th.Good
	}
	return word, m.th.Bad
}

// missing is how many transactions of its master a replica has not executed yet.
func (m *Model) missing(n *incident.Node) (int64, bool) {
	masters := nodesOf(&m.frame, record.RoleMaster)
	if n.Replica == nil || n.Replica.Master || len(masters) != 1 || masters[0].Replica == nil || m.old(n) || m.old(masters[0]) {
		return 0, false
	}
	return incident.Behind(masters[0].Replica.Gtid, n.Replica.Gtid)
}

// replicaWords is what the chosen database says in full, and what the words of the table mean.
func (m *Model) replicaWords(c *column, n *incident.Node) {
	if n == nil {
		return
	}
	if n.Replica != nil && n.Replica.LastError != "" {
		for _, line := range paint.Wrap(n.Name+": "+n.Replica.LastError, c.r.W-2) {
			p := c.line()
			p.Space(1)
			p.Put(m.th.Bad, line)
		}
		c.blank()
	}
	if n.Replica != nil && n.Replica.Gtid != "" {
		for _, line := range paint.Wrap(n.Name+" has executed "+n.Replica.Gtid, c.r.W-2) {
			p := c.line()
			p.Space(1)
			p.Put(m.th.Text, line)
		}
		c.blank()
	}
	for _, line := range paint.Wrap("IO fetches the master's changes, SQL applies them. Missing is how many transactions of the master are not "+
		"executed yet, by their GTIDs; all are asked at about the same time, so a few are always under way.", c.r.W-2) {
		p := c.line()
		p.Space(1)
		p.Put(m.th.Faint, line)
	}
}
