package main

import (
	"fmt"
	"io"

	"hadash/record"
)

// tellTorn says what could not be read of a recording; nothing if all was.
func tellTorn(w io.Writer, name, torn string) {
	if torn != "" {
		tell(w, name+" is incomplete: "+torn)
	}
}

// tell writes a line of progress or an error. It may contain file names, typed text and answers of other programs, so
// control characters and secrets are removed.
func tell(w io.Writer, what ...any) {
	fmt.Fprint(w, record.PrintableLines("hadash: "+fmt.Sprintln(what...)))
}
