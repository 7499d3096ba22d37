package haproxylog

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// keep runs lines through a Dedup and gives the sentences that stay.
func keep(lines []string, apart time.Duration) []string {
	var d Dedup
	var kept []string
	for i, line := range lines {
		body, level := Body(line)
		if !d.Twin(noon.Add(time.Duration(i)*apart), level, body) {
			kept = append(kept, strings.ReplaceAll(body, "'", ""))
		}
	}
	return kept
}

func TestTwins(t *testing.T) {
	const out, err = "Server b/s is DOWN.", "[WARNING]  (1) : Server b/s is DOWN."
	for name, c := range map[string]struct {
		lines []string
		apart time.Duration
		want  int
	}{
		"the log first":           {[]string{out, err}, time.Millisecond, 1},
		"stderr first":            {[]string{err, out}, time.Millisecond, 1},
		"only the log":            {[]string{out, out}, time.Millisecond, 2},
		"only stderr":             {[]string{err, err}, time.Millisecond, 2},
		"two pairs":               {[]string{out, err, out, err}, time.Millisecond, 2},
		"two pairs, one late":     {[]string{out, out, err, err}, time.Millisecond, 2},
		"one after the other":     {[]string{out, err, err, out}, time.Millisecond, 2},
		"too far apart":           {[]string{out, err}, time.Minute, 2},
		"with quotes on one":      {[]string{"backend b has no server available!", "[ALERT]    (1) : backend 'b' has no server available!"}, 0, 1},
		"other sentences between": {[]string{out, "Server b/t is DOWN.", err, "[WARNING]  (1) : Server b/t is DOWN."}, 0, 2},
	} {
		if got := keep(c.lines, c.apart); len(got) != c.want {
			t.Errorf("%s: kept %q, want %d", name, got, c.want)
		}
	}
}

// The captured log has everything on both ways: what stays is exactly one way's sentences.
func TestTwinsOfACapturedLog(t *testing.T) {
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

// Whatever the order in which two pipes are read, each sentence said n times on both stays n times.
func TestTwinsInAnyOrder(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		var said, out, err []string
		for range r.IntN(60) {
			s := fmt.Sprintf("Server b/s%d is DOWN.", r.IntN(3))
			said, out, err = append(said, s), append(out, s), append(err, "[WARNING]  (1) : "+s)
		}
		var mixed []string
		for len(out)+len(err) > 0 {
			if len(err) == 0 || len(out) > 0 && r.IntN(2) == 0 {
				mixed, out = append(mixed, out[0]), out[1:]
			} else {
				mixed, err = append(mixed, err[0]), err[1:]
			}
		}
		if got := keep(mixed, time.Microsecond); len(got) != len(said) {
			t.Fatalf("seed %d: %d said, %d kept", seed, len(said), len(got))
		}
	}
}
