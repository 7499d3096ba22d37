package report

import (
	"strings"
	"unicode"

	"hadash/record"
	"hadash/wording"
)

// Tell translates a phrase of another package.
func (l Lang) Tell(p wording.Phrase) string { return wording.Lang(l).Say(p) }

// Saw is what a drill saw at one of its lines, in the language if it was recorded as a phrase.
func (l Lang) Saw(s *record.Step) string {
	if l == Russian && s.Russian != "" {
		return record.Clean(s.Russian)
	}
	return record.Clean(s.Why)
}

// Quote returns a sentence of unknown language: a foreign one is quoted.
func (l Lang) Quote(text string) string {
	if l == Russian && strings.IndexFunc(text, latin) >= 0 && strings.IndexFunc(text, cyrillic) < 0 {
		return "«" + text + "»"
	}
	return text
}

func latin(r rune) bool    { return unicode.Is(unicode.Latin, r) }
func cyrillic(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }
