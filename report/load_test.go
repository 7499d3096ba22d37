package report_test

import (
	"bytes"
	"testing"
	"time"

	"hadash/incident/clients"
	"hadash/report/snapshot"
)

// A script that keeps a record shows its last second beside its worst, whether it runs or has ended.
func TestLoadBySecond(t *testing.T) {
	f := hostileFrame()
	f.Load.Seconds = []clients.Second{{At: start, Requests: 7, P99: time.Second}, {At: start.Add(time.Second), Requests: 9, P99: 20 * time.Millisecond}}
	var b bytes.Buffer
	if err := (snapshot.Snapshot{Frame: f, Made: start}).Write(&b); err != nil {
		t.Fatal(err)
	}
	load := read(t, b.Bytes()).under(t, "Load")
	if last, worst := load.cell(t, "last", "p99"), load.cell(t, "worst p99 of 2", "p99"); last != "20 ms" || worst != "1.0 s" {
		t.Errorf("last second %q, worst %q", last, worst)
	}
}
