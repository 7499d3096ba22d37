package logs

import (
	"testing"
	"time"

	"hadash/record"
)

// JSON is put into words: no key, no brace; what has no message stays as it is.
func TestWords(t *testing.T) {
	for _, tt := range []struct {
		line record.Line
		want string
	}{
		{record.Line{Text: `{"ok":false}`, Request: &record.Request{Name: "profile", Status: 503, Took: 8020 * time.Millisecond, Failed: true, Instance: "app2"}}, "profile 503 after 8.0 s by app2"},
		{record.Line{Text: `{"ok":true}`, Request: &record.Request{Name: "login", Status: 200, Took: 283 * time.Millisecond, Instance: "app3", Replica: "mysql-master"}}, "login 200 in 283 ms by app3, from mysql-master"},
		{record.Line{Text: `{"ok":false}`, Request: &record.Request{Name: "login", Took: time.Second, Failed: true, Error: "EOF"}}, "login no answer after 1.0 s: EOF"},
		{record.Line{Text: `{"uri":"/profile/"}`, Access: &record.Access{Method: "GET", URI: "/profile/", Status: 200, Took: 310 * time.Millisecond, Upstreams: []record.Attempt{{Addr: "app1:9081"}, {Addr: "app2:9081"}}}}, "GET /profile/ 200 in 310 ms"},
		{record.Line{Text: `{"level":"ERROR","msg":"request failed","instance":"app2","method":"GET","path":"/profile/","status":503,"ms":8016,"reason":"read session: attempt 1, bad connection"}`},
			"GET /profile/ 503 after 8.0 s: read session: attempt 1, bad connection"},
		{record.Line{Text: `{"level":"warn","message":"slow","err":"x\u001b[31m"}`}, "slow: x"},
		{record.Line{Text: `{"level":"WARN","msg":"reads repeated","replica":"mysql-slave1","reads":1,"reason":"no answer within 80ms"}`}, "repeated 1 read of mysql-slave1: no answer within 80ms"},
		{record.Line{Text: `{"ok":false,"status":503,"method":"GET","url":"http://nginx:9080/profile/?id=674"}`, Request: &record.Request{Name: "profile", Status: 503, Took: 8020 * time.Millisecond, Failed: true}}, "GET /profile/?id=674 503 after 8.0 s"},
		{record.Line{Text: "x", Session: &record.Session{Backend: "servers", Server: "mysql-slave1", Termination: "SC", Tt: 8004 * time.Millisecond, Retries: 3}}, "a session to mysql-slave1 found no connection: 8.0 s, 3 retries"},
		{record.Line{Text: "x", Session: &record.Session{Backend: "servers", Server: "<NOSRV>", Termination: "SC", Tt: time.Second}}, "a session to servers found no connection: 1.0 s"},
		{record.Line{Text: "x", Session: &record.Session{Backend: "servers", Server: "s2", Termination: "--", Tt: time.Second, Redispatched: true, Retries: 1}}, "a session moved to s2, the server chosen first failed: 1.0 s, 1 retry"},
		{record.Line{Text: "x", State: &record.StateChange{Backend: "servers", Server: "s1", To: record.Down, Reason: "Layer4 timeout", Cut: 9}}, "s1 is DOWN, 9 sessions on it: Layer4 timeout"},
		{record.Line{Text: "x", State: &record.StateChange{Backend: "servers", Server: "s1", To: record.Up, Reason: "Layer4 check passed, check duration: 0ms"}}, "s1 is UP: Layer4 check passed"},
		{record.Line{Text: "x", Upstream: &record.UpstreamError{Kind: record.UpstreamClosed, Request: "GET /profile/?id=754 HTTP/1.1"}}, "closed the connection before an answer: GET /profile/?id=754"},
		{record.Line{Text: "0 [Warning] Recovery from master pos 1"}, "Recovery from master pos 1"},
		{record.Line{Text: "12 [ERROR] [MY-010584] [Repl] no"}, "no"},
		{record.Line{Text: "[notice] 1#1: start worker process 29"}, "start worker process 29"},
		{record.Line{Text: "[error] 8#8: *128 open() failed"}, "open() failed"},
		{record.Line{Text: "[WARNING]  (8) : a setting"}, "a setting"},
		{record.Line{Text: "[1] is no level"}, "is no level"},
		{record.Line{Text: `{"a":1}`}, ""},
		{record.Line{Text: `{"msg":`}, ""},
		{record.Line{Text: `plain text`}, ""},
	} {
		if got := wordsOf(&tt.line, messageOf(&tt.line), tt.line.Text); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.line.Text, got, tt.want)
		}
	}
}
