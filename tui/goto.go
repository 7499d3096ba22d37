package tui

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/keys"
)

// replayDo does what moves a recording that is played.
func (m *Model) replayDo(a keys.Action) (tea.Cmd, bool) {
	p := m.o.Replay
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
		return nil, false
	}
	return nil, true
}

var errPlace = errors.New("a distance such as +90s or -1m30s, a time such as 14:03:20, or a share such as 50%, please")

// goTo seeks to a place as people write it: a distance from here, a time of day, or a share of the whole.
func (m *Model) goTo(text string) error {
	if share, ok := strings.CutSuffix(text, "%"); ok {
		n, err := strconv.ParseFloat(strings.TrimSpace(share), 64)
		if err != nil || !(n >= 0 && n <= 100) {
			return fmt.Errorf("go to %s: between 0 and 100%%, please", text)
		}
		m.o.Replay.Part(n / 100)
		return nil
	}
	if text[0] == '+' || text[0] == '-' {
		by, err := time.ParseDuration(text)
		if err != nil {
			return fmt.Errorf("go to %s: %w", text, errPlace)
		}
		m.o.Replay.Shift(by)
		return nil
	}
	at, err := m.timeOfDay(text)
	if err != nil {
		return fmt.Errorf("go to %s: %w", text, errPlace)
	}
	m.o.Replay.Seek(at)
	return nil
}

// timeOfDay is the first moment of the recording at which clocks showed text.
func (m *Model) timeOfDay(text string) (time.Time, error) {
	t, err := time.Parse("15:04:05", text) // a fraction is taken, too
	if err != nil {
		if t, err = time.Parse("15:04", text); err != nil {
			return t, err
		}
	}
	begun := m.reel.Begun.In(m.c.Zone)
	at := time.Date(begun.Year(), begun.Month(), begun.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), m.c.Zone)
	if at.Before(begun.Truncate(time.Second)) {
		at = at.AddDate(0, 0, 1) // it went over midnight
	}
	return at, nil
}
