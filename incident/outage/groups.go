package outage

import (
	"maps"
	"slices"
	"time"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
)

// Group is falls that are one outage.
type Group struct {
	Falls []Fall
	Whole bool  // they are one of their backend, and not of one server
	Empty bool  // the backend has no server left
	Takes []int // the stopwatches of outages that it takes in

	rows map[string]bool // the servers of those
}

// Groups decides what is one outage. Servers of a backend that fall in the same moment are one if no server of it is left, or if
// they are many. usable is how many servers of a backend serve, and how many there are.
func (w *Watch) Groups(falls []Fall, usable func(*Server) (serve, all int)) (out []Group) {
	by, order := map[string][]Fall{}, []string(nil)
	for _, x := range falls {
		if alone(x.Shape) {
			out = append(out, Group{Falls: []Fall{x}})
			continue
		}
		key := x.Balancer + " " + x.Backend
		if by[key] == nil {
			order = append(order, key)
		}
		by[key] = append(by[key], x)
	}
	for _, key := range order {
		all := by[key]
		slices.SortStableFunc(all, func(a, b Fall) int { return a.At.Compare(b.At) })
		serve, servers := usable(&all[0].Server)
		for _, moment := range moments(all) {
			out = append(out, w.group(moment, serve == 0 && servers > 1)...)
		}
	}
	return out
}

// alone reports whether an outage of a shape is never one with others: it is none of a backend's servers.
func alone(s stopwatch.Shape) bool { return s == stopwatch.Failing || s == stopwatch.BalancerDown }

// moments splits falls, in the order of time, by their moments. Those from before watching began are one: since when is known of
// each, but not which of them had one cause.
func moments(all []Fall) (out [][]Fall) {
	from := 0
	for i := 1; i <= len(all); i++ {
		if i == len(all) || all[i].At.Sub(all[i-1].At) > Together && (!all[i].Already || !all[i-1].Already) {
			out = append(out, all[from:i])
			from = i
		}
	}
	return out
}

// group decides about falls of one moment.
func (w *Watch) group(all []Fall, empty bool) (out []Group) {
	var takes []int
	rows := map[string]bool{}
	n := len(all)
	for i := range w.Open {
		o := &w.Open[i]
		near := all[0].At.Sub(o.Out).Abs() <= Together
		if near && o.of(&all[0].Server) {
			takes = append(takes, o.Watch)
			maps.Copy(rows, o.servers)
			n += len(o.servers)
		}
	}
	if empty || n > Apart {
		return []Group{{Falls: all, Whole: true, Empty: empty, Takes: takes, rows: rows}}
	}
	for i := range all {
		same := slices.IndexFunc(out, func(g Group) bool { return g.Falls[0].same(&all[i].Server) })
		if same < 0 {
			out = append(out, Group{Falls: all[i : i+1 : i+1]})
		} else {
			out[same].Falls = append(out[same].Falls, all[i])
		}
	}
	return out
}

// Crowd makes the outages of one moment at a balancer one, if they are too many.
func (w *Watch) Crowd(all []Group) []Group {
	falls, order := map[string][]Fall{}, []string(nil)
	out := slices.DeleteFunc(slices.Clone(all), func(g Group) bool {
		x := &g.Falls[0]
		if alone(x.Shape) {
			return false
		}
		if falls[x.Balancer] == nil {
			order = append(order, x.Balancer)
		}
		falls[x.Balancer] = append(falls[x.Balancer], g.Falls...)
		return true
	})
	for _, balancer := range order {
		g := Group{Falls: falls[balancer], Whole: true, rows: map[string]bool{}}
		n := 0
		for i := range all {
			if x := &all[i].Falls[0]; !alone(x.Shape) && x.Balancer == balancer {
				n++
			}
		}
		last := g.Falls[len(g.Falls)-1].At
		for i := range w.Open {
			if o := &w.Open[i]; !alone(o.Shape) && o.Up.IsZero() && o.First.Balancer == balancer && last.Sub(o.Out).Abs() <= Together {
				g.Takes = append(g.Takes, o.Watch)
				maps.Copy(g.rows, o.servers)
			}
		}
		if n+len(g.Takes) > Most {
			for i := range g.Falls {
				g.Falls[i].Backend = Every
			}
			out = append(out, g)
			continue
		}
		for i := range all {
			if x := &all[i].Falls[0]; !alone(x.Shape) && x.Balancer == balancer {
				out = append(out, all[i])
			}
		}
	}
	return out
}

// Every stands for the backend of an outage of many backends.
const Every = "*"

// IsOut reports whether a server is out by an outage that is open.
func (w *Watch) IsOut(balancer, name string) bool {
	row := balancer + " " + name
	for i := range w.Open {
		if !alone(w.Open[i].Shape) && w.Open[i].servers[row] {
			return true
		}
	}
	return false
}

// Whole returns the outages of the servers of a backend that is said to have none left as one, if several fell in one moment.
func (w *Watch) Whole(of *Server) Group {
	g := Group{Empty: true, rows: map[string]bool{}}
	var last time.Time
	for i := range w.Open {
		if o := &w.Open[i]; o.of(of) && o.Out.After(last) {
			last = o.Out
		}
	}
	for i := range w.Open {
		o := &w.Open[i]
		if !o.of(of) || last.Sub(o.Out) > Together {
			continue
		}
		g.Takes = append(g.Takes, o.Watch)
		g.Falls = append(g.Falls, Fall{Change: Change{Server: o.First, At: o.Out, By: event.ByLog}})
		maps.Copy(g.rows, o.servers)
	}
	g.Whole = len(g.Takes) > 1
	return g
}

// of reports whether an outage is one of a single server of a backend, which is out.
func (o *Open) of(s *Server) bool {
	return o.Shape == stopwatch.ServerDown && o.Up.IsZero() && o.First.Balancer == s.Balancer && o.First.Backend == s.Backend
}
