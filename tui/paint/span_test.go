package paint

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
)

// foreign are texts of every kind of character that takes two cells, none, or an unsure number.
var foreign = []string{
	"plain ASCII text of some length", "日本語テキスト", "a日b本c語", "e\u0301e\u0301e\u0301 combining", "👩‍👩‍👧 family ❤️ 🇩🇪", "\x1b[31mred\x1b[0m", "\u200d\u0301", "",
	"mixed 日本 \x00\x7f tail", "🙂🙂🙂🙂", "x\xff\xfey",
}

// whole is what a pen with room for all of it writes, as cells: each the text that begins in it.
func whole(th *Theme, s string) []string {
	p := Pen{Row: &Row{}, Th: th, End: 1000}
	p.Put(th.Text, s)
	var cells []string
	for rest := ansi.Strip(string(p.Row.buf)); rest != ""; {
		c, w := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		cells = append(cells, c)
		for range w - 1 {
			cells = append(cells, "")
		}
		rest = rest[len(c):]
	}
	return cells
}

// Every cut fills exactly the cells that it must, and shows the cells that the whole text has there.
func TestPutSpansCuts(t *testing.T) {
	th := NewTheme(ThemeDark, termenv.ANSI256, false)
	for _, s := range foreign {
		cells := whole(th, s)
		for left := 0; left < len(cells)+2; left++ {
			for room := 1; room < 14; room++ {
				p := Pen{Row: &Row{}, Th: th, End: room}
				p.PutSpans(th.Text, th.Match, s, []Span{{0, len(s) / 2}, {len(s)/2 + 1, len(s)}}, left)
				got := ansi.Strip(string(p.Row.buf))
				if p.Row.X > room || ansi.StringWidth(got) != p.Row.X {
					t.Fatalf("%q from %d in %d: %q has %d cells, counts %d", s, left, room, got, ansi.StringWidth(got), p.Row.X)
				}
				if want := cut(cells, left, room); strings.TrimRight(got, " ") != strings.TrimRight(want, " ") {
					t.Fatalf("%q from %d in %d: %q, want %q", s, left, room, got, want)
				}
			}
		}
	}
}

// cut is the slow way: cells left to left+room, half characters as blanks, and an ellipsis where something follows.
func cut(cells []string, left, room int) string {
	rest := cells[min(left, len(cells)):]
	more := len(rest) > room
	if more {
		room--
	}
	out, n := "", 0
	for i := 0; i < len(rest) && n < room; i++ {
		w := 1
		for i+w < len(rest) && rest[i+w] == "" && rest[i] != "" {
			w++
		}
		switch {
		case rest[i] == "":
			out, n = out+" ", n+1
		case n+w > room:
			n = room
		default:
			out, n, i = out+rest[i], n+w, i+w-1
		}
	}
	if more {
		out += "…"
	}
	return out
}

// What is in a span has the style of a match, whatever is scrolled away before it.
func TestPutSpansMarks(t *testing.T) {
	th := NewTheme(ThemeMono, termenv.ANSI, false)
	for _, tt := range []struct {
		s     string
		spans []Span
		left  int
		room  int
		want  string
	}{
		{"one two three", []Span{{4, 7}}, 0, 20, "one [two] three"},
		{"one two three", []Span{{4, 7}}, 5, 20, "[wo] three"},
		{"one two three", []Span{{4, 7}}, 7, 20, " three"},
		{"one two three", []Span{{0, 3}, {8, 13}}, 0, 11, "[one] two [th…]"},
		{"a日本b", []Span{{1, 4}}, 0, 20, "a[日]本b"},
		{"a日本b", []Span{{1, 4}}, 2, 20, "[ ]本b"},
		{"a日本b", []Span{{4, 7}}, 2, 20, " [本]b"},
		{"ae\u0301b", []Span{{2, 4}}, 0, 20, "a[e\u0301]b"},
	} {
		p := Pen{Row: &Row{}, Th: th, End: tt.room}
		p.PutSpans(th.Text, th.Match, tt.s, tt.spans, tt.left)
		p.switchTo(Style{})
		got := strings.NewReplacer(th.Match.Open, "[", reset, "]").Replace(string(p.Row.buf))
		if got != tt.want {
			t.Errorf("%s: %q, want %q", fmt.Sprint(tt.s, tt.spans, tt.left), got, tt.want)
		}
	}
}

// A sign that is known is measured as any other text, whatever comes after it.
func TestSignsAreKnown(t *testing.T) {
	known := 0
	after := []string{"", "a", " ", "\x1b", "\n", "·", "…", "─", "⣀", "▶", "é", "日", "\u0301", "\u200d", "\ufe0f", "\u20e3", "\xff", "👩", "한"}
	for r := rune(0xa0); r < 0x2a00; r++ {
		for _, next := range after {
			s := string(r) + next
			if n := alone(s); n > 0 {
				known++
				if show, w, of := measured(s); show != s[:n] || w != 1 || of != n {
					t.Errorf("%q: %q, %d cells, %d bytes", s, show, w, of)
				}
			}
		}
	}
	if known < 10_000 {
		t.Errorf("%d are known", known)
	}
}
