package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
)

// The matrix: every fault on every replica and instance, 20 users, on the real stack. HADASH_MATRIX=tuned or baseline
// runs it, in half an hour each (make matrix runs both). HADASH_FAULTS and HADASH_TARGETS choose a part of it.
func TestMatrix(t *testing.T) {
	configuration := os.Getenv("HADASH_MATRIX")
	if configuration == "" {
		t.Skip("the matrix takes long; 'make matrix' runs it")
	}
	t.Setenv("HADASH_E2E", "1")
	needStack(t)
	l := build(t)
	l.setenv(t)
	if _, talk, code := l.run(t, "up", "--no-ui", "--stack", configuration); code != 0 {
		t.Fatalf("up: exit %d\n%s", code, talk)
	}
	t.Cleanup(func() { l.run(t, "down") })
	m := newMatrix(t, configuration)
	for _, kind := range words("HADASH_FAULTS", "stop kill crash pause cut slow") {
		for _, target := range words("HADASH_TARGETS", "mysql-slave1 mysql-slave2 mysql-slave3 app1 app2 app3") {
			fault := record.Fault{Kind: record.FaultKind(kind), Target: target}
			fault.Amount = fault.Kind.Usual()
			t.Run(strings.ReplaceAll(fault.String(), " ", "_"), func(t *testing.T) { m.cell(t, l, fault) })
		}
	}
	if err := writeMatrix(os.Stdout, m.rows); err != nil {
		t.Fatal(err)
	}
	if to := os.Getenv("HADASH_MATRIX_FILE"); to != "" {
		if err := m.save(to); err != nil {
			t.Fatal(err)
		}
	}
}

func words(variable, usual string) []string {
	if v := os.Getenv(variable); v != "" {
		usual = v
	}
	return strings.Fields(usual)
}

// matrix is one long watch of a stack under load.
type matrix struct {
	*trial
	ctx   context.Context
	stack string
	rows  []matrixRow
}

func newMatrix(t *testing.T, configuration string) *matrix {
	t.Helper()
	return newMatrixWith(t, configuration, nil)
}

func vus() int {
	if n, err := strconv.Atoi(os.Getenv("HADASH_VUS")); err == nil && n > 0 {
		return n
	}
	return 20
}

// cell injects one fault and checks that it has an effect, that it is detected or reported as undetected, and that it
// is healed.
func (m *matrix) cell(t *testing.T, l *lab, fault record.Fault) {
	m.steady(t)
	lasts := 8 * time.Second
	if m.stack == "baseline" {
		lasts = 15 * time.Second // its checks need up to 12 s
	}
	state, before := "", m.usual(15)
	m.open = func(f record.Fault) { state = l.state(t, f.Target) }
	w, err := m.run(m.ctx, fault, lasts)
	if err != nil {
		t.Fatal(err)
	}
	m.rows = append(m.rows, matrixRow{Stack: m.stack, Stopwatch: w, Note: note(&w)})
	t.Log(report.English.Verdict(&w))
	if why := bites(&w, state, before); why != "" {
		t.Errorf("%s changed nothing: %s", fault, why)
	}
	if !w.Moments[stopwatch.Detected].Seen() && len(w.Findings) == 0 {
		t.Error("it was not detected, and no finding says so")
	}
	if got := l.state(t, fault.Target); got != "running" || !w.Moments[stopwatch.Healed].Seen() || !w.Moments[stopwatch.Back].Seen() {
		t.Errorf("not healed: Docker says %s, healed %v, back %v", got, w.Moments[stopwatch.Healed].At, w.Moments[stopwatch.Back].At)
	}
	if m.stack == "tuned" && (w.Felt.Failed > 0 || w.Felt.Slowest > 350*time.Millisecond) {
		t.Logf("MISSED the aim: %d failed, slowest %s", w.Felt.Failed, w.Felt.Slowest)
	}
}

// steady waits until all nodes serve and have traffic, and the last fault is over.
func (m *matrix) steady(t *testing.T) {
	t.Helper()
	calm := time.Now()
	err := m.Until(m.ctx, 2*time.Minute, func(f *incident.Frame) bool {
		second, ok := f.Last()
		if len(f.Faults) > 0 || f.Running() || len(f.Trouble()) > 0 || !f.Load.On || !ok || second.Failed > 0 || second.Requests < 50 {
			calm = time.Now()
		}
		return time.Since(calm) > 5*time.Second
	})
	if err != nil {
		t.Fatalf("no steady state: %v; open %v, trouble %q, load on %v", err, m.Frame.Faults, m.Frame.Trouble(), m.Frame.Load.On)
	}
}

// usual returns the median p99 of the last seconds.
func (m *matrix) usual(seconds int) time.Duration {
	all := m.Frame.Load.Seconds
	var p99 []time.Duration
	for _, s := range all[max(len(all)-seconds, 0):] {
		p99 = append(p99, s.P99)
	}
	slices.Sort(p99)
	if len(p99) == 0 {
		return 0
	}
	return p99[len(p99)/2]
}

// bites returns "" if a fault had an effect, else why it seems to have had none. A stopped or frozen container is
// checked with Docker; the effect of a slow one must be in some observation.
func bites(w *stopwatch.Stopwatch, state string, before time.Duration) string {
	want := map[record.FaultKind]string{record.Stop: "exited", record.Kill: "exited", record.Crash: "exited", record.Pause: "paused"}[w.Kind]
	switch {
	case want != "" && state != want:
		return fmt.Sprintf("Docker said %s while it was open, want %s", state, want)
	case want != "", w.Moments[stopwatch.FirstSign].Seen(), w.Hidden.Total() > 0, w.Felt.Worst.P99 > 2*before:
		return ""
	}
	return fmt.Sprintf("no first sign, nothing hidden, p99 %s before and %s in its worst second", before, w.Felt.Worst.P99)
}

// note returns remarks that the figures of a row do not show.
func note(w *stopwatch.Stopwatch) string {
	var all []string
	for _, finding := range w.Findings {
		all = append(all, finding.String())
	}
	if w.Flaps > 0 {
		all = append(all, fmt.Sprintf("DOWN again %d x", w.Flaps))
	}
	return strings.Join(all, "; ")
}

func (m *matrix) save(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	return writeMatrix(f, m.rows)
}
