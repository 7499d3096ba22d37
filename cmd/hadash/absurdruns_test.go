package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/record"
	"hadash/tui"
)

// For a recording with any content in any order, every command has an answer, and every screen can be drawn.
// HADASH_ABSURD="FROM,COUNT" chooses other runs than the first few.
func TestAbsurdRecordings(t *testing.T) {
	from, n := 1, 8
	if span := os.Getenv("HADASH_ABSURD"); span != "" {
		if _, err := fmt.Sscanf(span, "%d,%d", &from, &n); err != nil {
			t.Fatal(err)
		}
	}
	for seed := from; seed < from+n; seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			a := &absurd{rand.New(rand.NewPCG(uint64(seed), 7)), time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)} //nolint:gosec // not a secret
			path := captured.Recording(t, filepath.Join(t.TempDir(), "run.hadash"), record.Header{Project: a.text("", ""), Title: a.text("", "")}, a.run(t))
			for _, args := range [][]string{{"report", path}, {"report", path, "--lang", "ru"}, {"compare", path, path}} {
				hostileDocument(t, args)
			}
			if _, _, err := command(t, "record", "cat", path); err != nil {
				t.Error(err)
			}
			if _, _, err := command(t, "screenshot", path, "--at", []string{"0%", "50%", "100%"}[a.IntN(3)], "-o", path+".svg", "--film", "2s"); err != nil {
				t.Error(err)
			}
			a.screens(t, path)
		})
	}
}

// run returns a beginning that mostly makes sense, followed by Samples that do not.
func (a *absurd) run(t *testing.T) (all []record.Sample) {
	t.Helper()
	switch a.IntN(5) {
	case 0:
	case 1, 2:
		all = captured.Samples(t, []string{"tuned-kill-mysql-slave1", "tuned-pause-app1", "baseline-stop-mysql-slave2"}[a.IntN(3)])
		all = all[:1+a.IntN(len(all)-1)]
		a.at = all[len(all)-1].At
	default:
		all = append(all, record.Sample{At: a.at, Source: record.SourceTopology, Topology: &record.Topology{Nodes: []record.Node{
			{Name: "k6", Role: record.RoleLoad, To: []string{"nginx"}}, {Name: "nginx", Role: record.RoleWeb, To: []string{"app1"}, Upstream: []string{"farm"}},
			{Name: "app1", Role: record.RoleApp, To: []string{"haproxy"}, Addrs: []string{"10.0.0.1"}},
			{Name: "haproxy", Role: record.RoleBalancer, To: []string{"db1", "db2"}, Upstream: []string{"farm"}},
			{Name: "db1", Role: record.RoleReplica}, {Name: "db2", Role: record.RoleReplica}}}})
	}
	for range 1 + a.IntN(60) {
		all = append(all, a.sample())
	}
	return all
}

// screens draws the screen of a recording at every moment, in several sizes, while keys are pressed.
func (a *absurd) screens(t *testing.T, path string) {
	t.Helper()
	rec, err := record.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	keys := strings.Fields("1 2 3 4 5 6 7 8 9 0 T G g j k down up left right pgdown pgup home end enter esc tab u b o O v a space r n N / x y & i @ f V W z Z t + - ! s S p c w m d C H l R { } ( ) : ? e M q ctrl+u backspace")
	still := tui.NewOffscreen(tui.Options{Title: "x", VUs: 20, Note: func(string) {}}, a.IntN(3)*a.IntN(100), a.IntN(3)*a.IntN(40))
	press := func(n int) {
		for range n {
			if err := still.Press(keys[a.IntN(len(keys))]); err != nil {
				t.Fatal(err)
			}
			_ = still.String()
		}
	}
	var f incident.Frame
	for s := range rec.Samples() {
		f = incident.Fold(f, s)
		still.Show(tui.Shown{Frame: f, Jumped: a.IntN(10) == 0})
		press(a.IntN(3))
	}
	press(60)
	hostileGlance(t, &f)
}
