package collectors

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"hadash/record"
)

// logged runs hadash on one node with a log, and returns the lines and the reasons of those that were not read.
func logged(t *testing.T, d *engine, n record.Node, lines ...string) (out []record.Line, unread []string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		since := time.Now()
		for _, text := range lines {
			d.write(n.Name, text)
			time.Sleep(time.Millisecond)
		}
		s := collect(t, func(ctx context.Context, out chan<- record.Sample) {
			Run(ctx, Plan{Topology: record.Topology{Nodes: []record.Node{n}}, Site: d, Engines: []Engine{d}, Interval: time.Hour, Since: since}, out)
		})
		time.Sleep(5 * time.Second)
		s.stop()
		for _, sample := range s.samples {
			if sample.Logs == nil {
				continue
			}
			out = append(out, sample.Logs.Lines...)
			if u := sample.Logs.Unread; u != nil {
				unread = append(unread, u.Why)
			}
		}
	})
	return out, unread
}

// The first line of a log can be read by the configuration, even if it is older than the reading.
func TestNginxIsReadByItsLogFormat(t *testing.T) {
	d := configured()
	d.files["web:/nginx.conf"] = `http {
	log_format main '$remote_addr [$time_local] "$request" $status $request_time "$upstream_addr" "$upstream_status"';
	access_log /dev/stdout main;
	server { location / { proxy_pass http://a; } }
}`
	lines, unread := logged(t, d, web,
		`nginx.1 | 10.0.0.1 [29/Nov/2026:12:00:03 +0000] "GET /x?secret HTTP/1.1" 200 0.005 "10.0.0.2:80, 10.0.0.3:80" "502, 200"`,
		`10.0.0.1 [29/Nov/2026:12:00:03 +0000] "GET /x HTTP/1.1" 200 0.005 "10.0.0.2:80`,
		`{"status":200,"method":"GET","uri":"/other","rt":0.001}`,
		`2026/11/29 12:00:03 [error] 1#1: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.1, server: , request: "GET / HTTP/1.1", upstream: "http://10.0.0.2:80/", host: "x"`)
	if len(lines) != 4 || lines[0].Access == nil || lines[0].Access.URI != "/x" || lines[0].Access.Absorbed() != 1 || lines[0].Access.Took != 5*time.Millisecond {
		t.Errorf("%+v", lines)
	}
	if len(lines) == 4 && (lines[1].Access != nil || lines[2].Access == nil || lines[3].Upstream == nil) {
		t.Errorf("%+v", lines)
	}
	if len(unread) != 1 || unread[0] != `it does not fit log_format main: $upstream_addr is "10.0.0.2:80"` {
		t.Errorf("%q", unread)
	}
}

func TestHAProxyIsReadByItsLogFormat(t *testing.T) {
	d := configured()
	d.files["lb:/lb.cfg"] = `frontend f
 log-format '{"client":"%ci:%cp","b":"%b","s":"%s","st":%ST,"end":"%tsc","rc":"%rc"}'
`
	lines, unread := logged(t, d, balancer,
		`<134>Nov 29 12:00:01 haproxy[8]: {"client":"10.0.0.1:5","b":"app","s":"<NOSRV>","st":503,"end":"SC--","rc":"+2"}`,
		`{"client":"10.0.0.1:5","b":"app","s":"s1","st":x,"end":"SC--","rc":"+2"}`,
		`10.0.0.1:5 [29/Nov/2026:12:00:01.000] f app/s1 1/0/30 177 -- 7/7/6/1/0 0/0`,
		`Server app/s1 is DOWN, reason: Layer4 timeout, check duration: 2002ms. 2 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.`)
	if len(lines) != 4 || lines[0].Session == nil || lines[1].Session != nil || lines[2].Session == nil || lines[3].State == nil {
		t.Fatalf("%+v", lines)
	}
	if s := lines[0].Session; s.Server != "<NOSRV>" || s.Code != 503 || s.Termination != "SC--" || s.Retries != 2 || !s.Redispatched || s.Accepted.IsZero() {
		t.Errorf("%+v", s)
	}
	if len(unread) != 1 || unread[0] != `it does not fit log-format: %ST is "x,"end":"SC--","rc":"+2"}"` {
		t.Errorf("%q", unread)
	}
}

