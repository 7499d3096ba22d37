package logs

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"

	"hadash/tui/paint"
)

// Pattern is what lines are searched for: a regular expression, or plain text. Case counts when there is a
// capital in it.
type Pattern struct {
	text string
	fold bool
	expr *regexp.Regexp // nil: the text is searched as it is
	need []string       // lower case; a line of ASCII without any of them cannot match. Empty: not known
	just bool           // and one with any of them does: it is these texts that are searched, in any case
}

// Compile makes a Pattern of what was typed, or says why it is no regular expression.
func Compile(text string) (*Pattern, error) {
	p := Plain(text)
	if regexp.QuoteMeta(text) == text {
		return p, nil
	}
	parsed, err := syntax.Parse(p.flags()+text, syntax.Perl)
	if err != nil {
		return nil, err
	}
	p.need = needed(parsed.Simplify())
	if words := strings.Split(text, "|"); p.fold && !slices.ContainsFunc(words, special) {
		p.need, p.just = words, true
	}
	p.expr, err = regexp.Compile(p.flags() + text)
	return p, err
}

// Plain is a Pattern that is searched letter by letter.
func Plain(text string) *Pattern {
	p := &Pattern{text: text, fold: !capital(text)}
	if p.fold && !paint.Plain(text) {
		p.expr = regexp.MustCompile("(?i)" + regexp.QuoteMeta(text)) // only it knows what is the same letter
	}
	return p
}

// special reports whether a text is more than letters to search for.
func special(s string) bool { return s == "" || !paint.Plain(s) || regexp.QuoteMeta(s) != s }

func (p *Pattern) flags() string {
	if p.fold {
		return "(?i)"
	}
	return ""
}

// capital reports whether there is one in a text; those of \S and \W are none.
func capital(text string) bool {
	escaped := false
	for _, r := range text {
		if unicode.IsUpper(r) && !escaped {
			return true
		}
		escaped = r == '\\' && !escaped
	}
	return false
}

func (p *Pattern) match(l *Line) bool {
	return p.in(l.Text(), l.plain) || p.in(l.Node, false)
}

func (p *Pattern) in(s string, plain bool) bool {
	switch {
	case p.expr == nil && p.fold:
		return indexFold(s, p.text) >= 0
	case p.expr == nil:
		return strings.Contains(s, p.text)
	case plain && p.just:
		return hasAny(s, p.need)
	case plain && len(p.need) > 0 && !hasAny(s, p.need):
		return false
	}
	return p.expr.MatchString(s)
}

func hasAny(s string, words []string) bool {
	for _, w := range words {
		if indexFold(s, w) >= 0 {
			return true
		}
	}
	return false
}

// spans adds where the pattern is found in s.
func (p *Pattern) spans(to []paint.Span, s string) []paint.Span {
	if p.expr != nil {
		for _, at := range p.expr.FindAllStringIndex(s, -1) {
			if at[0] < at[1] {
				to = append(to, paint.Span{From: at[0], To: at[1]})
			}
		}
		return to
	}
	for from := 0; p.text != ""; {
		i := strings.Index(s[from:], p.text)
		if p.fold {
			i = indexFold(s[from:], p.text)
		}
		if i < 0 {
			break
		}
		to = append(to, paint.Span{From: from + i, To: from + i + len(p.text)})
		from += i + len(p.text)
	}
	return to
}

// indexFold is where s has lower, which is ASCII and in lower case, in any case; -1 when nowhere.
func indexFold(s, lower string) int {
	if lower == "" {
		return 0
	}
	first := lower[0]
	for i := 0; i+len(lower) <= len(s); i++ {
		if lowered(s[i]) == first && hasFold(s[i:], lower) {
			return i
		}
	}
	return -1
}

func hasFold(s, lower string) bool {
	for i := range len(lower) {
		if lowered(s[i]) != lower[i] {
			return false
		}
	}
	return true
}

func lowered(c byte) byte {
	if c-'A' <= 'Z'-'A' {
		return c | 0x20
	}
	return c
}

// needed is texts of which every match has at least one: looking for them is ten times as fast as the expression.
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
