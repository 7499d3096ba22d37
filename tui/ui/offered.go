package ui

import (
	"slices"

	"hadash/incident"
	"hadash/incident/consequence"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/tui/keys"
)

// Offer switches the keys on that can change something of what is watched, and off the others.
func (c *Context) Offer(f *incident.Frame) {
	docker, any := !f.Topology.NoDocker, len(c.Own) > 0 // a fault of the user's own can be made anywhere
	for _, a := range keys.World {
		on := docker // a start and the load are Docker's
		if kind := keys.Fault(a); kind != "" {
			on = consequence.Offered(f, kind)
			any = any || on
		}
		c.Keys.Switch(on, a)
	}
	if !docker {
		c.Keys.Switch(slices.ContainsFunc(f.Faults, func(x stopwatch.Fault) bool { return x.You && x.Inverse() != "" }), keys.Start)
		c.Keys.Call(keys.Start, "heal")
	}
	c.Keys.Switch(any, append([]keys.Action{keys.HealAll}, keys.Menu...)...)
	opens := "menu"
	if !any {
		opens = "node"
	}
	c.Keys.Call(keys.Open, opens)
}

// Watches reports whether targets without Docker are watched live, and nothing of them can be broken from here.
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
