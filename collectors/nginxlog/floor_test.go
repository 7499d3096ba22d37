package nginxlog

import (
	"maps"
	"regexp"
	"strings"
	"testing"

	"hadash/record"
)

// What the error log of one nginx says of failed attempts is what its access log has: each attempt that nginx itself answers
// for is one line, by every *_pass, and in stream{}.
func TestErrorLogHasTheFailedAttemptsOfTheAccessLog(t *testing.T) {
	form := regexp.MustCompile(`, upstream: "(?:([a-z]+)://)?(unix:[^":]+|[^/"]+)`)
	want, got, schemes := map[string]int{}, map[string]int{}, map[string]int{}
	for _, line := range read(t, formats+"hadash.log") {
		a, _ := Access(line)
		for _, u := range a.Upstreams {
			if u.Status == 502 || u.Status == 504 {
				want[u.Addr]++
			}
		}
	}
	want["127.0.0.1:29105"]++ // it broke off its answer of 200
	stream := map[record.UpstreamKind]int{}
	for _, line := range read(t, formats+"error.log") {
		if !strings.Contains(line, "[error]") && !strings.Contains(line, "[crit]") || strings.Contains(line, "open()") {
			continue
		}
		m := form.FindStringSubmatch(line)
		e, ok := Upstream(line)
		if m == nil {
			if ok || !strings.Contains(line, "client") {
				t.Errorf("%s: %+v", line, e)
			}
			continue
		}
		if !ok || e.Addr != m[2] {
			t.Errorf("%s: %+v, want %s", line, e, m[2])
		}
		if e.Request == "" {
			stream[e.Kind]++
			continue
		}
		got[e.Addr]++
		schemes[m[1]]++
	}
	if !maps.Equal(want, got) {
		t.Errorf("access log %v\nerror log  %v", want, got)
	}
	for _, scheme := range []string{"http", "https", "uwsgi", "suwsgi", "fastcgi", "scgi", "grpc", "grpcs", "memcached"} {
		if schemes[scheme] == 0 {
			t.Errorf("no line has %s://", scheme)
		}
	}
	if stream[record.UpstreamRefused] != 4 || stream[record.UpstreamNoLive] != 1 {
		t.Errorf("stream: %v", stream)
	}
}
