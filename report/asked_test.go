package report_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
	"hadash/report/section"
)

// That no line of nginx's access log was read means something only where a request was seen; of an idle nginx, and of a
// project that has none, nothing is said of a log.
func TestWhatIsSaidOfAnEmptyAccessLog(t *testing.T) {
	state := record.Sample{At: start, Source: record.SourceNginx, Node: "nginx", Nginx: &record.Nginx{Requests: 1}}
	answers := func(requests int64) record.Sample {
		return record.Sample{At: start, Source: record.SourcePage, Node: "app1", Page: &record.Page{Code: 200, Requests: requests}}
	}
	line := record.Sample{At: start, Source: record.SourceLogs, Node: "nginx", Logs: &record.Logs{Answers: &record.AnswerTally{Requests: 1, Last: start}}}
	itself := record.Sample{At: start, Source: record.SourceLogs, Node: "nginx", Logs: &record.Logs{Answers: &record.AnswerTally{Requests: 1, Unsent: 1, Last: start}}}
	attempt := record.Sample{At: start, Source: record.SourceLogs, Node: "nginx", Logs: &record.Logs{Upstreams: []record.UpstreamTally{{Addr: "10.0.0.1:80", Attempts: 1}}}}
	const none, idle, bare = "No line of an access log of nginx was read", "No request to nginx has been seen yet", "access log does not name its upstreams"
	for name, c := range map[string]struct {
		samples []record.Sample
		want    string
	}{
		"no nginx":                       {nil, ""},
		"idle":                           {[]record.Sample{state, answers(100), answers(100)}, idle},
		"requests came":                  {[]record.Sample{state, answers(100), answers(190)}, none},
		"a log that names no upstreams":  {[]record.Sample{state, line}, bare},
		"a log that names the upstreams": {[]record.Sample{state, line, attempt}, ""},
		"nginx answered, by a log that names the upstreams": {[]record.Sample{state, itself}, ""},
		"idle, and what others' polls do":                   {[]record.Sample{state, answers(100), answers(102)}, idle},
	} {
		f := incident.Fold(incident.Frame{}, record.Sample{At: start, Source: record.SourceTopology, Topology: &record.Topology{Nodes: []record.Node{
			{Name: "nginx", Role: record.RoleWeb, To: []string{"app1"}}, {Name: "app1", Role: record.RoleApp, Addrs: []string{"10.0.0.1"}}}}})
		for _, s := range c.samples {
			f = incident.Fold(f, s)
		}
		var b bytes.Buffer
		p := markdown.New(&b, report.English, time.UTC)
		section.Nginx(p, &f, &f.Watched, f.At)
		if err := p.Flush(); err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{none, idle, bare} {
			if strings.Contains(b.String(), text) != (text == c.want) {
				t.Errorf("%s: %q is not to be judged so:\n%s", name, text, &b)
			}
		}
	}
}
