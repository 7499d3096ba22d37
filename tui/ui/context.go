// Package ui holds what the parts of the screen share: the Context in which they draw, their Intents for the shell, and
// rows and words that several of them use.
package ui

import (
	"time"

	"hadash/incident"
	"hadash/incident/predict"
	"hadash/incident/route"
	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
)

// Context is what a part of the screen may see while it draws or acts.
type Context struct {
	Frame, Live *incident.Frame // on the screen; newest
	Screen      *paint.Screen
	Theme       *paint.Theme
	Zone        *time.Location
	Hands       bool // nodes can be broken and healed from here
	LogsHidden  bool // the overview has no room for the logs
	Keys        *keys.Map
	Area        paint.Rect // of the pane that draws or acts, its border too
	Focused     bool
	Chosen      NodeID           // in the overview; zero where none is
	Around      bool             // the logs show what was written around the event chosen in the timeline
	LoadStarts  bool             // k6 was asked to send requests and has no users yet
	Behind      paint.TitlePart  // the panes that share its place, with their keys
	Truths      []incident.Truth // the report of each source on each node of Frame
	Verdict     verdict.Verdict  // on Frame
	Route       route.Route      // of requests, in Frame
	Read        int              // the ID of the stopwatch whose end the user has taken note of; 0 = none

	Own []record.Fault // faults of the user's own that can be made from here

	// Predict says when a fault would be noticed and healed, as things are in a Frame.
	Predict func(*incident.Frame, record.Fault) predict.Prediction
}

// Back is the stopwatch of the fault that is over and is the newest news; nil when there is none, or the user has taken
// note of it.
func (c *Context) Back() *stopwatch.Stopwatch {
	if c.Verdict.State != verdict.Back || c.Verdict.Faults[0].ID == c.Read {
		return nil
	}
	return c.Verdict.Faults[0]
}

// Overview is the node chosen in the overview.
func (c *Context) Overview() (NodeID, bool) { return c.Chosen, c.Chosen != NodeID{} }

// Clock is the time of the Frame on the screen, in the user's zone.
func (c *Context) Clock() string { return c.Frame.At.In(c.Zone).Format("15:04:05") }

// Since is how long ago t was in the Frame on the screen, "-" when it is not known.
func (c *Context) Since(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return paint.Age(c.Frame.At.Sub(t))
}
