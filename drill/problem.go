package drill

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hadash/record"
)

// Problem is a problem of a drill, at its place.
type Problem struct {
	File      string
	Line, Col int // from 1; Col counts characters
	Text      string
	Warning   bool // the drill can still run
}

func (p Problem) Error() string {
	kind := ""
	if p.Warning {
		kind = "warning: "
	}
	return fmt.Sprintf("%s:%d:%d: %s%s", record.Clean(p.File), p.Line, p.Col, kind, record.Printable(p.Text))
}

// Problems are all problems of one drill, in the order of its lines.
type Problems []Problem

func (all Problems) Error() string {
	var lines []string
	for _, p := range all {
		lines = append(lines, p.Error())
	}
	return strings.Join(lines, "\n")
}

// told returns the first problems in the order of their lines, and how many more there are; errors come before warnings.
func (all Problems) told() Problems {
	out := slices.Clone(all)
	more := len(out) - maxProblems
	if more > 0 {
		slices.SortStableFunc(out, func(a, b Problem) int { return cmp.Or(rank(a)-rank(b), byLine(a, b)) })
		out = out[:maxProblems]
	}
	slices.SortStableFunc(out, byLine)
	if more > 0 {
		last := out[len(out)-1]
		last.Text, last.Col = "and "+strconv.Itoa(more)+" more", 1
		out = append(out, last)
	}
	return out
}

func byLine(a, b Problem) int { return cmp.Or(a.Line-b.Line, a.Col-b.Col) }

func rank(p Problem) int {
	if p.Warning {
		return 1
	}
	return 0
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
