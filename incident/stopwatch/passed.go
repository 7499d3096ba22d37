package stopwatch

import (
	"hadash/incident/clients"
	"hadash/record"
)

// Passed holds the failures that were counted on the way of requests since watching began: absorbed there, or passed on
// towards the clients. The zero value is not known.
type Passed struct {
	Known     bool
	Hidden    clients.Hidden
	GaveUp    int64 // sessions that HAProxy could connect to no server
	Instances int64 // requests that failed at the application
	Counted   bool  // somebody counted Instances
	Least     bool  // there may have been more Instances
}

// Since returns what was added since an earlier count.
func (p Passed) Since(was Passed) Passed {
	if !p.Known || !was.Known {
		return Passed{}
	}
	h := clients.Hidden{Retried: p.Hidden.Retried - was.Hidden.Retried, Redispatched: p.Hidden.Redispatched - was.Hidden.Redispatched,
		NextUpstream: p.Hidden.NextUpstream - was.Hidden.NextUpstream, Repeated: p.Hidden.Repeated - was.Hidden.Repeated}
	p.Hidden, p.GaveUp = h, p.GaveUp-was.GaveUp
	p.Instances -= was.Instances
	if p.Instances < 0 { // another witness had counted more
		p.Instances, p.Counted, p.Least = 0, false, false
	}
	return p
}

// Attempts is how often HAProxy failed to connect to a server: each time it tried again, moved the session, or gave up.
func (p Passed) Attempts() int64 {
	return record.Sum(p.Hidden.Retried, p.Hidden.Redispatched, p.GaveUp)
}
