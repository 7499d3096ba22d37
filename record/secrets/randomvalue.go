package secrets

import "strings"

// randomValue hides a value if it looks random.
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
	case strings.HasSuffix(s.text[n.from:n.to], "_AUTH"):
		least = 6
	case strings.HasSuffix(strings.ToLower(s.text[n.from:n.to]), "id"):
		least = 8
	case n.from > 0 && (s.text[n.from-1] == '?' || s.text[n.from-1] == '&'):
		least = 12
	case n.kind == query:
		return
	}
	if at < len(s.text) && !isQuote(s.text[at]) && len(s.text)-at > maxRandom {
		cut := scanner{text: s.text[:at+maxRandom]} // nothing random is longer
		if v := cut.valueAt(at); v.to == len(cut.text) {
			return
		}
	}
	v := s.valueAt(at)
	if i := strings.IndexByte(s.of(v), '&'); i >= 0 {
		v.to = v.from + i
	}
	if looksRandom(s.of(v), least) {
		s.hide(v.from, v.to)
	}
}

// maxRandom is the longest session or signature.
const maxRandom = 300
