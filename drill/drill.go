// Package drill reads, runs and judges drills: an experiment written down, one verb a line, so that it can be
// done again without a hand on the keyboard.
package drill

import (
	"time"
)

// Drill is a script that was read and makes sense.
type Drill struct {
	File  string // as it was given
	Name  string // of the file, without its ending
	Title string // its first heading, else its name
	Text  string // all of it, as written
	Stack string // the configuration it asks for, "" when any will do
	Steps []Step // in the order in which they are done: what is to be repeated stands here as often as it is done
}

// Step is one line of a drill.
type Step struct {
	Line  int    // in the file, from 1
	Verb  string // "#" for a heading
	Text  string // the line as it was written, with single spaces
	Round string // "2 of 3" within a repeat, else ""

	do action
}

// MaxText is how long a drill's text can be, in bytes.
const MaxText = 1 << 20

// What is to be kept to, when a drill runs or waits.
const (
	calmFor      = 5 * time.Second  // how long a steady state has to hold unless told otherwise
	patience     = 90 * time.Second // how long it is waited for
	usualWait    = time.Minute      // a wait for a condition that names no limit
	maxTime      = 24 * time.Hour   // of a wait or a limit
	maxVUs       = 1000
	maxSteps     = 10_000
	maxRepeat    = 1000
	maxDepth     = 5               // of repeats
	maxProblems  = 10              // that are told
	manyProblems = 1000            // after which nothing more is read
	toldLimit    = 5 * time.Second // until somebody reports a fault
	lateLines    = time.Second     // how late a log line about an earlier moment can come
	lateRecord   = 8 * time.Second // how late the clients' own record of a second can be
	settledLimit = 3 * time.Minute // longer than the stopwatch's own patience
)
