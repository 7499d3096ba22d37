package incident

import (
	"testing"

	"hadash/record"
)

// The past is being reported as long as some log still reports it.
func TestRecalls(t *testing.T) {
	tally := func(seconds, last float64) record.Sample {
		return record.Sample{At: at(seconds), Source: record.SourceLogs, Node: "nginx",
			Logs: &record.Logs{Answers: &record.AnswerTally{Requests: 50, Last: at(last)}}}
	}
	f := play(containers(0, nil), tally(0.5, -500), tally(1.9, -30))
	if f = Fold(f, containers(2.2, nil)); !f.Recalls() {
		t.Error("the log reported the past a moment ago")
	}
	if f = Fold(Fold(f, tally(2.5, 2.4)), containers(3, nil)); f.Recalls() {
		t.Error("the log is of now")
	}
}
