package logs

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"

	"hadash/tui/paint"
)

// Pattern is the text of a search: a regular expression, or plain text. It is case sensitive if it has
// a capital.
type Pattern struct {
	text string
	fold bool
	expr *regexp.Regexp // nil: the text is searched as it is
	need []string       // lower case; a line of ASCII without any of them cannot match. Empty: not known
	just bool           // and one with any of them does: it is these texts that are searched, in any case
	buf  []byte         // for a line in lower case
	low  *regexp.Regexp // finds in ASCII in lower case what expr finds in any, and faster; nil: not known
}

// Compile makes a Pattern of the typed text, or returns why it is not a regular expression.
func Compile(text string) (*Pattern, error) {
	text = strings.ToValidUTF8(text, "\ufffd")
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
	if p.expr, err = regexp.Compile(p.flags() + text); err != nil {
		return nil, err
	}
	if as, err := syntax.Parse(text, syntax.Perl); err == nil && p.fold && lowers(as) && !strings.Contains(text, "(?") {
		p.low = regexp.MustCompile(text)
	}
	return p, nil
}

// Plain is a Pattern of plain text.
func Plain(text string) *Pattern {
	text = strings.ToValidUTF8(text, "\ufffd")
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
	case plain && p.low != nil:
		p.buf = appendLower(p.buf[:0], s)
		return p.low.Match(p.buf)
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
	at := rare(lower)
	sign := lower[at]
	end := len(s) - len(lower) + at + 1 // the sign is before it
	low, high := -1, -1                 // where the sign is next, in both cases
	for i := at; i < end; i++ {
		if low < i {
			low = next(s, i, end, sign)
		}
		if high < i {
			high = next(s, i, end, raised(sign))
		}
		if i = min(low, high); i < end && hasFold(s[i-at:], lower) {
			return i - at
		}
	}
	return -1
}

// rare is where a word has a sign that lines have less often than letters; its first one where it has none.
func rare(lower string) int {
	for i := range len(lower) {
		if raised(lower[i]) == lower[i] {
			return i
		}
	}
	return 0
}

// next is where s has a sign from i on, or end.
func next(s string, i, end int, sign byte) int {
	if n := strings.IndexByte(s[i:end], sign); n >= 0 {
		return i + n
	}
	return end
}

func hasFold(s, lower string) bool {
	for i := range len(lower) {
		if lowered(s[i]) != lower[i] {
			return false
		}
	}
	return true
}

func appendLower(to []byte, s string) []byte {
	for i := range len(s) {
		to = append(to, lowered(s[i]))
	}
	return to
}

func lowered(c byte) byte {
	if c-'A' <= 'Z'-'A' {
		return c | 0x20
	}
	return c
}

func raised(c byte) byte {
	if c-'a' <= 'z'-'a' {
		return c &^ 0x20
	}
	return c
}
