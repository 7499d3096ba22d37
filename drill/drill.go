// Package drill reads, runs and judges drills. A drill is an experiment in a text file, one verb per line, that can be
// repeated without a user.
package drill

import (
	"time"

	"hadash/record"
)

// Drill is a valid script.
type Drill struct {
	File  string // as it was given
	Name  string // of the file, without its ending
	Title string // its first heading, else its name
	Text  string // all of it, as written
	Stack string // the configuration it asks for, "" when any will do
	Pair  bool   // it asks for two HAProxies that share an address
	Steps []Step // in the order in which they run; repeated lines are listed once per round

	own []record.Fault // faults of the user's own that it may make
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

// The limits of drills and waits.
const (
	calmFor      = 5 * time.Second  // how long a steady state must hold, by default
	patience     = 90 * time.Second // how long a steady state is waited for
	usualWait    = time.Minute      // a wait for a condition that names no limit
	maxTime      = 24 * time.Hour   // of a wait or a limit
	maxVUs       = 1000
	maxSteps     = 10_000
	maxRepeat    = 1000
	maxDepth     = 5               // of repeats
	maxProblems  = 10              // that are reported
	manyProblems = 1000            // after which nothing more is read
	toldLimit    = 5 * time.Second // until a source reports a fault
	lateLines    = time.Second     // how late a log line about an earlier moment can be
	lateRecord   = 8 * time.Second // how late the clients' own record of a second can be
	settledLimit = 3 * time.Minute // longer than the stopwatch's own patience
)
