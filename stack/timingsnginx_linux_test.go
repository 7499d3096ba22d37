package stack

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hadash/collectors/nginxlog"
	"hadash/conf/nginxcfg"
	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// nginxFor is an nginx before two applications with kept-alive connections, and a third in its own group, as hadash
// reads it.
type nginxFor struct {
	*timed
	url   string
	known []record.Sample
}

func nginxBefore(t *testing.T, one, two, solo string) nginxFor {
	t.Helper()
	program := needTimings(t, "nginx")
	dir, web := t.TempDir(), freeAddr(t)
	temp := ""
	for _, body := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		temp += fmt.Sprintf(" %s_temp_path %s/%s;", body, dir, body)
	}
	text := fmt.Sprintf(`worker_processes 1; daemon off; pid %[1]s/pid; error_log stderr warn;
events { worker_connections 1024; }
http { access_log off; %[2]s
 upstream pool { server %[3]s max_fails=3 fail_timeout=1s; server %[4]s max_fails=3 fail_timeout=1s; keepalive 32; }
 upstream solo { server %[5]s max_fails=3 fail_timeout=1s; }
 server { listen %[6]s; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_connect_timeout 75ms; proxy_read_timeout 200ms;
  location / { proxy_pass http://pool; } location /solo { proxy_pass http://solo; } } }`, dir, temp, one, two, solo, web)
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var topology record.Topology
	topology.Nodes = []record.Node{{Name: "nginx", Role: record.RoleWeb, To: []string{"one", "two", "solo"}}}
	for name, addr := range map[string]string{"one": one, "two": two, "solo": solo} {
		topology.Nodes = append(topology.Nodes, record.Node{Name: name, Role: record.RoleApp, Addrs: []string{record.HostOf(addr)}})
	}
	n := nginxFor{start(t, program, "-c", file, "-e", "stderr"), "http://" + web, []record.Sample{
		{At: time.Now(), Source: record.SourceTopology, Topology: &topology},
		{At: time.Now(), Source: record.SourceSettings, Node: "nginx", Settings: &record.Settings{Upstreams: nginxcfg.Upstreams([]nginxcfg.File{{Path: file, Text: []byte(text)}})}},
	}}
	awaitListener(t, web)
	return n
}

// counted adds the request count from an instance's own page.
func (n *nginxFor) counted(name string, requests int64) {
	n.known = append(n.known, record.Sample{At: time.Now(), Source: record.SourcePage, Node: name, Page: &record.Page{Code: 200, Requests: requests}})
}

// judge returns hadash's frame for a fault, from nginx's log, and the lines that report a disabled upstream.
func (n *nginxFor) judge(fault record.Fault, at time.Time) (incident.Frame, []record.Line) {
	lines := n.said()
	var aside []record.Line
	for i := range lines {
		l := &lines[i]
		l.Node = "nginx"
		if u, ok := nginxlog.Upstream(l.Text); ok {
			l.Upstream = &u
			if u.Kind == record.UpstreamDisabled && l.At.After(at) {
				aside = append(aside, *l)
			}
		}
	}
	return judged(n.known, fault, at, lines), aside
}

// load sends requests to an address at a steady rate until the test ends.
func load(t *testing.T, url string, each time.Duration) {
	t.Helper()
	client := &http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	tick, done := time.NewTicker(each), make(chan struct{})
	t.Cleanup(func() { tick.Stop(); close(done); client.CloseIdleConnections() })
	go func() {
		for {
			select {
			case <-tick.C:
			case <-done:
				return
			}
			go func() {
				if resp, err := client.Get(url); err == nil {
					_, _ = io.Copy(io.Discard, resp.Body)
					resp.Body.Close()
				}
			}()
		}
	}()
}

// aSecond lets an instance serve for a while, so that its rate is known, and returns the rate.
func (n *nginxFor) aSecond(t *testing.T, name string, v *victim) {
	t.Helper()
	for v.answers.Load() == 0 {
		time.Sleep(5 * time.Millisecond)
	}
	n.counted(name, v.answers.Load())
	time.Sleep(1100 * time.Millisecond)
	n.counted(name, v.answers.Load())
}