// A configuration that cannot be read, or that is silent, does not keep a log from being read.
func TestLogsAreReadWithoutAConfiguration(t *testing.T) {
	for _, text := range []string{"", "http { log_format main '$remote_addr'; access_log /dev/stdout main; }"} {
		d := configured()
		d.files["web:/nginx.conf"] = text
		if text == "" {
			delete(d.files, "web:/nginx.conf")
		}
		lines, unread := logged(t, d, web, `{"status":200,"method":"GET","uri":"/other","rt":0.001}`, `method=GET uri=/ status=200`)
		if len(lines) != 2 || lines[0].Access == nil {
			t.Errorf("%q: %+v", text, lines)
		}
		want := "it is neither JSON nor nginx's default format"
		if text != "" {
			want = "log_format main cannot be read: it has no $status"
		}
		if len(unread) != 1 || unread[0] != want {
			t.Errorf("%q: %q", text, unread)
		}
	}
}

// A format that HAProxy writes as CBOR is not read, and its lines are counted; one that it writes as JSON is.
func TestFormatsThatAreRefused(t *testing.T) {
	d := configured()
	d.files["lb:/lb.cfg"] = `frontend f
 log-format "%{+cbor}o %(client)ci %(code)ST"
`
	_, unread := logged(t, d, balancer, `<134>Nov 29 12:00:01 haproxy[8]: BF66636C69656E74FF`, "Proxy f started.")
	if len(unread) != 1 || unread[0] != "log-format cannot be read: HAProxy writes it as CBOR; with %{+json}o it can be read" {
		t.Errorf("%q", unread)
	}
	d = configured()
	d.files["lb:/lb.cfg"] = `frontend f
 log-format "%{+json}o %(client)ci %(code)ST %(end)tsc"
`
	lines, unread := logged(t, d, balancer, `<134>Nov 29 12:00:01 haproxy[8]: {"client": "10.0.0.1", "code": 503, "end": "SC--"}`, "Proxy f started.")
	if len(unread) != 0 || len(lines) != 2 || lines[0].Session == nil || lines[0].Session.Code != 503 || !lines[0].Session.Failed() {
		t.Errorf("%q %+v", unread, lines)
	}
}

// When a reloaded nginx writes another format, the configuration is read again at the first line that does not fit.
func TestFormatsAreReadAgainAfterAReload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := configured()
		conf := func(format string) string {
			return "http { log_format main '" + format + "'; access_log /dev/stdout main; }"
		}
		d.files["web:/nginx.conf"] = conf("[$time_local] $request_method $uri $status")
		s := collect(t, func(ctx context.Context, out chan<- record.Sample) {
			Run(ctx, Plan{Topology: record.Topology{Nodes: []record.Node{web}}, Site: d, Engines: []Engine{d}, Interval: time.Hour}, out)
		})
		time.Sleep(time.Second)
		d.change(func() { d.files["web:/nginx.conf"] = conf("[$time_local] $status $request_method $uri") })
		for range 3 {
			d.write("web", "[29/Nov/2026:12:00:03 +0000] 200 GET /x")
			time.Sleep(time.Second)
		}
		s.stop()
		read, unread := 0, 0
		for _, sample := range s.samples {
			if sample.Logs == nil {
				continue
			}
			for _, l := range sample.Logs.Lines {
				if l.Access != nil {
					read++
				}
			}
			if u := sample.Logs.Unread; u != nil {
				unread += u.Lines
			}
		}
		if read != 2 || unread != 1 {
			t.Errorf("%d lines read, %d not", read, unread)
		}
	})
}
