package collectors

import (
	"testing"
	"time"

	"hadash/collectors/nginxlog"
	"hadash/record"
)

// The lab's own access lines: one answered at once, one that another instance answered after the first was given up.
func TestUpstreamTimes(t *testing.T) {
	var logs record.Logs
	var sum tally
	for _, text := range []string{
		`{"status":200,"method":"GET","uri":"/profile/1","rt":0.034,"upstream_addr":"172.28.44.31:9081","upstream_status":"200","upstream_response_time":"0.034"}`,
		`{"status":200,"method":"GET","uri":"/profile/2","rt":0.348,"upstream_addr":"172.28.44.31:9081, 172.28.44.32:9082","upstream_status":"504, 200","upstream_response_time":"0.301, 0.047"}`,
	} {
		a, ok := nginxlog.Access(text)
		if !ok {
			t.Fatalf("not read: %s", text)
		}
		sum.add(&logs, &record.Line{Access: &a}, &fate{})
	}
	want := map[string][2]time.Duration{
		"172.28.44.31:9081": {335 * time.Millisecond, 301 * time.Millisecond}, "172.28.44.32:9082": {47 * time.Millisecond, 47 * time.Millisecond},
	}
	for _, u := range logs.Upstreams {
		if got := [2]time.Duration{u.Took, u.Slowest}; got != want[u.Addr] {
			t.Errorf("%s took %v, want %v", u.Addr, got, want[u.Addr])
		}
	}
	if len(logs.Upstreams) != len(want) {
		t.Errorf("%d upstreams", len(logs.Upstreams))
	}
}
