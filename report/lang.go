package report

import (
	"fmt"
	"strings"
)

// Lang is the language that a report is written in.
type Lang string

// The languages.
const (
	English Lang = "en"
	Russian Lang = "ru"
)

// Valid reports whether l is a language that reports are written in.
func (l Lang) Valid() bool { return l == English || l == Russian }

// Say formats a sentence in the language. Its key is the English format, so the code reads like its report;
// a sentence that is in no catalog stays English.
func (l Lang) Say(format string, args ...any) string {
	return fmt.Sprintf(l.Word(format), args...)
}

// Word translates a text without arguments.
func (l Lang) Word(text string) string {
	if l != Russian {
		return text
	}
	for _, catalog := range russian {
		if said, ok := catalog[text]; ok {
			return said
		}
	}
	return text
}

// Many formats a sentence about n things: one is used for a single one, more for n of them, written %s. A
// catalog has the forms of more that its language needs, with "|" between them.
func (l Lang) Many(n int64, one, more string) string {
	if l == Russian {
		forms := strings.Split(l.Word(more), "|")
		return fmt.Sprintf(forms[min(slavic(n), len(forms)-1)], Count(n))
	}
	if n == 1 {
		return one
	}
	return fmt.Sprintf(more, Count(n))
}

// slavic is which of the three plurals a number takes: 1 сервер, 2 сервера, 5 серверов.
func slavic(n int64) int {
	switch n = max(n, -n); {
	case n%10 == 1 && n%100 != 11:
		return 0
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		return 1
	}
	return 2
}

// russian are the catalogs, by document: English format to Russian format. Arguments may change their
// order (%[2]s).
var russian = []map[string]string{russianPost, russianFault, russianAdvice, russianPicture, russianCompare, russianProbe}
