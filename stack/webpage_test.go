package stack

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/runtimeapi"
	"hadash/stack/compose"
	"hadash/stack/label"
	"hadash/stack/testdir"

	"github.com/compose-spec/compose-go/v2/cli"
)

// Every port is published on the loopback, and none is HAProxy's Runtime API.
func TestPublishedPorts(t *testing.T) {
	testdir.NoCompose(t)
	o, err := cli.NewProjectOptions([]string{"../compose.yaml"}, cli.WithProfiles([]string{compose.LoadProfile}), cli.WithName("x"))
	if err != nil {
		t.Fatal(err)
	}
	project, err := o.LoadProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{ // container ports, as the README lists them
		"haproxy 4400": true, "haproxy 4480": true, "nginx 9079": true, "nginx 9080": true, "k6 6565": true,
		"app1 9081": true, "app2 9082": true, "app3 9083": true,
		"mysql-master 3306": true, "mysql-slave1 3306": true, "mysql-slave2 3306": true, "mysql-slave3 3306": true,
	}
	for name, s := range project.Services {
		for _, port := range s.Ports {
			if !known[fmt.Sprint(name, " ", port.Target)] || port.HostIP != "127.0.0.1" {
				t.Errorf("%s publishes %d on %q", name, port.Target, port.HostIP)
			}
		}
	}
	// The published port is that of the guard before k6's REST API (k6/main.go), never k6's own.
	if command := project.Services["k6"].Command; !slices.Contains(command, "--address=127.0.0.1:6566") {
		t.Errorf("k6 is started with %q", command)
	}
	if label := project.Services["haproxy"].Labels[label.Admin]; !strings.HasPrefix(label, "exec:///") {
		t.Errorf("the Runtime API is at %q", label)
	}
}

var socketLine = regexp.MustCompile(`(?m)^\s*stats socket (\S+)`)

// Neither a command nor a form in the body of a POST, which any web page may send to the loopback, changes anything at
// our HAProxy; and a page whose name was made to resolve here cannot read it.
func TestNoWebPageReachesHAProxy(t *testing.T) {
	for _, stack := range []string{"baseline", "tuned"} {
		t.Run(stack, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(stack, "haproxy.cfg"))
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range socketLine.FindAllStringSubmatch(string(text), -1) {
				if !strings.HasPrefix(m[1], "/") {
					t.Errorf("the Runtime API listens on %s", m[1])
				}
			}
			if strings.Contains(string(text), "stats admin") {
				t.Error("the stats page takes orders")
			}
			stats, mysql, socket := freePort(t), freePort(t), filepath.Join(t.TempDir(), "s")
			conf := strings.NewReplacer(
				"*:4480", fmt.Sprintf("127.0.0.1:%d", stats), "*:4400", fmt.Sprintf("127.0.0.1:%d", mysql),
				"/tmp/admin.sock", socket, ":3306", ":9", "maxconn 4000", "maxconn 50",
			).Replace(string(text))
			for _, name := range []string{"mysql-slave1:9", "mysql-slave2:9", "mysql-slave3:9"} {
				conf = strings.ReplaceAll(conf, name, "127.0.0.1:9")
			}
			runHAProxy(t, socket, conf)
			b := runtimeapi.Balancer{Admin: mustURL(t, "unix://"+socket), Status: mustURL(t, fmt.Sprintf("http://127.0.0.1:%d/;csv", stats))}
			before := admin(t, b)
			for _, port := range []int{stats, mysql} {
				for _, body := range []string{
					"set server servers/mysql-slave1 state maint\nset weight servers/mysql-slave2 1\ndisable frontend mysql\n",
					"s=mysql-slave1&action=maint&b=servers", "action=maint&b=servers&s=mysql-slave1",
				} {
					for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded"} {
						pagePosts(t, fmt.Sprintf("http://127.0.0.1:%d/", port), kind, body)
					}
				}
			}
			if after := admin(t, b); after != before {
				t.Errorf("before\n%s\nafter\n%s", before, after)
			}
			for host, want := range map[string]int{
				"evil.example:4480": 403, "7.evil.example": 403, "127.0.0.1.evil.example": 403, "EVIL.EXAMPLE.": 403,
				"127.0.0.1:4480": 200, "localhost:4480": 200, "haproxy:4480": 200, "[::1]:4480": 200,
			} {
				if got := pageReads(t, b.Status.String(), host); got != want {
					t.Errorf("a page of %s gets %d, want %d", host, got, want)
				}
			}
		})
	}
}

// admin returns everything that an admin can change.
func admin(t *testing.T, b runtimeapi.Balancer) string {
	t.Helper()
	var all []string
	for _, command := range []string{"show servers state", "show stat -1 1 -1"} {
		answer, err := b.Ask(t.Context(), command)
		if err != nil || answer == "" {
			t.Fatalf("%s: %q, %v", command, answer, err)
		}
		for line := range strings.Lines(answer) {
			words := strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == ',' })
			if command == "show servers state" && len(words) > 9 {
				words = append(words[:4], words[6:8]...) // its admin state and weights, without the state of its checks
			} else if len(words) > 2 {
				words = words[:2]
			}
			all = append(all, strings.Join(words, " "))
		}
	}
	return strings.Join(all, "\n")
}

// pagePosts sends a POST that a page's script may send without permission (a "simple request"), and ignores the answer.
func pagePosts(t *testing.T, url, kind, body string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Origin", "https://evil.example")
	if resp, err := http.DefaultClient.Do(req); err == nil {
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
}

func pageReads(t *testing.T, url, host string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = host
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	return resp.StatusCode
}
