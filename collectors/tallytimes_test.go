package collectors

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"hadash/collectors/nginxlog"
	"hadash/record"
)

// The times in the lab's access log, added up a second time with encoding/json.
func TestTallyTimesOfACapturedLog(t *testing.T) {
	text, err := os.ReadFile("testdata/lab/nginx-1.26.3-access.log")
	if err != nil {
		t.Fatal(err)
	}
	type sum struct {
		n            int
		all, slowest time.Duration
	}
	want := map[string]sum{}
	var n tally
	var got record.Logs
	for line := range strings.SplitSeq(strings.TrimSpace(string(text)), "\n") {
		var said struct {
			Addr string `json:"upstream_addr"`
			Took string `json:"upstream_response_time"`
		}
		if err := json.Unmarshal([]byte(line), &said); err != nil {
			t.Fatal(err)
		}
		took := strings.Split(said.Took, ", ")
		for i, addr := range strings.Split(said.Addr, ", ") {
			s, err := strconv.ParseFloat(took[i], 64)
			if err != nil {
				t.Fatal(err)
			}
			d := time.Duration(s*1000+0.5) * time.Millisecond
			w := want[addr]
			want[addr] = sum{w.n + 1, w.all + d, max(w.slowest, d)}
		}
		a, ok := nginxlog.Access(line)
		if !ok {
			t.Fatalf("not read: %s", line)
		}
		n.add(&got, &record.Line{Access: &a}, &fate{})
	}
	if len(got.Upstreams) != len(want) || len(want) < 3 {
		t.Fatalf("%d upstreams, want %d", len(got.Upstreams), len(want))
	}
	for _, u := range got.Upstreams {
		if is := (sum{u.Attempts, u.Took, u.Slowest}); is != want[u.Addr] {
			t.Errorf("%s: %v, want %v", u.Addr, is, want[u.Addr])
		}
	}
}
