package hadash

import (
	"bufio"
	"compress/gzip"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/crowd"
)

// linesOf counts, by the second of its accept date, the requests of a server in the log of a captured run that it answered 500.
func linesOf(t *testing.T, run, server string) map[int64]int {
	t.Helper()
	f, err := os.Open(filepath.Join("incident", "testdata", "http", run, "haproxy.log.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	out := map[int64]int{}
	for lines := bufio.NewScanner(z); lines.Scan(); {
		text := lines.Text()
		_, date, _ := strings.Cut(text, " [")
		date, _, _ = strings.Cut(date, "]")
		at, err := time.Parse("02/Jan/2006:15:04:05.000", date)
		if err == nil && strings.Contains(text, " web/"+server+" ") && strings.Contains(text, " 500 ") {
			out[at.Unix()]++
		}
	}
	return out
}

// 5xx(NODE) is what HAProxy's log has of the same seconds, and not known where no page says.
func TestFigureOf5xx(t *testing.T) {
	lines := linesOf(t, "500-and-stop", "w1")
	var f incident.Frame
	compared := 0
	for _, s := range captured.Samples(t, "../http/500-and-stop") {
		f = incident.Fold(f, s)
		if s.HAProxy == nil {
			continue
		}
		for _, name := range []string{"w1", "web/w1", "web", "lb"} {
			got, lack := crowd.Errors(&f, name)
			if !lack.IsZero() {
				if compared > 0 {
					t.Errorf("%v: 5xx(%s) is not known: %s", f.At, name, lack)
				}
				continue
			}
			if recent := f.Answers(f.HAProxy.Find("web", "w1")); recent.Over >= 4*time.Second && f.At.Sub(f.Begun) < 24*time.Second { // only w1 failed until then
				n := 0
				for second, k := range lines {
					if at := time.Unix(second, 0); at.After(f.At.Add(-recent.Over)) && !at.After(f.At) {
						n += k
					}
				}
				compared++
				if math.Abs(got*recent.Over.Seconds()-float64(n)) > 25 { // those of the seconds at both ends
					t.Errorf("%v: 5xx(%s) is %.1f/s in %v, the log has %d", f.At, name, got, recent.Over, n)
				}
			}
		}
		if got, lack := crowd.Errors(&f, "w2"); lack.IsZero() && f.At.Sub(f.Begun) < 24*time.Second && got != 0 {
			t.Errorf("%v: 5xx(w2) is %.1f/s", f.At, got)
		}
	}
	if compared < 20 {
		t.Errorf("compared %d times", compared)
	}
	if _, lack := crowd.Errors(&f, "nobody"); lack.IsZero() {
		t.Error("5xx(nobody) is known")
	}
}

// The History of each server counts the answers of 5xx that the page counted, second by second.
func TestHistoryOf5xx(t *testing.T) {
	var f incident.Frame
	for _, s := range captured.Samples(t, "../http/500-and-stop") {
		f = incident.Fold(f, s)
	}
	sum := map[string]float64{}
	for tick := range f.History.Seen(time.Time{}) {
		for _, name := range []string{"web/w1", "web/w2"} {
			if l, ok := tick.Server(name); ok && l.Errors > 0 {
				sum[name] += l.Errors
			}
		}
	}
	want := 0
	for _, n := range linesOf(t, "500-and-stop", "w1") {
		want += n
	}
	if sum["web/w1"] != float64(want) || sum["web/w2"] != 0 {
		t.Errorf("%v, the log has %d of w1", sum, want)
	}
}
