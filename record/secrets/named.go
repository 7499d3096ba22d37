package secrets

import "strings"

// named looks for the value of the name around a place, and gives the name's end.
func (s *scanner) named(i int) int {
	n := s.nameAt(i)
	if n.kind == none {
		return n.to
	}
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
	return n.to
}

// fallback is what a variable is when nobody sets it: ${PASSWORD:-hunter2}.
func (s *scanner) fallback(n name) {
	rest := s.text[n.to:]
	if end := strings.IndexByte(rest, '}'); end > 0 && hasAny(rest, ":-", ":=") && !dull(rest[2:end]) {
		s.hide(n.to+2, n.to+end)
	}
}

// argument is a value in quotes: password('x'), ["--password", "x"].
func (s *scanner) argument(n name, l link, at int) {
	v := s.valueAt(at)
	if v.quoted && (l == call || s.isFlag(n)) && !dull(s.of(v)) {
		s.hide(v.from, v.to)
	}
}

// assigned is a value behind "=" or ":".
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
		return // a list, whose elements have names of their own
	case l == colon && isPlain(text) && doubtful[s.wordBefore(n.from)]:
		return
	case !v.quoted:
		v.to = s.further(n, l, v)
	}
	s.hide(v.from, v.to)
}

// isCount reports whether a value is a number of tokens, or a port: "token:8080".
func isCount(v string) bool { return len(v) <= 5 && strings.Trim(v, "0123456789.") == "" }

// further is where a value without quotes ends that may hold blanks: the quotes are around its name too, or a line
// of a file holds nothing else.
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

// unlessNamed is end, but for where something with a name of its own is behind the value.
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

// quoteBefore is the quote right before a place; 0 = there is none.
func (s *scanner) quoteBefore(i int) byte {
	if i > 0 && isQuote(s.text[i-1]) {
		return s.text[i-1]
	}
	return 0
}

// firstInLine reports whether nothing but blanks, and what begins a comment, a list or a block, is before a place.
func (s *scanner) firstInLine(i int) bool {
	before := s.text[s.lineBegin(i):i]
	if n := strings.LastIndexAny(before, "{;"); n >= 0 {
		before = before[n+1:]
	}
	return strings.Trim(before, " \t#-\"'") == ""
}

// isFlag reports whether a name is that of a flag: --password.
func (s *scanner) isFlag(n name) bool { return s.text[n.from] == '-' }

// spaced is a value that only a blank parts from its name: a directive, a flag, or a sentence.
func (s *scanner) spaced(n name, at int) {
	before := s.wordBefore(n.from)
	if setters[before] {
		at = s.nextWord(at)
	}
	v := s.valueAt(at)
	text := s.of(v)
	switch {
	case dull(text) || !v.quoted && text[0] == '-' && s.isFlag(n):
	case strings.EqualFold(before, "set") && strings.EqualFold(text, "for"):
		s.setPassword(v.to)
	case s.isFlag(n), setters[before], strings.EqualFold(s.wordsBefore(n.from, 2), "user"):
		if v.quoted || !isProse(text) {
			s.hide(v.from, v.to)
		}
	case v.quoted:
		if n.kind == password || !doubtful[before] {
			s.hide(v.from, v.to)
		}
	case linking[strings.ToLower(text)]:
		s.said(n, v)
	case s.tells(n, v):
		s.hide(v.from, v.to)
	}
}

// nextWord passes over line ends, too: directives of nginx may span lines.
func (s *scanner) nextWord(i int) int {
	for i < len(s.text) && (isBlank(s.text[i]) || s.text[i] == '\n' || s.text[i] == '\r') {
		i++
	}
	return i
}

// linking are words between a name and its value in a sentence; of some of them a plain word may be the value.
var linking = map[string]bool{"is": true, "was": true, "as": true, "by": true, "to": true}

