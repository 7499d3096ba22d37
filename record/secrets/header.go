package secrets

import "strings"

// headerValue hides what follows Authorization or Cookie, to the end of the quotes or of the line.
func (s *scanner) headerValue(n name, l link, at int) {
	if l != equals && l != colon && l != blank {
		return
	}
	if l == blank {
		if !setters[s.wordBefore(n.from)] {
			return // the word in a sentence, or a directive of HAProxy's; a scheme behind it is an anchor itself
		}
		at = s.nextWord(at)
	}
	if at >= len(s.text) || strings.IndexByte("{", s.text[at]) >= 0 {
		return
	}
	v := s.headerEnd(n, l, at)
	v.to = v.from + len(strings.TrimRight(s.text[v.from:v.to], " \t\r"))
	text := s.of(v)
	if dull(text) || strings.HasPrefix(text, Mark) || isPlain(text) && isProse(text) {
		return
	}
	if strings.HasSuffix(strings.ToLower(s.text[n.from:n.to]), "cookie") {
		s.hide(v.from, v.to)
		return
	}
	s.credentials(v, v.quoted || l == blank || s.quoteBefore(n.from) != 0)
}

// headerEnd returns where the value of a header ends.
func (s *scanner) headerEnd(n name, l link, at int) value {
	t, end := s.text, s.lineEnd(at)
	switch q := s.quoteBefore(n.from); {
	case isQuote(t[at]), l == blank:
		return s.valueAt(at)
	case q != 0 && !isQuote(t[n.to%len(t)]): // -H 'Cookie: a=b'
		return value{at, s.until(at, end, q), false}
	case strings.Count(t[s.lineBegin(n.from):n.from], `"`)%2 == 1: // within a longer text in quotes
		return value{at, s.until(at, end, '"'), false}
	case l == colon:
		return value{at, end, false}
	}
	v := s.valueAt(at)
	for v.to+1 < end && t[v.to] == ';' && isBlank(t[v.to+1]) { // cookie=a=b; c=d
		next := s.valueAt(s.skip(v.to + 1))
		if next.quoted || strings.IndexByte(s.of(next), '=') < 0 {
			break
		}
		v.to = next.to
	}
	return v
}

// until returns the position of a quote, or the end.
func (s *scanner) until(at, end int, q byte) int {
	if i := strings.IndexByte(s.text[at:end], q); i >= 0 {
		return at + i
	}
	return end
}

// credentials hides the credentials of Authorization, and keeps the scheme. Text after them stays, except in quotes.
func (s *scanner) credentials(v value, alone bool) {
	text := s.of(v)
	word, rest := cutWord(text)
	switch scheme := strings.ToLower(strings.TrimRight(word, ":")); {
	case oneWord[scheme] && rest > 0:
		first, _ := cutWord(text[rest:])
		if isPlain(first) && isProse(first) || dull(first) || strings.HasPrefix(first, Mark) {
			return
		}
		to := len(text)
		if !alone {
			to = rest + trimmed(first)
		}
		s.hide(v.from+rest, v.from+to)
	case oneWord[scheme] || schemes[scheme] && rest == 0:
	case schemes[scheme]:
		if !strings.HasPrefix(text[rest:], Mark) {
			s.hide(v.from+rest, v.to)
		}
	case isProse(word) && isPlain(word):
	case alone || rest == 0:
		s.hide(v.from, v.to)
	default:
		next, _ := cutWord(text[rest:])
		to := trimmed(word)
		defer func() { s.hide(v.from, v.from+to) }()
		if i := strings.IndexAny(next, "=:"); isQuote(next[0]) {
			break
		} else if i <= 0 || i >= len(strings.TrimRight(next, "=")) {
			to = rest + trimmed(next)
		}
	}
}

// cutWord returns the first word of a text, and where the next one begins; 0 = there is none. A blank may be escaped.
func cutWord(text string) (word string, next int) {
	for i := range len(text) {
		if !isBlank(text[i]) {
			continue
		}
		word = strings.TrimSuffix(text[:i], `\`)
		for i < len(text) && isBlank(text[i]) {
			i++
		}
		if i == len(text) {
			i = 0
		}
		return word, i
	}
	return text, 0
}

// scheme hides what follows a scheme of Authorization anywhere: "Bearer hunter2".
func (s *scanner) scheme(i int) {
	t := s.text
	end := i + len("basic")
	if lower(t[i+1]) == 'e' {
		end = i + len("bearer")
	}
	if i > 0 && isName(t[i-1]) || end == len(t) {
		return
	}
	at := s.skip(end)
	to := at
	for to < len(t) && (isName(t[to]) || strings.IndexByte("~+/=", t[to]) >= 0) {
		to++
	}
	word := t[at:to]
	if at > end && looksEncoded(word, end-i == len("basic")) {
		s.hide(at, at+trimmed(word))
	}
}
