package record

import (
	"strings"
	"unicode"
)

// hidden lists the characters that a terminal does not show, or that change how it shows others: with them a text could
// look different from what it says. XML allows no noncharacters.
var hidden = []*unicode.RangeTable{
	unicode.Cc, // C0, DEL and C1
	unicode.Cf, // reordering characters, zero-width spaces and joiners, soft hyphens, tags, annotations
	unicode.Zl, unicode.Zp,
	unicode.Other_Default_Ignorable_Code_Point, // Hangul fillers
	unicode.Variation_Selector,
	unicode.Noncharacter_Code_Point,
}

// invisible reports whether a character is removed from a text.
func invisible(r rune) bool {
	switch {
	case r < ' ', r >= 0x7f && r < 0xa0, r == 0xad:
		return true
	case r < 0x300, r >= 0x370 && r < 0x590, r >= 0x3040 && r < 0x3130, r >= 0x4e00 && r < 0xfe00:
		return r > 0xfdcf && r < 0xfdf0 // Latin, Greek, Cyrillic and most of Chinese, Japanese, Korean have no other
	}
	return unicode.In(r, hidden...)
}

// blank reports whether a character becomes a space in clean text: words stay separate at a line end.
func blank(r rune) bool {
	return r >= '\t' && r <= '\r' || r == 0x85 || r == 0x2028 || r == 0x2029
}

// maxMarks is how many characters may join the one before them. No language needs more, and more of them overlap the
// lines above and below, or make the width uncertain.
const maxMarks = 3

// joins reports whether a character is drawn into the cells of the one before it: a combining mark, the vowels and
// final consonants of decomposed Korean, a skin tone.
func joins(r rune) bool {
	switch {
	case r < 0x300, r >= 0x370 && r < 0x483:
		return false
	case r >= 0x1160 && r < 0x1200, r >= 0xd7b0 && r < 0xd800, r >= 0x1f3fb && r <= 0x1f3ff:
		return true
	case r >= 0x4e00 && r < 0xa66f, r >= 0xac00 && r < 0xd7a4:
		return false
	}
	return unicode.Is(unicode.M, r)
}

// escapeLen returns the length of the escape sequence at the beginning of s (ECMA-48, 5.3 to 5.6): CSI ends at its
// final byte, OSC and the like at BEL or ST, and a sequence without an end extends to the end of the text. Other
// sequences are ESC, intermediate bytes and a final byte.
func escapeLen(s string) int {
	if len(s) < 2 {
		return 1
	}
	switch s[1] {
	case '[':
		return final(s, 2, 0x20, 0x3f)
	case ']', 'P', '^', '_', 'X':
		return stringEnd(s)
	}
	return final(s, 1, 0x20, 0x2f)
}

// final returns the end of a sequence whose bytes from low to high precede its final byte. A byte that cannot be in a
// sequence ends it, and is not part of it.
func final(s string, from int, low, high byte) int {
	i := from
	for i < len(s) && s[i] >= low && s[i] <= high {
		i++
	}
	if i < len(s) && s[i] > high && s[i] < 0x7f {
		i++
	}
	return i
}

// stringEnd returns the end of a control string: that of the BEL or ST that closes it.
func stringEnd(s string) int {
	for i := 2; i < len(s); i++ {
		switch {
		case s[i] == 0x07:
			return i + 1
		case s[i] == 0x1b && strings.HasPrefix(s[i+1:], `\`):
			return i + 2
		}
	}
	return len(s)
}