// A real nginx takes an instance out within the predicted time when its address vanishes while connections to it are
// kept open: requests on those wait for the read timeout.
func TestRealNginxOnAVanishedAddress(t *testing.T) {
	needTimings(t, "nginx")
	busy := watchBusyness(t)
	for try := 1; ; try++ {
		one, two := newVictim(t, "127.0.0.2", answer), newVictim(t, "127.0.0.3", answer)
		n := nginxBefore(t, one.addr(), two.addr(), "127.0.0.4:9")
		load(t, n.url, 5*time.Millisecond)
		n.aSecond(t, "one", one)
		busy.reset()
		one.vanish(t)
		at := time.Now()
		n.skipIfSpoilt(t, "temporarily disabled", at)
		if _, ok := n.await("temporarily disabled", at, 20*time.Second); !ok {
			t.Fatalf("not set aside: %v", n.said())
		}
		f, _ := n.judge(record.Fault{Kind: record.Cut, Target: "one"}, at)
		w := f.Stopwatch("one")
		took, ok := w.Detection()
		text := fmt.Sprintf("set aside after %s, predicted %s and %s for late timers; this machine was up to %s late", took, w.Bound(), w.Tolerance(), busy.most())
		t.Log(text)
		if !ok || !w.Judged() || w.Bound() < 200*time.Millisecond {
			t.Fatalf("%s: %+v", text, w.Expected)
		}
		// Other parts are late, too: the load's own timer, nginx's timers, and the reader of its log.
		if took <= w.Bound()+w.Tolerance()+3*busy.most() {
			return
		}
		if try == attempts {
			t.Fatalf("%d times beyond: %s", try, text)
		}
	}
}

// A real nginx tries an instance again after more than fail_timeout and at most one second more, and never takes out
// the only instance of its group.
func TestRealNginxTriesAgain(t *testing.T) {
	needTimings(t, "nginx")
	busy := watchBusyness(t)
	one, two, solo := newVictim(t, "127.0.0.2", answer), newVictim(t, "127.0.0.3", answer), newVictim(t, "127.0.0.4", answer)
	n := nginxBefore(t, one.addr(), two.addr(), solo.addr())
	load(t, n.url, 5*time.Millisecond)
	load(t, n.url+"/solo", 20*time.Millisecond)
	n.aSecond(t, "one", one)
	n.counted("solo", 1)
	one.kill()
	solo.kill()
	at := time.Now()
	n.skipIfSpoilt(t, "temporarily disabled", at)
	f, aside := n.judge(record.Fault{Kind: record.Kill, Target: "one"}, at)
	for end := at.Add(30 * time.Second); (len(aside) == 0 || aside[len(aside)-1].At.Sub(at) < 3*time.Second) && time.Now().Before(end); {
		time.Sleep(100 * time.Millisecond)
		f, aside = n.judge(record.Fault{Kind: record.Kill, Target: "one"}, at)
	}
	if w := f.Stopwatch("one"); !w.Judged() || !w.Moments[stopwatch.Detected].Seen() {
		t.Fatalf("not set aside: %v", n.said())
	} else if took, _ := w.Detection(); took > w.Bound()+w.Tolerance()+3*busy.most() {
		t.Errorf("set aside after %s, predicted %s; this machine was up to %s late", took, w.Bound(), busy.most())
	}
	tried := 0
	for i := range aside {
		l := &aside[i]
		if strings.Contains(l.Text, solo.addr()) {
			t.Fatalf("the only one of its group: %s", l.Text)
		}
		if i == 0 || l.At.Sub(aside[i-1].At) < 500*time.Millisecond {
			continue // a request that was in progress when it was taken out
		}
		tried++
		before := judged(n.known, record.Fault{Kind: record.Kill, Target: "one"}, at, aside[:i])
		from, until, ok := before.Node("one").SetAside(aside[i-1].At)
		if slack := 20*time.Millisecond + 2*busy.most(); !ok || l.At.Before(from.Add(-slack)) || l.At.After(until.Add(slack)) {
			t.Errorf("tried again after %s, not between %s and %s; this machine was up to %s late", l.At.Sub(aside[i-1].At), from.Sub(aside[i-1].At), until.Sub(aside[i-1].At), busy.most())
		} else {
			t.Logf("tried again after %s", l.At.Sub(aside[i-1].At))
		}
	}
	if tried == 0 {
		t.Errorf("never tried again: %v", n.said())
	}
	g, _ := n.judge(record.Fault{Kind: record.Kill, Target: "solo"}, at)
	if w := g.Stopwatch("solo"); !w.Expected.Known || !w.Expected.Never {
		t.Errorf("the only one of its group: %+v", w.Expected)
	}
	refused := 0
	for _, l := range n.said() {
		if strings.Contains(l.Text, "Connection refused") && strings.Contains(l.Text, solo.addr()) {
			refused++
		}
	}
	if refused < 50 {
		t.Errorf("only %d requests to the only one were refused", refused)
	}
}
