package haproxycfg

import (
	"strconv"
	"strings"
)

// word is a word of a line. unknown is the first variable in it whose value is not known, as written; "" = none.
type word struct{ text, unknown string }

// ends reports whether HAProxy stops reading the line at this word: an empty word ends it.
func (w word) ends() bool { return w.text == "" && w.unknown == "" }

// splitter splits a line of the configuration as HAProxy does (configuration.txt 2.2, "Quoting and escaping"): at
// blanks, up to a comment. Between single quotes nothing is special. Between double quotes the backslash is, and
// variables are expanded there and nowhere else (2.3, "Environment variables").
type splitter struct {
	line   string
	at     int
	env    *environment
	quote  byte // the open one; 0 = none
	all    []word
	text   []byte // of the word being read
	open   bool   // a word is being read, which may be empty: ''
	absent string
}

// words splits a line, and expands variables with their values in env.
func words(line string, env *environment) []word {
	s := splitter{line: line, env: env}
	for s.at < len(line) {
		c := line[s.at]
		s.at++
		switch {
		case s.quote != 0 && c == s.quote:
			s.quote = 0
		case c == '\\' && s.quote != '\'' && s.at < len(line):
			s.put(s.escaped())
		case c == '$' && s.quote == '"':
			s.variable()
		case s.quote != 0:
			s.put(string(c))
		case c == '"' || c == '\'':
			s.quote, s.open = c, true
		case c == '#':
			s.at = len(line)
		case blank(c):
			s.end()
		default:
			s.text, s.open = append(s.text, c), true
		}
	}
	s.end()
	return s.all
}

func (s *splitter) put(text string) { s.text, s.open = append(s.text, text...), true }

// end ends the word being read, if there is one.
func (s *splitter) end() {
	if s.open {
		s.all = append(s.all, word{string(s.text), s.absent})
	}
	s.text, s.open, s.absent = nil, false, ""
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }

// escaped reads the characters after a backslash, and returns what they stand for.
func (s *splitter) escaped() string {
	c := s.line[s.at]
	s.at++
	switch c {
	case 'n':
		return "\n"
	case 'r':
		return "\r"
	case 't':
		return "\t"
	case 'x':
		if n, err := strconv.ParseUint(s.line[s.at:min(s.at+2, len(s.line))], 16, 8); err == nil && s.at+2 <= len(s.line) {
			s.at += 2
			return string([]byte{byte(n)})
		}
	case ' ', '\\', '#', '"', '\'', '$':
		return string([]byte{c})
	}
	return string([]byte{'\\', c})
}

// variable reads NAME, {NAME}, {NAME-default} or {NAME[*]} after a $. A form that HAProxy refuses has no value.
func (s *splitter) variable() {
	begin := s.at - 1
	braced := s.next('{')
	name := s.name()
	list := braced && strings.HasPrefix(s.line[s.at:], "[*]")
	if list {
		s.at += len("[*]")
	}
	otherwise, hasDefault := "", false
	if braced && s.next('-') {
		hasDefault = true
		otherwise = s.upTo('}')
	}
	if name == "" || braced && !s.next('}') {
		s.upTo('"')
		s.next('}')
		s.lacks(s.line[begin:s.at])
		return
	}
	value, ok := s.env.value(name)
	switch {
	case ok:
	case hasDefault && !s.env.doubtful(name):
		value = otherwise
	default:
		s.lacks(s.line[begin:s.at])
		return
	}
	if s.env.filled += len(value); s.env.filled > maxFilled {
		s.lacks(s.line[begin:s.at])
		return
	}
	if list {
		s.several(value)
		return
	}
	s.put(value)
}

// lacks records that the value of a variable in the word is not known.
func (s *splitter) lacks(variable string) {
	if s.absent == "" {
		s.absent = variable
	}
	s.open = true
}

// several adds a list: each of its words becomes a word of the line.
func (s *splitter) several(list string) {
	s.open = true
	for i, part := range strings.Fields(list) {
		if i > 0 {
			s.end()
		}
		s.put(part)
	}
}

// next skips c if it comes next, and reports whether it did.
func (s *splitter) next(c byte) bool {
	if s.at < len(s.line) && s.line[s.at] == c {
		s.at++
		return true
	}
	return false
}

// upTo returns the text up to c, which is not skipped.
func (s *splitter) upTo(c byte) string {
	begin := s.at
	for s.at < len(s.line) && s.line[s.at] != c {
		s.at++
	}
	return s.line[begin:s.at]
}

// name reads the name of a variable.
func (s *splitter) name() string {
	begin := s.at
	if s.at < len(s.line) && (letter(s.line[s.at]) || s.line[s.at] == '.') { // HAProxy's own variables begin with a dot
		s.at++
	}
	for s.at > begin && s.at < len(s.line) && (letter(s.line[s.at]) || '0' <= s.line[s.at] && s.line[s.at] <= '9') {
		s.at++
	}
	return s.line[begin:s.at]
}

func letter(c byte) bool { return c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
