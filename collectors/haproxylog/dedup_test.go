package haproxylog

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// keep passes lines through a Dedup and returns the sentences that are kept.
func keep(lines []string, apart time.Duration) []string {
	var d Dedup
	var kept []string
	for i, line := range lines {
		s := Split(line)
		if d.Heard(noon.Add(time.Duration(i)*apart), &s, About(s.Body)) == Fresh {
			kept = append(kept, strings.ReplaceAll(s.Body, "'", ""))
		}
	}
	return kept
}

func TestCopies(t *testing.T) {
	const (
		down, up       = "Server b/s is DOWN.", "Server b/s is UP."
		err, errUp     = "[WARNING]  (1) : " + down, "[WARNING]  (1) : " + up
		none           = "backend b has no server available!"
		errNone        = "[ALERT]    (1) : backend 'b' has no server available!"
		stamp          = "Nov 29 12:00:01 lb1 haproxy[443]: "
		local0, local1 = "<129>Nov 29 12:00:01 haproxy[1]: " + down, "<137>Nov 29 12:00:01 haproxy[1]: " + down
	)
	for name, c := range map[string]struct {
		lines []string
		apart time.Duration
		want  int
	}{
		"the log first":                {[]string{down, err}, time.Millisecond, 1},
		"stderr first":                 {[]string{err, down}, time.Millisecond, 1},
		"seconds apart":                {[]string{err, down}, 3 * time.Second, 1},
		"too far apart":                {[]string{down, err}, time.Minute, 2},
		"two log lines":                {[]string{down, down}, time.Millisecond, 1},
		"two log lines, seconds apart": {[]string{down, down}, 3 * time.Second, 1},
		"a check that passes again": {[]string{"Health check for server b/s succeeded.", "Server b/s is going DOWN for maintenance (DNS NX status).", "Server b/s ('h') is UP/READY (resolves again).",
			"Health check for server b/s succeeded."}, 500 * time.Millisecond, 4},
		"two log lines and stderr":     {[]string{err, down, down}, time.Millisecond, 1},
		"stderr between two log lines": {[]string{down, err, down}, time.Millisecond, 1},
		"stderr after two log lines":   {[]string{down, down, err}, time.Millisecond, 1},
		"two log lines, two headers":   {[]string{local0, local1, err, local0, local1}, time.Millisecond, 1},
		"all in the journal":           {[]string{stamp + err, stamp + down, stamp + down, stamp + errNone, stamp + none, stamp + none}, time.Millisecond, 2},
		"a flapping server":            {[]string{down, up, down, up}, time.Millisecond, 4},
		"a flapping server, twice":     {[]string{down, down, up, up, down, down}, time.Millisecond, 3},
		"a flapping server, late":      {[]string{down, up, down, err, errUp, err}, time.Millisecond, 3},
		"a flapping server, thrice":    {[]string{down, down, err, up, up, errUp, down, err, down}, time.Millisecond, 3},
		"a flapping server, one early": {[]string{err, errUp, err, down, down, up, up, down, down}, time.Millisecond, 3},
		"two servers":                  {[]string{down, "Server b/t is DOWN."}, 0, 2},
		"two servers, twice":           {[]string{down, "Server b/t is DOWN.", down, "Server b/t is DOWN."}, 0, 2},
		"one name in two backends":     {[]string{down, "Server c/s is DOWN."}, 0, 2},
		"a backend twice empty":        {[]string{down, none, up, down, none}, time.Millisecond, 5},
		"with quotes on one":           {[]string{none, errNone}, 0, 1},
		"a listen section":             {[]string{"[ALERT]    (1) : proxy 'l' has no server available!", "proxy l has no server available!"}, 0, 1},
		"two processes":                {[]string{err, "[WARNING]  (2) : " + down}, time.Millisecond, 2},
		"two processes in a log":       {[]string{"Nov 29 12:00:01 haproxy[1]: " + down, "Nov 29 12:00:01 haproxy[2]: " + down, err}, 0, 2},
		"of something unknown":         {[]string{"hello", "hello"}, 0, 2},
		"of something unknown, twice":  {[]string{"hello", "[NOTICE]   (1) : hello", "hello", "[NOTICE]   (1) : hello"}, 0, 2},
		"a proxy's words":              {[]string{"Paused proxy l.", "Paused proxy l.", "Resumed proxy l.", "[WARNING]  (1) : Paused proxy l."}, 0, 2},
	} {
		if got := keep(c.lines, c.apart); len(got) != c.want {
			t.Errorf("%s: kept %q, want %d", name, got, c.want)
		}
	}
}

