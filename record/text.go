package record

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxText bounds one line of foreign text: longer ones say nothing more on a screen.
const maxText = 4096

// Clean makes foreign text safe to show: escape sequences and other control characters are gone,
// tabs are spaces, invalid UTF-8 is U+FFFD, bidirectional overrides are gone, and a line ends at
// 4096 bytes. Text that is clean already is returned as it is, without a copy.
func Clean(s string) string {
	if len(s) > maxText {
		s = s[:maxText]
		for len(s) > 0 && !utf8.RuneStart(s[len(s)-1]) {
			s = s[:len(s)-1]
		}
		if len(s) > 0 && s[len(s)-1] >= utf8.RuneSelf {
			s = s[:len(s)-1]
		}
	}
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f {
			return clean(s, i)
		}
	}
	return s
}

func clean(s string, from int) string {
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:from])
	for i := from; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == 0x1b:
			i += escapeLen(s[i:])
			continue
		case r == '\t':
			b.WriteByte(' ')
		case unicode.IsControl(r), r == 0x2028, r == 0x2029, bidi(r):
		default:
			b.WriteRune(r)
		}
		i += n
	}
	return strings.TrimRight(b.String(), " ")
}

// bidi reports the runes that reorder a line as it is shown: a log could use them to show
// something other than what it says.
func bidi(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f
}

// escapeLen is the length of the escape sequence that s begins with: CSI ends at its final byte,
// OSC and the like at BEL or ST, anything else is two bytes.
func escapeLen(s string) int {
	if len(s) < 2 {
		return 1
	}
	switch s[1] {
	case '[':
		for i := 2; i < len(s); i++ {
			if s[i] >= 0x40 && s[i] <= 0x7e {
				return i + 1
			}
		}
		return len(s)
	case ']', 'P', '^', '_', 'X':
		for i := 2; i < len(s); i++ {
			if s[i] == 0x07 {
				return i + 1
			}
			if s[i] == 0x1b && i+1 < len(s) && s[i+1] == '\\' {
				return i + 2
			}
		}
		return len(s)
	}
	return 2
}
