package collectors

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

// The page for Prometheus and the CSV were read one after the other from one process, so what the exporter has is the same.
func TestExporterSaysWhatTheCSVSays(t *testing.T) {
	page := capture(t, "haproxy-2.6.12/metrics/page.txt")
	mux := http.NewServeMux()
	mux.HandleFunc("/metrics", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(page) })
	source, rows := NewHAProxy("lb", Fixed(serve(t, mux).URL+"/metrics")), 0
	source.answered = func(n int, _ time.Duration, _ bool) { rows = n }
	s := once(t, source)
	if s.Err != "" {
		t.Fatal(s.Err)
	}
	if rows < len(s.HAProxy.Servers) {
		t.Errorf("an answer of %d rows was reported, which bounds how often it is polled", rows)
	}
	var c statsCSV
	want, err := c.parse(capture(t, "haproxy-2.6.12/metrics/stats.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range want.Servers {
		w := &want.Servers[i]
		// What the exporter does not have.
		w.Iid, w.Sid, w.LastChk, w.Tracked, w.CheckRise, w.CheckFall, w.CheckHealth, w.Backup = 0, 0, "", "", 0, 0, 0, false
		w.Rate, w.CheckDuration = 0, 0                  // they pass with the second
		w.Qtime, w.Ctime, w.Rtime, w.Ttime = 0, 0, 0, 0 // of fewer than 1024 requests it shows other averages
		switch {
		case w.Svname == "follow":
			w.Status = record.ParseStatus("no check")
		case w.Status.State == record.Maint:
			w.Status = record.ParseStatus("MAINT")
		}
		got := s.HAProxy.Find(w.Pxname, w.Svname)
		if got == nil {
			t.Errorf("no %s/%s", w.Pxname, w.Svname)
			continue
		}
		got.Rate, got.CheckDuration = 0, 0
		if d := cmp.Diff(*w, *got); d != "" {
			t.Errorf("%s/%s (-CSV +exporter):\n%s", w.Pxname, w.Svname, d)
		}
	}
	if len(s.HAProxy.Servers) != len(want.Servers) {
		t.Errorf("%d servers, want %d", len(s.HAProxy.Servers), len(want.Servers))
	}
	for i := range want.Proxies {
		w := &want.Proxies[i]
		w.Iid, w.Algo, w.Rate = 0, "", 0
		w.Qtime, w.Ctime, w.Rtime, w.Ttime = 0, 0, 0, 0
		if w.Pxname == "numbers" {
			continue // both requests were its own
		}
		for j := range s.HAProxy.Proxies {
			got := &s.HAProxy.Proxies[j]
			if got.Pxname != w.Pxname || got.Svname != w.Svname {
				continue
			}
			got.Rate = 0
			if d := cmp.Diff(*w, *got); d != "" {
				t.Errorf("%s/%s (-CSV +exporter):\n%s", w.Pxname, w.Svname, d)
			}
		}
	}
	if is := s.HAProxy; is.Version != "2.6.12-1+deb12u4" || is.Uptime != 4 || *is.Process != (record.Process{Maxconn: 500, CurrConns: 1, Idle: 100}) {
		t.Errorf("%s, up %d, %+v", is.Version, is.Uptime, is.Process)
	}
}

func TestExporterRefusals(t *testing.T) {
	for code, want := range map[int]string{
		503: "503 Service Unavailable (no page for Prometheus here: compare the path with 'http-request use-service prometheus-exporter')",
		403: "403 Forbidden (a rule denies it",
	} {
		url := serve(t, answer(code)).URL + "/metrics"
		if s := once(t, NewHAProxy("lb", Fixed(url))); !strings.HasPrefix(s.Err, "poll haproxy "+url+": "+want) {
			t.Errorf("%q", s.Err)
		}
	}
	node := serve(t, page([]byte("# HELP node_load1 1m load average.\nnode_load1 0.2\n")))
	if s := once(t, NewHAProxy("lb", Fixed(node.URL+"/numbers#metrics"))); !strings.Contains(s.Err, "not HAProxy's page for Prometheus") {
		t.Errorf("%q", s.Err)
	}
}

// An exporter of nginx shows the numbers of stub_status; that nginx does not answer it is an error, and no zeros.
func TestExporterOfNginx(t *testing.T) {
	file := "page.txt"
	mux := http.NewServeMux()
	mux.HandleFunc("/metrics", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(capture(t, "nginx-1.22/exporter/"+file)) })
	source := NewNginx("web", Fixed(serve(t, mux).URL+"/metrics"))
	if s := once(t, source); s.Err != "" || s.Nginx == nil || *s.Nginx != (record.Nginx{Active: 1, Accepts: 4, Handled: 4, Requests: 5, Writing: 1}) {
		t.Errorf("%+v, %s", s.Nginx, s.Err)
	}
	file = "down.txt"
	if s := once(t, source); s.Nginx != nil || !strings.Contains(s.Err, "nginx_up is 0") {
		t.Errorf("%+v, %s", s.Nginx, s.Err)
	}
}
