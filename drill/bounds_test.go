package drill

import (
	"testing"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// A figure that nobody counts is not known, and one that is known by its bounds decides only what both of them decide.
func TestFiguresOfSessions(t *testing.T) {
	unsure := clients.Hidden{Retried: 33, Settled: 20, Saved: 4} // 4 to 17
	all, page := stopwatch.Around{Log: true}, stopwatch.Around{}
	nobody := stopwatch.Around{NoHAProxy: true, NoPage: true}
	for _, c := range []struct {
		figure, op string
		limit      float64
		h          clients.Hidden
		around     stopwatch.Around
		lack, so   bool
	}{
		{"hidden", ">", 3, unsure, page, false, true},
		{"hidden", ">", 4, unsure, page, true, false},
		{"hidden", "<=", 17, unsure, page, false, true},
		{"hidden", "<", 17, unsure, page, true, false},
		{"hidden", "==", 9, unsure, page, true, false},
		{"hidden", "==", 18, unsure, page, false, false},
		{"hidden", "!=", 18, unsure, page, false, true},
		{"hidden", "==", 0, clients.Hidden{Retried: 33, Settled: 33}, page, false, true},
		{"hidden", "==", 0, clients.Hidden{}, nobody, true, false},
		{"retried", "==", 33, unsure, page, false, true},
		{"retried", "==", 0, clients.Hidden{}, nobody, true, false},
		{"rerouted", "==", 0, clients.Hidden{}, page, true, false},
		{"cut", "==", 0, clients.Hidden{}, page, true, false},
		{"cut", "==", 0, clients.Hidden{}, all, false, true},
		{"refused", "==", 0, clients.Hidden{}, nobody, true, false},
		{"hanging", "==", 0, clients.Hidden{}, page, false, true},
		{"queued", "==", 0, clients.Hidden{}, nobody, true, false},
	} {
		f := &incident.Frame{Stopwatches: []stopwatch.Stopwatch{{ID: 1, Hidden: c.h, Around: c.around, Done: true,
			Fault: stopwatch.Fault{Fault: record.Fault{Kind: record.Kill, Target: "db"}}}}}
		look := comparison{figure: *findFigure(c.figure), node: "db", op: c.op, limit: c.limit}
		got := look.look(&view{f: f, tally: &tally{}})
		if got.lack != c.lack || got.so != c.so {
			t.Errorf("%s %s %v of %+v, %+v: not known %v, so %v", c.figure, c.op, c.limit, c.h, c.around, got.lack, got.so)
		}
	}
}
