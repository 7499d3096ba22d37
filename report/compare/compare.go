// Package compare compares runs with the first of them: which figures are better or worse, and which are not
// comparable.
package compare

import (
	"fmt"
	"slices"

	"hadash/incident/stopwatch"
	"hadash/report"
)

// Comparison is two or more runs side by side. The first is the baseline of the others.
type Comparison struct {
	Runs  []*report.Run
	Whole []Row        // figures of the whole run
	Pairs []FaultRows  // figures of the faults that at least two runs had
	Diffs []ConfigDiff // of the configurations in force

	reasons []reason
}

// FaultRows are the figures of a fault that several runs had: the Nth of its kind on that service.
type FaultRows struct {
	Fault string
	Nth   int
	Rows  []Row
}

// Row is one figure of every run, and the judgement of each run against the first.
type Row struct {
	figure
	Values  []value
	Against []judgement // of Runs[1:]
}

// Of compares runs with the first of them. It needs at least two.
func Of(runs []*report.Run) *Comparison {
	c := &Comparison{Runs: runs, reasons: reasonsOf(runs), Diffs: configDiffs(runs)}
	for _, f := range runFigures {
		c.Whole = append(c.Whole, rowOf(f.figure, runs, f.of, runs))
	}
	for _, key := range faultKeys(runs) {
		if rows := key.rows(runs); rows != nil {
			c.Pairs = append(c.Pairs, FaultRows{Fault: key.fault, Nth: key.nth, Rows: rows})
		}
	}
	return c
}

// rows are the figures of a fault that at least two runs had.
func (k faultKey) rows(runs []*report.Run) (all []Row) {
	found := make([]*stopwatch.Stopwatch, len(runs))
	had := 0
	for i, r := range runs {
		if found[i] = k.in(r); found[i] != nil {
			had++
		}
	}
	if had < 2 {
		return nil
	}
	for _, f := range faultFigures {
		all = append(all, rowOf(f.figure, found, f.of, runs))
	}
	return all
}

// rowOf reads a figure from each run, or from the fault that each had.
func rowOf[T any](f figure, from []*T, of func(*T) value, runs []*report.Run) Row {
	row := Row{figure: f}
	for _, x := range from {
		v := value{}
		if x != nil {
			v = of(x)
		}
		row.Values = append(row.Values, v)
	}
	for i, v := range row.Values[1:] {
		j := f.judge(row.Values[0], v)
		if !f.comparable(runs[0], runs[i+1]) {
			j = unjudged
		}
		row.Against = append(row.Against, j)
	}
	return row
}

// faultKey finds the same fault in several runs: the nth of its kind on one service, with the same amount.
type faultKey struct {
	fault string
	nth   int // from 1
}

// faultKeys are those of all runs, in the order of their first occurrence.
func faultKeys(runs []*report.Run) []faultKey {
	var all []faultKey
	for _, r := range runs {
		seen := map[string]int{}
		for i := range r.Faults {
			name := r.Faults[i].String()
			seen[name]++
			if key := (faultKey{name, seen[name]}); !slices.Contains(all, key) {
				all = append(all, key)
			}
		}
	}
	return all
}

// in is the fault in a run, nil when it did not happen there.
func (k faultKey) in(r *report.Run) *stopwatch.Stopwatch {
	n := 0
	for i := range r.Faults {
		if r.Faults[i].String() == k.fault {
			if n++; n == k.nth {
				return &r.Faults[i]
			}
		}
	}
	return nil
}

// String describes the fault; the second and later ones of a kind have a number.
func (k faultKey) String() string {
	if k.nth == 1 {
		return k.fault
	}
	return fmt.Sprintf("%s (%d)", k.fault, k.nth)
}
