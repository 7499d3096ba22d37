package report

import (
	"time"

	"hadash/incident"
	"hadash/record"
)

// verdict is how the detection of a fault went.
type verdict struct {
	word  string // "after 0.23 s", "never", "not yet", "nothing to detect"
	judge string // against what was expected: "in time", "late by 9.38 s", "missed"; "" when nothing can be said
}

// detection judges T2 against what the configuration let expect.
func detection(sw *incident.Stopwatch) verdict {
	d, seen := sw.Detection()
	switch {
	case seen:
		return verdict{"after " + secs(d), punctual(sw, d)}
	case sw.Kind.AtBalancer():
		return verdict{"nothing to detect", "an order to HAProxy"}
	case !undetected(sw):
		return verdict{word: "not yet"}
	}
	return verdict{"never", missed(sw)}
}

// undetected reports a fault that was healed, or is over, and nobody had noticed it.
func undetected(sw *incident.Stopwatch) bool {
	over := sw.Moments[incident.Healed].Seen() || sw.Done
	return over && !sw.Moments[incident.Detected].Seen() && !sw.Kind.AtBalancer()
}

func punctual(sw *incident.Stopwatch, d time.Duration) string {
	switch {
	case !sw.Expected.Known:
		return ""
	case sw.Expected.Never:
		return "though nothing that is configured would notice"
	case sw.Late():
		return "late by " + secs(d-sw.Bound())
	}
	return "in time"
}

// missed judges a fault that was never detected: a short one need not have been.
func missed(sw *incident.Stopwatch) string {
	open, ok := sw.Since(incident.Healed)
	switch {
	case !sw.Expected.Known:
		return ""
	case sw.Expected.Never:
		return "as expected"
	case ok && open <= sw.Bound():
		return "healed before it had to be noticed"
	}
	return "missed"
}

// bound is the latest detection that was expected, in words.
func bound(sw *incident.Stopwatch) string {
	switch {
	case !sw.Expected.Known:
		return "not known"
	case sw.Expected.Never:
		return "never"
	}
	return "at most " + secs(sw.Bound())
}

// expected writes what the configuration let expect beside what was measured.
func expected(p *page, sw *incident.Stopwatch) {
	p.line("### Expected and measured")
	p.line("")
	v := detection(sw)
	rows := [][]string{{"detected (T2 - T0)", bound(sw), v.word, orDash(v.judge)}, upAgain(sw)}
	if d, ok := sw.Recovery(); ok {
		rows = append(rows, []string{"back, with traffic (T6 - T5)", "-", "after " + secs(d), "-"})
	}
	if d, ok := sw.ErrorWindow(); ok {
		rows = append(rows, []string{"requests failed for (T4 - T3)", "-", secs(d), "-"})
	}
	p.table([]string{"", "expected", "measured", ""}, []bool{false, true, true, false}, rows)
	why(p, sw)
}

// upAgain compares when the balancer said UP again. What is expected counts from the first answer and
// what is measured from the heal: a process that had to start may take longer and not be late.
func upAgain(sw *incident.Stopwatch) []string {
	row := []string{"UP again, after the heal", "not known", "-", "-"}
	back := sw.Expected.Back
	if sw.Expected.Known {
		row[1] = "-"
		if back > 0 {
			row[1] = "at most " + secs(back) + " from when it answers"
		}
	}
	healed := sw.Moments[incident.Healed]
	if !sw.Up.Seen() || !healed.Seen() {
		return row
	}
	d := sw.Up.At.Sub(healed.At)
	row[2] = "after " + secs(d)
	switch {
	case !sw.Expected.Known || back <= 0:
	case d-sw.Up.Within <= back:
		row[3] = "in time"
	case starts(sw.Kind):
		row[3] = "its start is part of it"
	default:
		row[3] = "late by " + secs(d-back)
	}
	return row
}

// starts reports faults whose heal starts a process.
func starts(k record.FaultKind) bool {
	return k == record.Stop || k == record.Kill || k == record.Crash || k == record.Restart
}

// why says where the expectation comes from.
func why(p *page, sw *incident.Stopwatch) {
	e := sw.Expected
	switch {
	case !e.Known:
		p.line("The configuration that decides this was not read, so nothing was expected.")
	case e.Why != "":
		p.linef("Expected, because: %s.", escape(e.Why))
	default:
		return
	}
	p.line("")
	if ended := sw.Bound() - e.Detect; e.Known && !e.Never && ended > 0 {
		p.linef("Its process needed %s to end, and only then checks begin to fail.", secs(ended))
		p.line("")
	}
}
