package ui

import (
	"strings"

	"hadash/tui/paint"
)

// Words joins its nonempty texts with dots.
func Words(th *paint.Theme, parts ...string) string {
	var b strings.Builder
	for _, s := range parts {
		if s == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(" " + th.Dot + " ")
		}
		b.WriteString(s)
	}
	return b.String()
}

// NonZero is a count with its word, "" when it is zero.
func NonZero(n int64, word string) string {
	if n == 0 {
		return ""
	}
	return paint.Count(n) + " " + word
}

// Fitting is the first of some texts that fits in w cells, else the last.
func Fitting(w int, texts ...string) string {
	for _, text := range texts {
		if paint.Width(text) <= w {
			return text
		}
	}
	return texts[len(texts)-1]
}
