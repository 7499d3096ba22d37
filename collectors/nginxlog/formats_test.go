package nginxlog

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/collectors/lineform"
	"hadash/record"
)

// One request, as the log_formats of many schemas write it.
func TestNamesOfManySchemas(t *testing.T) {
	second := time.Unix(1795953601, 0).UTC()
	tries := []record.Attempt{{Addr: "10.0.0.1:80", Status: 502, Took: ms(1)}, {Addr: "10.0.0.2:80", Status: 200, Took: ms(15)}}
	want := record.Access{At: second, Status: 200, Method: "GET", URI: "/x", Took: ms(16), Upstreams: tries}
	lists := `"upstream_addr":"10.0.0.1:80, 10.0.0.2:80","upstream_status":"502, 200","upstream_response_time":"0.001, 0.015"`
	for name, line := range map[string]string{
		"nginx's names":      `{"msec":1795953601.000,"status":200,"request_method":"GET","request_uri":"/x?q=1","request_time":0.016,` + lists + `}`,
		"strings":            `{"msec":"1795953601.000","status":"200","request":"GET /x?q=1 HTTP/1.1","request_time":"0.016",` + lists + `}`,
		"milliseconds":       `{"time_msec":1795953601000,"status":200,"method":"GET","path":"/x","request_time":0.016,` + lists + `}`,
		"time_iso8601":       `{"time_iso8601":"2026-11-29T13:00:01+01:00","status":200,"method":"GET","uri":"/x","rt":0.016,` + lists + `}`,
		"time_local":         `{"time_local":"29/Nov/2026:12:00:01 +0000","status":200,"method":"GET","uri":"/x","rt":0.016,` + lists + `}`,
		"logstash":           `{"@timestamp":"2026-11-29T12:00:01.000Z","@version":"1","response":"200","verb":"GET","request":"/x","request_time":"0.016",` + lists + `}`,
		"ECS":                `{"@timestamp":"2026-11-29T12:00:01.000Z","http":{"request":{"method":"GET","id":"7"},"response":{"status_code":200,"body":{"bytes":5}}},"url":{"original":"/x?q=1","path":"/x"},"event":{"duration":16000000},"nginx":{"access":{"upstream":{"addr":"10.0.0.1:80, 10.0.0.2:80","status":"502, 200","response_time":"0.001, 0.015"}}}}`,
		"ECS, dotted":        `{"@timestamp":"2026-11-29T12:00:01.000Z","http.request.method":"GET","http.response.status_code":200,"url.path":"/x","event.duration":16000000,"nginx.upstream_addr":"10.0.0.1:80, 10.0.0.2:80","nginx.upstream_status":"502, 200","nginx.upstream_response_time":"0.001, 0.015"}`,
		"under one name":     `{"level":"access","nginx":{"time":1795953601.000,"status":200,"method":"GET","uri":"/x","rt":0.016,` + lists + `}}`,
		"deeper counts less": `{"time":1795953601.000,"cache":{"status":"HIT"},"geo":{"status":"404"},"status":200,"method":"GET","uri":"/x","rt":0.016,` + lists + `}`,
		"arrays":             `{"time":1795953601.000,"tags":["a","b"],"status":200,"method":"GET","uri":"/x","rt":0.016,"upstream_addr":["10.0.0.1:80","10.0.0.2:80"],"upstream_status":[502,200],"upstream_response_time":[0.001,0.015]}`,
		"lists unquoted":     `{"time":1795953601.000,"status":200,"method":"GET","uri":"/x","rt":0.016,"upstream_addr":10.0.0.1:80, 10.0.0.2:80,"upstream_status":502, 200,"upstream_response_time":0.001, 0.015,"gzip_ratio":-,"bytes":}`,
		"last unquoted":      `{"time":1795953601.000,"gzip_ratio":,"status":200,"method":"GET","uri":"/x","rt":0.016,"upstream_addr":"10.0.0.1:80, 10.0.0.2:80","upstream_status":"502, 200","upstream_response_time":0.001, 0.015 }`,
		"escape=none":        `{"time":1795953601.000,"agent":"a "quoted", one\","status":200,"method":"GET","uri":"/x","rt":0.016,` + lists + `}`,
		"escape=default":     `{"time":1795953601.000,"agent":"\x22\x5C","status":200,"method":"GET","uri":"/x","rt":0.016,` + lists + `}`,
		"syslog":             `<190>Nov 29 12:00:01 web1 nginx: {"time":1795953601.000,"status":200,"method":"GET","uri":"/x","rt":0.016,` + lists + `}`,
		"syslog, ISO":        `2026-11-29T12:00:01.123456+00:00 web1 nginx[7]: {"time":1795953601.000,"status":200,"method":"GET","uri":"/x","rt":0.016,` + lists + `}`,
		"capitals":           `{"Time":1795953601.000,"Status":200,"Method":"GET","URI":"/x","RT":0.016,` + lists + `}`,
	} {
		got, ok := Access(line)
		why, unread := Unread(line)
		if !ok || unread && strings.HasPrefix(why, "it") {
			t.Errorf("%s: not read: %s", name, why)
			continue
		}
		within := got.Within
		if strings.Contains(line, "time_") && !strings.Contains(line, "msec") {
			within -= time.Second
		}
		if got.Within = 0; within != 0 {
			t.Errorf("%s: ended within %v of %v", name, within, got.At)
		}
		if name == "logstash" { // its `request` is the path alone
			got.URI = want.URI
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}

// An impossible number is not known, and never becomes a time or a duration.
func TestSenselessNumbers(t *testing.T) {
	for _, n := range []string{"-1", "1e300", "99999999999999999999", "253402300800000000", "NaN", "0x10", "1,5", "", "-"} {
		got, ok := Access(`{"time":"` + n + `","status":200,"method":"GET","uri":"/x","rt":"` + n + `","upstream_addr":"a:1","upstream_status":"` + n + `","upstream_response_time":"` + n + `"}`)
		if n == "-" {
			n = "none: it never answered"
			got.Upstreams[0].Status = record.StatusUnknown
		}
		if want := (record.Access{Status: 200, Method: "GET", URI: "/x", Upstreams: []record.Attempt{{Addr: "a:1", Status: record.StatusUnknown}}}); !ok || !cmp.Equal(want, got) {
			t.Errorf("%s: %+v, %v", n, got, ok)
		}
	}
}

func TestLists(t *testing.T) {
	at := func(group int, addr string, status int) record.Attempt {
		return record.Attempt{Addr: addr, Status: status, Group: group}
	}
	const unknown = record.StatusUnknown
	for _, c := range []struct {
		addr, status string
		want         []record.Attempt
	}{
		{"a:1 : b:2", "200 : 200", []record.Attempt{at(0, "a:1", 200), at(1, "b:2", 200)}},
		{"a:1, b:2 : c:3, d:4", "504, - : 502, 200", []record.Attempt{at(0, "a:1", 504), at(0, "b:2", 0), at(1, "c:3", 502), at(1, "d:4", 200)}},
		{"a:1 : ", "502 : ", []record.Attempt{at(0, "a:1", 502)}}, // as nginx 1.22 writes it when the second group was never asked
		{"a:1 :", "502 :", []record.Attempt{at(0, "a:1", 502)}},
		{"a:1 :  : c:3", "502 :  : 200", []record.Attempt{at(0, "a:1", 502), at(2, "c:3", 200)}},
		{"-", "-", nil},
		{"a:1, b:2", "502", []record.Attempt{at(0, "a:1", 502), at(0, "b:2", unknown)}},
		{"a:1", "502, 200", []record.Attempt{at(0, "a:1", 502)}},
		{"unix:/run/a, b.sock", "200", []record.Attempt{at(0, "unix:/run/a, b.sock", 200)}},
		{"unix:/run/a, b.sock, unix:/c.sock : d:1", "502, 502 : 200", []record.Attempt{at(0, "unix:/run/a, b.sock", 502), at(0, "unix:/c.sock", 502), at(1, "d:1", 200)}},
		{"unix:/run/a.sock, group", "502, 502", []record.Attempt{at(0, "unix:/run/a.sock", 502), at(0, "group", 502)}},
		{"[::1]:80", "009", []record.Attempt{at(0, "[::1]:80", 9)}},
		{"a:1", "99999", []record.Attempt{at(0, "a:1", unknown)}},
	} {
		if diff := cmp.Diff(c.want, attempts(c.addr, c.status, "", true)); diff != "" {
			t.Errorf("%q, %q: (-want +got)\n%s", c.addr, c.status, diff)
		}
	}
}

func TestUnread(t *testing.T) {
	for line, want := range map[string]string{
		`{"status":"-","method":"GET","uri":"/x","upstream_addr":"a:1"}`:                         `status is "-"`,
		`{"status":"","method":"GET","uri":"/x","upstream_addr":"a:1"}`:                          `status is ""`,
		`{"status":70000,"method":"GET","uri":"/x","upstream_addr":"a:1"}`:                       `status is "70000"`,
		`{"method":"GET","uri":"/x","upstream_addr":"a:1"}`:                                      "it has no status",
		`{"method":"GET","uri":"/x","status":200,"upstream_addr":"a:1","agent":"x`:               `it is cut off after "agent"`,
		`{"method":"GET","uri":"/x","status":200,"bytes" 5}`:                                     `it is not valid JSON after "bytes"`,
		`{"method":"GET","uri":"/x","status":200,"a":{"b":[{}]}}`:                                `it is not valid JSON after "b"`,
		`[29/Nov/2026:12:00:03 +0000] client=10.1.1.4 request="GET /j HTTP/1.1" status=200`:      "it is neither JSON nor nginx's default format",
		`10.1.1.4 - [29/Nov/2026:12:00:01 +0000] cached "GET /a HTTP/1.1" 200 5`:                 "it is neither JSON nor nginx's default format",
		`{"method":"GET","uri":"/x","status":"` + strings.Repeat("\u202ex", 100) + `","rt":0.1}`: `status is "` + strings.Repeat("x", lineform.LongestQuote) + `..."`,
	} {
		if a, ok := Access(line); ok {
			t.Errorf("%s was read as %+v", line, a)
		}
		if why, ok := Unread(line); !ok || why != want {
			t.Errorf("%s: %q, %v; want %q", line, why, ok, want)
		}
	}
	for _, line := range []string{
		"", "{", "{}", "plain text", `{"level":"INFO","msg":"serving","status":"ok"}`, `{"status":"ok"}`,
		"2026/11/29 12:00:06 [notice] 1#1: start worker process 29", "[29/Nov/2026:12:00:03 +0000] hello",
	} {
		if why, ok := Unread(line); ok {
			t.Errorf("%s looks like a line of an access log: %s", line, why)
		}
	}
}

func FuzzAccess(f *testing.F) {
	for _, name := range []string{"upstreams-json.log", "upstreams-bare.log", "upstreams-raw.log"} {
		for _, line := range read(f, "nginx-1.22/"+name) {
			f.Add(line)
		}
	}
	f.Fuzz(func(t *testing.T, line string) {
		a, ok := Access(line)
		Unread(line)
		if ok && (a.Status < 0 || a.Status > 999 || a.Took < 0 || a.Took > record.MaxWait || a.At.Year() > 9999) {
			t.Errorf("%+v", a)
		}
		for i, u := range a.Upstreams {
			if u.Addr == "" || u.Took < 0 || u.Status < record.StatusUnknown || u.Status > 999 || i > 0 && u.Group < a.Upstreams[i-1].Group {
				t.Errorf("%+v", u)
			}
		}
	})
}
