package paint

import "strings"

// Wrap breaks a text between words into lines of at most w cells. A word that is longer is left for the
// pen to cut.
func Wrap(text string, w int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case Width(line)+1+Width(word) <= w:
			line += " " + word
		default:
			out, line = append(out, line), word
		}
	}
	return append(out, line)
}
