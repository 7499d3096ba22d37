package record

import "strings"

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
