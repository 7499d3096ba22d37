package nginxlog

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

func TestUpstream(t *testing.T) {
	for line, want := range map[string]record.UpstreamError{
		`2026/11/23 05:00:17 [error] 7#7: *19 connect() failed (111: Connection refused) while connecting to upstream, client: 172.28.44.50, server: , request: "GET /profile/?id=1842 HTTP/1.1", upstream: "http://172.28.44.31:9081/profile/?id=1842", host: "nginx:9080"`: {
			Level: "error", Kind: record.UpstreamRefused, Errno: 111, While: "connecting to upstream", Addr: "172.28.44.31:9081", Request: "GET /profile/?id=1842 HTTP/1.1"},
		`2026/11/23 02:43:26 [error] 26715#26715: *22 upstream timed out (110: Connection timed out) while reading response header from upstream, client: 127.0.0.1, server: , request: "GET /paused HTTP/1.1", upstream: "http://127.0.0.1:28082/paused", host: "127.0.0.1:28080"`: {
			Level: "error", Kind: record.UpstreamTimeout, Errno: 110, While: "reading response header from upstream", Addr: "127.0.0.1:28082", Request: "GET /paused HTTP/1.1"},
		`2026/11/23 02:43:26 [error] 26715#26715: *22 no live upstreams while connecting to upstream, client: 127.0.0.1, server: , request: "GET /paused HTTP/1.1", upstream: "http://app_backend/paused", host: "127.0.0.1:28080"`: {
			Level: "error", Kind: record.UpstreamNoLive, While: "connecting to upstream", Addr: "app_backend", Request: "GET /paused HTTP/1.1"},
		`2026/11/23 02:43:28 [warn] 1#1: *24 upstream server temporarily disabled while reading response header from upstream, client: 127.0.0.1, server: , request: "GET /"x" HTTP/1.1", subrequest: "/s", upstream: "http://unix:/run/a.sock:/paused", host: "h", referrer: "r"`: {
			Level: "warn", Kind: record.UpstreamDisabled, While: "reading response header from upstream", Addr: "unix:/run/a.sock", Request: `GET /"x" HTTP/1.1`},
		`2026/11/23 02:43:28 [error] 1#1: *24 upstream sent no valid HTTP/1.0 header while reading response header from upstream, client: 127.0.0.1, server: , request: "GET / HTTP/1.1", upstream: "http://[::1]:80"`: {
			Level: "error", Kind: record.UpstreamInvalid, While: "reading response header from upstream", Addr: "[::1]:80", Request: "GET / HTTP/1.1"},
	} {
		got, ok := Upstream(line)
		if !ok {
			t.Errorf("%s is not read", line)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", line, diff)
		}
	}
}

func TestNoUpstream(t *testing.T) {
	for _, line := range []string{
		"", "2026/11/23 02:43:28 [", one,
		"2026/11/23 05:00:17 [notice] 1#1: start worker processes",
		`2026/11/23 05:00:17 [emerg] 1#1: host not found in upstream "app1:9081" in /etc/nginx/nginx.conf:30`,
		`2026/11/23 05:00:17 [error] 7#7: *3 open() "/usr/share/nginx/html/x" failed (2: No such file or directory), client: 127.0.0.1, server: , request: "GET /x HTTP/1.1", host: "h"`,
		`2026/11/23 05:00:17 [warn] 7#7: *3 an upstream response is buffered to a temporary file /t/1 while reading upstream, client: 127.0.0.1, server: , request: "GET /x HTTP/1.1", upstream: "http://a:1/x", host: "h"`,
	} {
		if got, ok := Upstream(line); ok {
			t.Errorf("%s was read as %+v", line, got)
		}
	}
}

// A regexp made from the format in src/core/ngx_log.c finds the same in every captured line.
func TestUpstreamOfCapturedLogs(t *testing.T) {
	form := regexp.MustCompile(`^\S+ \S+ \[(\w+)\] \d+#\d+: \*\d+ (.*?)(?: \((\d+): [^)]*\))? while ([^,]*), client: .*?, request: "(.*?)", upstream: "http://([^/"]+)`)
	kinds := map[record.UpstreamKind]int{}
	for _, line := range append(read(t, "nginx-1.22/error.log"), read(t, "lab/nginx-1.26.3-error.log")...) {
		m := form.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("the capture has a line that is not of its format: %s", line)
		}
		errno, _ := strconv.Atoi(m[3])
		got, ok := Upstream(line)
		want := record.UpstreamError{Level: m[1], Kind: got.Kind, Errno: errno, While: m[4], Addr: m[6], Request: m[5]}
		if diff := cmp.Diff(want, got); !ok || diff != "" || !strings.Contains(m[2], string(got.Kind)) {
			t.Errorf("%s: (-regexp +got)\n%s", line, diff)
		}
		kinds[got.Kind]++
	}
	if len(kinds) < 4 {
		t.Errorf("only %v in the captured logs", kinds)
	}
}

func FuzzUpstream(f *testing.F) {
	for _, line := range append(read(f, "nginx-1.22/error.log"), read(f, "lab/nginx-1.26.3-error.log")...) {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		e, ok := Upstream(line)
		if !ok {
			return
		}
		for _, part := range []string{e.Level, e.While, e.Addr, e.Request} {
			if !strings.Contains(line, part) {
				t.Errorf("%q is not in the line", part)
			}
		}
		if e.Errno < 0 {
			t.Errorf("errno %d", e.Errno)
		}
	})
}
