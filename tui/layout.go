package tui

import "hadash/tui/paint"

// The smallest screen that panels fit on; below it one line says what is broken.
const (
	minWidth  = 60
	minHeight = 16
)

// wants is how many rows the panels would like.
type wants struct {
	path, nodes int
	reel        bool // a recording is shown
}

// layout is every rectangle of the screen. It is computed when the size changes, or how much there
// is to show.
type layout struct {
	w, h     int
	tooSmall bool
	bigPath  bool // the path as columns in a box; else one line
	shared   bool // timeline, cost and logs share one rectangle, the focus decides which is seen
	beside   bool // timeline and cost stand side by side; else they share a rectangle
	twoWide  bool // apps and other nodes stand side by side
	status   bool // questions and results have a line of their own above the keys

	header, path, nodes, timeline, cost, logs, reel, note, keys paint.Rect
	page                                                        paint.Rect // what a page covers: all between header and note
}

func layoutFor(w, h int, want wants) layout {
	l := layout{w: w, h: h, tooSmall: w < minWidth || h < minHeight}
	if l.tooSmall {
		return l
	}
	l.bigPath = w >= 100 && h >= 30
	l.beside = l.bigPath
	l.shared = h < 30
	l.status = h >= 30
	l.twoWide = twoWide(w)

	y := 0
	take := func(rows int) paint.Rect {
		r := paint.Area(0, y, w, rows)
		y += rows
		return r
	}
	l.header = take(1)
	switch {
	case want.path == 0: // no node is known: only HAProxy's own servers
	case l.bigPath:
		l.path = take(min(max(want.path, 3), h/5) + 2)
	default:
		l.path = take(1)
	}
	bottom := 1
	if l.status {
		bottom = 2
	}
	if want.reel {
		bottom++
	}
	rest := h - y - bottom
	l.nodes = take(nodesHeight(rest, want.nodes+2, l.shared))
	rest = h - y - bottom
	if l.shared {
		l.timeline = take(rest)
		l.logs = l.timeline
	} else {
		upper := max(rest/2, min(8, rest-6))
		l.timeline = take(upper)
		l.logs = take(rest - upper)
	}
	l.cost = l.timeline
	if l.beside {
		l.timeline.W = w / 2
		l.cost.X, l.cost.W = w/2, w-w/2
	}
	l.page = paint.Area(0, l.header.H, w, h-l.header.H-bottom)
	if want.reel {
		l.reel = take(1)
		bottom--
	}
	l.note = take(bottom - 1)
	l.keys = take(1)
	if !l.status {
		l.note = l.keys
	}
	return l
}

// twoWide reports whether a screen is wide enough for two tables side by side.
func twoWide(w int) bool { return w >= 110 }

// nodesHeight shares rest between the nodes and what is under them: the nodes get what they want
// as long as enough of the timeline and the logs is seen.
func nodesHeight(rest, want int, shared bool) int {
	below := 5 // a border and three rows
	if !shared {
		below = 12
	}
	return max(min(want, rest-below), min(rest/2, 8))
}
