package tui

import (
	"hadash/incident"
	"hadash/record"
	"hadash/tui/ui"
)

// frameMsg is the newest Frame.
type frameMsg incident.Frame

// shownMsg is the newest Frame of a player.
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

// remarkMsg is the result of a command.
type remarkMsg remark

func remarked(t ui.Tone, format string, args ...any) remarkMsg {
	return remarkMsg(newRemark(t, format, args...))
}

// filterMsg continues the filtering of the logs.
type filterMsg struct{}

// panicMsg carries a panic out of a command, so that the terminal is restored before it is reported.
type panicMsg struct{ err error }

// groundMsg is the background as the terminal reports it.
type groundMsg struct{ light bool }
