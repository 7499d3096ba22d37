package stack

import (
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/go-connections/nat"
)

func TestLag(t *testing.T) {
	csv, err := os.ReadFile("testdata/haproxy-one-down.csv")
	if err != nil {
		t.Fatal(err)
	}
	page := "all is well"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/bad" {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_, _ = w.Write([]byte(page))
	}))
	defer server.Close()
	// says returns the address of a database that sends this greeting and closes the connection.
	says := func(greeting string) string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		go func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				_, _ = conn.Write([]byte(greeting))
				_ = conn.Close()
			}
		}()
		return "mysql://hadash@" + l.Addr().String() + "/"
	}
	starting := func(c *container.InspectResponse) { c.State.Health.Status = container.Starting }
	tests := map[string]struct {
		node   string
		status string // "" = as recorded
		page   string
		change func(c *container.InspectResponse)
		want   string
	}{
		"answers":                      {node: "app1", status: server.URL},
		"answers with 503":             {node: "app1", status: server.URL + "/bad", want: "503 Service Unavailable"},
		"does not answer":              {node: "app1", status: "http://127.0.0.1:1/", want: "no answer"},
		"HAProxy, one down":            {node: "haproxy", status: server.URL, page: string(csv), want: "mysql-slave1 DOWN"},
		"HAProxy, all up":              {node: "haproxy", status: server.URL, page: strings.ReplaceAll(string(csv), "DOWN", "UP")},
		"healthy":                      {node: "mysql-master"},
		"not healthy so far":           {node: "mysql-master", want: "starting", change: func(c *container.InspectResponse) { c.State.Health.Status = "starting" }},
		"not asked so far, and greets": {node: "mysql-master", status: says("\x5b\x00\x00\x00\x0a11.8.3-MariaDB"), change: starting},
		"not asked so far, and refuses": {node: "mysql-master", status: says("\x45\x00\x00\x00\xff\x6a\x04Host is blocked"),
			change: starting, want: "starting"},
		"not asked so far, and silent": {node: "mysql-master", status: says(""), change: starting, want: "starting"},
		"unhealthy, and greets": {node: "mysql-master", status: says("\x5b\x00\x00\x00\x0a11.8.3-MariaDB"), want: "unhealthy",
			change: func(c *container.InspectResponse) { c.State.Health.Status = "unhealthy" }},
		"no health check":    {node: "mysql-master", change: func(c *container.InspectResponse) { c.State.Health = nil }},
		"stopped":            {node: "mysql-slave1", want: "exited with code 0"},
		"paused":             {node: "app2", want: "paused"},
		"ended well":         {node: "init"},
		"ended badly":        {node: "init", want: "exited with code 2", change: func(c *container.InspectResponse) { c.State.ExitCode = 2 }},
		"still sets up":      {node: "init", want: "still running", change: started(0)},
		"is a service, then": {node: "init", change: started(2 * onceLimit)},
		"a service with port": {node: "init", change: func(c *container.InspectResponse) {
			started(0)(c)
			c.HostConfig.PortBindings = nat.PortMap{"1/tcp": nil}
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFakeEngine(t)
			c := f.of(test.node)
			c.Config.Labels[label.Node] = test.node
			if test.status != "" {
				c.Config.Labels["hadash.status"] = test.status
			}
			if test.change != nil {
				test.change(c)
			}
			page = test.page
			if got := f.project().lagOf(t.Context(), *c).why; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// started makes a container appear to have run for some time.
func started(ago time.Duration) func(c *container.InspectResponse) {
	return func(c *container.InspectResponse) {
		setState(c, "running")
		c.State.StartedAt = time.Now().Add(-ago).UTC().Format(time.RFC3339Nano)
	}
}
