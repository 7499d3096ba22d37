package collectors

import "hadash/record"

// reader understands the lines of one program.
type reader interface {
	// read fills in what the line means. It reports false for a line that says again what
	// another line said.
	read(l *record.Line) bool
	// notable reports whether the line must be shown at once and never be left out.
	notable(l *record.Line) bool
}

func readerFor(r record.Role) reader {
	return plainLines{}
}

// plainLines are those of a program that only people can read.
type plainLines struct{}

func (plainLines) read(*record.Line) bool { return true }

func (plainLines) notable(*record.Line) bool { return false }
