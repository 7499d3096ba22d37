package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/predict"
	"hadash/incident/stopwatch"
	"hadash/record"
)

func TestMatrixRows(t *testing.T) {
	late, unknown := hiddenStop(), hiddenStop()
	late.Moments[stopwatch.Detected] = seenAfter(2 * time.Second)
	unknown.Felt = clients.Felt{HasNginx: true, HasAttempts: true, NginxRequests: 10, NginxSlowest: time.Second}
	unknown.Overlaps = []string{"stop app1"}
	var b bytes.Buffer
	if err := writeMatrix(&b, []matrixRow{{"baseline", greyPause(), "a|b"}, {"tuned", hiddenStop(), ""}, {"tuned", late, ""}, {"tuned", unknown, "x"}}); err != nil {
		t.Fatal(err)
	}
	tables := rowsUnder(b.String())
	if len(tables) != 2 || len(tables["baseline"]) != 2 || len(tables["tuned"]) != 4 || !slices.Equal(tables["baseline"][0], matrixHead) {
		t.Fatalf("tables %q", tables)
	}
	got := append(tables["baseline"][1:], tables["tuned"][1:]...)
	want := [][]string{
		{"pause mysql-slave1", "-", "never", "10.00", "-", "-", "12.00", "-", "≥ 0", "-", "-", "-", "a|b"},
		{"stop mysql-slave1", "0.02", "0.23", "0.75", "-", "-", "12.00", "0.61", "17", "0", "0.35", "0.30", "-"},
		{"stop mysql-slave1", "0.02", "2.00", "0.75", "-", "-", "12.00", "0.61", "17", "0", "0.35", "0.30", "detected late"},
		{"stop mysql-slave1", "0.02", "0.23", "0.75", "-", "-", "12.00", "0.61", "17", "0 (nginx)", "1.00 (nginx)", "-", "x; together with stop app1"},
	}
	for i := range want {
		if !slices.Equal(got[i], want[i]) {
			t.Errorf("row %d\n got %q\nwant %q", i, got[i], want[i])
		}
	}
}

// rowsUnder returns the cells of each table by its heading, with its head as the first row.
func rowsUnder(markdown string) map[string][][]string {
	out := map[string][][]string{}
	heading := ""
	for line := range strings.Lines(markdown) {
		line = strings.TrimSpace(line)
		if text, ok := strings.CutPrefix(line, "## "); ok {
			heading = text
		}
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| -") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		for i := range cells {
			cells[i] = strings.ReplaceAll(cells[i], `\|`, "|")
		}
		out[heading] = append(out[heading], cells)
	}
	return out
}

var matrixStart = time.Date(2026, 11, 23, 14, 48, 55, 0, time.UTC)

// seenAfter makes a moment at that distance from the fault.
func seenAfter(d time.Duration) stopwatch.Moment {
	return stopwatch.Moment{At: matrixStart.Add(d), Witness: event.ByLog}
}

// hiddenStop is a stopped replica on the tuned stack: detected in time, and no client felt it.
func hiddenStop() stopwatch.Stopwatch {
	sw := stopwatch.Stopwatch{
		Fault:    stopwatch.Fault{Fault: record.Fault{Kind: record.Stop, Target: "mysql-slave1"}, At: matrixStart, You: true},
		Expected: predict.Prediction{Known: true, Detect: 750 * time.Millisecond},
		Hidden:   clients.Hidden{Retried: 12, Redispatched: 5},
		Felt: clients.Felt{Requests: 4210, Slowest: 350 * time.Millisecond, HasNginx: true, HasAttempts: true, NginxRequests: 4205,
			NginxSlowest: 340 * time.Millisecond,
			Worst:        clients.Second{At: matrixStart, Requests: 380, P99: 300 * time.Millisecond}},
		Done: true,
	}
	sw.Moments[stopwatch.Injected] = seenAfter(0)
	sw.Moments[stopwatch.FirstSign] = seenAfter(20 * time.Millisecond)
	sw.Moments[stopwatch.Detected] = seenAfter(230 * time.Millisecond)
	sw.Moments[stopwatch.Healed] = seenAfter(12 * time.Second)
	sw.Moments[stopwatch.Back] = seenAfter(12610 * time.Millisecond)
	return sw
}

// greyPause is a paused replica on the baseline stack: no witness counts, and it was not detected.
func greyPause() stopwatch.Stopwatch {
	sw := stopwatch.Stopwatch{
		Fault:    stopwatch.Fault{Fault: record.Fault{Kind: record.Pause, Target: "mysql-slave1"}, At: matrixStart},
		Expected: predict.Prediction{Known: true, Detect: 10 * time.Second},
		Done:     true,
	}
	sw.Moments[stopwatch.Injected] = seenAfter(0)
	sw.Moments[stopwatch.Healed] = seenAfter(12 * time.Second)
	return sw
}
