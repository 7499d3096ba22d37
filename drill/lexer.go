package drill

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, an operator or a parenthesis, and where it stands.
type token struct {
	text string
	col  int // from 1, in characters; of the end of the line, one past it
}

// line is one line of a drill that is being read, word by word.
type line struct {
	file   string
	number int
	text   string // trimmed
	tokens []token
	end    int // column after the last token
	next   int // index in tokens
}

// newLine splits a line into tokens. A word that begins with # starts a comment.
func newLine(file string, number int, text string) *line {
	l := &line{file: file, number: number, text: strings.TrimSpace(text)}
	col, rest := 1, text
	for {
		trimmed := strings.TrimLeftFunc(rest, unicode.IsSpace)
		col += utf8.RuneCountInString(rest) - utf8.RuneCountInString(trimmed)
		rest = trimmed
		if rest == "" || rest[0] == '#' && len(l.tokens) > 0 {
			break
		}
		n := tokenLen(rest)
		l.tokens = append(l.tokens, token{rest[:n], col})
		col += utf8.RuneCountInString(rest[:n])
		rest = rest[n:]
		l.end = col
	}
	return l
}

const operators = "=!<>"

func tokenLen(s string) int {
	switch {
	case strings.ContainsRune("()", rune(s[0])):
		return 1
	case strings.ContainsRune(operators, rune(s[0])):
		return len(s) - len(strings.TrimLeft(s, operators))
	}
	if n := strings.IndexFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("()"+operators, r)
	}); n > 0 {
		return n
	}
	return len(s)
}

// peek is the next token; its text is "" at the end of the line.
func (l *line) peek() token {
	if l.next < len(l.tokens) {
		return l.tokens[l.next]
	}
	return token{col: max(l.end, 1)}
}

func (l *line) take() token {
	t := l.peek()
	if l.next < len(l.tokens) {
		l.next++
	}
	return t
}

// accept takes the next token if it is one of the words.
func (l *line) accept(words ...string) bool {
	for _, w := range words {
		if t := l.peek(); t.text != "" && strings.EqualFold(t.text, w) {
			l.next++
			return true
		}
	}
	return false
}

// ended reports a problem if the line has more tokens.
func (l *line) ended() error {
	if t := l.peek(); t.text != "" {
		return l.bad(t, "unexpected %q: the line is already complete", t.text)
	}
	return nil
}

// rest is the text from the next token on, comments included.
func (l *line) rest() string {
	_, text, _ := strings.Cut(l.text, l.tokens[0].text)
	l.next = len(l.tokens)
	return strings.TrimSpace(text)
}

// bad is a problem at a token.
func (l *line) bad(t token, format string, args ...any) Problem {
	return Problem{File: l.file, Line: l.number, Col: t.col, Text: fmt.Sprintf(format, args...)}
}
