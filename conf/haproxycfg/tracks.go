package haproxycfg

import (
	"strings"

	"hadash/record"
)

// triple names a server of a backend.
type triple struct{ backend, server string }

// follow gives servers that track another one ("track backend/server") the checks of that server: they go DOWN with it,
// at once (srv_set_stopped and its like notify all trackers). This also holds along a chain.
func follow(checks []record.Check) {
	known := map[triple]int{}
	for i, c := range checks {
		if _, ok := known[triple{c.Backend, c.Server}]; !ok {
			known[triple{c.Backend, c.Server}] = i
		}
	}
	done := make([]bool, len(checks))
	for i := range checks {
		lead(checks, known, done, i)
	}
}

// lead follows the chain that begins at i to its end, and gives each server of the chain the checks of the last one.
func lead(checks []record.Check, known map[triple]int, done []bool, i int) {
	var chain []int
	seen := map[int]bool{}
	for !done[i] && checks[i].Tracks != "" {
		to, ok := known[tracked(&checks[i])]
		if chain = append(chain, i); !ok || to == i || seen[to] {
			for _, at := range chain {
				strand(&checks[at])
				done[at] = true
			}
			return
		}
		seen[i] = true
		i = to
	}
	done[i] = true
	for _, at := range chain {
		imitate(&checks[at], &checks[i])
		done[at] = true
	}
}

// tracked returns the server that c tracks. Without the name of a backend it is in the same backend.
func tracked(c *record.Check) triple {
	if slash := strings.LastIndexByte(c.Tracks, '/'); slash >= 0 {
		return triple{c.Tracks[:slash], c.Tracks[slash+1:]}
	}
	return triple{c.Backend, c.Tracks}
}

// imitate gives c the checks of end, the server at the end of its chain.
func imitate(c, end *record.Check) {
	own := *c
	c.On, c.Protocol, c.Agent, c.Resolvers = end.On, end.Protocol, end.Agent, end.Resolvers
	c.Inter, c.Fastinter, c.Downinter, c.Rise, c.Fall = end.Inter, end.Fastinter, end.Downinter, end.Rise, end.Fall
	c.TimeoutCheck, c.TimeoutConnect = end.TimeoutCheck, end.TimeoutConnect
	c.Observe, c.ErrorLimit, c.OnError = end.Observe, end.ErrorLimit, end.OnError
	c.Tracks = end.Backend + "/" + end.Server
	if end.Tracks != "" {
		c.Tracks = end.Tracks
	}
	c.Doubts = end.Doubts
	for _, d := range own.Doubts {
		if d.Of == record.SettingAll || d.Of == record.SettingCheck {
			c.Doubts = doubts(c.Doubts).with(d)
		}
	}
}

// strand adds a doubt: the server that c tracks does not exist, or tracks c in turn.
func strand(c *record.Check) {
	d := record.Doubt{Of: record.SettingAll, Kind: record.DoubtTrack, What: "track " + c.Tracks}
	c.Doubts = doubts(c.Doubts).with(d)
}
