package report

import (
	"maps"
	"slices"
	"time"

	"hadash/incident"
	"hadash/record"
)

// Run is a recording, read to its end: all of it that a report, a picture or a comparison needs.
type Run struct {
	Name   string // of the file
	Header record.Header
	Torn   string    // what is missing at the end of the recording, "" when nothing is
	Begun  time.Time // the recording; its first Samples tell what was known by then
	Ended  time.Time

	Frame   incident.Frame       // as it stood at the end
	Faults  []incident.Stopwatch // of every fault, oldest first
	Events  []incident.Event     // every one, by time
	Seconds []incident.Second    // what the clients felt, every second in which a request ended, by time
	Whole   incident.Second      // the same of all seconds together; no Requests when there was no such load
	Nginx   []Reading            // requests per second by nginx's own counter, by time
	Bands   []Band               // how each node was, in path order
	Tables  []Table              // HAProxy before, during and after
	Lapses  []Lapse              // times in which a replica did not replicate, by their beginning
	Steps   []Step               // of the drill, in the order in which they were reached; empty without one
	K6      *record.K6           // its last word, nil when it said none
}

// Reading is a rate until an instant, from the reading before it on; -1 when that is not known.
type Reading struct {
	At   time.Time
	Rate float64
}

// Step is a line of a drill and how it ended.
type Step struct {
	record.Step
	From, To time.Time
}

// Band is how one node was over time.
type Band struct {
	Node  string
	Role  record.Role
	Spans []Span
}

// Span is a time in which a node's health did not change; the next one begins where it ends.
type Span struct {
	From, To time.Time
	Health   incident.Health
}

// Table is HAProxy's stats page at one moment.
type Table struct {
	At    time.Time
	Title string // "before the first fault", "during stop mysql-slave1, just before its heal", "at the end"
	Page  *record.HAProxy
}

// Gather reads a recording to its end, or to where it is torn.
func Gather(rec *record.Recording) (*Run, error) {
	r := &Run{Name: rec.Name, Header: rec.Header}
	g := gathering{run: r, events: map[int]incident.Event{}, faults: map[int]incident.Stopwatch{}, bands: map[string]int{}}
	for s, err := range rec.Samples() {
		if err != nil {
			return nil, err
		}
		g.take(s)
	}
	g.end()
	r.Torn = rec.Torn()
	return r, nil
}

// gathering is a Run that is being read.
type gathering struct {
	run    *Run
	f      incident.Frame
	events map[int]incident.Event // by ID: a later word on an event replaces the earlier
	faults map[int]incident.Stopwatch
	bands  map[string]int // index in run.Bands, by node
	pages  pages

	clients incident.Clients
}

func (g *gathering) take(s record.Sample) {
	r := g.run
	g.f = incident.Fold(g.f, s)
	f := &g.f
	for _, e := range f.Events {
		g.events[e.ID] = e
	}
	for _, w := range f.Stopwatches {
		g.faults[w.ID] = w
	}
	if s.Logs != nil {
		g.clients.Add(s.Logs.Windows, g.begun().Unix(), g.f.At)
	}
	if s.Nginx != nil {
		r.Nginx = append(r.Nginx, Reading{At: s.At, Rate: f.Nginx.Rate})
	}
	if s.K6 != nil && s.K6.Requests > 0 {
		r.K6 = s.K6
	}
	if s.Act != nil && s.Act.Step != nil {
		g.step(s.At, *s.Act.Step)
	}
	if s.Replica != nil {
		g.replicate(s.At, s.Node, s.Replica)
	}
	if s.HAProxy != nil {
		g.pages.read(f)
	}
	g.pages.watch(f)
	g.colour()
}

// begun is when the recording began.
func (g *gathering) begun() time.Time {
	if started := g.run.Header.Started; started.After(g.f.Begun) && !started.After(g.f.At) {
		return started
	}
	return g.f.Begun
}

func (g *gathering) step(at time.Time, s record.Step) {
	steps := g.run.Steps
	if n := len(steps); n > 0 && s.State.Ended() {
		for i := n - 1; i >= 0; i-- {
			if steps[i].Line == s.Line && !steps[i].State.Ended() {
				steps[i].Step, steps[i].To = s, at
				return
			}
		}
	}
	g.run.Steps = append(steps, Step{Step: s, From: at, To: at})
}

// colour notes how each node is now.
func (g *gathering) colour() {
	r, f := g.run, &g.f
	for i := range f.Nodes {
		n := &f.Nodes[i]
		at, ok := g.bands[n.Name]
		if !ok {
			at = len(r.Bands)
			g.bands[n.Name] = at
			r.Bands = append(r.Bands, Band{Node: n.Name, Role: n.Role})
		}
		b := &r.Bands[at]
		if k := len(b.Spans); k == 0 || b.Spans[k-1].Health != n.Health {
			if k > 0 {
				b.Spans[k-1].To = f.At
			}
			b.Spans = append(b.Spans, Span{From: f.At, To: f.At, Health: n.Health})
		}
	}
}

func (g *gathering) end() {
	r, f := g.run, g.f
	f.Events, f.Lines = nil, nil
	r.Frame, r.Begun, r.Ended = f, g.begun(), f.At
	r.Seconds, r.Whole = g.clients.Seconds(), g.clients.Whole()
	r.Events = slices.SortedFunc(maps.Values(g.events), func(a, b incident.Event) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return a.ID - b.ID
	})
	r.Faults = slices.SortedFunc(maps.Values(g.faults), func(a, b incident.Stopwatch) int { return a.ID - b.ID })
	for i := range r.Lapses {
		if r.Lapses[i].To.IsZero() {
			r.Lapses[i].To = f.At
		}
	}
	r.Tables = g.pages.tables(r.Faults)
	for i := range r.Bands {
		if k := len(r.Bands[i].Spans); k > 0 {
			r.Bands[i].Spans[k-1].To = f.At
		}
	}
}
