package secrets

import "strings"

// named hides the value of the name around a position, and returns where to go on: after the name, or after the hidden
// value.
func (s *scanner) named(i int) int {
	n := s.nameAt(i)
	s.redis(n)
	if n.kind == none {
		return n.to
	}
	if s.exhausted(n.from) {
		return s.lineTo
	}
	was := len(s.spans)
	s.lookBehind(n)
	if len(s.spans) > was {
		return s.spans[len(s.spans)-1].to
	}
	return n.to
}

// lookBehind looks for the value after a name.
func (s *scanner) lookBehind(n name) {
	l, at := s.linkOf(n)
	switch {
	case l == apart:
	case n.from > 1 && s.text[n.from-2:n.from] == "${":
		s.fallback(n)
	case n.kind == header:
		s.headerValue(n, l, at)
	case n.kind == random || n.kind == query:
		s.randomValue(n, l, at)
	case l == blank:
		s.spaced(n, at)
	case l == call || l == list:
		s.argument(n, l, at)
	case l == markup:
		end := strings.IndexByte(s.text[at:], '<')
		if end >= 0 && !dull(s.text[at:at+end]) {
			s.hide(at, at+end)
		}
	default:
		s.assigned(n, l, at)
	}
}

// fallback hides a variable's default value: ${PASSWORD:-hunter2}.
func (s *scanner) fallback(n name) {
	rest := s.text[n.to:]
	if end := strings.IndexByte(rest, '}'); end > 0 && hasAny(rest, ":-", ":=") && !dull(rest[2:end]) {
		s.hide(n.to+2, n.to+end)
	}
}

// argument hides a value in quotes: password('x'), ["--password", "x"].
func (s *scanner) argument(n name, l link, at int) {
	if at >= len(s.text) || !isQuote(s.text[at]) || l == list && !s.isFlag(n) {
		return
	}
	if v := s.valueAt(at); !dull(s.of(v)) {
		s.hide(v.from, v.to)
	}
}

// assigned hides a value after "=" or ":".
func (s *scanner) assigned(n name, l link, at int) {
	if s.block(n, l, at) {
		return
	}
	v := s.valueAt(at)
	text := s.of(v)
	switch {
	case dull(text), strings.HasPrefix(text, "/") && strings.HasSuffix(strings.ToLower(s.text[n.from:n.to]), "pwd"): // PWD=/home/x
		return
	case n.kind == token && (isCount(text) || text == "latest" || !v.quoted && isPath(text)):
		return
	case !v.quoted && strings.HasSuffix(text, "("): // a function of it
		if v = s.valueAt(s.skip(v.to)); !v.quoted {
			return
		}
	case !v.quoted && strings.HasPrefix(text, "[") && text != Mark, !v.quoted && strings.HasPrefix(text, "{"):
		return // a list, whose elements have their own names
	case l == colon && isPlain(text) && doubtful[s.wordBefore(n.from)]:
		return
	case strings.HasPrefix(text, "${") && strings.HasSuffix(text, "}") && strings.Contains(text, ":-"):
		v.from, v.to = v.from+strings.Index(text, ":-")+2, v.to-1
	case !v.quoted:
		v.to = s.further(n, l, v)
	}
	s.hide(v.from, v.to)
}

// isCount reports whether a value is a number of tokens, or a port: "token:8080".
func isCount(v string) bool { return len(v) <= 5 && strings.Trim(v, "0123456789.") == "" }

// further returns where a value without quotes ends that may contain blanks: the quotes are around its name too, or a
// line of a file contains nothing else.
func (s *scanner) further(n name, l link, v value) int {
	end := s.lineEnd(v.from)
	if q := s.quoteBefore(n.from); q != 0 {
		if i := strings.IndexByte(s.text[v.from:end], q); i >= 0 {
			return s.unlessNamed(v, v.from+i)
		}
		return v.to
	}
	if !strings.Contains(s.text, "\n") || !s.firstInLine(n.from) {
		return v.to
	}
	if i := strings.Index(s.text[v.to:end], " #"); i >= 0 {
		end = v.to + i
	}
	return s.unlessNamed(v, v.from+len(strings.TrimRight(s.text[v.from:end], " \t\r;,")))
}

// unlessNamed returns end, or where something with its own name begins before it.
func (s *scanner) unlessNamed(v value, end int) int {
	if end <= v.to {
		return v.to
	}
	for word := range strings.FieldsSeq(s.text[v.to:end]) {
		if i := strings.IndexAny(word, "=:"); i > 0 || strings.HasPrefix(word, "-") {
			return v.to
		}
	}
	return end
}

// quoteBefore returns the quote directly before a position; 0 = there is none.
func (s *scanner) quoteBefore(i int) byte {
	if i > 0 && isQuote(s.text[i-1]) {
		return s.text[i-1]
	}
	return 0
}

// firstInLine reports whether only blanks, and what begins a comment, a list or a block, precede a position in its
// line.
func (s *scanner) firstInLine(i int) bool {
	for i > 0 && strings.IndexByte(" \t#-\"'", s.text[i-1]) >= 0 {
		i--
	}
	return i == 0 || strings.IndexByte("{;\n\r", s.text[i-1]) >= 0
}

// isFlag reports whether a name is that of a flag: --password.
func (s *scanner) isFlag(n name) bool { return s.text[n.from] == '-' }
