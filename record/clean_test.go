package record

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                      "plain",
		"tab\there":                  "tab here",
		"\x1b[31mred\x1b[0m":         "red",
		"\x1b]0;title\x07after":      "after",
		"\x1b]8;;http://x\x1b\\link": "link",
		"\x1bPq#0~\x1b\\sixel":       "sixel",
		"\x1b(Bcharset":              "charset",
		"\x1bcreset":                 "reset",
		"\x1b[31мир":                 "мир",
		"\x1bé":                      "é",
		"\x1b\x1b[31mtwice":          "twice",
		"bell\x07 and nul\x00":       "bell and nul",
		"c1 \u009b31m csi":           "c1 31m csi",
		"raw c1 \x9b31m":             "raw c1 \ufffd31m",
		"del\x7f":                    "del",
		"русский ✓ 漢 한국어 ไทย":                   "русский ✓ 漢 한국어 ไทย",
		"abc\u202egnp.exe":                      "abcgnp.exe",
		"a\u061cb\u2066c\u2069d\u200ee":         "abcde",
		"pass\u200bword\ufeff\u2060":            "password",
		"soft\u00adhyphen\u180e":                "softhyphen",
		"tag\U000e0041\U000e007f, vs\ufe0f":     "tag, vs",
		"filler\u3164\u115f\uffa0":              "filler",
		"note\ufff9a\ufffab\ufffb":              "noteab",
		"non\ufffe\uffff\ufdd0":                 "non",
		"bad \xff utf":                          "bad \ufffd utf",
		"line\r":                                "line",
		"two\r\nlines\nand\u2028three\u0085":    "two lines and three",
		"over\rwritten":                         "over written",
		"e\u0301 e\u0323\u0302":                 "e\u0301 e\u0323\u0302", // Vietnamese as macOS writes it
		"z" + strings.Repeat("\u0335\u0301", 9): "z\u0335\u0301\u0335",
		"\u0301first":                           "first",
		"ᄀ" + strings.Repeat("\u1161", 50):      "ᄀ\u1161\u1161\u1161",
		"\x1b":                                  "",
		"\x1b[":                                 "",
		"\x1b]never ends":                       "",
		strings.Repeat("a", 5000):               strings.Repeat("a", 4096),
		strings.Repeat("a", 4095) + "\u00e9xyz": strings.Repeat("a", 4095),
		strings.Repeat("é", 3000):               strings.Repeat("é", 2048),
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCleanLines(t *testing.T) {
	for in, want := range map[string]string{
		"a\nb\n":             "a\nb\n",
		"a\r\nb":             "a\nb",
		"\n\n":               "\n\n",
		"a\x1b]52;c\nb\x07c": "a\nbc", // a sequence does not take the lines behind it
		"tab\tin\n\x1b[2Jx":  "tab in\nx",
		"one":                "one",
	} {
		if got := CleanLines(in); got != want {
			t.Errorf("CleanLines(%q) = %q, want %q", in, got, want)
		}
	}
}

// Text that is clean, as nearly all is, costs no memory.
func TestCleanCostsNothing(t *testing.T) {
	for _, text := range []string{haproxyLine, "ошибка: 接続 refused é", "a\nb\n"} {
		if n := testing.AllocsPerRun(100, func() { sink = CleanLines(text) }); n != 0 {
			t.Errorf("%q: %v allocations", text, n)
		}
	}
}

var sink string

const haproxyLine = `172.28.44.21:51234 [24/Nov/2026:12:00:00.123] mysql_front servers/mysql-slave1 1/0/35 1024 -- 12/12/11/4/0 0/0`

func BenchmarkClean(b *testing.B) {
	for name, text := range map[string]string{"ascii": haproxyLine, "utf8": strings.Repeat("ошибка чтения ", 8), "hostile": haproxyLine + "\x1b[31m"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sink = Clean(text)
			}
		})
	}
}

// Whatever comes in, what goes out is valid, bounded, without control characters, and clean
// already.
func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "a", "\x1b[31m", "\x1b]0;x\x07", "\xff\xfe", "é漢", strings.Repeat("é", 3000), "z\u0301\u0301\u0301\u0301", "a\u200b\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		out := Clean(in)
		if !utf8.ValidString(out) {
			t.Errorf("Clean(%q) = %q is not UTF-8", in, out)
		}
		for _, r := range out {
			if unicode.In(r, hidden...) {
				t.Errorf("Clean(%q) = %q has the hidden character %U", in, out, r)
			}
		}
		if len(out) > maxText*3 {
			t.Errorf("Clean gave %d bytes", len(out))
		}
		if again := Clean(out); again != out && len(out) <= maxText {
			t.Errorf("Clean(%q) = %q, again %q", in, out, again)
		}
		if again := CleanLines(in); !strings.Contains(in, "\n") && again != out {
			t.Errorf("CleanLines(%q) = %q, want %q", in, again, out)
		}
	})
}
