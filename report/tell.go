package report

import (
	"regexp"
	"strings"
	"unicode"
)

// phrase is how a sentence that another room makes is said in Russian. In its template $1 is what the first
// group matched, and @1 the same in Russian.
type phrase struct {
	english *regexp.Regexp
	russian string
}

// Tell is a sentence of another room in the language. What no phrase fits is told as it is.
func (l Lang) Tell(text string) string {
	if l != Russian || text == "" {
		return text
	}
	for _, p := range russianPhrases() {
		if m := p.english.FindStringSubmatch(text); m != nil {
			return l.fill(p.russian, m)
		}
	}
	return text
}

var slot = regexp.MustCompile(`[$@]\d`)

func (l Lang) fill(template string, m []string) string {
	return slot.ReplaceAllStringFunc(template, func(s string) string {
		if got := m[s[1]-'0']; s[0] == '$' {
			return got
		} else {
			return l.Tell(got)
		}
	})
}

var readAloud = regexp.MustCompile(`^(.*  \()(.+)(\))$`)

// TellLine is a log line: nothing of it is told in another language but what incident put behind it in brackets, how
// a session ended.
func (l Lang) TellLine(text string) string {
	m := readAloud.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	return m[1] + l.Tell(m[2]) + m[3]
}

// Quote is a sentence that may be anybody's: what cannot be told in the language is quoted.
func (l Lang) Quote(text string) string {
	told := l.Tell(text)
	if l == Russian && told == text && strings.IndexFunc(text, latin) >= 0 && strings.IndexFunc(text, cyrillic) < 0 {
		return "«" + text + "»"
	}
	return told
}

func latin(r rune) bool    { return unicode.Is(unicode.Latin, r) }
func cyrillic(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }
