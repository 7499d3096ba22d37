package incident

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"hadash/incident/rates"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// When a node that serves is far behind its siblings: nodes of its role that the same balancer sends to. All of a figure must
// be observed, of it and of two siblings at least, and it must stay so. What is busy coming back is left alone.
const (
	lagTimes  = 5                      // its answers take so many times as long as the median of its siblings'
	lagBy     = 100 * time.Millisecond // and so much longer
	lagShare  = 0.1                    // or it gets so little of what its siblings get, where all should get the same
	lagRate   = 20                     // which is that many a second, or more: of few requests chance decides
	lagFor    = 4                      // seconds that it must last to be said, and be over to be taken back
	lagGrace  = 15 * time.Second       // after its start, its coming back, or the heal of a fault of it
	lagOthers = 2                      // siblings at least, or nobody can say who of two is the odd one
)

// Lag is how far a node is behind its siblings, in figures that were observed.
type Lag struct {
	Mean, Others   time.Duration // its answer times and those of its siblings; 0 when it is not them
	Rate, Siblings float64       // requests a second that it gets, and that each sibling does
	By             string        // who says so
}

// Phrase is the Lag in words.
func (l *Lag) Phrase() wording.Phrase {
	if l.Mean > 0 {
		return wording.SlowAnswers.Of(l.Mean.Round(time.Millisecond), l.Others.Round(time.Millisecond), l.By)
	}
	return wording.FewRequests.Of(fmt.Sprintf("%.0f", l.Rate), fmt.Sprintf("%.0f", l.Siblings), l.By)
}

// laggards is since when nodes are far behind their siblings, looked at once a second.
type laggards struct {
	at    int64 // the second it was looked at
	nodes map[string]lagState
}

// lagState is since when a node is behind without a break, and when it was last seen to be.
type lagState struct{ since, last int64 }

// lags looks once a second who is far behind his siblings.
func (f *folding) lags() {
	now := f.At.Unix()
	if now == f.state.laggards.at {
		return
	}
	f.state.laggards.at = now
	even := f.even()
	for i := range f.Nodes {
		n := &f.Nodes[i]
		lag := f.lagOf(n, even)
		was, known := f.state.laggards.nodes[n.Name]
		if lag == nil && !known && n.Lags == nil {
			continue
		}
		is := was
		switch {
		case lag == nil && now-was.last > lagFor:
			f.setLag(n.Name, nil)
			f.state.laggards.nodes = maps.Clone(f.state.laggards.nodes)
			delete(f.state.laggards.nodes, n.Name)
			continue
		case lag == nil:
			is.since = now + 1 // it begins anew
		case !known:
			is = lagState{now, now}
		default:
			is.last = now
		}
		if lag != nil && (n.Lags != nil || now-is.since >= lagFor) {
			f.setLag(n.Name, lag)
		}
		f.state.laggards.nodes = maps.Clone(f.state.laggards.nodes)
		if f.state.laggards.nodes == nil {
			f.state.laggards.nodes = map[string]lagState{}
		}
		f.state.laggards.nodes[n.Name] = is
	}
}

func (f *folding) setLag(node string, lag *Lag) {
	if n := f.Node(node); n.Lags != lag {
		f.edit(node).Lags = lag
	}
}

// lagOf is how far a node is behind its siblings now; nil when it is not, or nobody can say.
func (f *folding) lagOf(n *Node, even map[string]bool) *Lag {
	if !f.servesForLong(n) {
		return nil
	}
	switch {
	case n.Server != nil && n.Server.Mode == modeHTTP:
		return f.lagOfServer(n.Server)
	case n.Role == record.RoleApp && f.balanced(n):
		return f.lagOfInstance(n, even)
	}
	return nil
}

// servesForLong reports whether a node serves, and has done so for long enough to be as fast as it is.
func (f *folding) servesForLong(n *Node) bool {
	if n.Health != Up && n.Health != Slow || f.At.Sub(n.Container.Started) < lagGrace {
		return false
	}
	if n.Health == Up && (!n.unwatched || n.Server != nil) && f.At.Sub(n.Since) < lagGrace {
		return false
	}
	w := f.Stopwatch(n.Name)
	return w == nil || !w.Moments[stopwatch.Healed].Seen() || f.At.Sub(w.Moments[stopwatch.Healed].At) >= lagGrace
}

