package nginxcfg

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

func TestScanner(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "",
		" # only ; a { comment":      "",
		"a b;c{d}":                   "a|b|;|c|{|d}",
		"a b;c { d; }":               "a|b|;|c|{|d|;|}",
		"a#b # c\nd;":                "a#b|d|;",
		`"a;b" 'c{d' "" x"y";`:       `a;b|c{d||x"y"|;`,
		`"a\"b" '\'' \; a\tb a\.b$;`: `a"b|'|\;|a` + "\t" + `b|a\.b$|;`,
		"${a}b {":                    "${a}b|{",
		`"never closed; x`:           "never closed; x",
		`ends\`:                      `ends\`,
	} {
		var got []string
		s := scanner{text: []byte(text)}
		for tok, ok := s.next(); ok; tok, ok = s.next() {
			if tok.mark != 0 {
				tok.text = string([]byte{tok.mark})
			}
			got = append(got, tok.text)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %s, want %s", text, strings.Join(got, "|"), want)
		}
	}
}

// Values that nginx -t accepts, and values that it refuses.
func TestDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"0": 0, "60": time.Minute, "1m30s": 90 * time.Second, "1h 2": time.Hour + 2*time.Second, "2d": 2 * day, "1w": 7 * day, "3m": 3 * time.Minute,
	} {
		for _, units := range [][]unit{inSeconds, inMillis} {
			if got, ok := duration(text, units); !ok || got != want {
				t.Errorf("%q: %v, %v; want %v", text, got, ok, want)
			}
		}
	}
	for _, text := range []string{"", "s", "-1", "+1", "1.5s", "1q", "1s;", "300y", "200y 200y", "99999999999999999999", "1s1m", "1 2", "1s1s"} {
		for _, units := range [][]unit{inSeconds, inMillis} {
			if got, ok := duration(text, units); ok {
				t.Errorf("%q: %v, want none", text, got)
			}
		}
	}
	for _, only := range []struct {
		text     string
		ok, bad  []unit
		duration time.Duration
	}{
		{"75ms", inMillis, inSeconds, 75 * ms}, {"1s500ms", inMillis, inSeconds, 1500 * ms},
		{"1M", inSeconds, inMillis, 30 * day}, {"1y", inSeconds, inMillis, 365 * day},
	} {
		if got, ok := duration(only.text, only.ok); !ok || got != only.duration {
			t.Errorf("%q: %v, %v; want %v", only.text, got, ok, only.duration)
		}
		if got, ok := duration(only.text, only.bad); ok {
			t.Errorf("%q: %v, want none", only.text, got)
		}
	}
}

func FuzzUpstreams(f *testing.F) {
	f.Add("error_log x warn; http { upstream g { server a max_fails=2 fail_timeout=1m1; } server { location / { proxy_pass http://g; } } }")
	f.Add("}{ upstream 'g { \" server ${a}; # x\n proxy_read_timeout 1y 3;")
	f.Add("upstream g { server a; } map $x $v { default g; } server { access_by_lua_block { '}' } location / { grpc_pass $v; } }")
	f.Fuzz(func(t *testing.T, text string) {
		all := read(text)
		if n := strings.Count(text, "server"); len(all) > n {
			t.Errorf("%d upstreams of at most %d servers", len(all), n)
		}
		for _, u := range all {
			if min(u.FailTimeout, u.ConnectTimeout, u.ReadTimeout) < 0 || min(u.MaxFails, u.Tries, u.Workers, u.Places) < 0 {
				t.Errorf("%+v", u)
			}
		}
		if !closed(text) || strings.Contains(text, "include") {
			return
		}
		// An included file has the same effect as its text in its place.
		inline := Upstreams(files("/n/nginx.conf: http { " + text + "\n}"))
		included := Upstreams(files("/n/nginx.conf: http { include x.conf; }", "/n/x.conf: "+text))
		if !cmp.Equal(inline, included, nowhere) {
			t.Error(cmp.Diff(inline, included, nowhere))
		}
		// Beside an included file that was not given, no time is certain.
		for _, u := range Upstreams(files("/n/nginx.conf: http { include never.conf; " + text + "\n}")) {
			if _, is := u.Doubt(record.SettingTimeoutConnect); !is && !u.Stream {
				t.Errorf("certain: %+v", u)
			}
		}
	})
}

// closed reports whether a text is a list of whole directives.
func closed(text string) bool {
	s, depth, whole := scanner{text: []byte(text), line: 1}, 0, true
	for tok, ok := s.next(); ok && depth >= 0; tok, ok = s.next() {
		whole = tok.mark != 0
		switch tok.mark {
		case '{':
			depth++
		case '}':
			depth--
		}
	}
	return whole && depth == 0 && !strings.Contains(text, "lua") && !strings.ContainsAny(text, "\\\"'") && !strings.Contains(text, "\xEF")
}

// nowhere ignores the files and lines of doubts.
var nowhere = cmp.FilterPath(func(p cmp.Path) bool {
	field := p.Last().String()
	return field == ".Line" || field == ".File"
}, cmp.Ignore())
