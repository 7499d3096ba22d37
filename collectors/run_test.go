package collectors

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hadash/record"
)

func TestWatchLosesAndRepeatsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newEngine()
		heard := 0
		w := Watch{Engine: d, Since: time.Now(), Each: func(record.DockerEvent) { heard++ }}
		s := collect(t, w.Run)
		var want []time.Time
		for i := range 50 {
			d.happen(record.DockerEvent{Node: "app1", Action: "die", Detail: "0"})
			d.happen(record.DockerEvent{Node: "app1", Action: "stop"})
			want = append(want, time.Now(), time.Now())
			switch i % 7 {
			case 2:
				d.breakStreams()
			case 3:
				d.change(func() { d.down = errors.New("no engine") })
			case 5:
				d.change(func() { d.down = nil })
			}
			time.Sleep(70 * time.Millisecond)
		}
		d.change(func() { d.down = nil })
		time.Sleep(5 * time.Second)
		s.stop()
		var got []time.Time
		for _, sample := range s.samples {
			if sample.Docker != nil {
				got = append(got, sample.At)
			} else if sample.Source != record.SourceDocker || sample.Err == "" {
				t.Errorf("%+v", sample)
			}
		}
		if len(got) != len(want) || heard != len(want) {
			t.Fatalf("%d events came and %d were heard, %d happened", len(got), heard, len(want))
		}
		for i := range want {
			if !got[i].Equal(want[i]) {
				t.Errorf("event %d came with %v, Docker's time is %v", i, got[i], want[i])
			}
		}
	})
}

// Events from before the watch began count only for containers that still exist. Events while it runs count for every
// container, even if the stream was broken meanwhile: the end and the start of a recreated container are both seen.
func TestWatchKnowsTheProjectsOwnPast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newEngine()
		d.containers = []record.Container{{Node: "app1", ID: "new"}}
		since := time.Now()
		happen := func(id, action string) {
			d.happen(record.DockerEvent{Node: "app1", ID: id, Action: action})
			time.Sleep(2 * time.Second)
		}
		for _, action := range []string{"kill", "die", "disconnect", "stop"} {
			happen("old", action)
		}
		happen("new", "start")
		w := Watch{Engine: d, Since: since}
		s := collect(t, w.Run)
		time.Sleep(time.Second)
		happen("new", "kill")
		d.change(func() { d.down = errors.New("no engine") })
		happen("new", "die")
		d.change(func() { d.containers[0].ID = "newest" })
		happen("newest", "start")
		d.change(func() { d.down = nil })
		time.Sleep(5 * time.Second)
		var got []string
		for _, sample := range s.stop() {
			if e := sample.Docker; e != nil {
				got = append(got, e.ID+" "+e.Action)
			}
		}
		if want := []string{"new start", "new kill", "new die", "newest start"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// lab is a project with one node of each role.
func lab(urls map[string]string) record.Topology {
	return record.Topology{Project: "p", Nodes: []record.Node{
		{Name: "load", Role: record.RoleLoad, Status: urls["load"]},
		{Name: "web", Role: record.RoleWeb, Status: urls["web"]},
		{Name: "app", Role: record.RoleApp, Status: urls["app"]},
		{Name: "lb", Role: record.RoleBalancer, Status: urls["lb"]},
		{Name: "db", Role: record.RoleReplica, Status: urls["db"]},
		{Name: "quiet", Role: record.RoleApp},
	}}
}

// The scheme and the role choose the Source, never the name.
func TestPlanChoosesByRoleAndScheme(t *testing.T) {
	web := "http://h:1/"
	p := Plan{Topology: lab(map[string]string{"load": web, "web": web, "app": "https://h/", "lb": web, "db": "mysql://u@h:3306/"})}
	want := []string{record.SourceK6, record.SourceNginx, record.SourcePage, record.SourceHAProxy, record.SourceReplication, ""}
	for i, n := range p.Topology.Nodes {
		src := p.source(n)
		switch {
		case want[i] == "":
			if src != nil {
				t.Errorf("%s is polled as %s", n.Name, src.Name())
			}
		case src == nil || src.Name() != want[i] || src.Node() != n.Name:
			t.Errorf("%s is polled by %v, want %s", n.Name, src, want[i])
		}
	}
	if src := p.source(record.Node{Role: record.RoleApp, Status: "ftp://h/"}); src != nil {
		t.Errorf("ftp is polled by %s", src.Name())
	}
}

// Every Source answers once, after the Topology; Run ends with ctx and leaves nothing behind.
func TestRunHearsEverybody(t *testing.T) {
	web := serve(t, page(capture(t, "lab/nginx-1.26.3.state")))
	lb := serve(t, page(capture(t, "lab/haproxy-3.0.11.csv")))
	app := serve(t, page(capture(t, "lab/profile-healthz.json")))
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/status", page(capture(t, "lab/k6-1.8.1-status.json")))
	mux.HandleFunc("GET /v1/metrics", page(capture(t, "lab/k6-1.8.1-metrics.json")))
	load := serve(t, mux)
	urls := map[string]string{"load": load.URL, "web": web.URL, "app": app.URL, "lb": lb.URL, "db": "mysql://hadash@127.0.0.1:1/"}
	for _, docker := range []bool{true, false} {
		p := Plan{Topology: lab(urls), Interval: time.Minute}
		waiting := map[string]bool{"k6/load": true, "nginx/web": true, "probe/app": true, "haproxy/lb": true, "replication/db": true}
		if docker {
			d := newEngine()
			d.urls = urls
			p.Site, p.Engines, p.Since = d, []Engine{d}, time.Now().Add(-time.Hour)
			d.write("lb", session("s1", "SC", "0"))
			d.happen(record.DockerEvent{Node: "app", Action: "start"})
			waiting["docker/"], waiting["logs/lb"] = true, true
		}
		got := hear(t, p, waiting)
		if got[0].Topology == nil || got[0].Topology.Project != "p" {
			t.Errorf("the first sample is %+v", got[0])
		}
		for _, s := range got {
			if s.Source != record.SourceReplication && s.Err != "" || s.Source == record.SourceReplication && s.Err == "" {
				t.Errorf("%s: %q", s.Source, s.Err)
			}
		}
	}
}

// hear runs a plan until a sample of each source in waiting has come.
func hear(t *testing.T, p Plan, waiting map[string]bool) (got []record.Sample) {
	t.Helper()
	ctx, cancel := testContext(t)
	out := make(chan record.Sample)
	ended := make(chan struct{})
	go func() {
		Run(ctx, p, out)
		close(ended)
	}()
	for len(waiting) > 0 {
		select {
		case s := <-out:
			got = append(got, s)
			delete(waiting, s.Source+"/"+s.Node)
		case <-ctx.Done():
			t.Fatalf("still waiting for %v", waiting)
		}
	}
	cancel()
	<-ended
	return got
}

// A state-change line and a Docker event trigger a poll of the balancer at once, however long the interval.
func TestRunAsksAtOnceWhenSomethingChanged(t *testing.T) {
	asked := make(chan struct{}, 100)
	csv := capture(t, "haproxy-3.0.0/all-up.csv")
	lb := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/;csv" {
			asked <- struct{}{}
		}
		_, _ = w.Write(csv)
	}))
	d := newEngine()
	d.urls["lb"] = lb.URL
	ctx, cancel := testContext(t)
	out := make(chan record.Sample)
	go Run(ctx, Plan{Topology: lab(map[string]string{"lb": lb.URL}), Site: d, Engines: []Engine{d}, Interval: time.Hour}, out)
	go func() {
		for ctx.Err() == nil {
			select {
			case <-out:
			case <-ctx.Done():
			}
		}
	}()
	for i, cause := range []func(){
		func() {},
		func() { d.write("lb", "Server servers/s1 is DOWN. 2 active and 0 backup servers left.") },
		func() { d.happen(record.DockerEvent{Node: "app", Action: "die"}) },
	} {
		cause()
		select {
		case <-asked:
		case <-ctx.Done():
			t.Fatalf("cause %d: not polled", i)
		}
	}
	cancel()
}

