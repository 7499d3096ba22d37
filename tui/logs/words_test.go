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
		{record.Line{Text: `{"uri":"/profile/"}`, Access: &record.Access{Method: "GET", URI: "/profile/", Status: 200, Took: 310 * time.Millisecond, Upstreams: []record.Attempt{{Addr: "app1:9081"}, {Addr: "app2:9081"}}}}, "GET /profile/ 200 in 310 ms, tried app1:9081, app2:9081"},
		{record.Line{Text: `{"level":"ERROR","msg":"request failed","instance":"app2","method":"GET","path":"/profile/","status":503,"ms":8016,"reason":"read session: attempt 1, bad connection"}`},
			"GET /profile/ 503 after 8.0 s: request failed: read session: attempt 1, bad connection"},
		{record.Line{Text: `{"level":"warn","message":"slow","err":"x\u001b[31m"}`}, "slow: x"},
		{record.Line{Text: `{"a":1}`}, ""},
		{record.Line{Text: `{"msg":`}, ""},
		{record.Line{Text: `plain text`}, ""},
	} {
		if got := wordsOf(&tt.line, tt.line.Text); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.line.Text, got, tt.want)
		}
	}
}
