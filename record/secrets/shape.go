package secrets

import (
	"encoding/base64"
	"strings"
)

// looksEncoded reports whether a word is encoded credentials: those of Basic are a name and a password in base64.
func looksEncoded(word string, basic bool) bool {
	if basic {
		plain, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(word, "="))
		return err == nil && strings.Contains(string(plain), ":")
	}
	return !isPlain(word) && looksRandom(word, 6)
}

// shape hides a word that can only be a secret, by its beginning and its length.
func (s *scanner) shape(i int) int {
	t, to := s.text, i
	if i > 0 && isAlnum(t[i-1]) {
		return i
	}
	for to < len(t) && (isAlnum(t[to]) || t[to] == '_' || t[to] == '-') {
		to++
	}
	least := 20
	switch {
	case strings.HasPrefix(t[i:], "eyJ"):
		// A JSON Web Token: two or more parts of base64 with dots between.
		first := to
		for to < len(t) && (isName(t[to])) {
			to++
		}
		if first-i < 10 || to-first < 6 || t[first] != '.' {
			return i
		}
	case to-i < least:
		return i
	case t[i] == 'A' && t[i+1] != 'I' && strings.ToUpper(t[i:to]) != t[i:to]:
		return i
	}
	to = i + trimmed(t[i:to])
	s.hide(i, to)
	return to
}

// hash hides a password as crypt(3) writes it, in htpasswd files and in HAProxy's userlists.
func (s *scanner) hash(i int) int {
	t, to := s.text, i
	for to < len(t) && (isAlnum(t[to]) || strings.IndexByte("$./=,", t[to]) >= 0) {
		to++
	}
	if to = i + trimmed(t[i:to]); to-i < 20 {
		return i
	}
	s.hide(i, to)
	return to
}

const (
	keyBegin = "-----BEGIN "
	keyEnd   = "-----END "
)

// pem hides a private key between its lines; one that does not end extends to the text's end.
func (s *scanner) pem(i int) int {
	rest := s.text[i:]
	head := strings.Index(rest[len(keyBegin):], "-----")
	if head < 0 || !strings.HasSuffix(rest[:len(keyBegin)+head], "PRIVATE KEY") {
		return i
	}
	from := i + len(keyBegin) + head + len("-----")
	to := len(s.text)
	if end := strings.Index(s.text[from:], keyEnd); end >= 0 {
		to = from + end
	}
	from, to = bodyOf(s.text, from, to)
	s.hide(from, to)
	return max(to, from)
}

// bodyOf strips the line ends around a text, escaped ones too.
func bodyOf(text string, from, to int) (int, int) {
	for from < to {
		switch body := text[from:to]; {
		case strings.IndexByte(" \t\r\n", body[0]) >= 0:
			from++
		case hasAny(body, `\n`, `\r`):
			from += 2
		case strings.IndexByte(" \t\r\n", body[len(body)-1]) >= 0:
			to--
		case strings.HasSuffix(body, `\n`), strings.HasSuffix(body, `\r`):
			to -= 2
		default:
			return from, to
		}
	}
	return from, to
}
