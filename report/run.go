// Package report reads a recording to its end, and has the words for it in the reader's language.
// The packages below it write the documents.
package report

import (
	"maps"
	"slices"
	"time"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// Run is a recording, read to its end: everything that a report, a picture or a comparison needs.
type Run struct {
	Name   string // of the file
	Header record.Header
	Torn   string    // what is missing at the end of the recording, "" when nothing is
	Begun  time.Time // the recording; its first Samples are the state at its beginning
	Ended  time.Time

	Frame   incident.Frame        // as it stood at the end
	Faults  []stopwatch.Stopwatch // of every fault, oldest first
	Events  []event.Event         // every one, by time
	Seconds []clients.Second      // what the clients felt, every second in which a request ended, by time
	Whole   clients.Second        // the same of all seconds of the run's span together, for its percentiles; no Requests when there was no such load
	Nginx   []Reading             // requests per second by nginx's own counter, by time
	Bands   []Band                // how each node was, in path order
	Tables  []Table               // HAProxy before, during and after
	Lapses  []Lapse               // times in which a replica did not replicate, by their beginning
	Steps   []Step                // of the drill, in the order in which they were reached; empty without one
	K6      *record.K6            // its last word, nil when it said none
	LeftOut LeftOut               // counts of the rest
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
	Title wording.Phrase // "before the first fault", "during stop mysql-slave1, just before its heal", "at the end"
	Page  *record.HAProxy
}

// Gather reads a recording to its end, or to where it is torn.
func Gather(rec *record.Recording) *Run {
	r := &Run{Name: rec.Name, Header: rec.Header}
	g := gathering{run: r, f: incident.NewFrame(rec.Header.Started), events: map[int]event.Event{}, bands: map[string]int{}, steps: map[int][]int{}}
	for s := range rec.Samples() {
		g.take(s)
	}
	g.end()
	r.Torn = rec.Torn()
	return r
}

// gathering is a Run that is being read.
type gathering struct {
	run    *Run
	f      incident.Frame
	events map[int]event.Event // by ID: a later word on an event replaces the earlier
	newest int                 // ID of an event
	steps  map[int][]int       // those that have not ended, by their line: where they are in run.Steps
	bands  map[string]int      // index in run.Bands, by node
	spans  int                 // of all bands
	pages  pages

	script  clients.Script
	probe   clients.Script        // of the first probe
	probes  clients.Script        // of the others, which are in no figure of the run
	watches []stopwatch.Stopwatch // of the Frame before
	nodes   []incident.Node       // of the Frame before
}

func (g *gathering) take(s record.Sample) {
	r := g.run
	g.f = incident.Fold(g.f, s)
	f := &g.f
	g.note(f.Events)
	g.faulty(f.Stopwatches)
	if s.Logs != nil {
		g.recordOf(s.Node).Add(s.Logs.Windows, g.begun(), g.f.At, g.spanNow())
	}
	if n := len(r.Nginx); s.Nginx != nil && n < maxReadings && (n == 0 || s.At.After(r.Nginx[n-1].At)) {
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

// recordOf is the client's record that a node's windows are of.
func (g *gathering) recordOf(node string) *clients.Script {
	for i, n := range g.f.Topology.Of(record.KindProbe) {
		switch {
		case n.Name != node:
		case i == 0:
			return &g.probe
		default:
			return &g.probes
		}
	}
	return &g.script
}

// begun is when the recording began.
func (g *gathering) begun() time.Time { return g.f.Watched.From }

// spanNow is the span of the run's figures, as far as it has come.
func (g *gathering) spanNow() *clients.Span {
	r := Run{Frame: g.f}
	return r.Span()
}

func (g *gathering) end() {
	r, f := g.run, g.f.Ended()
	f.Settings = r.LeftOut.configs(&f)
	r.Frame, r.Begun, r.Ended = f, g.begun(), f.At
	told := &g.script
	if r.Clients().By == event.ByProbe {
		told = &g.probe
	}
	r.Seconds, r.Whole = told.Seconds(), told.Whole()
	r.Events = slices.SortedFunc(maps.Values(g.events), func(a, b event.Event) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return a.ID - b.ID
	})
	for i := range f.Stopwatches {
		g.keep(f.Stopwatches[i])
	}
	slices.SortFunc(r.Faults, func(a, b stopwatch.Stopwatch) int { return a.ID - b.ID })
	for i := range r.Lapses {
		if r.Lapses[i].To.IsZero() {
			r.Lapses[i].To = f.At
		}
	}
	r.Tables = g.pages.tables(r.Faults)
	r.LeftOut.Tables += g.pages.left
	for i := range r.Bands {
		if k := len(r.Bands[i].Spans); k > 0 {
			r.Bands[i].Spans[k-1].To = f.At
		}
	}
}
