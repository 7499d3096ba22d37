package logs

import (
	"slices"
	"sort"
)

// finding is a search.
type finding struct {
	pattern *Pattern // nil = there is none
	hits    []int64  // numbers of the lines that pass and match
	origin  place    // the place before the search
	from    int64    // number of the line at the bottom then
	seeks   bool     // the nearest of the hits is not found yet
}

// Begin starts a search from where the panel is.
func (p *Panel) Begin() { p.find.origin = p.place }

// Find searches for a pattern, and goes to the nearest line that matches: that on the screen, or one above. A nil
// pattern ends the search, and returns to where it began.
func (p *Panel) Find(pattern *Pattern) {
	p.find.pattern, p.find.hits = pattern, p.find.hits[:0]
	p.place = p.find.origin
	p.find.seeks, p.find.from = pattern != nil, p.bottom
	if p.Following() {
		p.find.from = p.ring.next - 1
	}
	if pattern != nil {
		p.again()
	}
}

// EndFind ends the search, and stays where it led.
func (p *Panel) EndFind() {
	p.find.pattern, p.find.hits, p.find.seeks = nil, nil, false
	if p.folds() {
		p.again()
	}
	if !p.event.on {
		p.at = -1
	}
}

// Finding is the text of the search.
func (p *Panel) Finding() (text string, on bool) {
	if p.find.pattern == nil {
		return "", false
	}
	return p.find.pattern.text, true
}

// Hit is the position of the marked match and the number of matches; 0 when none is marked.
func (p *Panel) Hit() (nth, of int) {
	i, ok := slices.BinarySearch(p.find.hits, p.at)
	if !ok {
		return 0, len(p.find.hits)
	}
	return i + 1, len(p.find.hits)
}

// Next goes to the match before the marked one (-1), or after it (+1). It wraps around at the end, and says so;
// false when nothing matches.
func (p *Panel) Next(by int) (around, ok bool) {
	hits := p.find.hits
	if len(hits) > 0 {
		p.find.seeks = false // one goes on by oneself
	}
	if len(hits) == 0 && p.Filtering() {
		p.finish()
		return p.Next(by)
	}
	if len(hits) == 0 {
		return false, false
	}
	at := p.at
	if at < 0 { // from what is seen
		at = p.bottom + 1
		if p.Following() {
			at = p.ring.next
		}
	}
	i := sort.Search(len(hits), func(i int) bool { return hits[i] >= at })
	exact := i < len(hits) && hits[i] == at
	if exact || by < 0 {
		i += by
	}
	around = i < 0 || i >= len(hits)
	if around && p.Filtering() {
		p.finish()
		return p.Next(by)
	}
	p.at = hits[(i+len(hits))%len(hits)]
	p.reveal(p.at, false)
	return around, true
}
