package incident

import (
	"testing"

	"hadash/incident/stopwatch"
	"hadash/record"
)

// A node's state is the word of whoever knows: its balancer's, word for word, else its own answer. That its container runs,
// or that Docker's health check has not passed yet, is no word on whether it serves.
func TestWhoseWordTheStateIs(t *testing.T) {
	starting := containers(0, nil)
	for i := range starting.Containers {
		starting.Containers[i].Health = "starting"
	}
	answers := func(source, node string) record.Sample {
		s := record.Sample{At: at(1), Source: source, Node: node}
		switch source {
		case record.SourceNginx:
			s.Nginx = &record.Nginx{}
		case record.SourceReplication:
			s.Replica = &record.Replica{Master: true}
		}
		return s
	}
	silent := func(seconds float64) record.Sample {
		return record.Sample{At: at(seconds), Source: record.SourceNginx, Node: "nginx", Err: "refused"}
	}
	for name, c := range map[string]struct {
		samples []record.Sample
		node    string
		want    string
		known   bool
	}{
		"Docker alone":                {[]record.Sample{containers(0, nil)}, "db1", "runs", false},
		"Docker's check has not run":  {[]record.Sample{starting}, "nginx", "starting", false},
		"it answers meanwhile":        {[]record.Sample{starting, answers(record.SourceNginx, "nginx")}, "nginx", "UP", true},
		"it answers":                  {[]record.Sample{containers(0, nil), answers(record.SourceNginx, "nginx")}, "nginx", "UP", true},
		"one answer was missed":       {[]record.Sample{containers(0, nil), answers(record.SourceNginx, "nginx"), silent(2)}, "nginx", "UP", true},
		"it is silent":                {[]record.Sample{containers(0, nil), answers(record.SourceNginx, "nginx"), silent(2), silent(3)}, "nginx", "runs", false},
		"its balancer sends it some":  {[]record.Sample{containers(0, nil), haproxy(1, server("db1", "UP", nil))}, "db1", "UP", true},
		"its balancer drains it":      {[]record.Sample{containers(0, nil), haproxy(1, server("db1", "DRAIN", nil))}, "db1", "DRAIN", true},
		"drained, by its agent":       {[]record.Sample{haproxy(1, server("db1", "DRAIN (agent)", nil))}, "db1", "DRAIN", true},
		"taken out":                   {[]record.Sample{containers(0, nil), haproxy(1, server("db1", "MAINT", nil))}, "db1", "MAINT", true},
		"up, and gets nothing":        {[]record.Sample{containers(0, nil), haproxy(1, server("db1", "NOLB", nil))}, "db1", "NOLB", true},
		"its balancer does not check": {[]record.Sample{containers(0, nil), haproxy(1, server("db1", "no check", nil))}, "db1", "no check", true},
	} {
		f := play(c.samples...)
		n := f.Node(c.node)
		if n.State() != c.want || n.Health.Known() != c.known {
			t.Errorf("%s: %s is %q, known %v; want %q, %v", name, c.node, n.State(), n.Health.Known(), c.want, c.known)
		}
	}
}

// Since when a node is what it is, before hadash looked, is the word of whoever knows most of it, in whatever order they
// are heard.
func TestSinceIsOfWhoKnowsMost(t *testing.T) {
	docker, balancer := containers(1, nil), haproxy(2, server("db1", "UP", func(s *record.Server) { s.Lastchg = 600 }))
	own := record.Sample{At: at(0.5), Source: record.SourceReplication, Node: "db1", Replica: &record.Replica{}}
	for name, all := range map[string][]record.Sample{"Docker first": {docker, own, balancer}, "its own word first": {own, docker, balancer}, "without its own": {docker, balancer}} {
		f := play(all...)
		if got := f.Node("db1").Since; !got.Equal(at(2 - 600)) {
			t.Errorf("%s: since %v, want %v, as HAProxy says", name, got, at(2-600))
		}
	}
	f := play(own, docker)
	if got := f.Node("db1").Since; !got.Equal(at(-3600)) {
		t.Errorf("without HAProxy: since %v, want the container's start", got)
	}
}

