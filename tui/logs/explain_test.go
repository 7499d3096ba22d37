package logs

import (
	"strings"
	"testing"

	"hadash/record"
)

// The meaning of a failed attempt for the server depends on why it failed; only one that no client saw is called hidden.
func TestWordsForAttempts(t *testing.T) {
	for _, c := range []struct {
		line record.Line
		said string
	}{
		{record.Line{Upstream: &record.UpstreamError{Kind: record.UpstreamRefused, Errno: 111}}, "nothing listens there"},
		{record.Line{Upstream: &record.UpstreamError{Kind: record.UpstreamRefused, Errno: 101}}, "no route to it"},
		{record.Line{Upstream: &record.UpstreamError{Kind: record.UpstreamRefused, Errno: 2}}, "its socket is not there"},
		{record.Line{Upstream: &record.UpstreamError{Kind: record.UpstreamRefused, Errno: 99}}, "no local address or port left"},
		{record.Line{Upstream: &record.UpstreamError{Kind: record.UpstreamUnresolved}}, "no address"},
		{record.Line{Access: &record.Access{Status: 200, Upstreams: []record.Attempt{{Status: 502}, {Status: 200}}}}, "never saw the failure"},
		{record.Line{Access: &record.Access{Status: 200, Upstreams: []record.Attempt{{Status: 502}, {Status: 200, Group: 1}}}}, "never saw the failure"},
		{record.Line{Access: &record.Access{Status: 200, Upstreams: []record.Attempt{{Status: 200}, {Status: 200, Group: 1}}}}, ""},
		{record.Line{Access: &record.Access{Status: 499, Upstreams: []record.Attempt{{Status: 504}, {}}}}, ""},
	} {
		m := explain(&c.line, "text")
		if (c.said == "") != (m.said == "") || !strings.Contains(m.said, c.said) {
			t.Errorf("%+v %+v: %q, want %q", c.line.Upstream, c.line.Access, m.said, c.said)
		}
	}
	redirected := record.Line{Access: &record.Access{Status: 200, Upstreams: []record.Attempt{{Status: 200}, {Status: 200, Group: 1}}}}
	if w := weigh(&redirected); w != Quiet {
		t.Errorf("a redirect that went well weighs %v", w)
	}
}
