package tui

import (
	"hadash/incident"
	"hadash/record"
	"hadash/tui/ui"
)

// frameMsg is the newest Frame.
type frameMsg incident.Frame

// shownMsg is what a player shows.
type shownMsg Shown

// endedMsg says that no more Frames will come.
type endedMsg struct{}

// injectedMsg is the result of a fault the user asked for.
type injectedMsg struct {
	fault record.Fault
	err   error
}

// healedMsg is the result of undoing a fault.
type healedMsg struct {
	fault record.Fault
	err   error
}

// loadMsg is the result of changing the load.
type loadMsg struct {
	vus int
	err error
}

// remarkMsg is how a command went.
type remarkMsg remark

func remarked(t ui.Tone, format string, args ...any) remarkMsg {
	return remarkMsg(newRemark(t, format, args...))
}

// filterMsg says that more lines of the logs are to be judged.
type filterMsg struct{}

// panicMsg carries a panic out of a command, so that the terminal is restored before it is told.
type panicMsg struct{ err error }

// groundMsg is what the terminal says of its background.
type groundMsg struct{ light bool }
