package cut

import (
	"slices"
	"strings"
	"testing"
)

func cutUp(text string, size int) (out []string) {
	var c Cutter
	each := func(line []byte) { out = append(out, string(line)) }
	for text != "" {
		n := min(size, len(text))
		c.Cut([]byte(text[:n]), each)
		text = text[n:]
	}
	c.Rest(each)
	return out
}

func TestLines(t *testing.T) {
	long := strings.Repeat("x", 3*Longest)
	for text, want := range map[string][]string{
		"":                              nil,
		"a":                             {"a"},
		"a\nb\r\n\n\nc":                 {"a", "b", "c"},
		"\x00\x00\x00a\nb\x00\n":        {"a", "b\x00"},
		long + "\nb\n":                  {long[:Longest], "b"},
		"a\n" + long:                    {"a", long[:Longest]},
		long[:Longest] + "\r\nb":        {long[:Longest], "b"},
		strings.Repeat("\x00", 99) + "": nil,
	} {
		for _, size := range []int{1, 2, 7, 4096, 1 << 20} {
			if got := cutUp(text, size); !slices.Equal(got, want) {
				t.Errorf("%.20q by %d: %d lines, want %d", text, size, len(got), len(want))
			}
		}
	}
}

// Whatever is sent, it is taken apart into messages that are bounded.
func FuzzFrames(f *testing.F) {
	f.Add("<134>a\n12 <134>bbbbbbb\n")
	f.Fuzz(func(t *testing.T, text string) {
		total := 0
		_ = Frames(strings.NewReader(text), func(m []byte) { total += len(m) })
		if total > len(text) {
			t.Fatalf("%d bytes of %d", total, len(text))
		}
	})
}
