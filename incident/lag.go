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

// When a serving node is far behind its siblings: nodes of its role behind the same balancer. All figures must be
// observed, for it and for at least two siblings, and the lag must last. A node that is just coming back is exempt.
const (
	lagTimes  = 5                      // its answers take this many times the median of its siblings'
	lagBy     = 100 * time.Millisecond // and this much longer
	lagShare  = 0.1                    // or it gets this share of what its siblings get, where all should get the same
	lagRate   = 20                     // which is at least this many per second: smaller numbers are too random
	lagFor    = 4                      // seconds that it must last to be reported, or be over to be withdrawn
	lagGrace  = 15 * time.Second       // after its start, its coming back, or the heal of a fault of it
	lagOthers = 2                      // siblings at least: of two nodes neither is the odd one
)

// Lag is how far a node is behind its siblings, in observed figures.
type Lag struct {
	Mean, Others   time.Duration // its answer time and that of its siblings; 0 if that is not the lag
	Rate, Siblings float64       // requests per second that it gets, and that each sibling gets
	By             string        // the source
}

// Phrase returns the Lag in words.
func (l *Lag) Phrase() wording.Phrase {
	if l.Mean > 0 {
		return wording.SlowAnswers.Of(wording.Took(l.Mean), wording.Took(l.Others), l.By)
	}
	return wording.FewRequests.Of(fmt.Sprintf("%.0f", l.Rate), fmt.Sprintf("%.0f", l.Siblings), l.By)
}

// laggards holds since when nodes are far behind their siblings, updated once a second.
type laggards struct {
	at    int64 // the second it was looked at
	nodes map[string]lagState
}

// lagState is since when a node is continuously behind, and when that was last seen.
type lagState struct{ since, last int64 }

// lags checks once a second which nodes are far behind their siblings.
func (f *folding) lags() {
	now := f.At.Unix()
	if now == f.state.laggards.at {
		return
	}
	f.state.laggards.at = now
	even, times := f.even(), &serverTimes{}
	for i := range f.Nodes {
		n := &f.Nodes[i]
		lag := f.lagOf(n, even, times)
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
			is.since = now + 1 // it starts again
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

// lagOf returns how far a node is behind its siblings now; nil if it is not, or that is not known.
func (f *folding) lagOf(n *Node, even map[string]bool, times *serverTimes) *Lag {
	if !f.servesForLong(n) {
		return nil
	}
	switch {
	case n.Server != nil && n.Server.Mode == modeHTTP:
		return f.lagOfServer(n.Server, times)
	case f.balanced(n):
		return f.lagOfInstance(n, even)
	}
	return nil
}

// servesForLong reports whether a node serves, and has for long enough to reach its normal speed.
func (f *folding) servesForLong(n *Node) bool {
	if n.Health != Up && n.Health != Slow && n.Health != Errs || f.At.Sub(n.Container.Started) < lagGrace {
		return false
	}
	if n.Health == Up && (!n.unwatched || n.Server != nil) && f.At.Sub(n.Since) < lagGrace {
		return false
	}
	w := f.Stopwatch(n.Name)
	return w == nil || !w.Moments[stopwatch.Healed].Seen() || f.At.Sub(w.Moments[stopwatch.Healed].At) >= lagGrace
}

// lagOfInstance compares the figures of nginx, or of the instances themselves.
func (f *folding) lagOfInstance(n *Node, even map[string]bool) *Lag {
	var took, rates []float64
	for i := range f.Nodes {
		o := &f.Nodes[i]
		if !f.Siblings(o, n) || !f.servesForLong(o) || !f.balanced(o) {
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

// meanOf returns an instance's recent mean answer time, if nginx's log has enough answers.
func (f *folding) meanOf(n *Node) (time.Duration, bool) {
	mean, _, known := n.Upstream.Times(f.At)
	return mean, known && n.Upstream.Count() >= rates.Few
}

// rateOf returns an instance's requests per second, -1 if not known.
func (f *folding) rateOf(n *Node) float64 {
	if !f.Nginx.HasAccess {
		return n.Recent
	}
	if n.Upstream.Requests == 0 {
		return -1
	}
	all, _ := f.state.shares.Of(n.Name, f.At)
	return float64(all) / rates.RecentSeconds
}

// even returns the instances that have the same share as the others in each of their nginx groups.
func (f *folding) even() map[string]bool {
	var even map[string]bool
	for nginx, set := range f.Settings {
		for i := range set.Upstreams {
			u := &set.Upstreams[i]
			if u.Backup {
				continue
			}
			if even == nil {
				even = map[string]bool{}
			}
			owner := f.ownerOf(u, nginx)
			was, known := even[owner]
			even[owner] = u.Even && (was || !known)
		}
	}
	return even
}

// serverTimes are the answer times of the servers that have current ones, in order, by the group of servers that are compared. A
// page is gone through once for all of its servers.
type serverTimes struct {
	read  map[*record.HAProxy]bool
	times map[serverGroup][]float64
}

type serverGroup struct {
	backend string
	backup  bool
}

func (t *serverTimes) of(f *folding, s *record.Server) []float64 {
	page := f.pageOf(s)
	if !t.read[page] {
		if t.read == nil {
			t.read, t.times = map[*record.HAProxy]bool{}, map[serverGroup][]float64{}
		}
		t.read[page] = true
		_, blank := page.Blanks()
		var groups []serverGroup
		for i := range page.Servers {
			o := &page.Servers[i]
			if !averages(o) || blank[i].Has("rtime") {
				continue
			}
			g := serverGroup{o.Pxname, o.Backup}
			if len(t.times[g]) == 0 {
				groups = append(groups, g)
			}
			t.times[g] = append(t.times[g], answerTime(o))
		}
		for _, g := range groups {
			slices.Sort(t.times[g])
		}
	}
	return t.times[serverGroup{s.Pxname, s.Backup}]
}

func answerTime(s *record.Server) float64 { return float64(record.Times(s.Rtime, time.Millisecond)) }

// lagOfServer compares HAProxy's own averages of the last 1024 requests of the servers of a backend (rtime).
func (f *folding) lagOfServer(s *record.Server, times *serverTimes) *Lag {
	if !averages(s) || f.Lacks(s, "rtime") {
		return nil
	}
	all, mean := times.of(f, s), answerTime(s)
	if len(all) <= lagOthers {
		return nil
	}
	middle := (len(all) - 2) / 2 // of the others
	if at, _ := slices.BinarySearch(all, mean); at <= middle {
		middle++
	}
	if m := all[middle]; mean >= lagTimes*m && mean-m >= float64(lagBy) {
		return &Lag{Mean: time.Duration(mean), Others: time.Duration(m), By: "HAProxy's rtime, of the last 1024 requests"}
	}
	return nil
}

// averages reports whether a server answers enough requests for its average to be current.
func averages(s *record.Server) bool {
	return s.Status.State == record.Up && s.Rate > 0 && s.Stot >= rates.Few && s.Throttle == 0
}

// median returns the median of at least one number: of two in the middle the smaller, so that no node is compared with
// a single slow one.
func median(all []float64) float64 {
	slices.Sort(all)
	return all[(len(all)-1)/2]
}
