package record_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hadash/incident/captured"
	"hadash/record"
)

// What is read in one pass is what encoding/json makes of it, whatever was done to a line.
func TestOnePass(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	odd := []string{`""`, "null", "-1", "0", "1e400", "12345678901234567890", "\\u001b[31m", "password=hunter2hunter2", `"At":`, "[]", "{}", "é", "\xff", "2026", "}", ","}
	quick := 0
	for _, run := range []string{"tuned-kill-mysql-slave1", "baseline-stop-mysql-slave2"} {
		for _, s := range captured.Samples(t, run) {
			s.HAProxy = nil
			line := bytes.TrimSuffix(record.Raw([]record.Sample{s}), []byte("\n"))
			if one, whole, ok := record.Both(line); !ok {
				t.Fatalf("not in one pass: %s", line)
			} else if diff := cmp.Diff(whole, one); diff != "" {
				t.Fatalf("%s\n%s", line, diff)
			}
			for range 20 {
				from := rnd.IntN(len(line))
				to := min(from+rnd.IntN(4), len(line))
				other := bytes.Join([][]byte{line[:from], []byte(odd[rnd.IntN(len(odd))]), line[to:]}, nil)
				if one, whole, ok := record.Both(other); ok {
					quick++
					if diff := cmp.Diff(whole, one); diff != "" {
						t.Fatalf("%s\n%s", other, diff)
					}
				}
			}
		}
	}
	if quick < 1000 {
		t.Errorf("%d changed lines are read in one pass: this compares little", quick)
	}
}