// A service that appears while Run runs is reported, polled and tailed like the others.
func TestRunWatchesWhatAppears(t *testing.T) {
	web := serve(t, page(capture(t, "lab/nginx-1.26.3.state")))
	urls := map[string]string{"load": "http://127.0.0.1:1", "web": web.URL, "app": web.URL, "lb": web.URL, "db": "mysql://x@127.0.0.1:1/"}
	whole := lab(urls)
	begun := record.Topology{Project: whole.Project}
	changes := make(chan record.Topology, 1)
	changes <- whole
	d := newEngine()
	d.urls = urls
	d.write("web", "late\n")
	got := hear(t, Plan{Topology: begun, Changes: changes, Site: d, Engines: []Engine{d}, Since: time.Now().Add(-time.Hour), Interval: time.Minute},
		map[string]bool{"nginx/web": true, "docker/": true, "logs/web": true})
	topologies := 0
	for _, s := range got {
		if s.Topology != nil {
			topologies++
		}
	}
	if topologies != 2 {
		t.Errorf("%d topologies were sent, want the first and the changed one", topologies)
	}
}

// Of a service without a role only the log is read.
func TestRunTailsOthers(t *testing.T) {
	d := newEngine()
	d.write("init", "replicas have caught up\n")
	got := hear(t, Plan{Topology: record.Topology{Others: []string{"init"}}, Site: d, Engines: []Engine{d}, Since: time.Now().Add(-time.Hour), Interval: time.Minute},
		map[string]bool{"logs/init": true})
	for _, s := range got {
		if s.Node != "" && s.Source != record.SourceLogs {
			t.Errorf("%s was read from %s", s.Source, s.Node)
		}
	}
}

// A panic in one of Run's goroutines becomes a panic of Run after all others have ended.
func TestRunPanicsForItsGoroutines(t *testing.T) {
	var got any
	func() {
		defer func() { got = recover() }()
		r := run{}
		var ctx context.Context
		ctx, r.stop = context.WithCancel(t.Context())
		ended := false
		r.start(func() { <-ctx.Done(); ended = true })
		r.start(func() { panic("boom") })
		r.end()
		t.Errorf("no panic; the other one has ended: %v", ended)
	}()
	if text := fmt.Sprint(got); !strings.HasPrefix(text, "boom\n") || !strings.Contains(text, "run_test.go") {
		t.Errorf("panicked with %v", got)
	}
}