// said is the value in a sentence: "the password is hunter2".
func (s *scanner) said(n name, by value) {
	v := s.valueAt(s.skip(by.to))
	word, text := strings.ToLower(s.of(by)), s.of(v)
	switch {
	case dull(text), text == Mark, isProse(text) && !v.quoted:
	case isPlain(text) && !v.quoted && (n.kind != password || word != "is" && word != "was"):
	default:
		s.hide(v.from, v.to)
	}
}

// tells reports whether a word behind a name and a blank is a secret: in a sentence when it is no word, alone in a
// line when it is none that is said of passwords.
func (s *scanner) tells(n name, v value) bool {
	text := s.of(v)
	switch {
	case text == Mark || strings.IndexFunc(text, func(r rune) bool { return r > '~' || isAlnum(byte(r)) }) < 0:
		return false
	case isProse(text):
		return false
	case isPlain(text):
		return s.firstInLine(n.from) && s.ends(n, v.to)
	case n.kind == token:
		return looksRandom(text, 6)
	}
	return strings.IndexByte("(<[", text[0]) < 0 && !(isDigits(text) && len(text) < 4)
}

// ends reports whether nothing but a comment or the directive's end follows. nginx's directives end with a semicolon,
// so that what names a token there is one, and not the beginning of a sentence.
func (s *scanner) ends(n name, i int) bool {
	rest := strings.TrimLeft(s.text[i:s.lineEnd(i)], " \t\r")
	if n.kind == token {
		return strings.HasPrefix(rest, ";")
	}
	return rest == "" || strings.IndexByte(";#}", rest[0]) >= 0
}

// randomValue is one that is a secret where it looks like one.
func (s *scanner) randomValue(n name, l link, at int) {
	if l == blank && s.text[n.from:n.to] == "AUTH" && strings.HasPrefix(s.wordBefore(n.from), "send") { // to Redis, by tcp-check
		v := s.valueAt(at)
		text, _, _ := strings.Cut(s.of(v), `\r`)
		s.hide(v.from, v.from+len(text))
	}
	if l != equals && l != colon {
		return
	}
	least := 16
	switch {
	case strings.HasSuffix(strings.ToLower(s.text[n.from:n.to]), "id"):
		least = 8
	case n.from > 0 && (s.text[n.from-1] == '?' || s.text[n.from-1] == '&'):
		least = 12
	case n.kind == query:
		return
	}
	if v := s.valueAt(at); looksRandom(s.of(v), least) {
		s.hide(v.from, v.to)
	}
}

// block is a value that begins in the next line: "password: |" and "password:" in YAML, "password = \" in a shell. It
// reports whether it is one; the lines that are indented more than the name are the value.
func (s *scanner) block(n name, l link, at int) bool {
	end := s.lineEnd(at)
	first := strings.TrimRight(s.text[at:end], " \t\r")
	if end == len(s.text) || first != "" && (l != colon || strings.Trim(first, "|>+-0123456789") != "" || strings.IndexByte("|>", first[0]) < 0) {
		return false
	}
	indent := indentOf(s.text[s.lineBegin(n.from):])
	from, to := -1, end
	for next := end + 1; next < len(s.text); next = to + 1 {
		line := s.text[next:s.lineEnd(next)]
		in := indentOf(line)
		content := strings.TrimSpace(line)
		if content != "" && (in <= indent || first == "" && s.namesOther(content)) {
			break
		}
		if content != "" && from < 0 {
			from = next + in
		}
		to = next + len(line)
	}
	if from >= 0 {
		s.hide(from, from+len(strings.TrimRight(s.text[from:to], " \t\r\n")))
	}
	return true
}

// namesOther reports whether a line has a name of its own, or is an element of a list.
func (s *scanner) namesOther(line string) bool {
	i := 0
	for i < len(line) && (isName(line[i]) || isQuote(line[i])) {
		i++
	}
	return strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "#") || i > 0 && i < len(line) && (line[i] == ':' || line[i] == '=' && strings.Trim(line[i:], "=") != "")
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }
