package main

import (
	"fmt"
	"io"

	"hadash/record"
)

// tell writes a line for people: progress, or an error. File names, what was typed and what others answered are in
// it, so that it is cleaned, and loses its secrets.
func tell(w io.Writer, what ...any) {
	fmt.Fprint(w, record.PrintableLines("hadash: "+fmt.Sprintln(what...)))
}
