package haproxycfg

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWords(t *testing.T) {
	for line, want := range map[string][]string{
		"":                        nil,
		"  \t\r":                  nil,
		"# all of it":             nil,
		"a\tb  c\r":               {"a", "b", "c"},
		"a#b":                     {"a"},
		`a\#b\ c`:                 {"a#b c"},
		`"a b"'c # d'`:            {"a bc # d"},
		`'a\' "b\"c"`:             {`a\`, `b"c`},
		`'' x`:                    {"", "x"},
		`"never closed # x`:       {"never closed # x"},
		`^\d{2}\x41 \\ '${HOME}'`: {`^\d{2}A`, `\`, "${HOME}"},
		`\x4`:                     {`\x4`},
		`ends\`:                   {`ends\`},
	} {
		var got []string
		for _, w := range words(line, newEnvironment(nil)) {
			got = append(got, w.text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", line, diff)
		}
	}
}

func TestDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"5": 5 * ms, "7us": ms, "200ms": 200 * ms, "3s": 3 * time.Second, "4m": 4 * time.Minute,
		"5h": 5 * time.Hour, "2d": 48 * time.Hour, "0": 0, "1s500ms": time.Second, "1sm": time.Second, "24d": 24 * 24 * time.Hour,
		"1001us": 2 * ms, "2147483647": 2147483647 * ms,
	} {
		if got, ok := duration(text); !ok || got != want {
			t.Errorf("%q: %v, %v; want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "s", "-1s", "+1s", "1.5s", "1x", "5u", "25d", "2147483648", "9223372036854775807", "200000d"} {
		if got, ok := duration(text); ok {
			t.Errorf("%q: %v, want none", text, got)
		}
	}
}

// withoutQuotes removes quotes and backslashes, which may stand within a word.
var withoutQuotes = strings.NewReplacer("'", "", `"`, "", `\`, "")

func FuzzChecks(f *testing.F) {
	f.Add("defaults d\n timeout check 1s\nbackend b from d\n default-server inter 1\n server s h:1 check fastinter 3us\n")
	f.Add("listen 0\noption tcp-check \ns''erver 00 0")
	f.Add("listen 'l\\\n option tcp-check\n tcp-check send \"x\n server \\\" # h:1 error-limit 5\n")
	f.Add("global\n setenv A \"${B-2}\"\n.if defined(A) && !feature(X)\nbackend b\n server-template t 2-4 h:1 track u fall \"$A\"\n server u h:1\n.else\n.endif")
	f.Fuzz(func(t *testing.T, text string) {
		all := read(text)
		if n := strings.Count(withoutQuotes.Replace(text), "server"); len(all) > maxServers+1 || n == 0 && len(all) > 0 {
			t.Errorf("%d checks of %d servers", len(all), n)
		}
		for _, c := range all {
			if (c.Backend == "" || c.Server == "") && len(c.Doubts) == 0 || min(c.Inter, c.Fastinter, c.Downinter) <= 0 ||
				min(c.TimeoutCheck, c.TimeoutConnect, c.TimeoutServer) < 0 || min(c.Rise, c.Fall, c.ErrorLimit) < 1 || min(c.Retries, c.Spread) < 0 {
				t.Errorf("%+v", c)
			}
		}
		// Lines under a condition that never holds change nothing, and neither does a comment.
		if again := read(".if 0\nbackend never\n server n h:1\n.endif\n#\n" + text); !cmp.Equal(all, again, nowhere) {
			t.Error(cmp.Diff(all, again, nowhere))
		}
		// Under a condition that cannot be decided, every Check is in doubt.
		for _, c := range read(".if feature(X)\n" + strings.ReplaceAll(text, ".", "_")) {
			if _, is := c.Doubt(); !is {
				t.Errorf("certain: %+v", c)
			}
		}
	})
}

// HAProxy refuses to start with more than 2147483647 ms, nor with counts that do not fit into an int.
func TestImpossibleNumbers(t *testing.T) {
	for text, want := range map[string]time.Duration{"2147483647": 2147483647 * time.Millisecond, "24d": 24 * 24 * time.Hour} {
		if d, ok := duration(text); !ok || d != want {
			t.Errorf("%s = %v, %v", text, d, ok)
		}
	}
	for _, text := range []string{"2147483648", "25d", "-1", "1e3", "9223372036854775807us", "99999999999999999999"} {
		if d, ok := duration(text); ok {
			t.Errorf("%s = %v", text, d)
		}
	}
	for _, text := range []string{"2147483648", "-1", "9223372036854775807", "99999999999999999999"} {
		if n, ok := count(text); ok {
			t.Errorf("%s = %d", text, n)
		}
	}
}

// nowhere ignores the lines of doubts.
var nowhere = cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Line" }, cmp.Ignore())
