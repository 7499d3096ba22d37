package paint

import (
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// Every character that is shown takes the cells that the library with the large table gives it, too, but for marks that do
// not stand alone.
func TestRuneByRune(t *testing.T) {
	t.Parallel()
	shown := 0
	for r := rune(0xa0); r < 0x20000; r++ {
		s := string(r)
		show, w, _ := cluster(s)
		if show != s || unicode.Is(unicode.Mc, r) {
			continue
		}
		if shown++; w != ansi.StringWidthWc(s) {
			t.Errorf("%x %s: %d cells, the library says %d", r, s, w, ansi.StringWidthWc(s))
		}
	}
	if shown < 80000 {
		t.Errorf("only %d characters are shown", shown)
	}
	for _, joined := range []string{"👨‍👩‍👧", "❤️", "🇩🇪", "e\u0301", "स्ते"} {
		if got, want := runeByRune(joined), ansi.StringWidthWc(joined); got != want {
			t.Errorf("%s: %d cells, the library says %d", joined, got, want)
		}
	}
}
