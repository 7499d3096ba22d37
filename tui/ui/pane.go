package ui

import (
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
)

// Pane is a part of the screen: a pane of the overview, or a page. It never sees the shell.
type Pane interface {
	// Draw writes all of r; the shell has drawn nothing there.
	Draw(c *Context, r paint.Rect)
	// Takes lists the actions of the pane; of those with the same key, the first one wins. A key
	// of none of them keeps its general meaning.
	Takes() []keys.Action
	// Do does one of these actions, and returns a request to the shell; nil for none.
	Do(c *Context, a keys.Action) Intent
	// Node is the node that keys act on.
	Node(c *Context) (NodeID, bool)
	// Help is the key line, the most useful keys first.
	Help(c *Context) []keys.Line
}

// Clickable is a pane with rows that can be clicked.
type Clickable interface {
	// Click chooses a row; again reports that it was clicked just before.
	Click(c *Context, l paint.Link, again bool) Intent
}

// Scrollable is a pane with a scrolling of its own, other than by the actions Up and Down.
type Scrollable interface {
	// Wheel scrolls by a number of lines at a line of the screen; negative is up.
	Wheel(c *Context, by, y int) Intent
}

// Modal is a pane that can capture the keys.
type Modal interface {
	// Modal reports whether only the actions of Takes work now, besides closing the page, quitting and suspending.
	// Other keys do nothing.
	Modal() bool
}

// Explainer is a pane that shows the text it had to cut on the status line.
type Explainer interface {
	// Explain writes into the status line; false when there is nothing to show.
	Explain(c *Context, p *paint.Pen) bool
}

// Intent is a request of a pane to the shell.
type Intent interface{ intent() }

// The Intents.
type (
	Break   struct{ Fault record.Fault } // asks first
	Heal    struct{ Fault record.Fault } // and leaves the page
	Act     struct{ Action keys.Action } // the action's general effect
	Open    struct{ Node NodeID }        // the page of a node
	Choose  struct{ Node NodeID }        // the node that keys act on in the overview
	Close   struct{}                     // leaves the page
	Arrange struct{}                     // the rows of the nodes pane have changed
	Say     struct {                     // a remark above the keys
		Tone Tone
		Text string
	}
	Type struct { // a line to be typed
		Label, Text string
		Each        func(text string) (wrong string) // after every change; returns why the text is not in use; may be nil
		Done        func(text string) Intent         // on accept
		Drop        func()                           // on cancel; may be nil
	}
	Keep struct{ Prefs } // the preferences have changed
	Many []Intent        // one after the other
)

// Prefs are the user's choices on the screen, kept for the next one.
type Prefs struct {
	Columns []string // of the stats page, by HAProxy's names, in the order shown; none = the usual ones
	Sort    string   // the column that servers are sorted by, "-" before it where the largest comes first; "" = HAProxy's order
}

func (Break) intent()   {}
func (Heal) intent()    {}
func (Act) intent()     {}
func (Open) intent()    {}
func (Choose) intent()  {}
func (Close) intent()   {}
func (Arrange) intent() {}
func (Say) intent()     {}
func (Type) intent()    {}
func (Keep) intent()    {}
func (Many) intent()    {}

// Tone is the kind of a remark.
type Tone uint8

// The tones of a remark.
const (
	Plainly Tone = iota
	Well         // it worked
	Badly        // it did not
)
