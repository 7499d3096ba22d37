package haproxylog

import (
	"bufio"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

// lines returns the lines of captured logs, without Docker's timestamps.
func lines(t testing.TB, files ...string) []string {
	t.Helper()
	var all []string
	for _, name := range files {
		f, err := os.Open("../testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for s := bufio.NewScanner(f); s.Scan(); {
			line := s.Text()
			if stamp, rest, ok := strings.Cut(line, " "); ok && strings.HasSuffix(stamp, "Z") {
				line = rest
			}
			all = append(all, line)
		}
	}
	return all
}

var captured = []string{
	"haproxy-3.0.0/docker.log",
	"lab/haproxy-3.0.11-baseline.stdout.log",
	"lab/haproxy-3.0.11-baseline.stderr.log",
	"lab/haproxy-3.0.11-tuned.stdout.log",
	"lab/haproxy-3.0.11-tuned.stderr.log",
}

// A second implementation: regular expressions from the manual's lists of fields, and time.Parse.
var (
	head    = `^(\S+:\S+) \[([^\]]+)\] (\S+) ([^/ ]+)/(\S+) `
	load    = ` (-?\d+)/(-?\d+)/(-?\d+)/(-?\d+)/(\+?-?\d+) (-?\d+)/(\+?-?\d+)( .*)?$`
	tcpLine = regexp.MustCompile(head + `(-?\d+)/(-?\d+)/\+?(-?\d+) \+?(-?\d+) ([A-Za-z-]{2})` + load)
	webLine = regexp.MustCompile(head + `(-?\d+)/(-?\d+)/(-?\d+)/(-?\d+)/\+?(-?\d+) \+?(-?\d+) \+?(-?\d+) \S+ \S+ ([A-Za-z-]{4})` + load)
)

func byRegexp(line string) (record.Session, bool) {
	n := func(s string) int64 {
		v, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			panic(err)
		}
		return v
	}
	fill := func(m []string, tw, tc, tt, bytes, end, load int) (record.Session, bool) {
		at, err := time.Parse("02/Jan/2006:15:04:05.000", m[2])
		if err != nil {
			return record.Session{}, false
		}
		return record.Session{
			Accepted: at, Client: m[1], Frontend: strings.TrimSuffix(m[3], "~"), Backend: m[4], Server: m[5],
			Tw: time.Duration(n(m[tw])) * time.Millisecond, Tc: time.Duration(n(m[tc])) * time.Millisecond,
			Tt: time.Duration(n(m[tt])) * time.Millisecond, Bytes: n(m[bytes]), Termination: m[end],
			Conns: int(n(m[load+3])), Retries: int(n(strings.TrimPrefix(m[load+4], "+"))),
			Redispatched: strings.HasPrefix(m[load+4], "+"),
		}, true
	}
	if m := tcpLine.FindStringSubmatch(line); m != nil {
		return fill(m, 6, 7, 8, 9, 10, 11)
	}
	if m := webLine.FindStringSubmatch(line); m != nil {
		s, ok := fill(m, 7, 8, 10, 12, 13, 14)
		s.Code = int(max(n(m[11]), 0))
		return s, ok
	}
	return record.Session{}, false
}

func TestSessionAgreesWithTheManualsRegexp(t *testing.T) {
	var p Parser
	sessions := 0
	for _, line := range lines(t, captured...) {
		want, is := byRegexp(line)
		var got record.Session
		if ok := p.Session(line, &got); ok != is {
			t.Errorf("%q: a session %v, the regexp says %v", line, ok, is)
		}
		if !is {
			continue
		}
		sessions++
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: (-regexp +got)\n%s", line, diff)
		}
	}
	if sessions < 300 {
		t.Errorf("only %d sessions in the captured logs", sessions)
	}
}

func TestSessionForms(t *testing.T) {
	at := time.Date(2026, 11, 23, 2, 39, 49, 142e6, time.UTC)
	for line, want := range map[string]record.Session{
		`127.0.0.1:36356 [23/Nov/2026:02:39:49.142] fe_mysql be_mysql/db2 1/0/1699 0 DC 8/8/7/4/+2 0/0`: {
			Accepted: at, Client: "127.0.0.1:36356", Frontend: "fe_mysql", Backend: "be_mysql", Server: "db2",
			Tw: time.Millisecond, Tt: 1699 * time.Millisecond, Termination: "DC", Conns: 4, Retries: 2, Redispatched: true},
		`unix:1 [23/Nov/2026:02:39:49.142] fe~ be/<NOSRV> -1/-1/+3003 +12 sC 1/1/0/0/3 0/0`: {
			Accepted: at, Client: "unix:1", Frontend: "fe", Backend: "be", Server: "<NOSRV>",
			Tw: -time.Millisecond, Tc: -time.Millisecond, Tt: 3003 * time.Millisecond, Bytes: 12, Termination: "sC", Retries: 3},
		`::1:5000 [23/Nov/2026:02:39:49.142] web app/app1 0/5/2/69/76 503 212 - ID=1 SCVN 7/6/5/4/0 1/2 {a|b} "GET /x y HTTP/1.1"`: {
			Accepted: at, Client: "::1:5000", Frontend: "web", Backend: "app", Server: "app1", Tw: 5 * time.Millisecond,
			Tc: 2 * time.Millisecond, Tt: 76 * time.Millisecond, Bytes: 212, Termination: "SCVN", Conns: 4, Code: 503},
	} {
		var p Parser
		var got record.Session
		if !p.Session(line, &got) {
			t.Errorf("%q is not read", line)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", line, diff)
		}
	}
}

// A log is only nearly sorted: the remembered second must not be used for another one.
func TestSessionTimesAcrossSeconds(t *testing.T) {
	var p Parser
	for _, clock := range []string{"02:39:49.999", "02:39:50.000", "02:39:49.001", "23:59:59.500", "02:39:49.002"} {
		line := "127.0.0.1:1 [23/Nov/2026:" + clock + "] f b/s 1/0/1 0 -- 1/1/1/1/0 0/0"
		want, _ := byRegexp(line)
		var got record.Session
		if !p.Session(line, &got) || !got.Accepted.Equal(want.Accepted) {
			t.Errorf("%s was read as %v", clock, got.Accepted)
		}
	}
}

func FuzzSession(f *testing.F) {
	for _, line := range lines(f, captured...) {
		f.Add(line)
	}
	var p Parser // one for all lines, so that the second it remembers is tested too
	f.Fuzz(func(t *testing.T, line string) {
		var got record.Session
		ok := p.Session(line, &got)
		if !ok || strings.ContainsAny(line, "\n\t\v\f\r\u0085\u00a0") || !utf8.ValidString(line) {
			return // only in the regexp does other white space end a word
		}
		want, is := byRegexp(line)
		if !is {
			t.Fatalf("%q was accepted as a session: %+v", line, got)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-regexp +got)\n%s", diff)
		}
	})
}

func BenchmarkSession(b *testing.B) {
	var session []string
	for _, line := range lines(b, captured...) {
		if _, ok := byRegexp(line); ok {
			session = append(session, line)
		}
	}
	var p Parser
	var s record.Session
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if !p.Session(session[i%len(session)], &s) {
			b.Fatal(session[i%len(session)])
		}
	}
}
