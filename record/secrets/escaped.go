package secrets

import "strings"

// layers is how many times a text may be escaped: JSON within JSON, a URL within a URL.
const layers = 3

// stepBytes is how much text can be unescaped in the time of a look.
const stepBytes = 128

// mayBeEscaped reports whether escapes in a text may be part of a secret's name or end a value. Most are not: spaces
// and slashes in URLs, letters beyond ASCII.
func mayBeEscaped(text string) bool {
	if strings.IndexByte(text, '%') < 0 && strings.IndexByte(text, '\\') < 0 && strings.IndexByte(text, '&') < 0 {
		return false
	}
	for i := 0; i+1 < len(text); i++ {
		switch text[i] {
		case '%', '\\', '&':
			if c, n := unescape(text[i:]); n > 0 && speaks(c) {
				return true
			}
		}
	}
	return false
}

// speaks reports whether a character may be part of a name, separate a name and a value, or end a value.
func speaks(c byte) bool { return isName(c) || strings.IndexByte("=:\"'&%\\@\n", c) >= 0 }

// findEscaped finds the secrets in a text without its escapes, and returns where they are in the text itself.
func findEscaped(text string) (spans []span, looks int) {
	plain, at := text, []int(nil)
	for range layers {
		if !mayBeEscaped(plain) {
			break
		}
		plain, at = unescapeAll(plain, at)
		s := scanner{text: plain}
		s.scan()
		looks += s.looks + 1 + len(plain)/stepBytes
		for _, x := range s.spans {
			spans = append(spans, span{at[x.from], at[x.to]})
		}
	}
	return spans, looks
}

// unescapeAll removes one layer of escapes. at has the position in the text of each byte; nil = unchanged.
func unescapeAll(text string, at []int) (string, []int) {
	plain := make([]byte, 0, len(text))
	from := make([]int, 0, len(text)+1)
	origin := func(i int) int {
		if at == nil {
			return i
		}
		return at[i]
	}
	for i := 0; i < len(text); {
		c, n := unescape(text[i:])
		if n == 0 {
			c, n = text[i], 1
		}
		plain, from = append(plain, c), append(from, origin(i))
		i += n
	}
	return string(plain), append(from, origin(len(text)))
}

// escapes are the one-letter escapes of JSON, C and shells, with their meaning.
var escapes = map[byte]byte{'"': '"', '\'': '\'', '\\': '\\', '/': '/', 'n': '\n', 'r': '\n', 't': '\t'}

// unescape reads the escape at the beginning of a text: %3D, \u003d, \x3d, \", &quot;. n is its length; 0 = there is
// none.
func unescape(text string) (c byte, n int) {
	switch {
	case strings.HasPrefix(text, "%20"): // a blank would end the value that it is in
	case text[0] == '%':
		return hex(text, 1, 2)
	case strings.HasPrefix(text, `\u00`), strings.HasPrefix(text, `\U00`):
		return hex(text, 4, 2)
	case strings.HasPrefix(text, `\x`), strings.HasPrefix(text, `\X`):
		return hex(text, 2, 2)
	case text[0] == '\\' && len(text) > 1:
		if c, ok := escapes[text[1]]; ok {
			return c, 2
		}
	case strings.HasPrefix(text, "&quot;"):
		return '"', len("&quot;")
	case strings.HasPrefix(text, "&amp;"):
		return '&', len("&amp;")
	}
	return 0, 0
}

// hex reads an ASCII character from the given number of hexadecimal digits at a position.
func hex(text string, from, digits int) (c byte, n int) {
	if len(text) < from+digits {
		return 0, 0
	}
	for _, d := range []byte(text[from : from+digits]) {
		switch {
		case d >= '0' && d <= '9':
			c = c<<4 | (d - '0')
		case d|0x20 >= 'a' && d|0x20 <= 'f':
			c = c<<4 | (d | 0x20 - 'a' + 10)
		default:
			return 0, 0
		}
	}
	if c < ' ' || c > '~' {
		return 0, 0
	}
	return c, from + digits
}
