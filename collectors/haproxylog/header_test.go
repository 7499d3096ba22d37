package haproxylog

import (
	"strings"
	"testing"

	"hadash/record"
)

// heads are the headers before HAProxy's own text, as its log formats, rsyslog, busybox, journalctl, Docker and Compose
// write them.
var heads = []string{
	"<134>Nov 29 12:00:01 haproxy[8]: ", "<134>Nov  9 12:00:01 lb1 haproxy[8]: ", "<134>", "<5>", "\ufeff",
	"Nov 29 12:00:01 haproxy[8]: ", "Nov 29 12:00:01 lb1 haproxy[504]: ", "Nov 29 12:00:01 lb-1.example.org haproxy-ext[12]: ",
	"Nov 29 12:00:01.123456 lb1 haproxy[504]: ", "Nov 29 2026 12:00:01 lb1 haproxy[504]: ", "Nov 29 12:00:01 lb1 haproxy: ",
	"Nov 29 12:00:01 fe80::1 haproxy[504]: ", "Nov 29 12:00:01 10.1.2.3 haproxy[504]: ", "Nov 29 12:00:01 lb1 ", "Nov 29 12:00:01 ",
	"Nov 29 12:00:01 lb1 local0.info haproxy[504]: ", "Nov 29 12:00:01 lb1 daemon.notice haproxy[504]: ",
	"Nov 29 12:00:01 lb1 my own proxy[504]: ", "lb-1 haproxy-ext[12]: ", "haproxy[12]: ", "Sun 2026-11-29 12:00:01 UTC lb1 haproxy[504]: ",
	"2026-11-29T12:00:01+02:00 localhost haproxy[504]: ", "2026-11-29T12:00:01.123456+00:00 lb1 haproxy[504]: ",
	"2026-11-29T12:00:01.123456Z lb1 haproxy[504]: ", "2026-11-29T12:00:01+0000 lb1 haproxy[504]: ", "2026-11-29T12:00:01.123456-03:30 ",
	"2026-11-29 12:00:01,123 ", "2026/11/29 12:00:01 ", "2026/11/29 12:00:01 <local0,info> ", "[ 1234.567890] lb1 haproxy[504]: ",
	"<5>2026-11-29T12:00:01.656600+00:00 ", "<134>1 2026-11-29T12:00:01+00:00 lb1 ingress 44 - - ", "<134>1 - - haproxy - - - ",
	"<134>1 2026-11-29T12:00:01.123456+00:00 lb-1.example haproxy 27994 - - ", "<134>1 2026-11-29T12:00:01Z lb1 haproxy 8 ID47 - \ufeff",
	`<134>1 2026-11-29T12:00:01Z lb1 haproxy 8 - [a@1 k="v\]: \" x"][b] `, "<134>2026-11-29T12:00:01Z lb1 haproxy[8]: ",
	"Nov 29 12:00:01 lb1 haproxy[504] ", "Nov 29 12:00:01 lb1 haproxy ", "185 <134>1 2026-11-29T12:00:01Z lb1 haproxy 8 - - ",
	"haproxy1    | ", "haproxy-1  | ", "haproxy-1  | 2026-11-29T12:00:01.123456789Z ", "2026-11-29T12:00:01.123456789Z stdout F ",
	"Nov 29 12:00:01 host haproxy[1]: Nov 29 12:00:01 haproxy[8]: ", "haproxy1 | <134>Nov 29 12:00:01 haproxy[8]: ",
}

// bodies are texts of HAProxy that contain parts which look like a header.
var bodies = []string{
	"Server b/s is DOWN.", "Server l/s: is DOWN.", "Backup Server b/s[1]: is UP.", "backend be: has no server available!",
	"proxy l has no server available!", "Health check for server b/s: failed, reason: Layer4 timeout, status: 2/3 UP.",
	`10.1.2.3:36356 [29/Nov/2026:12:00:01.142] fe be/s1 0/0/0/5/5 200 60 - - ---- 1/1/0/0/0 0/0 "GET /a[b]: c HTTP/1.1"`,
	`10.1.2.3:36356 [29/Nov/2026:12:00:01.142] fe: be/s1 1/0/1699 0 DC 8/8/7/4/0 0/0`,
	`::1:36356 [29/Nov/2026:12:00:01.142] haproxy[8]: be/s1 1/0/1699 0 DC 8/8/7/4/0 0/0`,
	`-:22022 [29/Nov/2026:12:00:02.222] fe~ app/n2 0/0/0/18/18 200 200 - - ---- 22/22/2/0/0 0/0 "OPTIONS /v2 HTTP/1.1"`,
	`unix:1 [29/Nov/2026:12:00:02.222] fe~ app/n2 0/0/0/18/18 200 200 - - ---- 22/22/2/0/0 0/0 {<134>1 |Nov 29 12:00:01 x[1]: } "GET /"`,
	"Proxy x: stopped (cumulated conns: FE: 12, BE: 0).", "Paused proxy l:.",
}

