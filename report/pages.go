package report

import (
	"time"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// pages keeps the readings of HAProxy's stats page that a report shows: before the first fault, at the
// end of each, and the last.
type pages struct {
	lately []Table // the newest, oldest first
	before Table
	during map[int]Table // by the fault's ID
	rows   int           // of these tables
	left   int           // tables for which there was no room
}

// keptPages is how many readings are kept until it is known whether a heal came between them: it can be reported
// some polls after it was made.
const keptPages = 32

func (p *pages) read(f *incident.Frame) {
	held := 0
	for _, t := range p.lately {
		held += len(t.Page.Servers)
	}
	for len(p.lately) >= keptPages || len(p.lately) > 2 && held > 2*maxRows {
		held -= len(p.lately[0].Page.Servers)
		p.lately = append(p.lately[:0], p.lately[1:]...)
	}
	p.lately = append(p.lately, Table{At: f.At, Page: f.HAProxy})
}

// watch takes the page before the first fault when there is one, and that of a fault when it is healed.
func (p *pages) watch(f *incident.Frame) {
	if p.before.Page == nil && f.Before != nil {
		p.before = Table{At: p.when(f.Before, f.At), Title: wording.BeforeFirstFault.Of(), Page: f.Before}
	}
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		healed := w.Moments[stopwatch.Healed]
		if _, have := p.during[w.ID]; have || !healed.Seen() {
			continue
		}
		p.take(w, healed.At)
	}
}

// when is the time of a reading.
func (p *pages) when(page *record.HAProxy, otherwise time.Time) time.Time {
	for _, t := range p.lately {
		if t.Page == page {
			return t.At
		}
	}
	return otherwise
}

// take keeps the last reading before a heal. One that is older than the fault tells nothing of it.
func (p *pages) take(w *stopwatch.Stopwatch, healed time.Time) {
	if p.during == nil {
		p.during = map[int]Table{}
	}
	p.during[w.ID] = Table{}
	for i := len(p.lately) - 1; i >= 0; i-- {
		if t := p.lately[i]; t.At.Before(healed) { // that which showed the heal comes after it
			if rows := 1 + len(t.Page.Servers); t.At.After(w.At) && room(p.rows+rows, maxRows, &p.left) {
				p.rows += rows
				if t.Title = wording.DuringFault.Of(w.Phrase()); w.Kind.Found() {
					t.Title = wording.DuringOutage.Of(w.Phrase())
				}
				p.during[w.ID] = t
			}
			return
		}
	}
}

// tables are those that were taken, by time.
func (p *pages) tables(faults []stopwatch.Stopwatch) []Table {
	var all []Table
	if p.before.Page != nil {
		all = append(all, p.before)
	}
	for i := range faults {
		if t := p.during[faults[i].ID]; t.Page != nil {
			all = append(all, t)
		}
	}
	if n := len(p.lately); n > 0 {
		last := p.lately[n-1]
		last.Title = wording.AtTheEnd.Of()
		all = append(all, last)
	}
	for i := range all {
		if h := all[i].Page; len(h.Servers) > maxPage || len(h.Proxies) > maxPage {
			some := record.HAProxy{Version: h.Version, Pid: h.Pid, Uptime: h.Uptime,
				Servers: h.Servers[:min(len(h.Servers), maxPage)], Proxies: h.Proxies[:min(len(h.Proxies), maxPage)]}
			all[i].Page = &some
			p.left++
		}
	}
	return all
}
