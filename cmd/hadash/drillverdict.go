package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"hadash/drill"
	"hadash/record"
	"hadash/units"
)

// writeVerdict writes the verdict on a drill in one line, and one more for each of its lines that failed.
func writeVerdict(w io.Writer, r *drill.Result) {
	fmt.Fprintf(w, "%s: %s\n", r.Drill.Name, r.Verdict())
	for _, o := range r.Failures() {
		fmt.Fprintf(w, "  line %d %s: %s: %s\n", o.Line, o.State, o.Text, o.Why)
	}
	if r.Err != nil {
		fmt.Fprintf(w, "  afterwards: %s\n", record.Printable(strings.ReplaceAll(r.Err.Error(), "\n", "; ")))
	}
	if r.Recording != "" {
		fmt.Fprintf(w, "  recording: %s\n", record.Clean(r.Recording))
	}
	if r.Report != "" {
		fmt.Fprintf(w, "  report: %s\n", record.Clean(r.Report))
	}
}

// writeSummary writes a table of all drills, including those that did not run.
func writeSummary(w io.Writer, all []*drill.Drill, results []*drill.Result) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\nDRILL\tREQUESTS\tFAILED\tABSORBED\tSLOWEST\tVERDICT\tHELD\tFAILED LINES\tTOOK")
	for i, d := range all {
		if i >= len(results) {
			fmt.Fprintf(t, "%s\t\t\t\t\tnot run\n", d.Name)
			continue
		}
		r := results[i]
		held, failed := r.Judged()
		fmt.Fprintf(t, "%s%s\t%s\t%d\t%d\t%s\n", d.Name, costCells(&r.Cost), r.State, held, failed, units.English.AppendLong(nil, r.Ended.Sub(r.Began)))
	}
	_ = t.Flush() // stdout is gone: there is nowhere to report it
}

// costCells returns the cells of a drill's cost, "-" if it is not known.
func costCells(c *drill.Cost) string {
	requests, slowest := "-", "-"
	if !c.Clients.Asked() {
		return "\t-\t-\t-\t-"
	}
	if c.Clients.Counted {
		requests = grouped(c.Clients.Requests)
	}
	if d, ok := c.Clients.Longest(); ok {
		slowest = string(units.English.AppendTook(nil, d))
	}
	absorbed := "-"
	if c.Absorbs {
		absorbed = grouped(int(c.Hidden.Most))
		if !c.Hidden.Exact() {
			absorbed = "≤ " + absorbed
		}
	}
	return fmt.Sprintf("\t%s\t%s\t%s\t%s", requests, grouped(c.Clients.Failed), absorbed, slowest)
}

// grouped writes a count with a blank between its thousands.
func grouped(n int) string { return string(units.AppendCount(nil, int64(n), units.Blank)) }

// drillsEnd returns the error that decides the exit code.
func drillsEnd(ctx context.Context, results []*drill.Result, err error) error {
	if err == nil {
		err = ctx.Err()
	}
	for _, r := range results {
		if err == nil && r.State != drill.Held && r.State != drill.Skipped {
			err = &exitError{code: exitBroken}
		}
	}
	return err
}
