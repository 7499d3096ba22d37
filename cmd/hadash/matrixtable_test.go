package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/report"
	"hadash/report/markdown"
)

// matrixRow is one measured fault on one stack.
type matrixRow struct {
	Stack     string // the heading of its table; "" = no heading
	Stopwatch stopwatch.Stopwatch
	Note      string
}

var (
	matrixHead = []string{"fault", "first sign", "detected", "expected", "first failed", "last failed", "healed after",
		"back after heal", "hidden", "visible", "slowest", "worst p99", "note"}
	matrixRight = []bool{1: true, 2: true, 3: true, 4: true, 5: true, 6: true, 7: true, 8: true, 9: true, 10: true, 11: true}
)

// writeMatrix writes one table for each stack, with one row per fault, in the order given; times are
// seconds. Its only errors are w's.
func writeMatrix(w io.Writer, rows []matrixRow) error {
	p := markdown.New(w, report.English, time.UTC)
	unseenByNginx, nginxOnly := false, false
	for _, stack := range stacks(rows) {
		if stack != "" {
			p.Linef("## %s", markdown.Escape(stack))
			p.Line("")
		}
		var cells [][]string
		for i := range rows {
			if f := &rows[i].Stopwatch.Felt; rows[i].Stack == stack {
				cells = append(cells, rowCells(&rows[i]))
				unseenByNginx = unseenByNginx || !f.HasAttempts
				nginxOnly = nginxOnly || f.Clients().By == event.ByLog
			}
		}
		p.Table(matrixHead, matrixRight, cells)
	}
	legend(p, unseenByNginx, nginxOnly)
	return p.Flush()
}

// stacks returns the names of the stacks, in order of first appearance.
func stacks(rows []matrixRow) []string {
	var all []string
	seen := map[string]bool{}
	for _, r := range rows {
		if !seen[r.Stack] {
			seen[r.Stack] = true
			all = append(all, r.Stack)
		}
	}
	return all
}

func rowCells(r *matrixRow) []string {
	sw := &r.Stopwatch
	after := func(stage stopwatch.Stage) string { return number(sw.Since(stage)) }
	return []string{
		sw.String(), after(stopwatch.FirstSign), matrixDetected(sw), matrixExpected(sw),
		after(stopwatch.FirstFailed), after(stopwatch.LastFailed), after(stopwatch.Healed), number(sw.Recovery()),
		rowHidden(sw), rowVisible(&sw.Felt), matrixSlowest(&sw.Felt),
		number(sw.Felt.Worst.P99, sw.Felt.Worst.Requests > 0), markdown.OrDash(matrixNote(r)),
	}
}

func number(d time.Duration, ok bool) string {
	if !ok {
		return "-"
	}
	return fmt.Sprintf("%.2f", d.Seconds())
}

func matrixDetected(sw *stopwatch.Stopwatch) string {
	if sw.Undetected() {
		return "never"
	}
	return number(sw.Detection())
}

func matrixExpected(sw *stopwatch.Stopwatch) string {
	if sw.Expected.Known && sw.Expected.Never {
		return "never"
	}
	return number(sw.Bound(), sw.Expected.Known)
}

func matrixSlowest(f *clients.Felt) string {
	c := f.Clients()
	d, ok := c.Longest()
	if !ok {
		return "-"
	}
	return number(d, ok) + witnessOf(c)
}

// matrixNote returns remarks that the figures of a row do not show.
func matrixNote(r *matrixRow) string {
	late, with := "", ""
	if r.Stopwatch.Late() {
		late = "detected late"
	}
	if len(r.Stopwatch.Overlaps) > 0 {
		with = "together with " + strings.Join(r.Stopwatch.Overlaps, ", ")
	}
	return report.Join("; ", r.Note, late, with)
}

func legend(p *markdown.Page, unseenByNginx, nginxOnly bool) {
	p.Line("Times are seconds: after the fault, back after the heal, slowest and p99 those of a request.")
	if unseenByNginx {
		p.Line("≥: that nginx has no access log that names its upstreams, so what it absorbed is not counted.")
	}
	if nginxOnly {
		p.Line("(nginx): nginx's access log is the witness, (k6): k6's own sums are.")
	}
}

func rowHidden(sw *stopwatch.Stopwatch) string {
	return report.AtLeast(sw.Hidden.Total(), report.NginxUncounted(sw))
}

func rowVisible(f *clients.Felt) string {
	c := f.Clients()
	if !c.Known() {
		return "-"
	}
	return report.Count(int64(c.Failed)) + witnessOf(c)
}

// witnessOf returns the witness of a cell, "" for the load script.
func witnessOf(c clients.Clients) string {
	switch c.By {
	case event.ByLog:
		return " (nginx)"
	case event.ByPoll:
		return " (k6)"
	}
	return ""
}
