package secrets

import "strings"

// link is what joins a name and its value.
type link uint8

const (
	apart  link = iota
	equals      // password=x, password := x, "password" != "x"
	colon       // password: x
	blank       // password x
	call        // password('x')
	markup      // <password>x</password>
	list        // "--password", "x"
)

// linkOf returns the link after a name, and where the value may begin.
func (s *scanner) linkOf(n name) (link, int) {
	t, i := s.text, n.to
	closed := i < len(t) && isQuote(t[i])
	if closed {
		i++
		if i < len(t) && t[i] == ']' {
			i++
		}
	}
	j := s.skip(i)
	switch rest := t[j:]; {
	case rest == "":
	case strings.HasPrefix(rest, "::"), strings.HasPrefix(rest, "://"):
	case hasAny(rest, "=>", "==", "!=", "=~", ":=", "!~", "->"):
		return equals, s.skip(j + 2)
	case rest[0] == '=':
		return equals, s.skip(j + 1)
	case rest[0] == ':':
		return colon, s.skip(j + 1)
	case rest[0] == '(' && j == n.to:
		return call, s.skip(j + 1)
	case rest[0] == '>' && n.from > 0 && t[n.from-1] == '<':
		return markup, j + 1
	case rest[0] == ',' && closed:
		return list, s.skip(j + 1)
	case !closed && j > i:
		return blank, j
	case !closed && (rest[0] == '\n' || rest[0] == '\r') && setters[s.wordBefore(n.from)]: // directives of nginx may span lines
		return blank, j
	}
	return apart, j
}

// skip skips blanks, and the line ends that a shell or HAProxy ignores.
func (s *scanner) skip(i int) int {
	t := s.text
	for i < len(t) {
		switch {
		case isBlank(t[i]):
			i++
		case hasAny(t[i:], "\\ ", "\\\n"):
			i += 2
		case strings.HasPrefix(t[i:], "%20"):
			i += 3
		default:
			return i
		}
	}
	return i
}

// value is the position of a value, without its quotes.
type value struct {
	from, to int
	quoted   bool
}

func (s *scanner) of(v value) string { return s.text[v.from:v.to] }

// valueAt reads the value that begins at a position.
func (s *scanner) valueAt(i int) value {
	switch rest := s.text[i:]; {
	case strings.HasPrefix(rest, `"""`):
		end := s.lineEnd(i)
		if n := strings.Index(rest[3:min(len(rest), maxQuoted)], `"""`); n >= 0 {
			end = i + 3 + n
		}
		return value{i + 3, end, true}
	case hasAny(rest, `\"`, `\'`): // an escaped quote: examined without its escape
		return value{i, i, true}
	}
	if i < len(s.text) && isQuote(s.text[i]) {
		return value{i + 1, s.closing(i), true}
	}
	return value{i, s.bareEnd(i), false}
}

// A quoted text that spans more than this lacks its closing quote.
const (
	maxQuotedLines = 4
	maxQuoted      = 1000
)

// closing returns where the quote at a position is closed: at the line's end if it is not.
func (s *scanner) closing(i int) int {
	t, q := s.text, s.text[i]
	lines, end := 0, s.lineEnd(i)
	for i++; i < len(t) && i-end < maxQuoted; i++ {
		switch {
		case t[i] == '\\':
			i++
		case t[i] == q && q == '\'' && i+1 < len(t) && t[i+1] == q && t[i-1] != '=': // a quote within SQL's quotes
			i++
		case t[i] == q:
			return i
		case t[i] == '\n':
			if lines++; lines == maxQuotedLines {
				return end
			}
		}
	}
	return end
}

// bareEnd returns where a value without quotes ends.
func (s *scanner) bareEnd(i int) int {
	t, from := s.text, i
	if strings.HasPrefix(t[i:], Mark) {
		return i + len(Mark)
	}
scan:
	for i < len(t) {
		switch c := t[i]; {
		case c == '\\' && i+1 < len(t) && t[i+1] != '\n':
			i++ // escaped characters belong to it, also a blank
		case isBlank(c), isQuote(c), c == '\n', c == '\r':
			break scan
		case strings.IndexByte(",;&|<", c) >= 0 && s.parts(i):
			break scan
		}
		i++
	}
	return from + trimmed(t[from:min(i, len(t))])
}

// parts reports whether a character ends a value: nothing follows it, or another name.
func (s *scanner) parts(i int) bool {
	rest := s.text[i+1:]
	rest = strings.TrimPrefix(rest, "amp;")
	if rest == "" || isBlank(rest[0]) || isQuote(rest[0]) || strings.IndexByte("\r\n)]}/", rest[0]) >= 0 {
		return true
	}
	n := 0
	for n < len(rest) && isName(rest[n]) {
		n++
	}
	return n > 0 && n < len(rest) && (rest[n] == '=' || rest[n] == ':')
}

// trimmed returns the length of a value without the punctuation of the sentence around it, and without brackets it did
// not open.
func trimmed(v string) int {
	for v != "" {
		last := v[len(v)-1]
		i := strings.IndexByte(")]}>", last)
		opened := i >= 0 && strings.IndexByte(v, "([{<"[i]) >= 0
		if opened || i < 0 && last != '.' && last != ',' && last != ':' {
			break
		}
		v = v[:len(v)-1]
	}
	return len(v)
}

func (s *scanner) lineEnd(i int) int {
	if n := strings.IndexByte(s.text[min(i, len(s.text)):], '\n'); n >= 0 {
		return i + n
	}
	return len(s.text)
}

func (s *scanner) lineBegin(i int) int { return strings.LastIndexByte(s.text[:i], '\n') + 1 }

// wordBefore returns the word before a position, in its line and in lower case, without quotes.
func (s *scanner) wordBefore(i int) string { return strings.ToLower(s.wordsBefore(i, 1)) }

// wordsBefore returns the n-th word before a position; "" if there is none in its line.
func (s *scanner) wordsBefore(i, n int) string {
	t, begin := s.text, max(i-2*maxName, 0)
	word := ""
	for range n {
		for i > begin && !isWord(t[i-1]) && strings.IndexByte(";{}|\n", t[i-1]) < 0 {
			i--
		}
		to := i
		for i > begin && isWord(t[i-1]) {
			i--
		}
		word = t[i:to]
	}
	return word
}

func isWord(c byte) bool { return isName(c) || c == '\'' || c == ':' || c == '@' }

func hasAny(text string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(text, p) {
			return true
		}
	}
	return false
}
