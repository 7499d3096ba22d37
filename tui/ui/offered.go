package ui

import (
	"hadash/incident"
	"hadash/incident/consequence"
	"hadash/incident/event"
	"hadash/tui/keys"
)

// Offer switches the keys on that can change something of what is watched, and off the others.
func (c *Context) Offer(f *incident.Frame) {
	for _, a := range keys.World {
		switch kind := keys.Fault(a); {
		case kind != "":
			c.Keys.Switch(consequence.Offered(f, kind), a)
		case a != keys.HealAll: // a start and the load are Docker's
			c.Keys.Switch(!f.Topology.NoDocker, a)
		}
	}
}

// Watches reports whether targets without Docker are watched live, and may not be changed from here.
func (c *Context) Watches() bool {
	return c.Frame.Topology.NoDocker && !c.Keys.On(keys.Pick) && !c.Keys.On(keys.Play)
}

// WatchingOnly says so, and what lets them be changed.
const WatchingOnly = "watching only; --allow-faults lets keys change servers"

// NoLog reports whether nothing but counters says how users fare, and a log, a probe or a load would say more: no log is read
// without Docker.
func (c *Context) NoLog() bool {
	t := &c.Frame.Topology
	if !t.NoDocker || len(t.Nodes) == 0 {
		return false
	}
	for i := range t.Nodes {
		if t.Nodes[i].HasLog {
			return false
		}
	}
	u := &c.Verdict.Users
	return !u.Witness() || u.Clients.By == event.ByCounters
}
