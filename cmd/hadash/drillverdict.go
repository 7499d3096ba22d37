package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"hadash/drill"
)

// writeVerdict writes how a drill ended: one line, and one for each line of it that failed.
func writeVerdict(w io.Writer, r *drill.Result) {
	held, failed := r.Judged()
	text := fmt.Sprintf("%s: %s: %d of %d expectations held", r.Drill.Name, strings.ToUpper(string(r.State)), held, held+failed)
	if c := r.Cost; c.Requests > 0 {
		text += fmt.Sprintf("; %d of %d requests failed, %d failures hidden, slowest %s", c.Failed, c.Requests, c.Hidden, millis(c.Slowest))
	}
	if r.Why != "" {
		text += "; " + r.Why
	}
	fmt.Fprintln(w, text)
	for _, o := range r.Failures() {
		fmt.Fprintf(w, "  line %d failed: %s: %s\n", o.Line, o.Text, o.Why)
	}
	if r.Err != nil {
		fmt.Fprintf(w, "  afterwards: %s\n", strings.ReplaceAll(r.Err.Error(), "\n", "; "))
	}
	if r.Recording != "" {
		fmt.Fprintf(w, "  recording: %s\n", r.Recording)
	}
}

func millis(d time.Duration) string { return d.Round(time.Millisecond).String() }

// writeSummary writes a table of all drills, those that were not reached, too.
func writeSummary(w io.Writer, all []*drill.Drill, results []*drill.Result) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\nDRILL\tVERDICT\tHELD\tFAILED LINES\tREQUESTS\tFAILED\tHIDDEN\tSLOWEST\tTOOK")
	for i, d := range all {
		if i >= len(results) {
			fmt.Fprintf(t, "%s\tnot run\n", d.Name)
			continue
		}
		r := results[i]
		held, failed := r.Judged()
		fmt.Fprintf(t, "%s\t%s\t%d\t%d", d.Name, r.State, held, failed)
		if c := r.Cost; c.Requests > 0 {
			fmt.Fprintf(t, "\t%d\t%d\t%d\t%s", c.Requests, c.Failed, c.Hidden, millis(c.Slowest))
		} else {
			fmt.Fprint(t, "\t-\t-\t-\t-")
		}
		fmt.Fprintf(t, "\t%s\n", r.Ended.Sub(r.Began).Round(time.Second))
	}
	_ = t.Flush() // stdout is gone: nobody is left to tell
}
