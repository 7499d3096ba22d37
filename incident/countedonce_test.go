package incident

import (
	"strings"
	"testing"

	"hadash/record"
)

// A failed attempt is counted once: by the access log that names the upstream servers, else by the error log.
func TestAFailedAttemptIsCountedOnce(t *testing.T) {
	const addr = "172.28.44.31:9081"
	batch := func(node string, seconds float64, logs record.Logs, lines ...record.Line) record.Sample {
		for i := range lines {
			lines[i].At, lines[i].Node = at(seconds), node
		}
		logs.Lines = lines
		return record.Sample{At: at(seconds), Source: record.SourceLogs, Node: node, Logs: &logs}
	}
	failed := func(request string) record.Line {
		return record.Line{Upstream: &record.UpstreamError{Level: "error", Kind: record.UpstreamRefused, Addr: addr, Request: request}}
	}
	const request = "GET / HTTP/1.1"
	answered := func(uri string) record.Line {
		return record.Line{Access: &record.Access{Status: 502, URI: uri, Upstreams: []record.Attempt{{Addr: addr, Status: 502}}}}
	}
	tally := record.Logs{Upstreams: []record.UpstreamTally{{Addr: addr, Attempts: 1, Failures: 1, LastLost: at(3)}}}
	for name, c := range map[string]struct {
		samples []record.Sample
		want    Failures
	}{
		"the error log first": {[]record.Sample{batch("nginx", 2, record.Logs{}, failed(request)), batch("nginx", 3, tally, answered("/"))}, Failures{1, ByAccessLog, false}},
		"both at once":        {[]record.Sample{batch("nginx", 3, tally, failed(request), answered("/"))}, Failures{1, ByAccessLog, false}},
		"the access log first": {[]record.Sample{batch("nginx", 3, tally, answered("/")), batch("nginx", 4, record.Logs{}, failed(request))},
			Failures{1, ByAccessLog, false}},
		"without its lines": {[]record.Sample{batch("nginx", 2, record.Logs{}, failed(request)), batch("nginx", 3, tally)}, Failures{1, ByAccessLog, false}},
		"stream has no log": {[]record.Sample{batch("nginx", 2, record.Logs{}, failed("")), batch("nginx", 3, tally, answered("/"))}, Failures{2, ByAccessLog, true}},
		"stream has one":    {[]record.Sample{batch("nginx", 2, record.Logs{}, failed("")), batch("nginx", 3, tally, answered(""))}, Failures{1, ByAccessLog, false}},
		"http has none":     {[]record.Sample{batch("nginx", 2, record.Logs{}, failed(request)), batch("nginx", 3, tally, answered(""))}, Failures{2, ByAccessLog, true}},
		"another nginx":     {[]record.Sample{batch("k6", 2, record.Logs{}, failed(request)), batch("nginx", 3, tally, answered("/"))}, Failures{2, ByAccessLog, true}},
		"only elsewhere": {[]record.Sample{batch("nginx", 3, record.Logs{Answers: &record.AnswerTally{Requests: 1, Unsent: 1}}), batch("k6", 4, record.Logs{}, failed(request))},
			Failures{1, ByErrorLog, true}},
	} {
		f := play(c.samples...)
		if got := f.Failed(f.Node("app1")); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// Sessions of HAProxy that cannot be read are reported once, with the reason, and are not lines of nginx's access log.
func TestSessionsThatCannotBeReadAreReported(t *testing.T) {
	unread := func(seconds float64, why string) record.Sample {
		return record.Sample{At: at(seconds), Source: record.SourceLogs, Node: "haproxy", Logs: &record.Logs{Unread: &record.UnreadTally{Lines: 2, Why: why}}}
	}
	f := play(unread(1, "%ST is x"), unread(2, "%ST is y"))
	var said []string
	for _, e := range f.Timeline {
		if e.Node == "haproxy" {
			said = append(said, e.Says.String())
		}
	}
	if len(said) != 1 || !strings.Contains(said[0], "sessions in its log were not read and are not counted: %ST is x") || f.Unread.Lines != 0 {
		t.Errorf("%q, %+v", said, f.Unread)
	}
}
