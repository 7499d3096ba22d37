package tui

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/record"
)

// At every moment of a fault the first line of every screen says what is broken, since when, and how many requests of users
// failed, with the noun; from 80 cells on also what HAProxy does next, and from 100 on whose stack it is. Nothing is cut.
func TestFirstLineOfAFault(t *testing.T) {
	t.Parallel()
	r, err := record.Open("../docs/experiment/baseline.hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	what := regexp.MustCompile(`^ (baseline   |hadash baseline( · mariadb)?   )?(▼ mysql-slave1 stopped|◐ healed: mysql-slave1|● back: mysql-slave1  after) \d+\.\d s`)
	users := regexp.MustCompile(`  (it cost |USERS HURT: |HURT: |users: )?\d+( of \d[\d ]*)? (failed|requests)`)
	next := regexp.MustCompile(`out (in )?≤ \d+\.\d s|overdue|(noticed|out) (after )?9\.5 s|starting|[01] of 2 checks|up, no traffic yet|up( |$)`)
	var f incident.Frame
	n := 0
	for s := range r.Samples() {
		if f = incident.Fold(f, s); len(f.Stopwatches) > 1 {
			break
		}
		v := verdict.Of(&f)
		if n++; len(v.Faults) == 0 || n%10 > 0 {
			continue
		}
		for _, w := range []int{60, 80, 100, 120, 160, 200} {
			line, _, _ := strings.Cut(ansi.Strip(screenOf(w, 36, everyKey, f).View()), "\n")
			line = strings.TrimRight(line, " ")
			wrong := !what.MatchString(line) || v.Users.Clients.Failed > 0 && !users.MatchString(line) || strings.Contains(line, "…")
			if w >= 80 && v.Next.Step != verdict.Nothing && v.Next.Step != verdict.Unknown {
				wrong = wrong || !next.MatchString(strings.TrimSuffix(line, f.At.UTC().Format("  15:04:05")))
			}
			if wrong || w >= 100 && !strings.Contains(line, "baseline") {
				t.Errorf("%d cells: %q", w, line)
			}
		}
	}
	if n < 100 {
		t.Errorf("%d samples", n)
	}
}

// How long a fault that is over took is rounded as in the cost, not cut as an age that goes on.
func TestBackIsRounded(t *testing.T) {
	r, err := record.Open("../docs/experiment/baseline.hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	f := incident.NewFrame(r.Header.Started)
	for s := range r.Samples() {
		if f = incident.Fold(f, s); verdict.Of(&f).State != verdict.Back {
			continue
		}
		d, ok := f.Stopwatches[0].Since(stopwatch.Back)
		first, _, _ := strings.Cut(ansi.Strip(screenOf(120, 36, Options{}, f).View()), "\n")
		if want := fmt.Sprintf(" after %.1f s ", d.Seconds()); !ok || !strings.Contains(first, want) {
			t.Errorf("%v, want %q: %s", d, want, first)
		}
		return
	}
	t.Error("never back")
}
