package tui

import (
	"hadash/tui/paint"
	"hadash/tui/users"
)

// The smallest size that panels fit on; below it, one line says what is broken.
const (
	minWidth  = 60
	minHeight = 16
)

// wants is how many rows the panels would like.
type wants struct {
	path, nodes int
	servers     int             // without the nodes that the path shows, if it shows all of them; 0: it never does
	replay      bool            // a recording is shown
	quiet       [paneCount]bool // panes that have nothing to say, and give up their rows
}

// layout holds every rectangle of the screen. It is computed when the size or the amount of content
// changes.
type layout struct {
	w, h     int
	tooSmall bool
	bigPath  bool            // the path as columns under a rule; else one line
	onPath   bool            // the path has all nodes that are no servers; else they have tables of their own
	apart    [paneCount]bool // cost, logs: they share no rectangle with the timeline, of which the focus decides which is seen
	status   bool            // questions and results have a line of their own above the keys
	quiet    [paneCount]bool // panes without a place

	header, users, path, nodes, timeline, cost, logs, replay, note, keys paint.Rect
	page                                                                 paint.Rect // what a page covers: all between header and note
}

func layoutFor(w, h int, want wants) layout {
	l := layout{w: w, h: h, tooSmall: w < minWidth || h < minHeight, quiet: want.quiet}
	if l.tooSmall {
		return l
	}
	l.status = h >= 30

	y := 0
	take := func(rows int) paint.Rect {
		r := paint.Area(0, y, w, rows)
		y += rows
		return r
	}
	l.header = take(1)
	bottom := 1
	if l.status {
		bottom = 2
	}
	if want.replay {
		bottom++
	}
	l.panels(want, h-y-bottom, take)
	l.page = paint.Area(0, l.header.H, w, h-l.header.H-bottom)
	if want.replay {
		l.replay = take(1)
		bottom--
	}
	l.note = take(bottom - 1)
	l.keys = take(1)
	if !l.status {
		l.note = l.keys
	}
	return l
}

// panels shares rest rows. The nodes come first: the path is a line, and the panels under the nodes share a place,
// until there is room for more beside all the nodes that a smaller screen would show.
func (l *layout) panels(want wants, rest int, take func(int) paint.Rect) {
	path, more := 0, 0 // no row where no node is known: only HAProxy's own servers
	if want.path > 0 {
		path, more = 1, min(max(want.path, 3), l.h/5)
	}
	wide := l.w >= 100
	if want.quiet[paneTimeline] && want.quiet[paneCost] && want.quiet[paneLogs] {
		l.apart[paneCost] = l.status && wide
		l.users, l.path, l.nodes = take(0), take(path), take(rest-path)
		return
	}
	rows, tables := want.nodes, nodesHeight(rest-path, rest-path-more, want.nodes+1)
	switch {
	case want.servers == 0 || path == 0:
	case !l.status || !wide: // one line of path has what their tables would say
		l.onPath = rest-path-users.Rows-tables < fewBeneath
	case want.path <= more:
		nodes := nodesHeight(rest-path, rest-path-more, want.servers+1)
		l.onPath = rest-path-more-nodes-users.Rows >= fewApart
	}
	if l.onPath {
		rows = want.servers
	}
	nodes := nodesHeight(rest-path, rest-path-more, rows+1)
	below, strip := rest-path-nodes, 0
	least := fewShown
	if l.status && wide {
		least = fewApart
	}
	if path > 0 && l.w >= fewUsers && below-users.Rows >= least {
		strip = users.Rows
		if l.status && wide && below-users.Tall-more >= 2*fewApart {
			strip = users.Tall
		}
		below -= strip
	}
	if l.bigPath = l.status && wide && path > 0 && below-more >= fewApart; l.bigPath {
		path, below = path+more, below-more
	}
	l.users, l.path, l.nodes = take(strip), take(path), take(nodes)
	l.beneath(below, wide, take)
}

// beneath shares the rows under the nodes.
func (l *layout) beneath(rows int, wide bool, take func(int) paint.Rect) {
	upper, lower := !l.quiet[paneTimeline] || !l.quiet[paneCost], !l.quiet[paneLogs]
	l.apart[paneLogs] = l.status && rows >= fewApart
	high := rows
	switch {
	case !l.apart[paneLogs], !lower:
	case !upper:
		high = 0
	case !wide && rows >= 2*fewStacked:
		high = rows * 2 / 3
	case rows >= 3*fewApart: // the story has more to tell than the logs
		high = rows * 3 / 5
	default:
		high = max(rows/2, min(10, rows-5))
	}
	l.timeline = take(high)
	l.cost, l.logs = l.timeline, take(rows-high)
	both := !l.quiet[paneTimeline] && !l.quiet[paneCost]
	switch {
	case wide && (l.apart[paneLogs] || !l.status && both && high >= fewShown):
		l.apart[paneCost] = true
		if both {
			l.timeline.W = l.w / 2
			l.cost.X, l.cost.W = l.w/2, l.w-l.w/2
		}
	case both && high >= fewStacked:
		l.apart[paneCost] = true
		l.cost.H = min(high/2, 10)
		l.timeline.Y, l.timeline.H = l.timeline.Y+l.cost.H, high-l.cost.H
	}
	if !l.apart[paneLogs] {
		l.logs = l.timeline
	}
}

// The rows of the panels under the nodes, with their rules, and the cells of the strip of the users.
const (
	fewShared  = 4  // one of them in the place that they share
	fewShown   = 6  // one of them, beside the users
	fewApart   = 8  // the timeline above the logs
	fewStacked = 9  // the cost above the timeline
	fewBeneath = 16 // all of them, so that the nodes may have tables
	fewUsers   = 80
)

// nodesHeight is how many of rest rows the nodes get, of which fewer are left beside the whole path: as many as they
// want, and with many nodes as many as leave the panels below a fair part. It grows with all three, and only with them, so
// a larger screen never shows fewer nodes.
func nodesHeight(rest, fewer, want int) int {
	return min(want, rest-fewShared, max(17, rest/2, fewer-12))
}
