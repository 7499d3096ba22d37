package stopwatch

import (
	"fmt"
	"time"

	"hadash/incident/event"
	"hadash/wording"
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

// Moment is when something happened, by which witness, and how precisely.
type Moment struct {
	At      time.Time // zero: not seen
	Witness event.Witness
	Within  time.Duration  // how late At may be; 0 = exact
	Says    wording.Phrase // what was seen
	Already bool           // it was so before watching began, since when is not known: At is when it was found
	Event   int            // the ID of the Event that it was taken from; 0 if none
	Waited  time.Duration  // of a wait that ended then, its duration
}

// begun returns when the cause of the moment occurred, as Event.WentWrong does.
func (m Moment) begun() time.Time { return m.At.Add(-m.Waited / 2) }

// Seen reports whether the moment was observed.
func (m Moment) Seen() bool { return !m.At.IsZero() }

// Precision returns the witness and the precision in words: "exact, HAProxy's log", "±100 ms, seen by polling".
func (m Moment) Precision() wording.Phrase {
	switch {
	case !m.Seen():
		return wording.Phrase{}
	case m.Already:
		return wording.SoBefore.Of()
	case m.Witness == event.ByLastchg:
		return wording.ByLastchg.Of(m.Within)
	case m.Within > 0 && m.Witness == event.ByLog:
		return wording.LateByLog.Of(m.Within.Round(10 * time.Millisecond))
	case m.Within > 0 && m.Witness == event.ByClient:
		return wording.LateByClient.Of(m.Within.Round(10 * time.Millisecond))
	case m.Within > 0 && m.Witness == event.ByProbe:
		return wording.LateByProbe.Of(m.Within.Round(10 * time.Millisecond))
	case m.Within > 0 && m.Witness == event.ByDocker:
		return wording.FirstSignFirst.Of(m.Within.Round(time.Millisecond))
	case m.Within > 0:
		return wording.LateByPoll.Of(m.Within.Round(10 * time.Millisecond))
	case m.Witness == event.ByPoll:
		return wording.ByPoll.Of()
	case m.Witness == event.ByDocker:
		return wording.ByDocker.Of()
	case m.Witness == event.ByClient:
		return wording.ByClient.Of()
	case m.Witness == event.ByProbe:
		return wording.ByProbe.Of()
	case m.Witness == event.ByYou:
		return wording.WhenAsked.Of()
	case m.Witness == event.ByCount:
		return wording.ByCount.Of()
	}
	return wording.ByLog.Of()
}
