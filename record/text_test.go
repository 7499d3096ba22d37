package record

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                                 "plain",
		"tab\there":                             "tab here",
		"\x1b[31mred\x1b[0m":                    "red",
		"\x1b]0;title\x07after":                 "after",
		"\x1b]8;;http://x\x1b\\link":            "link",
		"\x1bcreset":                            "reset",
		"bell\x07 and nul\x00":                  "bell and nul",
		"c1 \u009b31m csi":                      "c1 31m csi",
		"русский ✓ 漢":                           "русский ✓ 漢",
		"abc\u202egnp.exe":                      "abcgnp.exe",
		"bad \xff utf":                          "bad \ufffd utf",
		"line\r":                                "line",
		"\x1b":                                  "",
		"\x1b[":                                 "",
		"\x1b]never ends":                       "",
		strings.Repeat("a", 5000):               strings.Repeat("a", 4096),
		strings.Repeat("a", 4095) + "\u00e9xyz": strings.Repeat("a", 4095),
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

// Whatever comes in, what goes out is valid, bounded, without control characters, and clean
// already.
func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "a", "\x1b[31m", "\x1b]0;x\x07", "\xff\xfe", "é漢", strings.Repeat("é", 3000)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		out := Clean(in)
		if !utf8.ValidString(out) && utf8.ValidString(in) {
			t.Errorf("Clean(%q) = %q is not UTF-8", in, out)
		}
		for _, r := range out {
			if unicode.IsControl(r) {
				t.Errorf("Clean(%q) = %q has control character %U", in, out, r)
			}
		}
		if len(out) > maxText*3 {
			t.Errorf("Clean gave %d bytes", len(out))
		}
		if again := Clean(out); again != out && len(out) <= maxText {
			t.Errorf("Clean(%q) = %q, again %q", in, out, again)
		}
	})
}
