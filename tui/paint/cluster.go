package paint

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/width"
)

// unsure stands for what terminals do not agree on how to draw.
const unsure = "\ufffd"

// cluster takes the first character of s as people count them: what to write for it, its cells,
// and the bytes it took. Control characters are left out; a cluster of which terminals disagree how
// wide it is (joined emoji, variation selectors), or that is absurdly long, is shown as one sign.
func cluster(s string) (show string, w, n int) {
	if c := s[0]; c >= ' ' && c <= '~' && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return s[:1], 1, 1
	}
	if n := alone(s); n > 0 {
		return s[:n], 1, n
	}
	return measured(s)
}

// measured is cluster for any text.
func measured(s string) (show string, w, n int) {
	c, w := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	switch {
	case len(c) == 0:
		return "", 0, 1
	case w == 0:
		return "", 0, len(c)
	case len(c) > 24, !utf8.ValidString(c), w != runeByRune(c):
		return unsure, 1, len(c)
	}
	return c, w, len(c)
}

// runeByRune is the width of a cluster on a terminal that knows of no clusters: the sum of its characters' (wcwidth). It is
// ansi.StringWidthWc without its table of every character there is, which is two megabytes. It is -1 for a character that
// is newer than Go's tables.
func runeByRune(cluster string) (w int) {
	for _, r := range cluster {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case !unicode.IsGraphic(r) && !unicode.Is(unicode.Co, r):
			return -1
		case isWide(r):
			w += 2
		default:
			w++
		}
	}
	return w
}

func isWide(r rune) bool {
	k := width.LookupRune(r).Kind()
	return k == width.EastAsianWide || k == width.EastAsianFullwidth
}

// alone is how many bytes the sign takes that s begins with, where it has one cell and nothing joins it; else 0.
func alone(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if i := sign(r); i < 0 || !narrow()[i] {
		return 0
	}
	if n < len(s) && s[n] >= utf8.RuneSelf {
		if next, _ := utf8.DecodeRuneInString(s[n:]); sign(next) < 0 {
			return 0
		}
	}
	return n
}

// The signs that the screen is full of: arrows, operators, lines, blocks and dots. None of them joins another character.
const (
	firstSign = '\u2190'
	lastSign  = '\u28ff'
)

// sign is the number of a sign, -1 for any other character.
func sign(r rune) int {
	switch {
	case r >= firstSign && r <= lastSign:
		return int(r - firstSign)
	case r == '·':
		return lastSign - firstSign + 1
	case r == '…':
		return lastSign - firstSign + 2
	}
	return -1
}

// narrow says which signs have one cell. To measure one takes a hundred times as long.
var narrow = sync.OnceValue(func() []bool {
	all := make([]bool, lastSign-firstSign+3)
	for r := rune(firstSign); r <= lastSign; r++ {
		all[sign(r)] = isNarrow(r)
	}
	all[sign('·')], all[sign('…')] = isNarrow('·'), isNarrow('…')
	return all
})

func isNarrow(r rune) bool {
	show, w, _ := measured(string(r))
	return w == 1 && show == string(r)
}
