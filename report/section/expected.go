package section

import (
	"time"

	"hadash/incident/stopwatch"
	"hadash/report"
	"hadash/report/markdown"
)

// expected writes the expectations by the configuration beside the measurements.
func expected(p *markdown.Page, sw *stopwatch.Stopwatch) {
	p.Head(3, report.HeadExpected)
	v := p.Detection(sw)
	rows := [][]string{{p.Say("noticed (T2 - T0)"), p.Bound(sw), v.Word, markdown.OrDash(v.Judge)}, upAgain(p.Lang, sw)}
	if sw.Kind.Found() {
		rows = rows[:1]
		if d, ok := sw.Since(stopwatch.Back); ok {
			rows = append(rows, []string{p.Say("back (T6 - T0)"), "-", p.After(d), "-"})
		}
	}
	if by := sw.ByBalancer(); len(by) > 0 {
		rows = append(byEach(p.Lang, sw, by), upAgain(p.Lang, sw))
	}
	if d, ok := sw.Recovery(); ok {
		rows = append(rows, []string{p.Say("back, with traffic (T6 - T5)"), "-", p.After(d), "-"})
	}
	if d, ok := sw.ErrorWindow(); ok && sw.OneFailed() {
		rows = append(rows, []string{p.Say("failing for (T4 - T3)"), "-", "-", p.Say("a single one failed")})
	} else if ok {
		rows = append(rows, []string{p.Say("failing for (T4 - T3)"), "-", p.Secs(d), "-"})
	}
	p.Table([]string{"", "expected", "measured", ""}, []bool{false, true, true, false}, rows)
	why(p, sw)
}

// byEach compares when each of several balancers noticed, and had the node UP again.
func byEach(l report.Lang, sw *stopwatch.Stopwatch, by []stopwatch.Notice) (rows [][]string) {
	for i := range by {
		v := l.DetectionBy(sw, &by[i])
		rows = append(rows, []string{l.Say("noticed by %s", by[i].Balancer), l.BoundBy(sw, &by[i]), v.Word, markdown.OrDash(v.Judge)})
	}
	for i := range by {
		if d, ok := sw.UpAfter(&by[i]); ok {
			rows = append(rows, []string{l.Say("UP again at %s, after the heal", by[i].Balancer), "-", l.After(d), "-"})
		}
	}
	return rows
}

// upAgain compares when the balancer said UP again. What is expected counts from the first answer and
// what is measured from the heal: a process that had to start may take longer and not be late.
func upAgain(l report.Lang, sw *stopwatch.Stopwatch) []string {
	row := []string{l.Say("UP again, after the heal"), l.Say("not known"), "-", "-"}
	back := sw.Expected.Back
	if sw.Expected.Known {
		row[1] = "-"
		if back > 0 {
			row[1] = l.Say("%s from when it answers", l.AtMost(back))
		}
	}
	d, ok := sw.UpAgain()
	if sw.KeptUp() {
		row[3] = l.Say("HAProxy kept it UP")
	}
	if !ok {
		return row
	}
	row[2] = l.After(d)
	switch {
	case !sw.Expected.Known || back <= 0:
	case sw.UpLate():
		row[3] = l.Say("late by %s", l.Secs(d-back))
	case d-sw.Up.Within > back && sw.Starts():
		row[3] = l.Say("its start is part of it")
	case d-sw.Up.Within > back:
		row[3] = l.Say("in time, allowing for late timers")
	default:
		row[3] = l.Say("in time")
	}
	return row
}

// why explains the expectation.
func why(p *markdown.Page, sw *stopwatch.Stopwatch) {
	e := sw.Expected
	switch {
	case sw.Kind.Found():
		p.Linef("An outage begins with its first sign: what broke, and when, is not known, so nothing was expected.")
	case !e.Known && !e.Why.IsZero():
		p.Linef("What to expect is not known: %s.", markdown.Escape(p.Tell(e.Why)))
	case !e.Known:
		p.Linef("The configuration that decides this was not read, so nothing was expected.")
	case !e.Why.IsZero():
		p.Linef("Expected, because: %s.", markdown.Escape(p.Tell(e.Why)))
	default:
		return
	}
	p.Line("")
	if ended := sw.Ending(); sw.Judged() && ended >= 5*time.Millisecond {
		p.Para("Its process took %s to end; checks begin to fail only after that.", p.Secs(ended))
	}
	tolerance(p, sw)
}

// tolerance says how much later than expected is not late, and why.
func tolerance(p *markdown.Page, sw *stopwatch.Stopwatch) {
	n, each, shown := sw.Timers()
	switch {
	case !sw.Judged() || n == 0:
	case shown:
		p.Para("A time counts as late only if it exceeds what was expected by more than %s (UP again: %s): timers may be late, each by up to %s, going by HAProxy's checks.",
			p.Wait(sw.Tolerance()), p.Wait(sw.BackTolerance()), p.Wait(each))
	default:
		p.Para("A time counts as late only if it exceeds what was expected by more than %s (UP again: %s): timers may be late, each by up to %s on a busy machine.",
			p.Wait(sw.Tolerance()), p.Wait(sw.BackTolerance()), p.Wait(each))
	}
}
