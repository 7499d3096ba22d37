package incident

import (
	"maps"
	"time"

	"hadash/record"
)

// readout is readings of a counter: those of the last seconds that "lately" means, no closer together than rates are
// measured, and the newest one from before.
type readout []counted

// rate gives the growth per second from the oldest of them to (at, n), -1 while there is none to tell.
func (c readout) rate(at time.Time, n int64) float64 {
	if len(c) == 0 || at.Sub(c[0].at) < rateOver {
		return -1
	}
	return float64(n-c[0].n) / at.Sub(c[0].at).Seconds()
}

// and is the readings with one more, in a copy. A counter that fell begins anew.
func (c readout) and(at time.Time, n int64) readout {
	if k := len(c); k > 0 && n < c[k-1].n {
		c = nil
	} else if k > 0 && at.Sub(c[k-1].at) < rateOver {
		return c
	}
	for len(c) > 1 && !c[1].at.After(at.Add(-lastFor*time.Second)) {
		c = c[1:]
	}
	return append(c[:len(c):len(c)], counted{at, n})
}

// perSecond gives the rate of a node over the last seconds. k6, nginx and the instances are asked one after the other, and
// each over its own last second would differ from the next by what the load did meanwhile.
func (f *folding) perSecond(node string, at time.Time, n int64) float64 {
	was := f.memo.readouts[node]
	is := was.and(at, n)
	rate := is.rate(at, n)
	if len(is) == len(was) && (len(is) == 0 || is[len(is)-1] == was[len(was)-1]) {
		return rate
	}
	f.memo.readouts = maps.Clone(f.memo.readouts)
	if f.memo.readouts == nil {
		f.memo.readouts = map[string]readout{}
	}
	f.memo.readouts[node] = is
	return rate
}

// silent forgets the readings of a node that tells nothing: its rate is not known then.
func (f *folding) silent(node string) float64 {
	if _, ok := f.memo.readouts[node]; ok {
		f.memo.readouts = maps.Clone(f.memo.readouts)
		delete(f.memo.readouts, node)
	}
	return -1
}

// setLately gives the first node of a role its rate over the last seconds.
func (f *folding) setLately(role record.Role, rate float64) {
	for i := range f.Nodes {
		if f.Nodes[i].Role == role {
			f.edit(f.Nodes[i].Name).Lately = rate
			return
		}
	}
}
