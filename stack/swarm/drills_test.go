//go:build linux

package swarm_test

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hadash/drill"
	"hadash/report"
	"hadash/report/markdown"
)

// hostDies is the node in the drill of a host's death: it begins on node3.
const hostDies = "mysql-slave2"

// prepare builds hadash, and writes its configuration with a fault of the user's own: a host dies, and boots again.
func (l *lab) prepare(t *testing.T) {
	t.Helper()
	l.dir = t.TempDir()
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(l.dir, "hadash"), "./cmd/hadash").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	script := filepath.Join(root, "stack/swarm/engines.sh") + " -p " + prefix
	text := fmt.Sprintf("[fault.kill-node3]\nnode = %q\ninject = %q\nheal = %q\n", hostDies, script+" kill node3", script+" start node3")
	if err := os.WriteFile(filepath.Join(l.dir, "hadash.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// drills lists the drills of a swarm, or those that HADASH_DRILLS names, in its order.
func drills(t *testing.T) (files []string) {
	t.Helper()
	for _, pattern := range []string{"drills/swarm-*.drill", "drills/own/swarm-*.drill"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	named := strings.Fields(os.Getenv("HADASH_DRILLS"))
	if len(named) == 0 {
		return files
	}
	files = slices.DeleteFunc(files, func(f string) bool { return !slices.Contains(named, nameOf(f)) })
	if len(files) != len(named) {
		t.Fatalf("HADASH_DRILLS=%q: there are only %v of these", named, files)
	}
	slices.SortFunc(files, func(a, b string) int {
		return cmp.Compare(slices.Index(named, nameOf(a)), slices.Index(named, nameOf(b)))
	})
	return files
}

func nameOf(file string) string { return strings.TrimSuffix(filepath.Base(file), ".drill") }

// runDrills runs each drill on a settled stack, HADASH_RUNS times, and prints a table of medians. On tuned each must hold.
func (l *lab) runDrills(t *testing.T, stack string) {
	times, err := strconv.Atoi(cmp.Or(os.Getenv("HADASH_RUNS"), "1"))
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	for _, file := range drills(t) {
		r := row{drill: nameOf(file)}
		for range times {
			var one ran
			for tries := 0; tries < 3 && (tries == 0 || err == nil && one.State == string(drill.NotSteady)); tries++ { // nothing was broken
				l.settle(t, stack)
				one, err = l.drill(t, stack, file)
			}
			if err != nil {
				t.Error(err)
				break
			}
			if stack == "tuned" && one.State != "held" {
				t.Errorf("%s: %s %s", r.drill, one.State, one.Why)
			}
			r.runs = append(r.runs, one)
		}
		rows = append(rows, r)
	}
	if err := writeDrills(os.Stdout, stack, rows); err != nil {
		t.Error(err)
	}
}

// ran is what a drill came to, as hadash says it in the JSON of drills and of reports. Times are in seconds.
type ran struct {
	State, Why, Recording string
	Cost                  *struct {
		Requests *int
		Failed   int
		Hidden   *int64
		Slowest  *float64
	}
	faults []made
}

// made is one of its faults.
type made struct {
	Made   string
	Outage *struct{ Shape string }

	Detected *float64 `json:"detection_seconds"`
	Moved    *float64 `json:"moved_seconds"`
	Recovery *float64 `json:"recovery_seconds"`
}

// drill runs one drill. Only one that did not run to its verdict is an error.
func (l *lab) drill(t *testing.T, stack, file string) (ran, error) {
	t.Helper()
	out := filepath.Join(l.dir, stack)
	list := filepath.Join(l.dir, "drill.json")
	began := time.Now()
	l.moved = true
	load, _ := os.ReadFile("/proc/loadavg")
	t.Logf("%s on %s, load average %s", nameOf(file), stack, strings.TrimSpace(string(load)))
	err := l.hadash(t, "drill", "run", file, "--stack", stack, "--context", contexts, "-p", stackName, "--out", out, "--json", list)
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		return ran{}, fmt.Errorf("%s: %w", file, err)
	}
	var all []ran
	if err := read(list, &all); err != nil {
		return ran{}, err
	}
	if len(all) != 1 || all[0].Recording == "" {
		return ran{}, fmt.Errorf("%s: %d results: %+v", list, len(all), all)
	}
	one := all[0]
	whole := one.Recording + ".json"
	if err := l.hadash(t, "report", one.Recording, "-o", whole); err != nil {
		return one, err
	}
	var post struct{ Faults []made }
	if err := read(whole, &post); err != nil {
		return one, err
	}
	one.faults = post.Faults
	t.Logf("%s on %s: %s, after %.0f s", nameOf(file), stack, one.State, time.Since(began).Seconds())
	return one, nil
}

// hadash runs it, and logs what it says.
func (l *lab) hadash(t *testing.T, args ...string) error {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(l.dir, "hadash"), args...)
	cmd.Env = append(os.Environ(), "HADASH_CONFIG="+filepath.Join(l.dir, "hadash.toml"))
	said, write := io.Pipe()
	cmd.Stdout, cmd.Stderr = write, write
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() {
		ended <- cmd.Wait()
		_ = write.Close()
	}()
	for lines := bufio.NewScanner(said); lines.Scan(); {
		t.Log(lines.Text())
	}
	_, _ = io.Copy(io.Discard, said)
	return <-ended
}

func read(path string, into any) error {
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// figures are those of the table: of the fault that the drill made, and of the host whose death was found.
func (r *ran) figures() (detected, moved, back *float64) {
	for i := range r.faults {
		switch f := &r.faults[i]; {
		case f.Made == "you":
			detected, moved, back = cmp.Or(detected, f.Detected), cmp.Or(moved, f.Moved), cmp.Or(back, f.Recovery)
		case f.Outage != nil && f.Outage.Shape == "host" && f.Moved != nil:
			detected, moved = f.Detected, f.Moved
		}
	}
	return detected, moved, back
}

// row is a drill and its runs.
type row struct {
	drill string
	runs  []ran
}

func writeDrills(out io.Writer, stack string, rows []row) error {
	p := markdown.New(out, report.English, time.UTC)
	p.Linef("### %s", stack)
	p.Line("")
	var lines [][]string
	for _, r := range rows {
		held, failed, requests, absorbed := 0, []float64{}, []float64{}, []float64{}
		var slowest, detected, moved, back []float64
		for i := range r.runs {
			one := &r.runs[i]
			if one.State == "held" {
				held++
			}
			if c := one.Cost; c != nil {
				failed = append(failed, float64(c.Failed))
				requests, absorbed = known(requests, number(c.Requests)), known(absorbed, number(c.Hidden))
				slowest = known(slowest, c.Slowest)
			}
			d, m, b := one.figures()
			detected, moved, back = known(detected, d), known(moved, m), known(back, b)
		}
		lines = append(lines, []string{r.drill, fmt.Sprintf("%d of %d", held, len(r.runs)), median(failed, "%.0f") + " of " + median(requests, "%.0f"),
			median(slowest, "%.2f s"), median(detected, "%.2f s"), median(moved, "%.2f s"), median(back, "%.2f s"), median(absorbed, "%.0f")})
	}
	p.Table([]string{"drill", "held", "failed", "slowest", "detected", "moved", "back", "absorbed"},
		[]bool{1: true, 2: true, 3: true, 4: true, 5: true, 6: true, 7: true}, lines)
	return p.Flush()
}

func number[N int | int64](n *N) *float64 {
	if n == nil {
		return nil
	}
	f := float64(*n)
	return &f
}

func known(all []float64, one *float64) []float64 {
	if one != nil {
		return append(all, *one)
	}
	return all
}

// median is that of the figures that are known, "-" where none is.
func median(all []float64, format string) string {
	if slices.Sort(all); len(all) == 0 {
		return "-"
	}
	return fmt.Sprintf(format, all[len(all)/2])
}
