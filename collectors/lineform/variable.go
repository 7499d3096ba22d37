package lineform

import (
	"strings"

	"hadash/record"
)

// Variable is what a variable of a program holds.
type Variable struct {
	Slot  int // from 1 on; 0 = its value is not used
	Rank  int8
	Shape Shape
	Width int // of Fixed and Bytes
}

// Assign gives the parts of a format their shapes and slots, by their names without the first character. Of the variables for
// one slot, the first of the highest rank gets it. has is set for each slot that a part has; a variable that is not known may
// be any text.
func Assign(parts []Part, known map[string]Variable, has []bool) {
	best := make([]int8, len(has))
	for i := range parts {
		v := known[parts[i].Name[1:]]
		best[v.Slot] = max(best[v.Slot], v.Rank)
	}
	for i := range parts {
		v := known[parts[i].Name[1:]]
		parts[i].Slot, parts[i].Shape, parts[i].Width = Nowhere, v.Shape, v.Width
		if v.Slot != 0 && v.Rank == best[v.Slot] && !has[v.Slot] {
			parts[i].Slot, has[v.Slot] = v.Slot, true
		}
	}
}

// LongestQuote limits how much is quoted of a value that could not be parsed.
const LongestQuote = 40

// Quote quotes a part of a line, shortened.
func Quote(s string) string {
	s = record.Clean(s)
	if len(s) > LongestQuote {
		s = strings.ToValidUTF8(s[:LongestQuote], "") + "..."
	}
	return `"` + s + `"`
}