// lagOfInstance compares what nginx, or the instances themselves, say of them.
func (f *folding) lagOfInstance(n *Node, even map[string]bool) *Lag {
	var took, rates []float64
	for i := range f.Nodes {
		o := &f.Nodes[i]
		if o.Role != n.Role || o.Name == n.Name || !f.servesForLong(o) || !f.balanced(o) {
			continue
		}
		if mean, known := f.meanOf(o); known {
			took = append(took, float64(mean))
		}
		if rate := f.rateOf(o); rate >= 0 && even[n.Name] && even[o.Name] {
			rates = append(rates, rate)
		}
	}
	if mean, known := f.meanOf(n); known && len(took) >= lagOthers {
		if others := time.Duration(median(took)); mean >= lagTimes*others && mean-others >= lagBy {
			return &Lag{Mean: mean, Others: others, By: ByAccessLog}
		}
	}
	if rate := f.rateOf(n); rate >= 0 && even[n.Name] && len(rates) >= lagOthers {
		if others := median(rates); others >= lagRate && rate <= lagShare*others {
			by := ByAccessLog
			if !f.Nginx.HasAccess {
				by = "their own pages"
			}
			return &Lag{Rate: rate, Siblings: others, By: by}
		}
	}
	return nil
}

// meanOf is how long an instance's answers took lately, where nginx's log tells of enough of them.
func (f *folding) meanOf(n *Node) (time.Duration, bool) {
	mean, _, known := n.Upstream.Times(f.At)
	return mean, known && n.Upstream.Count() >= rates.Few
}

// rateOf is how many requests an instance gets a second, -1 when it is not known.
func (f *folding) rateOf(n *Node) float64 {
	if !f.Nginx.HasAccess {
		return n.Lately
	}
	if n.Upstream.Requests == 0 {
		return -1
	}
	all, _ := f.state.shares.Of(n.Name, f.At)
	return float64(all) / rates.Lately
}

// even are the instances that nginx gives the same share as the others of each group that they are in.
func (f *folding) even() map[string]bool {
	var even map[string]bool
	for _, set := range f.Settings {
		for i := range set.Upstreams {
			u := &set.Upstreams[i]
			if u.Backup {
				continue
			}
			if even == nil {
				even = map[string]bool{}
			}
			owner := f.ownerOf(u)
			was, known := even[owner]
			even[owner] = u.Even && (was || !known)
		}
	}
	return even
}

// lagOfServer compares HAProxy's own averages of the last 1024 requests of the servers of a backend (rtime).
func (f *folding) lagOfServer(s *record.Server) *Lag {
	_, blank := f.HAProxy.Blanks()
	mean, known := 0.0, false
	var others []float64
	for i := range f.HAProxy.Servers {
		o := &f.HAProxy.Servers[i]
		if o.Pxname != s.Pxname || o.Backup != s.Backup || !averages(o) || blank[i].Has("rtime") {
			continue
		}
		if took := float64(record.Times(o.Rtime, time.Millisecond)); o.Svname == s.Svname {
			mean, known = took, true
		} else {
			others = append(others, took)
		}
	}
	if !known || len(others) < lagOthers {
		return nil
	}
	if m := median(others); mean >= lagTimes*m && mean-m >= float64(lagBy) {
		return &Lag{Mean: time.Duration(mean), Others: time.Duration(m), By: "HAProxy's rtime, of the last 1024 requests"}
	}
	return nil
}

// averages reports whether a server answers enough requests now for its average to say how fast it is.
func averages(s *record.Server) bool {
	return s.Status.State == record.Up && s.Rate > 0 && s.Stot >= rates.Few && s.Throttle == 0
}

// median is that of at least one number: of two in the middle the smaller, so that nobody is compared with a lone slow one.
func median(all []float64) float64 {
	slices.Sort(all)
	return all[(len(all)-1)/2]
}
