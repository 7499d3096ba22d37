// Package outage follows what fails though nobody made it fail: servers that their balancers give up, backends without a
// server, and bursts of failed requests. It decides what is one outage; incident asks whether a fault explains it.
package outage

import (
	"maps"
	"slices"
	"time"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
)

const (
	// Steady is how long a server must serve again until its next failure is another outage: one that goes UP and DOWN again
	// within seconds is one outage, with its count. HAProxy's own defaults need 4 s (rise 2, inter 2 s) to call a server UP, so
	// that a shorter time would count each turn of one that flaps.
	Steady = 10 * time.Second

	// Together is how far apart servers of one backend may fall in the same moment. Checks of one interval (2 s by default) see
	// one cause up to fall x inter apart, which is 6 s; what is longer apart may have two causes.
	Together = 6 * time.Second

	// Most is how many outages of one moment a balancer may have until they are one: a network that fails takes hundreds of backends
	// with it, and nobody reads hundreds of stopwatches.
	Most = 10

	// Apart is how many servers of one backend may fall in one moment with a stopwatch each.
	Apart = 3
)

// What is what a Change is.
type What uint8

// The kinds of Change.
const (
	Fell What = iota // its balancer gave it up, or requests to it fail
	Rose             // it serves again
	Gone             // its balancer has it no more
)

// Server is a server of a balancer.
type Server struct {
	Name     string // "web/web2"
	Balancer string
	Backend  string
	Node     string // "" if it is none
}

// same reports whether two servers are one: what a node is at several backends and balancers.
func (s *Server) same(o *Server) bool {
	if s.Node != "" || o.Node != "" {
		return s.Node == o.Node
	}
	return s.Balancer == o.Balancer && s.Name == o.Name
}

// row names it among all servers of all balancers.
func (s *Server) row() string { return s.Balancer + " " + s.Name }

// Change is something that happened to a server.
type Change struct {
	What
	Server
	Shape   stopwatch.Shape // ServerDown, Failing or BalancerDown
	At      time.Time
	By      event.Witness
	Within  time.Duration
	Already bool // it was so before watching began
	Event   int  // the ID of the Event that tells it; 0 if none
}

// Fall is a server that fell, and no outage yet: a report may still explain it.
type Fall struct {
	Change
	Due  time.Time // until when an explanation is awaited
	Rise Change    // it serves again already; without an At it does not
}

// Open is an outage, until it has been over for a while.
type Open struct {
	Watch   int // the ID of its stopwatch
	Shape   stopwatch.Shape
	First   Server // the only one, or the first of a group
	Down    int    // how many of its servers are out
	T0      time.Time
	Out     time.Time // when the last of them was given up
	Up      time.Time // since when none of them is out; zero while one is
	Empty   bool      // a group that has no server left
	servers map[string]bool
	last    time.Time // of its last change
}

