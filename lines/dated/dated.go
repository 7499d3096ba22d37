// Package dated says when lines were written: by their own words, else by when they were read.
package dated

import (
	"time"

	"hadash/lines/stamp"
)

// How says how it is known when a line was written.
type How uint8

// The ways, from the worst.
const (
	ByReading How = iota // it is when the line was read
	ByOthers             // the line has no time of its own, and follows one that has
	ByItself
)

// Clock dates the lines of one stream, in their order. It is for one goroutine.
type Clock struct {
	// Live is true while lines are read as soon as they are written.
	Live bool

	reader stamp.Reader
	asked  bool          // the zone was given
	shift  time.Duration // what the clock of this machine is ahead of that of the program, in times that do not name their zone
	last   time.Time     // of the last line with a time of its own
	read   time.Time     // when the last line was read
}

const (
	// quarter is what all time zones are multiples of, and widest the most that two are apart.
	quarter = 15 * time.Minute
	widest  = 26 * time.Hour
	// prompt is how soon a line that was just written is read.
	prompt = 2 * time.Second
	// behind is how old a time must be for the lines that follow it without one to be as old.
	behind = 5 * time.Second
)

// New returns a Clock. zone is that of times that do not name theirs; nil = that of this machine, unless the lines that are read while they are
// written show another.
func New(zone *time.Location) *Clock {
	return &Clock{reader: stamp.Reader{Zone: zone}, asked: zone != nil}
}

// At returns when a line was written that is read now.
func (c *Clock) At(line []byte, now time.Time) (time.Time, How) {
	t, ok := c.reader.Read(line, now)
	prior := c.read
	c.read = now
	if ok && t.Local && !c.asked {
		if c.Live {
			c.Compare(t, now)
		}
		t.At = t.At.Add(c.shift)
	}
	switch {
	case ok && (!t.Begun || !c.Live):
		c.last = t.At
		return precise(t, now), ByItself
	case !c.Live && !c.last.IsZero() && now.Sub(c.last) > behind && now.Sub(prior) < time.Second:
		return c.last, ByOthers
	}
	return now, ByReading
}

// precise adds the fraction of a second that a time does not have, if the line was read at once: lines stay in their order.
func precise(t stamp.Time, now time.Time) time.Time {
	late := now.Sub(t.At)
	if late < 0 || late >= 2*t.Fine {
		return t.At
	}
	return t.At.Add(min(late, t.Fine-1))
}

// Compare finds the program's zone by a line that was written at an instant: its time is apart by whole quarters of an hour.
func (c *Clock) Compare(t stamp.Time, at time.Time) {
	if !t.Local || t.Begun || c.asked {
		return
	}
	shift := at.Sub(t.At).Round(quarter)
	if shift.Abs() <= widest && at.Sub(t.At.Add(shift)).Abs() <= prompt {
		c.shift = shift
	}
}

// Read returns the time that a line has itself, in the zone that is known so far; now helps to find the year.
func (c *Clock) Read(line []byte, now time.Time) (stamp.Time, bool) {
	t, ok := c.reader.Read(line, now)
	if ok && t.Local && !c.asked {
		t.At = t.At.Add(c.shift)
	}
	return t, ok
}
