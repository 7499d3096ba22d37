package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hadash/drill"
	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
)

// The faults of a balancer, with one HAProxy and with a pair, on both stacks. HADASH_PAIR=1 runs it, in half an hour (make pair).
// HADASH_STACKS, HADASH_FAULTS and HADASH_PAIRED choose a part of it, HADASH_RUNS how often each is made; the table has the medians.
func TestPair(t *testing.T) {
	if os.Getenv("HADASH_PAIR") == "" {
		t.Skip("the pair's table takes long; 'make pair' makes it")
	}
	t.Setenv("HADASH_E2E", "1")
	t.Setenv("HADASH_VUS", cmp.Or(os.Getenv("HADASH_VUS"), "5")) // few: what counts is the balancer, and not the processors
	needStack(t)
	l := build(t)
	l.setenv(t)
	t.Cleanup(func() { l.run(t, "down") })
	var cells []pairCell
	for _, configuration := range words("HADASH_STACKS", "baseline tuned") {
		for _, pair := range words("HADASH_PAIRED", "false true") {
			paired := pair == "true"
			t.Run(configuration+", pair "+pair, func(t *testing.T) {
				if _, talk, code := l.run(t, "up", "--no-ui", "--stack", configuration, "--pair="+pair); code != 0 {
					t.Fatalf("up: exit %d\n%s", code, talk)
				}
				m := newMatrix(t, configuration)
				for _, kind := range words("HADASH_FAULTS", "kill pause cut reload") {
					cells = append(cells, m.pairCell(t, kind, paired))
				}
			})
		}
	}
	if err := writePair(os.Stdout, cells); err != nil {
		t.Fatal(err)
	}
}

// pairCell is one fault on one stack, made several times.
type pairCell struct {
	stack, fault string
	paired       bool
	runs         []pairRun
}

// pairRun is what one fault cost.
type pairRun struct {
	failed, requests int
	slowest          time.Duration
	detected, back   time.Duration // -1 = not at all, or not known
}

func (m *matrix) pairCell(t *testing.T, kind string, paired bool) pairCell {
	c := pairCell{stack: m.stack, fault: kind, paired: paired}
	n, err := strconv.Atoi(cmp.Or(os.Getenv("HADASH_RUNS"), "3"))
	if err != nil {
		t.Fatal(err)
	}
	for range n {
		m.calm(t)
		target := "haproxy"
		if paired {
			if target, _ = m.Frame.Pair(); target == "" {
				t.Fatal("which one has the address is not known")
			}
		}
		r := m.pairRun(t, kind, target, paired)
		t.Logf("%s %s: %+v", kind, target, r)
		c.runs = append(c.runs, r)
	}
	return c
}

// calm waits until clients are served without a failure, and no fault is open or awaited. On a busy machine nginx sets an instance
// aside now and then: that does not matter here.
func (m *matrix) calm(t *testing.T) {
	t.Helper()
	since := time.Now()
	err := m.Until(m.ctx, 5*time.Minute, func(f *incident.Frame) bool {
		running := func(w stopwatch.Stopwatch) bool { return !w.Done && !w.Kind.Found() }
		second, ok := f.Last()
		if slices.ContainsFunc(f.Stopwatches, running) || !ok || second.Failed > 0 || second.Requests < 20 {
			since = time.Now()
		}
		return time.Since(since) > 5*time.Second
	})
	if err != nil {
		t.Fatalf("no calm: %v; open %v, trouble %q", err, m.Frame.Faults, m.Frame.Trouble())
	}
}

