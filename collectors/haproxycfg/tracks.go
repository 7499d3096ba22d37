package haproxycfg

import (
	"strings"

	"hadash/record"
)

// triple names a server of a backend.
type triple struct{ backend, server string }

// follow gives servers that track another one ("track backend/server") what is said of its checks: they are DOWN when
// it is, at once (srv_set_stopped and its like tell all trackers), and so along a chain.
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

// lead follows the chain that begins at i to its end, and then says at each of its servers what is said there.
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

// tracked is whom a server tracks; without a backend it is one of its own.
func tracked(c *record.Check) triple {
	if slash := strings.LastIndexByte(c.Tracks, '/'); slash >= 0 {
		return triple{c.Tracks[:slash], c.Tracks[slash+1:]}
	}
	return triple{c.Backend, c.Tracks}
}

// imitate says of c what is said of the checks of the server it tracks, in the end.
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

// strand says that whom a server tracks is not there, or tracks it in turn.
func strand(c *record.Check) {
	d := record.Doubt{Of: record.SettingAll, Kind: record.DoubtTrack, What: "track " + c.Tracks}
	c.Doubts = doubts(c.Doubts).with(d)
}
