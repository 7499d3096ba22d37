package nginxcfg

import (
	"bytes"
	"strings"
)

// token is a word, or one of ; { } (then mark is that byte).
type token struct {
	text string
	mark byte
	line int // where it begins
}

// scanner splits a configuration as nginx does (src/core/ngx_conf_file.c, ngx_conf_read_token): quotes and
// comments begin only where a word could, and a { after $ belongs to the word.
type scanner struct {
	text []byte
	at   int
	line int // the line of the byte at upTo, from 1 on
	upTo int // lines are counted up to here
}

// next returns the next token; ok is false at the end.
func (s *scanner) next() (t token, ok bool) {
	s.skip()
	if s.at >= len(s.text) {
		return token{}, false
	}
	s.line += bytes.Count(s.text[s.upTo:s.at], []byte("\n"))
	s.upTo = s.at
	t.line = s.line
	switch c := s.text[s.at]; c {
	case ';', '{', '}':
		s.at++
		t.mark = c
	case '"', '\'':
		s.at++
		t.text = s.until(func(next byte) bool { return next == c }, 1)
	default:
		t.text = s.until(ends, 0)
	}
	return t, true
}

// skip skips blanks and comments.
func (s *scanner) skip() {
	comment := false
	for ; s.at < len(s.text); s.at++ {
		switch c := s.text[s.at]; {
		case c == '\n':
			comment = false
		case c == '#':
			comment = true
		case !comment && !blank(c):
			return
		}
	}
}

// until reads up to the first byte that ends the word, and skips drop bytes from there.
func (s *scanner) until(end func(byte) bool, drop int) string {
	var b strings.Builder
	for ; s.at < len(s.text); s.at++ {
		c := s.text[s.at]
		switch {
		case end(c) && (c != '{' || !s.after('$')):
			s.at += drop
			return b.String()
		case c == '\\' && s.at+1 < len(s.text):
			s.at++
			b.WriteString(unescape(s.text[s.at]))
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func (s *scanner) after(c byte) bool { return s.at > 0 && s.text[s.at-1] == c }

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func ends(c byte) bool { return blank(c) || c == ';' || c == '{' }

// unescape returns what a backslash and c stand for. A backslash before any other character stands for itself.
func unescape(c byte) string {
	switch c {
	case 't':
		return "\t"
	case 'r':
		return "\r"
	case 'n':
		return "\n"
	case '"', '\'', '\\':
		return string([]byte{c})
	}
	return string([]byte{'\\', c})
}
