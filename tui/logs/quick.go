package logs

import (
	"regexp/syntax"
	"strings"

	"hadash/tui/paint"
)

// needed lists texts of which every match has at least one: searching for them is ten times as fast as the expression.
func needed(e *syntax.Regexp) []string {
	switch e.Op {
	case syntax.OpLiteral:
		if s := strings.ToLower(string(e.Rune)); paint.Plain(s) {
			return []string{s}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return needed(e.Sub[0])
	case syntax.OpRepeat:
		if e.Min > 0 {
			return needed(e.Sub[0])
		}
	case syntax.OpConcat:
		var best []string
		for _, sub := range e.Sub {
			if n := needed(sub); shortest(n) > shortest(best) {
				best = n
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range e.Sub {
			n := needed(sub)
			if len(n) == 0 {
				return nil
			}
			all = append(all, n...)
		}
		return all
	}
	return nil
}

// shortest is the length of the shortest of some texts, 0 when there are none.
func shortest(all []string) int {
	n := 0
	for i, s := range all {
		if i == 0 || len(s) < n {
			n = len(s)
		}
	}
	return n
}

// lowers reports whether an expression finds in a lower case text what it finds in any case otherwise: it has
// no capital without the small letter.
func lowers(e *syntax.Regexp) bool {
	switch e.Op {
	case syntax.OpLiteral:
		for _, r := range e.Rune {
			if r >= 'A' && r <= 'Z' {
				return false
			}
		}
	case syntax.OpCharClass:
		for r := 'A'; r <= 'Z'; r++ {
			if inClass(e.Rune, r) && !inClass(e.Rune, r+'a'-'A') {
				return false
			}
		}
	}
	for _, sub := range e.Sub {
		if !lowers(sub) {
			return false
		}
	}
	return true
}

// inClass reports whether a rune is in one of the ranges of a class.
func inClass(ranges []rune, r rune) bool {
	for i := 0; i+1 < len(ranges); i += 2 {
		if ranges[i] <= r && r <= ranges[i+1] {
			return true
		}
	}
	return false
}
