package nginxcfg

import (
	"strings"
	"testing"
	"time"
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

func TestDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"0": 0, "60": time.Minute, "75ms": 75 * ms, "1m30s": 90 * time.Second, "1h 2": time.Hour + 2*time.Second, "2d": 2 * day,
		"1w": 7 * day, "1M": 30 * day, "1y": 365 * day, "3m": 3 * time.Minute,
	} {
		if got, ok := duration(text); !ok || got != want {
			t.Errorf("%q: %v, %v; want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "s", "-1", "+1", "1.5s", "1q", "1s;", "300y", "200y 200y", "99999999999999999999"} {
		if got, ok := duration(text); ok {
			t.Errorf("%q: %v, want none", text, got)
		}
	}
}

func FuzzUpstreams(f *testing.F) {
	f.Add("error_log x warn; http { upstream g { server a max_fails=2 fail_timeout=1m1; } server { location / { proxy_pass http://g; } } }")
	f.Add("}{ upstream 'g { \" server ${a}; # x\n proxy_read_timeout 1y 3;")
	f.Fuzz(func(t *testing.T, text string) {
		all := Upstreams([]byte(text))
		if n := strings.Count(text, "server"); len(all) > n {
			t.Errorf("%d upstreams of at most %d servers", len(all), n)
		}
		for _, u := range all {
			if min(u.FailTimeout, u.ConnectTimeout, u.ReadTimeout) < 0 || min(u.MaxFails, u.Tries) < 0 {
				t.Errorf("%+v", u)
			}
		}
	})
}
