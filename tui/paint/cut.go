package paint

import "strings"

// uncut is how many bytes of a text are kept if n of them have room before the ellipsis. Words are cut anywhere, figures
// never: "1 858 failed" is not cut to "1 8" or to "1", nor "9 ms" to "9" or to "9 m", for each of these is another figure.
func uncut[T string | []byte](s T, n int) int {
	cut := n
	for cut > 0 {
		from := cut
		for from > 0 && s[from-1] == ' ' {
			from--
		}
		for from > 0 && s[from-1] != ' ' {
			from--
		}
		switch end := wordEnd(s, from); {
		case isFigure(s[from:end]) && (end >= cut || !endsHere(s, end)):
			cut = from
		case cut == n && end > n && end-from <= 3 && uncut(s, from) < from: // it is the figure's unit
			cut = from
		default:
			return cut
		}
	}
	return cut
}

// endsHere reports whether the figure that ends there is complete without the words after it.
func endsHere[T string | []byte](s T, end int) bool {
	from := end
	for from < len(s) && s[from] == ' ' {
		from++
	}
	next := s[from:wordEnd(s, from)]
	return s[end-1] == ',' || len(next) > 3 && !isFigure(next)
}

func wordEnd[T string | []byte](s T, from int) int {
	for from < len(s) && s[from] != ' ' {
		from++
	}
	return from
}

// isFigure reports whether a word is a number, with or without a sign and a unit. Addresses and names may begin with digits,
// too.
func isFigure[T string | []byte](word T) bool {
	text := strings.TrimLeft(string(word), "+-<(≤×~")
	return text != "" && text[0] >= '0' && text[0] <= '9' && strings.Count(text, ".") < 3 && !strings.ContainsAny(text, "-_")
}
