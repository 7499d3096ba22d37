package tui

import (
	"hadash/incident"
	"hadash/record"
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

// exportedMsg is the result of an export.
type exportedMsg struct {
	path string
	err  error
}

// logsWrittenMsg is the result of writing the logs to a file.
type logsWrittenMsg struct {
	path  string
	lines int
	err   error
}

// siftMsg says that more lines of the logs are to be judged.
type siftMsg struct{}

// recordedMsg is the result of starting or ending a recording.
type recordedMsg struct {
	text string
	err  error
}

// keptMsg is the result of remembering what the user chose.
type keptMsg struct{ err error }

// panicMsg carries a panic out of a command, so that the terminal is restored before it is told.
type panicMsg struct{ err error }

// groundMsg is what the terminal says of its background.
type groundMsg struct{ light bool }
