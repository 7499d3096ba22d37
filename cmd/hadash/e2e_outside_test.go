package main

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hadash/cmd/hadash/found"
	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/stack"
)

// TestE2EOutside compares hadash's figures of a fault with the record of clients that it does not know of: with k6 off
// those of outsideLoad, with k6 on k6's own record of each request (NDJSON). `make outside` injects every fault, on
// tuned. HADASH_OUTSIDE, HADASH_FAULTS and HADASH_TARGETS choose a part; HADASH_OUTSIDE_DIR names a folder for the
// requests and logs of each cell, to look for a cause.
func TestE2EOutside(t *testing.T) {
	needStack(t)
	l := build(t)
	l.env = append(l.env, "HADASH_K6_OUT=json=/summary/points.json")
	l.setenv(t)
	t.Cleanup(func() { l.run(t, "down", "--volumes") })
	for _, configuration := range words("HADASH_OUTSIDE", "tuned baseline") {
		if _, talk, code := l.run(t, "up", "--no-ui", "--stack", configuration); code != 0 {
			t.Fatalf("up: exit %d\n%s", code, talk)
		}
		for _, whose := range words("HADASH_LOAD", "outside k6") {
			t.Run(configuration+"_"+whose, func(t *testing.T) {
				o := newOutside(t, configuration, whose)
				for _, fault := range outsideCells() {
					t.Run(strings.ReplaceAll(fault.String(), " ", "_"), func(t *testing.T) { o.cell(t, fault) })
				}
				o.table(t)
			})
		}
	}
}

func outsideCells() (all []record.Fault) {
	if os.Getenv("HADASH_FAULTS") == "" && os.Getenv("HADASH_TARGETS") == "" {
		return []record.Fault{
			{Kind: record.Stop, Target: "mysql-slave1"}, {Kind: record.Stop, Target: "app1"}, {Kind: record.Pause, Target: "mysql-slave2"},
		}
	}
	for _, kind := range words("HADASH_FAULTS", "stop kill crash pause cut") {
		for _, target := range words("HADASH_TARGETS", "mysql-slave1 mysql-slave2 mysql-slave3 app1 app2 app3") {
			f := record.Fault{Kind: record.FaultKind(kind), Target: target}
			f.Amount = f.Kind.Usual()
			all = append(all, f)
		}
	}
	return all
}

// outside is a stack that hadash watches while clients that it does not know of use it.
type outside struct {
	*trial
	ctx     context.Context
	stack   string
	clients func(t *testing.T, from time.Time) *clientLog // their record of all requests that ended after an instant
	within  time.Duration                                 // how long until the clients have written an event, and hadash has read it
	rows    []string
	missed  int
}

func newOutside(t *testing.T, configuration, whose string) *outside {
	t.Helper()
	opts := &options{interval: time.Second, since: time.Second}
	p, err := stack.Connect(t.Context(), opts.Options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	o := &outside{stack: configuration}
	if whose == "k6" {
		if err := p.StartLoad(t.Context(), vus()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = p.StopLoad(context.Background()) })
		o.clients, o.within = k6Record, 8*time.Second
	} else {
		load := startOutsideLoad("http://127.0.0.1:"+os.Getenv("HADASH_PORT_WEB"), vus())
		t.Cleanup(load.end)
		o.clients, o.within = func(*testing.T, time.Time) *clientLog { return &load.clientLog }, 3*time.Second
	}
	ctx, stop := context.WithCancel(context.Background())
	o.ctx = ctx
	if o.trial, err = newTrial(ctx, found.Watch(found.One{Project: p}, false), opts); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); <-o.st.done })
	t.Cleanup(func() { _ = o.h.HealAll(context.Background(), func(string) {}) })
	return o
}

// lasts returns how long a fault is open: baseline needs about 10 s to notice it.
func (o *outside) lasts() time.Duration {
	if o.stack == "baseline" {
		return 13 * time.Second
	}
	return 5 * time.Second
}

func (o *outside) cell(t *testing.T, fault record.Fault) {
	o.steady(t)
	w, err := o.run(o.ctx, fault, o.lasts())
	if err != nil {
		t.Fatal(err)
	}
	enough := w.Moments[stopwatch.Back].At.Add(time.Second + o.within)
	if err := o.Until(o.ctx, time.Minute, func(f *incident.Frame) bool { return f.At.After(enough) }); err != nil {
		t.Fatal(err)
	}
	if again := o.Frame.Stopwatch(fault.Target); again != nil {
		w = *again
	}
	c := claimOf(&w)
	clients := o.clients(t, c.from.Add(-2*time.Second))
	r := clients.during(c.from, c.until)
	t.Logf("the clients, %s to %s: %s\nhadash: %s", c.from.Format("15:04:05.000"), c.until.Format("15:04:05.000"), &r, &c)
	for _, what := range c.unknown(clients) {
		if what == theSlowest && o.stack == "baseline" { // nginx's default format of the access log has no times of requests
			t.Logf("not known to hadash: %s", what)
			continue
		}
		t.Errorf("not known to hadash: %s", what)
	}
	for _, wrong := range c.judge(clients) {
		t.Errorf("hadash is wrong: %s", wrong)
	}
	o.note(fault, &r)
	o.keep(t, fault, clients, &c)
}

// steady waits until all nodes serve and have traffic, and the last fault is over.
func (o *outside) steady(t *testing.T) {
	t.Helper()
	calm := time.Now()
	err := o.Until(o.ctx, 2*time.Minute, func(f *incident.Frame) bool {
		if len(f.Faults) > 0 || f.Running() || len(f.Trouble()) > 0 || f.Nginx.Rate < 20 {
			calm = time.Now()
		}
		return time.Since(calm) > 5*time.Second
	})
	if err != nil {
		t.Fatalf("no steady state: %v; open %v, trouble %q, %.0f requests/s", err, o.Frame.Faults, o.Frame.Trouble(), o.Frame.Nginx.Rate)
	}
}

// keep writes the requests of the clients and the logs of a cell to files.
func (o *outside) keep(t *testing.T, fault record.Fault, clients *clientLog, c *claim) {
	t.Helper()
	dir := os.Getenv("HADASH_OUTSIDE_DIR")
	if dir == "" {
		return
	}
	dir = filepath.Join(dir, o.stack+"-"+strings.ReplaceAll(fault.String(), " ", "-"))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	from, until := c.from.Add(-2*time.Second), c.until.Add(2*time.Second)
	file := func(name string, write func(io.Writer) error) {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := write(f); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	file("requests.jsonl", func(w io.Writer) error { return clients.write(w, from, until) })
	for _, service := range []string{"nginx", "haproxy", "app1", "app2", "app3"} {
		file(service+".log", func(w io.Writer) error {
			cmd := exec.Command("docker", "logs", "--timestamps", "--since", from.UTC().Format(time.RFC3339Nano),
				"--until", until.UTC().Format(time.RFC3339Nano), idOf(t, service))
			cmd.Stdout, cmd.Stderr = w, w
			return cmd.Run()
		})
	}
}
