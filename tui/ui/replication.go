package ui

import (
	"strings"

	"hadash/incident"
	"hadash/tui/paint"
)

// Replication is a database's own replication status, "" when there is none.
func (c *Context) Replication(n *incident.Node) string {
	r := n.Replica
	if r == nil {
		return ""
	}
	if r.Master {
		mode := "read-write"
		if r.ReadOnly {
			mode = "read-only"
		}
		return Words(c.Theme, mode, versionOf(r.Version))
	}
	lag := "lag ?"
	if r.LagKnown {
		lag = "lag " + paint.Age(r.Lag)
	}
	return Words(c.Theme, "IO "+r.IO, "SQL "+r.SQL, lag)
}

// versionOf is the number a version begins with: "11.8.3-MariaDB" is 11.8.3.
func versionOf(v string) string {
	if i := strings.IndexAny(v, "-+~ "); i > 0 {
		return v[:i]
	}
	return v
}