func (m *matrix) pairRun(t *testing.T, kind, target string, paired bool) pairRun {
	if kind == "reload" && paired {
		return m.reloaded(t, target)
	}
	if kind == "reload" {
		kind = string(record.Restart) // a HAProxy without a master process reads its configuration at its start only
	}
	fault := record.Fault{Kind: record.FaultKind(kind), Target: target}
	w, err := m.run(m.ctx, fault, 8*time.Second)
	for range 3 {
		if err == nil || !strings.Contains(err.Error(), "unable to freeze") { // the Engine gives up where processes are made too fast
			break
		}
		m.calm(t)
		w, err = m.run(m.ctx, fault, 8*time.Second)
	}
	if err != nil && (!errors.Is(err, drill.ErrWaited) || !w.Moments[stopwatch.Back].Seen()) { // others may be broken still
		t.Fatal(err)
	}
	t.Log(report.English.Verdict(&w))
	felt := w.Felt.Clients()
	r := pairRun{failed: felt.Failed, requests: felt.Requests, slowest: -1, detected: -1, back: -1}
	if d, ok := felt.Longest(); ok {
		r.slowest = d
	}
	if d, ok := w.Detection(); ok {
		r.detected = d
	}
	if d, ok := w.Recovery(); ok {
		r.back = d
	}
	if got := w.Moments[stopwatch.Detected].Seen(); got != paired {
		t.Errorf("%s %s, a pair: %v; noticed: %v", kind, target, paired, got)
	}
	return r
}

// reloaded makes a HAProxy read its configuration again, and counts what the clients felt in the seconds after.
func (m *matrix) reloaded(t *testing.T, target string) pairRun {
	from := time.Now().Truncate(time.Second)
	if err := m.Meanwhile(m.ctx, func() error {
		return exec.Command("docker", "kill", "--signal", "SIGHUP", idOf(t, target)).Run()
	}); err != nil {
		t.Fatal(err)
	}
	_ = m.Until(m.ctx, 12*time.Second, func(*incident.Frame) bool { return false })
	r := pairRun{detected: -1, back: -1}
	for _, s := range m.Frame.Load.Seconds {
		if !s.At.Before(from) {
			r.failed, r.requests, r.slowest = r.failed+s.Failed, r.requests+s.Requests, max(r.slowest, s.Max)
		}
	}
	if active, _ := m.Frame.Pair(); active != target {
		t.Errorf("%s has the address after a reload of %s", active, target)
	}
	return r
}

// writePair writes a table for each stack: a row a fault, medians, without the pair and with it.
func writePair(out io.Writer, cells []pairCell) error {
	p := markdown.New(out, report.English, time.UTC)
	var stacks []string
	for i := range cells {
		if !slices.Contains(stacks, cells[i].stack) {
			stacks = append(stacks, cells[i].stack)
		}
	}
	for _, stack := range stacks {
		p.Linef("### %s", stack)
		p.Line("")
		var rows [][]string
		for i := range cells {
			if c := &cells[i]; c.stack == stack && c.paired {
				one := []string{"-", "-", "-", "-"} // it was not measured
				for j := range cells {
					if o := &cells[j]; o.stack == stack && o.fault == c.fault && !o.paired {
						one = o.medians()
					}
				}
				rows = append(rows, slices.Concat([]string{c.fault}, one, c.medians()))
			}
		}
		p.Table([]string{"fault", "one HAProxy: failed", "slowest", "detected", "back", "a pair: failed", "slowest", "detected", "back"},
			[]bool{1: true, 2: true, 3: true, 4: true, 5: true, 6: true, 7: true, 8: true}, rows)
	}
	return p.Flush()
}

func (c *pairCell) medians() []string {
	middle := func(of func(r pairRun) int64) int64 { // of those that are known
		var all []int64
		for _, r := range c.runs {
			if n := of(r); n >= 0 {
				all = append(all, n)
			}
		}
		if slices.Sort(all); len(all) == 0 {
			return -1
		}
		return all[len(all)/2]
	}
	seconds := func(of func(r pairRun) time.Duration) string {
		if d := middle(func(r pairRun) int64 { return int64(of(r)) }); d >= 0 {
			return fmt.Sprintf("%.2f s", time.Duration(d).Seconds())
		}
		return "-"
	}
	return []string{
		strconv.FormatInt(middle(func(r pairRun) int64 { return int64(r.failed) }), 10),
		seconds(func(r pairRun) time.Duration { return r.slowest }),
		seconds(func(r pairRun) time.Duration { return r.detected }),
		seconds(func(r pairRun) time.Duration { return r.back }),
	}
}
