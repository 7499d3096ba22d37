package users

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/clients"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// The rate is compared with that before the fault while the news is of it, and only once it is that of the fault's own
// seconds.
func TestChangeAgainstUsual(t *testing.T) {
	for _, run := range []string{"baseline-stop-mysql-slave2", "tuned-kill-mysql-slave1"} {
		var f incident.Frame
		shown := 0
		for _, s := range captured.Samples(t, run) {
			f = incident.Fold(f, s)
			row := drawn(t, &f, 120)[1]
			has := strings.Contains(row[:30], "%")
			if has {
				shown++
			}
			if has && (len(f.Stopwatches) == 0 || f.At.Sub(f.Stopwatches[0].At) < span) {
				t.Fatalf("%s at %v: %s", run, f.At, row)
			}
		}
		if shown == 0 {
			t.Errorf("%s: never", run)
		}
	}
}

// Since when no request failed stands beside their number, and that none did since the heal where that is so.
func TestQuietAndHealed(t *testing.T) {
	at := time.Unix(1700000000, 0)
	for lastFailed, healed := range map[time.Duration]bool{-20 * time.Second: true, -9 * time.Second: false} {
		f := incident.Frame{At: at, Begun: at.Add(-time.Minute), LastFailed: at.Add(lastFailed)}
		w := stopwatch.Stopwatch{ID: 1, Fault: stopwatch.Fault{Fault: record.Fault{Kind: record.Kill, Target: "db"}, At: at.Add(-30 * time.Second)}}
		w.Felt = clients.Felt{Requests: 100, Failed: 3}
		w.Moments[stopwatch.Injected].At, w.Moments[stopwatch.LastFailed].At = w.At, f.LastFailed
		w.Moments[stopwatch.Healed].At = at.Add(-12 * time.Second)
		f.Stopwatches = []stopwatch.Stopwatch{w}
		row := drawn(t, &f, 120)[2]
		if want := "none for " + strconv.Itoa(int(-lastFailed/time.Second)) + " s"; !strings.Contains(row, want) {
			t.Errorf("no %q: %s", want, row)
		}
		if strings.Contains(row, "0 since it was healed") != healed {
			t.Errorf("none since the heal %v: %s", healed, row)
		}
	}
}

// When the load has ended, a rate that was read before is not shown as that of now.
func TestNoRateOfAnEndedLoad(t *testing.T) {
	r, err := record.Open("../../docs/experiment/baseline.hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	f := incident.NewFrame(r.Header.Started)
	for s := range r.Samples() {
		f = incident.Fold(f, s)
	}
	if f.Load.On || f.Load.K6 == nil {
		t.Fatal("the load runs")
	}
	if row := drawn(t, &f, 120)[1]; strings.Contains(row[:28], "/s") {
		t.Error(row)
	}
}
