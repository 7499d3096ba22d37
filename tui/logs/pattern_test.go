package logs

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"hadash/tui/paint"
)

var patterns = []string{
	"slave1", "Slave1", "SLAVE1", "down|warn", "(?i)DOWN", "upstream timed out", "servers/mysql-slave[12]", `\d+ms`, `"status":5\d\d`,
	"^.*SC ", "reads repeated.*slave3", "(SD|SC|sC) ", "日本", "É", "é", "[aeiou]{3,}", "x*", "(a|)b", "no (answer|connection)", `\S+`, "K", "k6", "ſ", `[=-_]{4}`, `[[:upper:]]own`, `\x44own`, `[^a-z ]rror`, `\bdown\b`, `(?-i)down`,
}

// Whatever is done to be quick, a pattern finds what the regular expression alone finds.
func TestPatternsFindTheSame(t *testing.T) {
	t.Parallel()
	n := names{}
	lines := []Line{{text: "日本語 é É line", Node: "x"}, {text: "Kelvin", Node: "x"}, {text: "ſharp", Node: "x"}}
	for i := range lines {
		lines[i].shown = uint16(len(lines[i].text))
	}
	for _, l := range allOf(t) {
		lines = append(lines, n.keep(l))
	}
	for _, text := range patterns {
		p := must(t, text)
		flags := "(?i)"
		if text != strings.ToLower(text) && text != `\S+` {
			flags = ""
		}
		re := regexp.MustCompile(flags + text)
		for i := range lines {
			l := &lines[i]
			if got, want := p.match(l), re.MatchString(l.Text()) || re.MatchString(l.Node); got != want {
				if p.expr == nil && !l.plain {
					continue // letters that fold into ASCII
				}
				t.Errorf("%q: %v, want %v: %s", text, got, want, l.Text())
			}
			var want []paint.Span
			for _, at := range re.FindAllStringIndex(l.Text(), -1) {
				if at[0] < at[1] {
					want = append(want, paint.Span{From: at[0], To: at[1]})
				}
			}
			if got := p.spans(nil, l.Text()); len(got) != len(want) && (p.expr != nil || l.plain) {
				t.Errorf("%q: spans %v, want %v: %s", text, got, want, l.Text())
			}
		}
	}
}

// A word is found in any case where it is first, however often its signs stand elsewhere.
func TestIndexFold(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	some := func(signs string, n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = signs[rnd.IntN(len(signs))]
		}
		return string(b)
	}
	found := 0
	for range 50_000 {
		s, lower := some("aAbB z1@`[", rnd.IntN(12)), some("ab z1@`[", rnd.IntN(4))
		want := strings.Index(strings.ToLower(s), lower)
		if want >= 0 {
			found++
		}
		if got := indexFold(s, lower); got != want {
			t.Fatalf("%q in %q: at %d, want %d", lower, s, got, want)
		}
	}
	if found == 0 {
		t.Error("nothing is found: this compares nothing")
	}
}

func TestCapitals(t *testing.T) {
	for text, fold := range map[string]bool{"down": true, "Down": false, `\S\W`: true, `\\S`: false, "É": false, "é": true, "": true} {
		if got := Plain(text).fold; got != fold {
			t.Errorf("%q folds: %v", text, got)
		}
	}
}

func TestNoExpression(t *testing.T) {
	for _, text := range []string{"(", "[", "a{2,1}", "*", `\`} {
		if _, err := Compile(text); err == nil {
			t.Errorf("%q is one", text)
		}
		if p := Plain(text); !p.in("x"+text+"y", true) || p.in("xy", true) {
			t.Errorf("%q is not searched as it is", text)
		}
	}
}

func FuzzSearch(f *testing.F) {
	for _, text := range patterns {
		f.Add(text, "servers/mysql-slave1 is DOWN 日本 é")
	}
	f.Fuzz(func(t *testing.T, text, line string) {
		p, err := Compile(text)
		if err != nil {
			p = Plain(text)
		}
		last := 0
		for _, s := range p.spans(nil, line) {
			if s.From < last || s.To <= s.From || s.To > len(line) {
				t.Fatalf("%q in %q: %v", text, line, s)
			}
			last = s.To
		}
		if last > 0 && !p.in(line, paint.Plain(line)) {
			t.Errorf("%q has a span in %q and does not match", text, line)
		}
	})
}
