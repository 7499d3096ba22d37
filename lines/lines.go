// Package lines is where log lines come from when no container engine has them: files, commands, journald, syslog, the standard input. Each is in a
// room of its own.
package lines

import (
	"context"
	"time"

	"hadash/lines/command"
	"hadash/lines/file"
	"hadash/lines/journal"
	"hadash/lines/stdin"
	"hadash/lines/syslog"
)

// Source is where lines come from. It is followed by one caller at a time.
type Source interface {
	// Follow calls each for every line that was written since an instant, as far as the source has them, and for every line that is written now. at is
	// when it was written by its own words; a line that says nothing of that is as old as the one before it, or has just been written. Text is raw, at
	// most 16 KB, and valid until each returns.
	//
	// Follow returns when ctx ends, or with an error that says what cannot be read, and what to try. Called again after an error, it goes on where it
	// was; called again too soon, it returns the same error. The caller pauses between its calls.
	Follow(ctx context.Context, since time.Time, each func(at time.Time, stderr bool, text []byte)) error
}

var (
	_ Source = (*file.File)(nil)
	_ Source = (*command.Command)(nil)
	_ Source = (*journal.Journal)(nil)
	_ Source = (*syslog.Listener)(nil)
	_ Source = (*stdin.Input)(nil)
)
