package collectors

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"hadash/record"
)

// A plan starts the probe that a node is, once, and says in one line what is wrong with a target that is none.
func TestRunProbes(t *testing.T) {
	agents := make(chan string, 100)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case agents <- r.UserAgent():
		default:
		}
		w.Header().Set("X-Served-By", "app1")
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	defer web.Close()
	nodes := []record.Node{
		{Name: "shop", Kind: record.KindProbe, Status: "probe+" + web.URL + "/health?rate=50"},
		{Name: "wrong", Kind: record.KindProbe, Status: "probe+http://user:secret@shop/?rate=99"},
	}
	changes := make(chan record.Topology)
	ctx, cancel := context.WithCancel(t.Context())
	out := make(chan record.Sample)
	ended := make(chan struct{})
	go func() {
		Run(ctx, Plan{Topology: record.Topology{Nodes: nodes}, Changes: changes}, out)
		close(ended)
	}()
	var line *record.Request
	bad, sent := 0, 0
	send := changes
	for line == nil || bad == 0 || sent < 5 || send != nil {
		select {
		case send <- record.Topology{Nodes: nodes}:
			send = nil // both run already
		case s := <-out:
			switch s.Node {
			case "wrong":
				bad++
				if s.Source != record.SourceLogs || !strings.Contains(s.Err, "must be between 1 and 50") || strings.Contains(s.Err, "secret") {
					t.Errorf("%+v", s)
				}
			case "shop":
				sent += s.Logs.Sent.Ended
				if len(s.Logs.Lines) > 0 {
					line = s.Logs.Lines[0].Request
				}
			}
		case <-time.After(30 * time.Second):
			t.Fatal("nothing is sent")
		}
	}
	cancel()
	for open := true; open; {
		select {
		case <-out:
		case <-ended:
			open = false
		}
	}
	if line.Name != "/health" || line.Status != 503 || !line.Failed || line.Error != "503" || line.Instance != "app1" {
		t.Errorf("%+v", line)
	}
	if agent := <-agents; !strings.HasPrefix(agent, "hadash-probe/") {
		t.Errorf("it calls itself %s", agent)
	}
	if bad != 1 {
		t.Errorf("the wrong target is said %d times", bad)
	}
}

// The requests of a probe are a client's: the log of a balancer counts them, in any form.
func TestProbesAreCounted(t *testing.T) {
	for _, line := range []string{
		`{"time":1795998733.019,"status":200,"method":"GET","uri":"/health","http_user_agent":"hadash-probe/v1.2.3"}`,
		`172.28.44.1 - - [23/Nov/2026:05:00:17 +0000] "GET /health HTTP/1.1" 200 157 "-" "hadash-probe/devel"`,
	} {
		s, ok := NewLog(record.Node{Name: "nginx", Role: record.RoleWeb}).Read(time.Unix(1795998734, 0), false, line)
		if !ok || s.Logs.Answers == nil || s.Logs.Answers.Requests != 1 {
			t.Errorf("%s is not counted: %v", line, fmt.Sprint(s.Logs))
		}
	}
}