// A copy that is the first to be marked as a warning is Louder: either copy may come first.
func TestLouderCopy(t *testing.T) {
	var d Dedup
	for i, c := range []struct {
		line string
		want Verdict
	}{
		{"something new", Fresh}, {"[WARNING]  (8) : something new", Louder}, {"<129>something new", Copy},
		{"[WARNING]  (8) : something else", Fresh}, {"something else", Copy},
	} {
		s := Split(c.line)
		if got := d.Heard(noon, &s, ""); got != c.want {
			t.Errorf("line %d, %q: %v, want %v", i, c.line, got, c.want)
		}
	}
}

// The captured log has every sentence on both ways: exactly the sentences of one way are kept.
func TestCopiesInACapturedLog(t *testing.T) {
	var both, log []string
	for _, line := range lines(t, "haproxy-3.0.0/docker.log") {
		if _, is := byRegexp(line); is {
			continue
		}
		both = append(both, line)
		if body, level := Body(line); level == "" {
			log = append(log, body)
		}
	}
	kept := keep(both, time.Millisecond)
	if len(kept) != len(log) || len(log)*2 != len(both) {
		t.Errorf("%d lines, %d of them in the log, %d kept", len(both), len(log), len(kept))
	}
}

// Two `log` lines and stderr, as a real HAProxy wrote them: whichever of the two pipes is read first, each sentence is
// kept once. The log of the same run with dates has the time of each.
func TestCopiesOfThreeWays(t *testing.T) {
	type dated struct {
		at   time.Time
		line string
	}
	var out, err []dated
	want := map[string]int{}
	stderr := lines(t, "haproxy-2.6.12/log/stderr.log")
	for _, line := range lines(t, "haproxy-2.6.12/log/iso.log") {
		stamp, body, _ := strings.Cut(line, " ")
		at, bad := time.Parse(time.RFC3339Nano, stamp)
		if bad != nil {
			t.Fatal(bad)
		}
		if _, is := byRegexp(body); is {
			continue
		}
		want[strings.ReplaceAll(body, "'", "")]++
		out = append(out, dated{at, body}, dated{at, body})
		for i, line := range stderr {
			if said, level := Body(line); level != "" && strings.ReplaceAll(said, "'", "") == strings.ReplaceAll(body, "'", "") {
				err, stderr = append(err, dated{at, line}), slices.Delete(slices.Clone(stderr), i, i+1)
				break
			}
		}
	}
	if len(err) < 100 {
		t.Fatalf("only %d lines of stderr were found in the log", len(err))
	}
	for name, order := range map[string][]dated{"log first": append(slices.Clone(out), err...), "stderr first": append(slices.Clone(err), out...)} {
		var d Dedup
		slices.SortStableFunc(order, func(a, b dated) int { return a.at.Truncate(time.Second).Compare(b.at.Truncate(time.Second)) })
		got := map[string]int{}
		for _, l := range order {
			if s := Split(l.line); d.Heard(l.at, &s, About(s.Body)) == Fresh {
				got[strings.ReplaceAll(s.Body, "'", "")]++
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}

// In whatever order the pipes are read, a sentence that was said n times on all of them is kept n times.
func TestCopiesInAnyOrder(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		said := 0
		var pipes [3][]string
		up := map[int]bool{}
		for range r.IntN(60) {
			n := r.IntN(3)
			s := fmt.Sprintf("Server b/s%d is %s.", n, map[bool]string{true: "DOWN", false: "UP"}[up[n]])
			up[n] = !up[n]
			said++
			pipes[0] = append(pipes[0], s, s) // two `log` lines to stdout
			pipes[1] = append(pipes[1], "[WARNING]  (1) : "+s)
			pipes[2] = append(pipes[2], "Nov 29 12:00:01 haproxy[1]: "+s)
		}
		var mixed []string
		for len(pipes[0])+len(pipes[1])+len(pipes[2]) > 0 {
			if i := r.IntN(3); len(pipes[i]) > 0 {
				mixed, pipes[i] = append(mixed, pipes[i][0]), pipes[i][1:]
			}
		}
		if got := keep(mixed, time.Microsecond); len(got) != said {
			t.Fatalf("seed %d: %d said, %d kept", seed, said, len(got))
		}
	}
}