// Names lists its servers in order.
func (o *Open) Names() (all []string) {
	for row := range o.servers {
		_, name, _ := cut(row)
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

func cut(row string) (balancer, name string, ok bool) {
	for i := range len(row) {
		if row[i] == ' ' {
			return row[:i], row[i+1:], true
		}
	}
	return "", row, false
}

// Has reports whether a server is one of an outage's.
func (o *Open) Has(s *Server) bool {
	_, is := o.servers[s.row()]
	return is
}

// Act is what a change does to an outage.
type Act struct {
	Do
	Watch int
	Change
}

// Do is the kind of an Act.
type Do uint8

// The kinds of Act.
const (
	Resume Do = iota // it goes on: what served again has fallen again
	Join             // another server belongs to it
	End              // it is over: all of it serves again
	Serve            // a group has a server again, and not all of them
	Lose             // it is over: what failed is gone
)

// Watch holds the outages that are open, and the falls that may become some. Like a Frame it is a value: its methods return
// another one, and never change what it points to.
type Watch struct {
	Falls []Fall
	Open  []Open
	Users Burst
}

// Idle reports whether nothing is followed.
func (w *Watch) Idle() bool { return len(w.Falls) == 0 && len(w.Open) == 0 }

// Take takes in the changes of one Sample, and returns what they do to the outages that are open. until is how long an
// explanation of a fall is awaited.
func (w Watch) Take(all []Change, until func(*Change) time.Time) (Watch, []Act) {
	var acts []Act
	w.Falls, w.Open = slices.Clone(w.Falls), slices.Clone(w.Open)
	cloned := map[int]bool{}
	own := func(o *Open) map[string]bool {
		if !cloned[o.Watch] {
			o.servers, cloned[o.Watch] = maps.Clone(o.servers), true
		}
		return o.servers
	}
	pending := map[string]int{}
	for i := range w.Falls {
		pending[w.Falls[i].row()] = i
	}
	for i := range all {
		c := &all[i]
		if at, is := pending[c.row()]; is && w.Falls[at].Shape == c.Shape {
			w.Falls[at].meet(c)
			continue
		}
		o := w.of(c)
		switch {
		case o == nil && c.What == Fell:
			pending[c.row()] = len(w.Falls)
			w.Falls = append(w.Falls, Fall{Change: *c, Due: until(c)})
		case o == nil || c.At.Before(o.last):
		case c.What == Fell:
			acts = append(acts, o.fall(c, own(o))...)
		default:
			acts = append(acts, o.rise(c, own(o))...)
		}
		if c.What == Rose {
			acts = append(acts, w.refill(c)...)
		}
	}
	w.Falls = slices.DeleteFunc(w.Falls, func(x Fall) bool { return x.Due.IsZero() })
	return w, acts
}

// meet takes in a change of a server whose fall is not an outage yet.
func (x *Fall) meet(c *Change) {
	switch {
	case c.What == Gone, c.What == Rose && x.Already: // it was coming back when watching began
		x.Due = time.Time{}
	case c.What == Fell && x.Rise.At.IsZero():
	case c.What == Fell && !c.At.Before(x.Rise.At): // it flaps
		x.Rise = Change{}
	case c.What == Rose && !c.At.Before(x.At):
		x.Rise = *c
	}
}

// of returns the outage that a change belongs to: that of its server or node, else, for one that falls, that of its backend if
// several of its servers have fallen.
func (w *Watch) of(c *Change) *Open {
	for i := range w.Open {
		o := &w.Open[i]
		if (o.Shape == stopwatch.Failing) != (c.Shape == stopwatch.Failing) {
			continue
		}
		if o.Has(&c.Server) || o.Shape != stopwatch.GroupDown && o.First.same(&c.Server) {
			return o
		}
	}
	if c.What != Fell || alone(c.Shape) {
		return nil
	}
	for i := range w.Open {
		if o := &w.Open[i]; o.Shape == stopwatch.GroupDown && o.Up.IsZero() && o.First.Balancer == c.Balancer && (o.First.Backend == c.Backend || o.First.Backend == Every) {
			return o
		}
	}
	return nil
}

// fall takes in that a server of an outage is out.
func (o *Open) fall(c *Change, servers map[string]bool) []Act {
	out, was := servers[c.row()]
	if out {
		return nil
	}
	servers[c.row()] = true
	o.Down++
	o.last, o.Out = c.At, c.At
	over := !o.Up.IsZero()
	o.Up = time.Time{}
	switch {
	case over:
		return []Act{{Resume, o.Watch, *c}}
	case !was:
		return []Act{{Join, o.Watch, *c}}
	}
	return nil
}

// rise takes in that a server of an outage serves again, or is gone.
func (o *Open) rise(c *Change, servers map[string]bool) []Act {
	if !servers[c.row()] {
		return nil
	}
	servers[c.row()] = false
	o.Down--
	o.last = c.At
	if c.What == Gone {
		delete(servers, c.row())
	}
	switch {
	case o.Down > 0:
		return nil
	case c.What == Gone && !slices.Contains(slices.Collect(maps.Values(servers)), false):
		o.Up = c.At
		return []Act{{Lose, o.Watch, *c}}
	}
	o.Up = c.At
	return []Act{{End, o.Watch, *c}}
}

// refill takes in that a backend without a server has one again.
func (w *Watch) refill(c *Change) (acts []Act) {
	for i := range w.Open {
		if o := &w.Open[i]; o.Empty && o.First.Balancer == c.Balancer && o.First.Backend == c.Backend {
			if o.Empty = false; o.Down > 0 {
				acts = append(acts, Act{Serve, o.Watch, *c})
			}
		}
	}
	return acts
}

// Due returns the falls that nothing has explained in time.
func (w Watch) Due(now time.Time) (Watch, []Fall) {
	if !slices.ContainsFunc(w.Falls, func(x Fall) bool { return !now.Before(x.Due) }) {
		return w, nil
	}
	var all, rest []Fall
	for i := range w.Falls {
		if x := &w.Falls[i]; !now.Before(x.Due) {
			all = append(all, *x)
		} else {
			rest = append(rest, *x)
		}
	}
	w.Falls = rest
	return w, all
}

// Begun returns the watch with an outage that has a stopwatch now. It has the servers of those that it takes in.
func (w Watch) Begun(id int, t0 time.Time, g Group) Watch {
	x := &g.Falls[0]
	o := Open{Watch: id, Shape: x.Shape, First: x.Server, T0: t0, Empty: g.Empty, servers: map[string]bool{}}
	if g.Whole {
		o.Shape = stopwatch.GroupDown
	}
	maps.Copy(o.servers, g.rows)
	for i := range g.Falls {
		x := &g.Falls[i]
		o.servers[x.row()] = true
		if x.At.After(o.last) {
			o.last = x.At
		}
	}
	for _, out := range o.servers {
		if out {
			o.Down++
		}
	}
	o.Out = o.last
	w.Open = append(slices.Clip(w.Open), o)
	return w
}

// Without returns the watch without the outages that fit.
func (w Watch) Without(fits func(*Open) bool) Watch {
	if !slices.ContainsFunc(w.Open, func(o Open) bool { return fits(&o) }) {
		return w
	}
	w.Open = slices.DeleteFunc(slices.Clone(w.Open), func(o Open) bool { return fits(&o) })
	return w
}

// Find returns an outage by its stopwatch; nil if there is none.
func (w *Watch) Find(id int) *Open {
	for i := range w.Open {
		if w.Open[i].Watch == id {
			return &w.Open[i]
		}
	}
	return nil
}

// Ended returns the watch after an outage that no change ends is over.
func (w Watch) Ended(id int, at time.Time) Watch {
	w.Open = slices.Clone(w.Open)
	if o := w.Find(id); o != nil {
		o.Up, o.Down = at, 0
	}
	return w
}
