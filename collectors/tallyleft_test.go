package collectors

import (
	"testing"

	"hadash/collectors/nginxlog"
	"hadash/record"
)

// nginx counts a failed attempt against its server (max_fails) when it passes the request to another server of the
// group. It does not do so for a 404 that another server may answer better, nor across groups; for the last attempt it
// is not known.
func TestTallyLeft(t *testing.T) {
	for attempts, want := range map[string]int{
		`"a:1, b:1","upstream_status":"502, 200"`:           1,
		`"a:1, b:1","upstream_status":"503, 200"`:           1,
		`"a:1, b:1","upstream_status":"404, 200"`:           0,
		`"a:1","upstream_status":"503"`:                     0,
		`"a:1 : b:1","upstream_status":"503 : 200"`:         0,
		`"a:1, b:1 : b:1","upstream_status":"500, 504 : -"`: 1,
	} {
		a, ok := nginxlog.Access(`{"time":1795523882.963,"status":200,"method":"GET","uri":"/","rt":0.1,"upstream_addr":` + attempts + `}`)
		if !ok {
			t.Fatalf("not read: %s", attempts)
		}
		var n tally
		var got record.Logs
		n.add(&got, &record.Line{Access: &a}, &fate{})
		left := 0
		for _, u := range got.Upstreams {
			left += u.Left
		}
		if left != want {
			t.Errorf("%s: %d, want %d", attempts, left, want)
		}
	}
}
