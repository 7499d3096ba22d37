package ui

import "hadash/tui/keys"

// Moves lists the actions that go up and down.
var Moves = []keys.Action{keys.Up, keys.Down, keys.PageUp, keys.PageDown, keys.Top, keys.Bottom}

// far is further than anything can be scrolled.
const far = 1 << 30

// Step is how many rows one of Moves goes down, below 0 for up, where a page has that many rows; 0 for any other action.
func Step(a keys.Action, page int) int {
	switch a {
	case keys.Up:
		return -1
	case keys.Down:
		return +1
	case keys.PageUp:
		return -page
	case keys.PageDown:
		return +page
	case keys.Top:
		return -far
	case keys.Bottom:
		return +far
	}
	return 0
}

// Page is how many rows PageUp and PageDown go in a pane: one less than are in sight.
func (c *Context) Page() int { return max(c.Area.Under().H-1, 1) }
