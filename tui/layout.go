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
	onPath   bool            // the path shows all nodes that are no servers; else they have tables of their own
	shared   bool            // timeline, cost and logs share one rectangle, the focus decides which is seen
	beside   bool            // timeline and cost stand side by side; else they share a rectangle
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
	upper, lower := !want.quiet[paneTimeline] || !want.quiet[paneCost], !want.quiet[paneLogs]
	if !upper && !lower {
		l.beside = l.status && l.w >= 100
		l.users, l.path, l.nodes = take(0), take(path), take(rest-path)
		return
	}
	rows := want.nodes
	if want.servers > 0 && want.path <= more && l.status && l.w >= 100 {
		nodes := nodesHeight(rest-path, rest-path-more, want.servers+1)
		if l.onPath = rest-path-more-nodes-users.Rows >= fewApart; l.onPath {
			rows = want.servers
		}
	}
	nodes := nodesHeight(rest-path, rest-path-more, rows+1)
	below := rest - path - nodes
	l.shared = !l.status || below < fewApart
	strip := 0
	if !l.shared && l.w >= 100 && path > 0 && below-users.Rows >= fewApart {
		strip = users.Rows
		below -= strip
	}
	if l.bigPath = !l.shared && l.w >= 100 && path > 0 && below-more >= fewApart; l.bigPath {
		path, below = path+more, below-more
	}
	l.beside = !l.shared && l.w >= 100
	l.users, l.path, l.nodes = take(strip), take(path), take(nodes)
	if l.shared {
		l.timeline = take(below)
		l.logs = l.timeline
	} else {
		high := max(below/2, min(10, below-5))
		switch {
		case !lower:
			high = below
		case !upper:
			high = 0
		}
		l.timeline = take(high)
		l.logs = take(below - high)
	}
	l.cost = l.timeline
	if l.beside && !want.quiet[paneTimeline] && !want.quiet[paneCost] {
		l.timeline.W = l.w / 2
		l.cost.X, l.cost.W = l.w/2, l.w-l.w/2
	}
}

// The rows of the panels under the nodes, with their rules.
const (
	fewShared = 4 // one of them in the place that they share
	fewApart  = 8 // the timeline above the logs
)

// nodesHeight is how many of rest rows the nodes get, of which fewer are left beside the whole path: as many as they
// want, and with many nodes as many as leave the panels below a fair part. It grows with all three, and only with them, so
// a larger screen never shows fewer nodes.
func nodesHeight(rest, fewer, want int) int {
	return min(want, rest-fewShared, max(17, rest/2, fewer-12))
}