// What failed at an instance is the word of the best witness there is, and no number where there is none.
func TestWhoTellsWhatFailed(t *testing.T) {
	page := func(seconds float64, errors int64) record.Sample {
		return record.Sample{At: at(seconds), Source: record.SourcePage, Node: "app1", Page: &record.Page{Code: 200, Requests: 100, Errors: errors}}
	}
	refused := record.Sample{At: at(3), Source: record.SourceLogs, Node: "nginx", Logs: &record.Logs{Lines: []record.Line{
		{At: at(3), Node: "nginx", Upstream: &record.UpstreamError{Kind: record.UpstreamRefused, Addr: "172.28.44.31:9081"}}}}}
	attempts := record.Sample{At: at(4), Source: record.SourceLogs, Node: "nginx", Logs: &record.Logs{Upstreams: []record.UpstreamTally{
		{Addr: "172.28.44.31:9081", Attempts: 9, Failures: 4, LastLost: at(4), LastOK: at(4)}}}}
	unread := record.Sample{At: at(5), Source: record.SourceLogs, Node: "nginx", Logs: &record.Logs{Unread: &record.UnreadTally{Lines: 2, Why: "no status"}}}
	silent := record.Sample{At: at(5), Source: record.SourceLogs, Node: "nginx", Err: "no such file"}
	for name, c := range map[string]struct {
		samples []record.Sample
		want    Failures
	}{
		"nobody":                   {nil, Failures{}},
		"a page that does not say": {[]record.Sample{page(1, -1), page(2, -1)}, Failures{}},
		"its page":                 {[]record.Sample{page(1, 3), page(2, 29)}, Failures{26, ByOwnPage, true}},
		"its page, none":           {[]record.Sample{page(1, 3), page(2, 3)}, Failures{0, ByOwnPage, false}},
		"the error log":            {[]record.Sample{refused}, Failures{1, ByErrorLog, true}},
		"the larger of two":        {[]record.Sample{page(1, 0), page(2, 2), refused}, Failures{2, ByOwnPage, true}},
		"the access log":           {[]record.Sample{page(1, 0), page(2, 26), attempts}, Failures{4, ByAccessLog, false}},
		"with lines not read":      {[]record.Sample{attempts, unread}, Failures{4, ByAccessLog, true}},
		"which is no longer read":  {[]record.Sample{attempts, silent}, Failures{4, ByAccessLog, true}},
	} {
		f := play(c.samples...)
		if got := f.Failed(f.Node("app1")); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// That nothing bad in HAProxy's log is known for a fault's time requires that the log has sessions of that time.
func TestWhetherHAProxysLogIsRead(t *testing.T) {
	sessions := func(seconds float64) record.Sample {
		return record.Sample{At: at(seconds), Source: record.SourceLogs, Node: "haproxy", Logs: &record.Logs{
			Sessions: []record.SessionTally{{Backend: "servers", Server: "db1", Termination: "--", Sessions: 3, First: at(seconds), Last: at(seconds)}}}}
	}
	stop := []record.Sample{containers(0, nil), docker(10, "db1", "kill", "15"), docker(10.1, "db1", "die", "0")}
	for name, c := range map[string]struct {
		more []record.Sample
		want stopwatch.Around
	}{
		"no line":      {nil, stopwatch.Around{NoPage: true}},
		"before alone": {[]record.Sample{sessions(5)}, stopwatch.Around{NoPage: true, Log: true}},
		"in its time":  {[]record.Sample{sessions(12)}, stopwatch.Around{NoPage: true, Log: true, Sessions: true}},
	} {
		f := play(append(stop[:len(stop):len(stop)], c.more...)...)
		if got := f.Stopwatches[0].Around; got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
		if logged := f.Node("db1").Logged; logged != c.want.Log {
			t.Errorf("%s: sessions of db1 logged: %v", name, logged)
		}
	}
}

// HAProxy's rates are sessions, and requests only where all that it balances speaks HTTP; the stats page is no backend.
func TestWhatARateCounts(t *testing.T) {
	reading := func(mode string) record.Sample {
		return record.Sample{At: at(1), Source: record.SourceHAProxy, Node: "haproxy", HAProxy: &record.HAProxy{
			Servers: []record.Server{{Pxname: "servers", Svname: "db1", Mode: mode}},
			Proxies: []record.Proxy{{Pxname: "stats", Svname: "FRONTEND", Mode: "http", Frontend: true, Counters: record.Counters{Rate: 9}},
				{Pxname: "stats", Svname: "BACKEND", Mode: "http"}, {Pxname: "servers", Svname: "BACKEND", Mode: mode, Act: 1, Counters: record.Counters{Rate: 4}}}}}
	}
	for mode, want := range map[string]Unit{"tcp": Sessions, "http": Requests, "": Sessions} {
		f := play(reading(mode))
		for _, node := range []string{"haproxy", "db1"} {
			if got := f.Unit(f.Node(node)); got != want {
				t.Errorf("mode %q: %s counts %q, want %q", mode, node, got, want)
			}
		}
		if f.Unit(f.Node("nginx")) != Requests || f.Node("haproxy").Recent != 4 {
			t.Errorf("mode %q: nginx counts %q, haproxy %v/s", mode, f.Unit(f.Node("nginx")), f.Node("haproxy").Recent)
		}
	}
}
