package main

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"hadash/cmd/hadash/found"
	"hadash/record"
	"hadash/stack"
)

// TestRecordRuns records runs for incident's TestReferees: all Samples of a fault, and two independent records of it,
// HAProxy's log and k6's NDJSON output. HADASH_REFEREES (make referees) runs it; it rewrites incident/testdata/runs.
func TestRecordRuns(t *testing.T) {
	if os.Getenv("HADASH_REFEREES") == "" {
		t.Skip("'make referees' runs it")
	}
	t.Setenv("HADASH_E2E", "1")
	needStack(t)
	l := build(t)
	l.env = append(l.env, "HADASH_K6_OUT=json=/summary/points.json")
	l.setenv(t)
	t.Cleanup(func() { l.run(t, "down", "--volumes") })
	for _, r := range []struct {
		stack string
		fault record.Fault
		lasts time.Duration
	}{
		{"tuned", record.Fault{Kind: record.Kill, Target: "mysql-slave1"}, 5 * time.Second},
		{"tuned", record.Fault{Kind: record.Pause, Target: "app1"}, 5 * time.Second},
		{"baseline", record.Fault{Kind: record.Stop, Target: "mysql-slave2"}, 15 * time.Second},
		{"baseline", record.Fault{Kind: record.Pause, Target: "mysql-slave1"}, 8 * time.Second},
	} {
		name := r.stack + "-" + strings.ReplaceAll(r.fault.String(), " ", "-")
		t.Run(name, func(t *testing.T) {
			if _, talk, code := l.run(t, "up", "--no-ui", "--stack", r.stack); code != 0 {
				t.Fatalf("up: exit %d\n%s", code, talk)
			}
			recordRun(t, filepath.Join("../../incident/testdata/runs", name), r.stack, r.fault, r.lasts)
		})
	}
}

func recordRun(t *testing.T, dir, configuration string, fault record.Fault, lasts time.Duration) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	samples := &tape{}
	m := newMatrixWith(t, configuration, samples.add)
	m.steady(t)
	since := time.Now().Add(-2 * time.Second).UTC()
	w, err := m.run(m.ctx, fault, lasts)
	if err != nil {
		t.Fatal(err)
	}
	until := time.Now().UTC()
	if err := m.h.Project.StopLoad(context.Background()); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "samples.jsonl.gz"), samples.write)
	write(t, filepath.Join(dir, "haproxy.log.gz"), func(out io.Writer) error {
		cmd := exec.Command("docker", "logs", "--timestamps", "--since", since.Format(time.RFC3339Nano), "--until", until.Format(time.RFC3339Nano), idOf(t, "haproxy"))
		cmd.Stdout = out
		return cmd.Run()
	})
	write(t, filepath.Join(dir, "requests.txt.gz"), func(out io.Writer) error { return requests(t, out, since, until) })
	t.Logf("%+v", w.Felt)
}

// tape keeps Samples, without log lines that add nothing.
type tape struct {
	mu  sync.Mutex
	all []record.Sample
}

func (r *tape) add(s record.Sample) {
	if s.Logs != nil {
		logs := *s.Logs
		logs.Lines = nil
		for _, l := range s.Logs.Lines {
			if !l.Quiet() {
				logs.Lines = append(logs.Lines, l)
			}
		}
		s.Logs = &logs
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, s)
}

func (r *tape) write(out io.Writer) error {
	enc := json.NewEncoder(out)
	for _, s := range r.all {
		if err := enc.Encode(s); err != nil {
			return err
		}
	}
	return nil
}

func write(t *testing.T, path string, what func(io.Writer) error) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := gzip.NewWriter(f)
	if err := what(z); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func idOf(t *testing.T, service string) string {
	t.Helper()
	out, err := exec.Command("docker", "ps", "-aq", "--filter", "label=com.docker.compose.project="+e2eProject,
		"--filter", "label=com.docker.compose.service="+service).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// requests writes the requests of a span from k6's NDJSON: the time of the end, the duration in ms, and the status.
func requests(t *testing.T, out io.Writer, since, until time.Time) error {
	n := 0
	err := k6Points(t, func(p *k6Point) {
		if !p.Time.Before(since) && !p.Time.After(until) {
			fmt.Fprintf(out, "%d %.3f %s\n", p.Time.UnixMicro(), p.Value, p.Tags["status"])
			n++
		}
	})
	if err == nil && n == 0 {
		err = fmt.Errorf("k6 recorded no request")
	}
	return err
}

// newMatrixWith is newMatrix with a function that gets every Sample.
func newMatrixWith(t *testing.T, configuration string, tap func(record.Sample)) *matrix {
	t.Helper()
	o := &options{interval: time.Second, since: time.Second, tap: tap}
	p, err := stack.Connect(t.Context(), o.Options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	if err := p.StartLoad(t.Context(), vus()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	tr, err := newTrial(ctx, found.Watch(found.One{Project: p}, false), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); <-tr.st.done })
	t.Cleanup(func() { _ = tr.h.HealAll(context.Background(), func(string) {}) })
	return &matrix{trial: tr, ctx: ctx, stack: configuration}
}
