package stopwatch

import (
	"fmt"
	"time"

	"hadash/incident/event"
)

// Stage is one of the moments T0..T6 of a fault.
type Stage int

// The moments, in the order in which they usually come.
const (
	Injected    Stage = iota // T0: Docker's own event
	FirstSign                // T1: first failed check, first upstream error, or first retry
	Detected                 // T2: HAProxy says DOWN, or nginx stops choosing the instance
	FirstFailed              // T3: first request that failed at the client
	LastFailed               // T4: the last one
	Healed                   // T5: Docker's own event
	Back                     // T6: UP again, and traffic flows to it
	stages
)

var stageWords = [stages]string{"injected", "first sign", "detected", "first failed request", "last failed request", "healed", "back"}

// String is the moment in words.
func (s Stage) String() string { return stageWords[s] }

// Name is "T0".."T6".
func (s Stage) Name() string { return fmt.Sprintf("T%d", int(s)) }

// Stages lists T0..T6.
func Stages() []Stage {
	return []Stage{Injected, FirstSign, Detected, FirstFailed, LastFailed, Healed, Back}
}

// Moment is when something was, who told of it, and how exact that is.
type Moment struct {
	At      time.Time // zero: not seen
	Witness event.Witness
	Within  time.Duration // how late At may be; 0 = exact
	Text    string        // what was seen
	Already bool          // it was so before anybody watched, since when is not known: At is when it was found so
	Event   int           // the ID of the Event that it was taken from; 0 when it was taken from none
	Waited  time.Duration // of a wait that was over then, how long it was
}

// begun is as an Event's.
func (m Moment) begun() time.Time { return m.At.Add(-m.Waited / 2) }

// Seen reports whether the moment has come and was noticed.
func (m Moment) Seen() bool { return !m.At.IsZero() }

// Precision says who told and how exactly: "exact, HAProxy's log", "±100 ms, seen by polling".
func (m Moment) Precision() string {
	switch {
	case !m.Seen():
		return ""
	case m.Already:
		return "it was so before this was watched, since when is not known"
	case m.Witness == event.ByLastchg:
		return fmt.Sprintf("±%s, HAProxy's lastchg", m.Within)
	case m.Within > 0 && m.Witness == event.ByLog:
		return fmt.Sprintf("up to %s late, from the log", m.Within.Round(10*time.Millisecond))
	case m.Within > 0 && m.Witness == event.ByClient:
		return fmt.Sprintf("up to %s late, the client's record", m.Within.Round(10*time.Millisecond))
	case m.Within > 0 && m.Witness == event.ByDocker:
		return fmt.Sprintf("the first sign; Docker's event came %s later", m.Within.Round(time.Millisecond))
	case m.Within > 0:
		return fmt.Sprintf("up to %s late, seen by polling", m.Within.Round(10*time.Millisecond))
	case m.Witness == event.ByPoll:
		return "seen by polling"
	case m.Witness == event.ByDocker:
		return "exact, Docker's event"
	case m.Witness == event.ByClient:
		return "±1 ms, the client's record"
	case m.Witness == event.ByYou:
		return "when it was asked for"
	case m.Witness == event.ByCount:
		return "at the latest, counted in the log"
	}
	return "exact, from the log"
}