func TestEveryHeaderIsTakenOff(t *testing.T) {
	for _, head := range heads {
		for _, body := range bodies {
			if got, level := Body(head + body); got != body || level != "" {
				t.Errorf("%q before %q: %q, %q", head, body, got, level)
			}
			if got, level := Body(head + "[WARNING] 332/120001 (443) : " + body); got != body || level != "WARNING" {
				t.Errorf("%q and a level before %q: %q, %q", head, body, got, level)
			}
		}
	}
}

// HAProxy's log formats, captured: the same sentences with different headers.
func TestEveryFormatSaysTheSame(t *testing.T) {
	all := lines(t, "haproxy-2.6.12/log/iso.log")
	want := append(all[:40:40], all[111:175]...)
	for i, line := range want {
		_, want[i], _ = strings.Cut(line, " ")
	}
	for _, format := range []string{"rfc3164", "rfc5424", "local", "short", "raw", "priority", "timed"} {
		got := lines(t, "haproxy-2.6.12/log/"+format+".log")
		if len(got) != len(want) {
			t.Errorf("%s: %d lines, want %d", format, len(got), len(want))
			continue
		}
		for i, line := range got {
			if body, level := Body(line); body != want[i] || level != "" {
				t.Errorf("%s, line %d: %q, %q, want %q", format, i, body, level, want[i])
			}
		}
	}
}

// A text that is not a header is kept.
func TestNoHeader(t *testing.T) {
	for _, line := range []string{
		"", "[", "[x] y", "<1", "<x>y", "<999>x", "[WARNING] without a pid", "Jun 25 14:48:5", "Jun 25 14:48:55", "config: x", "1", "Nov",
		"2026-11-29T12:00:01", "[29/Nov/2026:12:00:01.430] [4A5D:0050_5A] 10.1.2.3:34858 PUB pool/a 0/1184/0/0/412 200 23571",
		"fetch http://x | cat", "a b | c",
	} {
		if body, level := Body(line); body != line || level != "" {
			t.Errorf("%q: %q, %q", line, body, level)
		}
	}
}

func TestSeverity(t *testing.T) {
	for line, grave := range map[string]bool{
		"<129>x": true, "<133>x": false, "<4>x": true, "<134>1 2026-11-29T12:00:01Z h t 1 - - x": false, "x": false,
		"Nov 29 12:00:01 lb1 local0.warn haproxy[5]: x": true, "Nov 29 12:00:01 lb1 local0.info haproxy[5]: x": false,
		"2026/11/29 12:00:01 <local0,err> x": true, "[NOTICE]   (8) : x": false, "[ALERT]    (8) : x": true,
	} {
		if s := Split(line); s.Grave() != grave || s.Body != "x" {
			t.Errorf("%q: grave %v, body %q", line, s.Grave(), s.Body)
		}
	}
}

// A header is removed before any text, and the text after it is not changed.
func FuzzHeader(f *testing.F) {
	for i, body := range bodies {
		f.Add(i, body)
	}
	for i, line := range lines(f, captured...) {
		f.Add(i, line)
	}
	f.Fuzz(func(t *testing.T, n int, line string) {
		if got, _ := Body(line); !strings.HasSuffix(line, got) {
			t.Fatalf("%q: the body %q is not its end", line, got)
		}
		var p Parser
		var s record.Session
		_, isState := State(line)
		_, isCheck := Check(line)
		if !isState && !isCheck && !p.Session(line, &s) {
			return
		}
		if got, level := Body(line); got != line || level != "" {
			t.Errorf("%q has no header, and was cut to %q", line, got)
		}
		if got, _ := Body(heads[uint(n)%uint(len(heads))] + line); got != line {
			t.Errorf("%q after %q was cut to %q", line, heads[uint(n)%uint(len(heads))], got)
		}
	})
}

func BenchmarkHeader(b *testing.B) {
	line := "2026-11-29T12:00:01.123456+00:00 lb1 haproxy[504]: 10.1.2.3:36356 [29/Nov/2026:12:00:01.142] fe be/db2 1/0/1699 0 -- 6/5/5/5/0 0/0"
	b.ReportAllocs()
	for b.Loop() {
		if s := Split(line); s.Body[0] != '1' {
			b.Fatal(s.Body)
		}
	}
}
