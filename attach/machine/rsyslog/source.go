package rsyslog

import "strings"

// source is a text that is being read.
type source struct {
	text string
	at   int
	path string
	line int
}

func (s *source) end() bool { return s.at >= len(s.text) }

func (s *source) peek() byte {
	if s.end() {
		return 0
	}
	return s.text[s.at]
}

func (s *source) forward(n int) {
	n = min(n, len(s.text)-s.at)
	s.line += strings.Count(s.text[s.at:s.at+n], "\n")
	s.at += n
}

// blank skips spaces, ends of lines and comments.
func (s *source) blank() {
	for !s.end() {
		switch rest := s.text[s.at:]; {
		case strings.ContainsRune(" \t\r\n;", rune(rest[0])):
			s.forward(1)
		case rest[0] == '#':
			s.restOfLine()
		case strings.HasPrefix(rest, "/*"):
			if i := strings.Index(rest, "*/"); i >= 0 {
				s.forward(i + 2)
			} else {
				s.forward(len(rest))
			}
		default:
			return
		}
	}
}

// spaces skips spaces within a line, and line ends behind a backslash.
func (s *source) spaces() {
	for !s.end() {
		switch rest := s.text[s.at:]; {
		case rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\r':
			s.forward(1)
		case strings.HasPrefix(rest, "\\\n"):
			s.forward(2)
		default:
			return
		}
	}
}

func (s *source) skip(text string) bool {
	if strings.HasPrefix(s.text[s.at:], text) {
		s.forward(len(text))
		return true
	}
	return false
}

// keyword skips a whole word.
func (s *source) keyword(word string) bool {
	rest := s.text[s.at:]
	if len(rest) < len(word) || !strings.EqualFold(rest[:len(word)], word) {
		return false
	}
	if len(rest) > len(word) && wordy(rest[len(word)]) {
		return false
	}
	s.forward(len(word))
	return true
}

func wordy(c byte) bool {
	return c == '_' || c == '-' || c == '.' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// word returns what comes up to a space or the end of the line.
func (s *source) word() string {
	rest := s.text[s.at:]
	end := strings.IndexAny(rest, " \t\r\n")
	if end < 0 {
		end = len(rest)
	}
	s.forward(end)
	return rest[:end]
}

func (s *source) restOfLine() string {
	rest := s.text[s.at:]
	end := strings.IndexByte(rest, '\n')
	if end < 0 {
		end = len(rest)
	}
	s.forward(end)
	return strings.TrimRight(rest[:end], "\r")
}

// upTo returns the text before a separator of the line, which is skipped.
func (s *source) upTo(sep string) string {
	rest := s.text[s.at:]
	if i := strings.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i]
	}
	i := strings.Index(rest, sep)
	if i < 0 {
		s.forward(len(rest))
		return rest
	}
	s.forward(i + len(sep))
	return rest[:i]
}

// quoted reads a text in quotes.
func (s *source) quoted() (string, bool) {
	quote := s.peek()
	if quote != '"' && quote != '\'' {
		return "", false
	}
	var out strings.Builder
	for i := s.at + 1; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '\\' && i+1 < len(s.text):
			i++
			out.WriteByte(s.text[i])
		case c == quote:
			s.forward(i + 1 - s.at)
			return out.String(), true
		default:
			out.WriteByte(c)
		}
	}
	return "", false
}

// object reads NAME(key="value" ...) if it comes next.
func (s *source) object() (name string, args map[string]string, ok bool) {
	mark := *s
	begin := s.at
	for !s.end() && wordy(s.peek()) {
		s.at++
	}
	name = strings.ToLower(s.text[begin:s.at])
	s.spaces()
	if name == "" || name == "if" || name == "not" || !s.skip("(") {
		*s = mark
		return "", nil, false
	}
	args = map[string]string{}
	for {
		s.blank()
		if s.end() || s.skip(")") {
			return name, args, true
		}
		key := s.at
		for !s.end() && wordy(s.peek()) {
			s.at++
		}
		k := strings.ToLower(s.text[key:s.at])
		s.blank()
		if k == "" || !s.skip("=") {
			s.forward(1)
			continue
		}
		s.blank()
		if v, is := s.quoted(); is {
			args[k] = v
		} else if s.peek() == '[' {
			s.upTo("]")
		} else {
			s.forward(1)
		}
	}
}

// selectorNext reports whether a selector comes next: words with a dot, then a space.
func (s *source) selectorNext() bool {
	mark := *s
	w := s.word()
	*s = mark
	if strings.ContainsAny(w, "/\"'(") {
		return false
	}
	_, ok := selector(w)
	return ok
}

// condition reads an expression up to "then" or its closing bracket.
func (s *source) condition(depth int) filter {
	left := s.conjunction(depth)
	for {
		s.blank()
		if depth > maxDepth || !s.keyword("or") {
			return left
		}
		a, b := left, s.conjunction(depth)
		left = func(m Message) answer { return either(a.of(m), b.of(m)) }
	}
}

func (s *source) conjunction(depth int) filter {
	left := s.comparison(depth)
	for {
		s.blank()
		if depth > maxDepth || !s.keyword("and") {
			return left
		}
		a, b := left, s.comparison(depth)
		left = func(m Message) answer { return opposite(either(opposite(a.of(m)), opposite(b.of(m)))) }
	}
}

func either(a, b answer) answer {
	switch {
	case a == yes || b == yes:
		return yes
	case a == no && b == no:
		return no
	}
	return maybe
}

// comparison reads `$programname == "haproxy"`, `not (...)` and `(...)`. Any other is skipped, and not known.
func (s *source) comparison(depth int) filter {
	s.blank()
	unknown := filter(func(Message) answer { return maybe })
	switch {
	case depth > maxDepth:
		return unknown
	case s.keyword("not"):
		f := s.comparison(depth + 1)
		return func(m Message) answer { return opposite(f.of(m)) }
	case s.skip("("):
		f := s.condition(depth + 1)
		s.blank()
		s.skip(")")
		return f
	}
	variable, ok := s.operand()
	s.blank()
	operation := s.operation()
	s.blank()
	if value, is := s.quoted(); is && ok && operation != "" {
		return property(variable, operation, value)
	}
	s.giveUp()
	return unknown
}

// operand reads $NAME.
func (s *source) operand() (string, bool) {
	if !s.skip("$") {
		return "", false
	}
	begin := s.at
	for !s.end() && (wordy(s.peek()) || s.peek() == '!') {
		s.at++
	}
	return strings.ToLower(s.text[begin:s.at]), true
}

func (s *source) operation() string {
	for _, o := range []string{"==", "!=", "<>"} {
		if s.skip(o) {
			return o
		}
	}
	for _, o := range []string{"startswith", "contains", "isequal"} {
		if s.keyword(o) {
			return o
		}
	}
	return ""
}

// giveUp skips to the next and, or, then or closing bracket.
func (s *source) giveUp() {
	for depth := 0; !s.end(); {
		switch c := s.peek(); {
		case c == '"' || c == '\'':
			if _, ok := s.quoted(); !ok {
				s.forward(len(s.text))
			}
			continue
		case c == '(':
			depth++
		case c == ')' && depth == 0:
			return
		case c == ')':
			depth--
		case c == 't' || c == 'a' || c == 'o':
			mark := *s
			if depth == 0 && (s.at == 0 || !wordy(s.text[s.at-1])) && (s.keyword("then") || s.keyword("and") || s.keyword("or")) {
				*s = mark
				return
			}
		}
		s.forward(1)
	}
}
