package secrets

import "strings"

// spaced hides a value that only a blank separates from its name: in a directive, after a flag, or in a sentence.
func (s *scanner) spaced(n name, at int) {
	before := s.wordBefore(n.from)
	if setters[before] {
		at = s.nextWord(at)
	}
	v := s.valueAt(at)
	text := s.of(v)
	switch {
	case dull(text) || !v.quoted && text[0] == '-' && s.isFlag(n), strings.HasPrefix(text, "HTTP/"): // GET /token HTTP/1.1
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
	case strings.EqualFold(text, "for"):
		s.saidOf(v)
	case linking[strings.ToLower(text)]:
		s.said(n, v)
	case s.tells(n, v):
		s.hide(v.from, v.to)
	}
}

// nextWord also skips line ends: directives of nginx may span lines.
func (s *scanner) nextWord(i int) int {
	for i < len(s.text) && (isBlank(s.text[i]) || s.text[i] == '\n' || s.text[i] == '\r') {
		i++
	}
	return i
}

// linking are words between a name and its value in a sentence; of some of them a plain word may be the value.
var linking = map[string]bool{"is": true, "was": true, "as": true, "by": true, "to": true}

// said hides the value in a sentence: "the password is hunter2".
func (s *scanner) said(n name, by value) {
	v := s.valueAt(s.skip(by.to))
	if adverb := strings.ToLower(s.of(v)); adverb == "now" || adverb == "currently" || adverb == "still" {
		v = s.valueAt(s.skip(v.to))
	}
	word, text := strings.ToLower(s.of(by)), s.of(v)
	switch {
	case dull(text), text == Mark, isProse(text) && !v.quoted:
	case isPlain(text) && !v.quoted && (n.kind != password || word != "is" && word != "was"):
	default:
		s.hide(v.from, v.to)
	}
}

// saidOf hides the value in "the password for user bob is hunter2".
func (s *scanner) saidOf(v value) {
	for range 4 {
		v = s.valueAt(s.skip(min(v.to, len(s.text))))
		word := s.of(v)
		if v.quoted || word == "" {
			return
		}
		if word == "is" || v.to < len(s.text) && s.text[v.to] == ':' {
			if v = s.valueAt(s.skip(min(v.to+1, len(s.text)))); !isPlain(s.of(v)) && !dull(s.of(v)) {
				s.hide(v.from, v.to)
			}
			return
		}
	}
}

// tells reports whether a word after a name and a blank is a secret: in a sentence if it is no plain word, alone in a
// line if it is no word that is used about passwords.
func (s *scanner) tells(n name, v value) bool {
	text := s.of(v)
	switch {
	case text == Mark || strings.IndexFunc(text, func(r rune) bool { return r > '~' || isAlnum(byte(r)) }) < 0:
		return false
	case isProse(text):
		return false
	case strings.EqualFold(s.text[n.from:n.to], "pass"): // a verb
		return false
	case isPlain(text):
		return s.firstInLine(n.from) && s.ends(n, v.to)
	case n.kind == token:
		return looksRandom(text, 6)
	case isDigits(text) && len(text) < 4, strings.IndexByte("(<[", text[0]) >= 0:
		return false
	}
	return !strings.ContainsAny(text, "(){}") || s.firstInLine(n.from) && s.ends(n, v.to) // a type, a call
}

// ends reports whether nothing but a comment or the directive's end follows. nginx's directives end with a semicolon,
// so a token there is a value, and not the beginning of a sentence.
func (s *scanner) ends(n name, i int) bool {
	rest := strings.TrimLeft(s.text[i:s.lineEnd(i)], " \t\r")
	if n.kind == token {
		return strings.HasPrefix(rest, ";")
	}
	return rest == "" || strings.IndexByte(";#}", rest[0]) >= 0
}
