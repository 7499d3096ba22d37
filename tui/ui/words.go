package ui

import (
	"strings"

	"hadash/tui/paint"
)

// Words joins what there is with dots.
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
