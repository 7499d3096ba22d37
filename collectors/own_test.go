package collectors

import (
	"testing"
	"time"

	"hadash/record"
)

// Requests that hadash itself made are not counted as requests of clients, in any form of access log. All others are
// counted.
func TestOwnPollsAreNotCounted(t *testing.T) {
	for line, want := range map[string]int{
		`{"time":1795998733.019,"status":200,"method":"GET","uri":"/state","http_user_agent":"hadash"}`:                     0,
		`{"time":1795998733.019,"status":200,"method":"GET","uri":"/state","user_agent":{"original":"hadash/1.2"}}`:         0,
		`{"time":1795998733.019,"status":503,"method":"GET","uri":"/state","http_user_agent":"hadash/1.2"}`:                 0,
		`{"time":1795998733.019,"status":200,"method":"GET","uri":"/","http_user_agent":"hadashing/1"}`:                     1,
		`{"time":1795998733.019,"status":200,"method":"GET","uri":"/hadash/","http_user_agent":"curl"}`:                     1,
		`172.28.44.1 - - [23/Nov/2026:05:00:17 +0000] "GET /state HTTP/1.1" 200 157 "-" "hadash"`:                           0,
		`172.28.44.1 - - [23/Nov/2026:05:00:17 +0000] "GET /state HTTP/1.1" 200 157 "-" "hadash/devel-0123"`:                0,
		`172.28.44.1 - - [23/Nov/2026:05:00:17 +0000] "GET /hadash HTTP/1.1" 200 157 "hadash" "Grafana k6/1.8.1"`:           1,
		`172.28.44.1 - hadash [23/Nov/2026:05:00:17 +0000] "GET /profile/?id=2059 HTTP/1.1" 502 157 "-" "Grafana k6/1.8.1"`: 1,
	} {
		s, ok := NewLog(record.Node{Name: "nginx", Role: record.RoleWeb}).Read(time.Unix(1795998734, 0), false, line)
		got := 0
		if ok && s.Logs.Answers != nil {
			got = s.Logs.Answers.Requests
		}
		if got != want {
			t.Errorf("%s: %d requests, want %d", line, got, want)
		}
	}
}
