package drill

import (
	"fmt"
	"strings"

	"hadash/record"
)

// Problem is something that is wrong with a drill, at its place.
type Problem struct {
	File      string
	Line, Col int // from 1; Col counts characters
	Text      string
	Warning   bool // the drill runs all the same
}

func (p Problem) Error() string {
	kind := ""
	if p.Warning {
		kind = "warning: "
	}
	return fmt.Sprintf("%s:%d:%d: %s%s", record.Clean(p.File), p.Line, p.Col, kind, record.Printable(p.Text))
}

// Problems are all that was found in one drill, in the order of its lines.
type Problems []Problem

func (all Problems) Error() string {
	var lines []string
	for _, p := range all {
		lines = append(lines, p.Error())
	}
	return strings.Join(lines, "\n")
}

// Fatal reports whether the drill cannot be run.
func (all Problems) Fatal() bool {
	for _, p := range all {
		if !p.Warning {
			return true
		}
	}
	return false
}
