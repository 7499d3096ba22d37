package haproxylog

import (
	"strings"
	"testing"

	"hadash/record"
)

func TestSessionCopies(t *testing.T) {
	const (
		tcp    = "127.0.0.1:36356 [29/Nov/2026:12:00:01.142] fe be/s1 1/0/1699 0 DC 8/8/7/4/0 0/0"
		other  = "127.0.0.1:36357 [29/Nov/2026:12:00:01.142] fe be/s1 1/0/1699 0 DC 8/8/7/4/0 0/0"
		fast   = `127.0.0.1:5 [29/Nov/2026:12:00:01.142] web w/w1 0/0/0/0/0 200 51 - - ---- 1/1/0/0/0 0/0 "GET /k HTTP/1.1"`
		slow   = `127.0.0.1:6 [29/Nov/2026:12:00:01.142] web w/w1 0/0/0/5/5 200 51 - - ---- 1/1/0/0/0 0/0 "GET /k HTTP/1.1"`
		unix   = `unix:1 [29/Nov/2026:12:00:01.142] web w/w1 0/0/0/5/5 200 51 - - ---- 1/1/0/0/0 0/0 "GET /k HTTP/1.1"`
		local0 = "<134>Nov 29 12:00:01 haproxy[1]: "
		local1 = "<142>Nov 29 12:00:01 haproxy[1]: "
	)
	for name, c := range map[string]struct {
		lines []string
		want  int
	}{
		"one":                              {[]string{tcp}, 1},
		"two clients":                      {[]string{tcp, other}, 2},
		"two log lines":                    {[]string{tcp, tcp, other, other}, 2},
		"three log lines, mixed":           {[]string{tcp, other, tcp, tcp, other, other}, 2},
		"two headers":                      {[]string{local0 + tcp, local1 + tcp}, 1},
		"HTTP, two log lines":              {[]string{slow, slow}, 1},
		"two fast requests, alike":         {[]string{fast, fast}, 2},
		"two fast requests, two headers":   {[]string{local0 + fast, local1 + fast, local0 + fast, local1 + fast}, 2},
		"two fast requests, two log lines": {[]string{slow, slow, fast, fast, fast, fast}, 3},
		"of a socket, alike":               {[]string{unix, unix}, 2},
	} {
		var p Parser
		var d Sessions
		kept := 0
		for _, line := range c.lines {
			said := Split(line)
			var s record.Session
			if !p.Session(said.Body, &s) {
				t.Fatalf("%s: %q is not read", name, line)
			}
			if !d.Copy(&said, &s) {
				kept++
			}
		}
		if kept != c.want {
			t.Errorf("%s: %d kept, want %d", name, kept, c.want)
		}
	}
}

// A captured log contains no copies. Written twice or three times, each line counts once, except a few at the
// beginning, before it is known how often lines come.
func TestCopiesOfCapturedSessions(t *testing.T) {
	var session []string
	for _, line := range lines(t, append(captured, "haproxy-2.6.12/log/raw.log")...) {
		if _, ok := byRegexp(line); ok {
			session = append(session, line)
		}
	}
	for times := 1; times <= 3; times++ {
		var p Parser
		var d Sessions
		kept := 0
		for _, line := range session {
			for range times {
				var s record.Session
				if p.Session(line, &s) && !d.Copy(&Said{Body: strings.Clone(line)}, &s) {
					kept++
				}
			}
		}
		if kept < len(session) || kept >= len(session)+times {
			t.Errorf("%d sessions, each written %d times: %d kept", len(session), times, kept)
		}
	}
}
