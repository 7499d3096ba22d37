package stopwatch

import (
	"maps"

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

	Balancers map[string]Tries // the same of each of several HAProxies; not to be changed
	Webs      map[string]Web   // of each of several nginxes; not to be changed
	Onward    map[string]int64 // of each HAProxy: sessions that it gave up, and 5xx in HTTP mode; not to be changed
}

// Web is what the access log of an nginx has of failures: the requests that it answered with 5xx, and those that another server
// answered after one had failed.
type Web struct {
	Failed, Absorbed int64
	Logs, Names      bool // there is such a log; it names the servers, so that Absorbed is counted
}

// Tries is how often a HAProxy could not connect to a server, and what it did then.
type Tries struct{ Retried, Redispatched, GaveUp int64 }

// Plus adds them up.
func (t Tries) Plus(o Tries) Tries {
	return Tries{record.Sum(t.Retried, o.Retried), record.Sum(t.Redispatched, o.Redispatched), record.Sum(t.GaveUp, o.GaveUp)}
}

// All is how often it could not connect.
func (t Tries) All() int64 { return record.Sum(t.Retried, t.Redispatched, t.GaveUp) }

// Tries are those of one HAProxy.
func (p Passed) Tries(balancer string) Tries {
	if p.Balancers != nil {
		return p.Balancers[balancer]
	}
	return Tries{p.Hidden.Retried, p.Hidden.Redispatched, p.GaveUp}
}

// Since returns what was added since an earlier count.
func (p Passed) Since(was Passed) Passed {
	if !p.Known || !was.Known {
		return Passed{}
	}
	p.Hidden, p.GaveUp = p.Hidden.Since(was.Hidden), p.GaveUp-was.GaveUp
	p.Instances -= was.Instances
	p.Balancers = triesSince(p.Balancers, was.Balancers)
	if p.Webs != nil {
		webs := make(map[string]Web, len(p.Webs))
		for name, w := range p.Webs {
			w.Failed, w.Absorbed = w.Failed-was.Webs[name].Failed, w.Absorbed-was.Webs[name].Absorbed
			webs[name] = w
		}
		p.Webs = webs
	}
	if p.Onward != nil {
		p.Onward = maps.Clone(p.Onward)
		for name, n := range was.Onward {
			p.Onward[name] -= n
		}
	}
	if p.Instances < 0 { // another witness had counted more
		p.Instances, p.Counted, p.Least = 0, false, false
	}
	return p
}

func triesSince(all, was map[string]Tries) map[string]Tries {
	if all == nil {
		return nil
	}
	out := make(map[string]Tries, len(all))
	for name, t := range all {
		old := was[name]
		out[name] = Tries{t.Retried - old.Retried, t.Redispatched - old.Redispatched, t.GaveUp - old.GaveUp}
	}
	return out
}

// Equal reports whether both count the same.
func (p *Passed) Equal(o *Passed) bool {
	return p.Known == o.Known && p.Hidden == o.Hidden && p.GaveUp == o.GaveUp && p.Instances == o.Instances && p.Counted == o.Counted && p.Least == o.Least &&
		maps.Equal(p.Balancers, o.Balancers) && maps.Equal(p.Webs, o.Webs) && maps.Equal(p.Onward, o.Onward)
}

// Attempts is how often HAProxy failed to connect to a server: each time it tried again, moved the session, or gave up.
func (p Passed) Attempts() int64 {
	return Tries{p.Hidden.Retried, p.Hidden.Redispatched, p.GaveUp}.All()
}
