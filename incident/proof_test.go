package incident

import (
	"strings"
	"testing"

	"hadash/record"
)

// What is counted of an application's repeated reads is proved by its own lines, as long as there are few.
func TestRepeatedReadsAreProved(t *testing.T) {
	samples := []record.Sample{containers(0, nil), docker(1, "db1", "die", "1")}
	for i := range 6 {
		s := line(record.Line{At: at(2 + float64(i)), Node: "app1", Text: "reads repeated"})
		s.Logs.Repeated = []record.RepeatTally{{Server: "db1", Reads: 1, Last: s.At}}
		samples = append(samples, s)
	}
	lost := line(record.Line{At: at(9), Node: "app1", Text: "another"})
	lost.Logs.Repeated = []record.RepeatTally{{Server: "db1", Reads: 3, Last: at(8.5)}} // its line was not kept
	f := play(append([]record.Sample{samples[0], samples[1], lost}, samples[2:]...)...)
	w := f.Stopwatch("db1")
	if w == nil || w.Hidden.Repeated != 9 {
		t.Fatalf("stopwatch %+v", w)
	}
	if len(w.Evidence) != 4 {
		t.Fatalf("%d lines of evidence, want 4: %+v", len(w.Evidence), w.Evidence)
	}
	for _, e := range w.Evidence {
		if e.Who != "app1" || !strings.HasPrefix(e.Text, "reads repeated") {
			t.Errorf("evidence %+v", e)
		}
	}
}
