package tui

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"hadash/incident"
	"hadash/tui/keys"
	"hadash/tui/replaybar"
)

// Player plays a recording instead of the present. Requests are carried out soon: no call waits.
type Player interface {
	Shown() <-chan Shown // the Frames to show; closed when there are no more

	Pause()                 // or play on
	Faster()                // doubles the speed, up to as fast as it goes
	Slower()                // halves it
	Step(frames int)        // pauses; a number of Frames on, or back
	Shift(by time.Duration) // a distance on, or back
	Seek(at time.Time)      // to the last Frame of that time
	Part(share float64)     // of the whole: 0 is its beginning, 1 its end
	Event(by int)           // to the next event (+1), or the one before (-1)
	Fault(by int)           // to the next fault, or the one before
}

// Shown is a Frame of a recording, and where it is in it.
type Shown struct {
	Frame  incident.Frame
	Jumped bool   // it does not follow the one before: its Lines are all the lines of the logs
	Said   string // the result of a key that is not visible otherwise; "" = none
	Bar    replaybar.Bar
}

// shown handles a Frame of a player.
func (m *Model) shown(s Shown) {
	if s.Jumped {
		m.logs.Reset()
		m.any = false // the Frame brings its own past
	}
	ended := s.Bar.Ended && !m.bar.Ended
	m.bar = s.Bar
	m.take(s.Frame)
	if s.Said != "" {
		m.say(plainly, "%s", s.Said)
	}
	if ended {
		m.sayEnd()
	}
}

// played is what a screen with a Player plays.
func (o *Options) played() string {
	if o.Played != "" {
		return o.Played
	}
	return "replay"
}

// sayEnd says that the recording has ended, and which keys go on.
func (m *Model) sayEnd() {
	text := "end of the recording   " + m.c.Keys.Key(keys.Begin) + " begins again, " + m.c.Keys.Key(keys.Quit) + " quits"
	if m.o.EndHint != "" {
		text += "; " + m.o.EndHint
	}
	if m.bar.Torn != "" {
		text += "   it is incomplete: " + m.bar.Torn
	}
	m.say(plainly, "%s", text)
}

// playerDo does the actions that move a recording; false for any other action.
func playerDo(p Player, a keys.Action) bool {
	switch a {
	case keys.Play:
		p.Pause()
	case keys.FrameOn:
		p.Step(+1)
	case keys.FrameBack:
		p.Step(-1)
	case keys.SecondOn:
		p.Shift(+time.Second)
	case keys.SecondBack:
		p.Shift(-time.Second)
	case keys.EventOn:
		p.Event(+1)
	case keys.EventBack:
		p.Event(-1)
	case keys.FaultOn:
		p.Fault(+1)
	case keys.FaultBack:
		p.Fault(-1)
	case keys.Faster:
		p.Faster()
	case keys.Slower:
		p.Slower()
	case keys.Begin:
		p.Part(0)
	case keys.End:
		p.Part(1)
	default:
		return false
	}
	return true
}

var errPlace = errors.New("must be a distance such as +90s or -1m30s, a time such as 14:03:20, or a share such as 50%")

// goTo seeks to a place of a recording with that beginning: a distance from here, a time of day, or a share of the whole.
func goTo(p Player, begun time.Time, text string) error {
	if share, ok := strings.CutSuffix(text, "%"); ok {
		n, err := strconv.ParseFloat(strings.TrimSpace(share), 64)
		if err != nil || !(n >= 0 && n <= 100) {
			return fmt.Errorf("go to %s: must be between 0 and 100%%", text)
		}
		p.Part(n / 100)
		return nil
	}
	if text[0] == '+' || text[0] == '-' {
		by, err := time.ParseDuration(text)
		if err != nil {
			return fmt.Errorf("go to %s: %w", text, errPlace)
		}
		p.Shift(by)
		return nil
	}
	at, err := timeOfDay(begun, text)
	if err != nil {
		return fmt.Errorf("go to %s: %w", text, errPlace)
	}
	p.Seek(at)
	return nil
}

// timeOfDay is the first moment of the recording at which clocks show text.
func timeOfDay(begun time.Time, text string) (time.Time, error) {
	t, err := time.Parse("15:04:05", text) // with or without a fraction
	if err != nil {
		if t, err = time.Parse("15:04", text); err != nil {
			return t, err
		}
	}
	at := time.Date(begun.Year(), begun.Month(), begun.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), begun.Location())
	if at.Before(begun.Truncate(time.Second)) {
		at = at.AddDate(0, 0, 1) // it ran over midnight
	}
	return at, nil
}
