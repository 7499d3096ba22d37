package logs

import "sort"

// Follow shows the newest line from now on, or stops at the present place.
func (p *Panel) Follow() {
	p.find.seeks = false
	p.follow = !p.follow
	p.bottom = p.ring.next - 1
	if p.follow {
		p.event = moment{}
	}
}

// Following reports whether the newest line is always visible.
func (p *Panel) Following() bool { return p.follow && !p.held }

// Hold keeps the lines on the screen while the whole screen is frozen.
func (p *Panel) Hold(on bool) {
	p.held = on
	p.edge = p.ring.next - 1
	if on && p.follow {
		p.bottom = p.ring.next - 1
	}
}

// CatchUp keeps the place of a panel that does not follow among the lines still kept.
func (p *Panel) CatchUp() { p.bottom = max(p.bottom, p.ring.first) }

// end is one past the index in seen of the line on the last row.
func (p *Panel) end() int {
	if p.Following() {
		return len(p.seen)
	}
	return sort.Search(len(p.seen), func(i int) bool { return p.seen[i] > p.bottom })
}

// Scroll moves the view; past the newest line it follows again.
func (p *Panel) Scroll(by int) {
	p.find.seeks = false
	to := max(p.end()+by, min(p.rows, len(p.seen)))
	if to >= len(p.seen) && p.Filtering() {
		p.finish()
		p.Scroll(by)
		return
	}
	if to >= len(p.seen) {
		p.follow = true
		p.bottom = p.ring.next - 1
		return
	}
	p.stop(to)
}

// stop shows the lines before index end, and no newer ones.
func (p *Panel) stop(end int) {
	p.follow = false
	p.bottom = p.ring.next - 1
	if end < len(p.seen) {
		p.bottom = p.seen[end-1]
	}
}

// reveal stops where line number n is seen: where the panel is, else with the line in the middle.
func (p *Panel) reveal(n int64, middle bool) {
	i, end := p.index(n), p.end()
	if middle || i >= end || i < end-p.rows {
		end = max(min(i+1+p.rows/2, len(p.seen)), min(p.rows, len(p.seen)))
	}
	p.stop(end)
}

// Mark marks a visible line if a line is marked already: in a search, or around an event.
func (p *Panel) Mark(n int64) {
	if n >= p.ring.first && n < p.ring.next && (p.find.pattern != nil || p.event.on) {
		p.at = n
	}
}

// Marked is the line that a search or an event marks, nil when there is none.
func (p *Panel) Marked() *Line {
	if p.at < p.ring.first || p.at >= p.ring.next || p.find.pattern == nil && !p.event.on {
		return nil
	}
	return p.ring.at(p.at)
}

// newer is how many lines that pass are below the view.
func (p *Panel) newer() int { return len(p.seen) - p.end() }
