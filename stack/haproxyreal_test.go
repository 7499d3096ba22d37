package stack

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hadash/record"
	"hadash/runtimeapi"
	"hadash/stack/label"
)

// realHAProxy runs HAProxy on the loopback, if it is installed, with one server web/one and the test's additional
// configuration. It returns when HAProxy answers at address.
func realHAProxy(t *testing.T, address, more string) {
	t.Helper()
	runHAProxy(t, address, "global\n maxconn 50\ndefaults\n mode http\n timeout connect 1s\n timeout client 5s\n timeout server 5s\n"+
		"backend web\n server one 127.0.0.1:9\n"+more)
}

// runHAProxy runs HAProxy with a whole configuration.
func runHAProxy(t *testing.T, address, text string) {
	t.Helper()
	program, err := exec.LookPath("haproxy")
	if err != nil {
		t.Skip("no haproxy is installed to ask")
	}
	conf := filepath.Join(t.TempDir(), "haproxy.cfg")
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, "-db", "-q", "-f", conf)
	out := &strings.Builder{}
	cmd.Stderr = out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	network := "tcp"
	if filepath.IsAbs(address) {
		network = "unix"
	}
	for range 1500 { // half a minute, on a machine that is busy with other tests
		conn, err := net.Dial(network, address)
		if err == nil {
			conn.Close()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("haproxy does not answer at %s: %s", address, out)
}

func mustURL(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// freePort returns a port of the loopback that is free at the moment.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// With every form of the stats page's address, including HAProxy's default, hadash can read the CSV and use the page's
// POST.
func TestStatsPageForms(t *testing.T) {
	type page struct{ uri, label string }
	var pages []page
	for uri, labels := range map[string][]string{
		"":               {"/haproxy?stats", "/haproxy?stats;csv", "/haproxy?stats;up", "/haproxy?stats;csv;norefresh"},
		"/":              {"", "/", "/;csv", "/;csv;norefresh"},
		"/stats":         {"/stats", "/stats/", "/stats;csv", "/stats;up", "/stats;norefresh", "/stats%3Bcsv", "/stats?x=1", "/stats;csv?x=1"},
		"/admin?stats":   {"/admin?stats", "/admin?stats;csv", "/admin?stats&a=b"},
		"/a/b?c=d&stats": {"/a/b?c=d&stats;csv"},
	} {
		for _, l := range labels {
			pages = append(pages, page{uri, l})
		}
	}
	ports := map[string]int{}
	conf := ""
	for _, p := range pages {
		if ports[p.uri] > 0 {
			continue
		}
		ports[p.uri] = freePort(t)
		conf += fmt.Sprintf("frontend s%d\n bind 127.0.0.1:%d\n stats enable\n stats admin if TRUE\n stats auth u:p\n", ports[p.uri], ports[p.uri])
		if p.uri != "" {
			conf += " stats uri " + p.uri + "\n"
		}
	}
	realHAProxy(t, fmt.Sprintf("127.0.0.1:%d", ports[""]), conf)
	for _, p := range pages {
		u, err := url.Parse(fmt.Sprintf("http://u:p@127.0.0.1:%d%s", ports[p.uri], p.label))
		if err != nil {
			t.Fatal(err)
		}
		b := runtimeapi.Balancer{Status: record.StatsPage(u, "csv")}
		for _, want := range []string{"drain", "maint", "ready"} {
			if err := b.Post(t.Context(), was("web", "one", "", true), want); err != nil {
				t.Errorf("uri %q, label %q: %v", p.uri, p.label, err)
			}
			servers, err := b.Servers(t.Context())
			if err != nil || len(servers) != 1 {
				t.Fatalf("uri %q, label %q: %v, %v", p.uri, p.label, servers, err)
			}
			status := map[string]string{"drain": "DRAIN", "maint": "MAINT", "ready": "no check"}[want]
			if servers[0].Status != status {
				t.Errorf("uri %q, label %q: after %s it is %s", p.uri, p.label, want, servers[0].Status)
			}
		}
	}
}

// A label without ;csv works for the dashboard, so it must work for maint, too.
func TestStatusWithoutCSV(t *testing.T) {
	f := newFakeEngine(t)
	b := newFakeBalancer(t, f)
	labels := f.of("haproxy").Config.Labels
	labels[label.Status] = strings.TrimSuffix(labels[label.Status], ";csv")
	delete(labels, label.Admin)
	if err := f.project().Inject(t.Context(), record.Fault{Kind: record.SetMaint, Target: "mysql-slave1"}); err != nil {
		t.Fatal(err)
	}
	if want := "POST /ha?stats s=mysql-slave1&action=maint&b=servers"; len(b.asked) != 1 || b.asked[0] != want {
		t.Errorf("asked %q, want %q", b.asked, want)
	}
	if !strings.Contains(strings.Join(b.read, " "), "/ha?stats;csv") {
		t.Errorf("read %q", b.read)
	}
}
