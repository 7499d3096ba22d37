package report

import (
	"time"

	"hadash/incident"
)

// expected writes what the configuration let expect beside what was measured.
func expected(p *page, sw *incident.Stopwatch) {
	p.para("### Expected and measured")
	v := p.detection(sw)
	rows := [][]string{{p.say("detected (T2 - T0)"), p.bound(sw), v.word, orDash(v.judge)}, upAgain(p.Lang, sw)}
	if d, ok := sw.Recovery(); ok {
		rows = append(rows, []string{p.say("back, with traffic (T6 - T5)"), "-", p.say("after %s", p.secs(d)), "-"})
	}
	if d, ok := sw.ErrorWindow(); ok && sw.OneFailed() {
		rows = append(rows, []string{p.say("requests failed for (T4 - T3)"), "-", "-", p.say("a single one failed")})
	} else if ok {
		rows = append(rows, []string{p.say("requests failed for (T4 - T3)"), "-", p.secs(d), "-"})
	}
	p.table([]string{"", "expected", "measured", ""}, []bool{false, true, true, false}, rows)
	why(p, sw)
}

// upAgain compares when the balancer said UP again. What is expected counts from the first answer and
// what is measured from the heal: a process that had to start may take longer and not be late.
func upAgain(l Lang, sw *incident.Stopwatch) []string {
	row := []string{l.say("UP again, after the heal"), l.say("not known"), "-", "-"}
	back := sw.Expected.Back
	if sw.Expected.Known {
		row[1] = "-"
		if back > 0 {
			row[1] = l.say("at most %s from when it answers", l.secs(back))
		}
	}
	d, ok := sw.UpAgain()
	if sw.KeptUp() {
		row[3] = l.say("HAProxy kept it UP")
	}
	if !ok {
		return row
	}
	row[2] = l.say("after %s", l.secs(d))
	switch {
	case !sw.Expected.Known || back <= 0:
	case sw.UpLate():
		row[3] = l.say("late by %s", l.secs(d-back))
	case d-sw.Up.Within > back && sw.Starts():
		row[3] = l.say("its start is part of it")
	case d-sw.Up.Within > back:
		row[3] = l.say("in time but for late timers")
	default:
		row[3] = l.say("in time")
	}
	return row
}

// why says where the expectation comes from.
func why(p *page, sw *incident.Stopwatch) {
	e := sw.Expected
	switch {
	case !e.Known && e.Why != "":
		p.linef("What to expect is not known: %s.", escape(p.tell(e.Why)))
	case !e.Known:
		p.linef("The configuration that decides this was not read, so nothing was expected.")
	case e.Why != "":
		p.linef("Expected, because: %s.", escape(p.tell(e.Why)))
	default:
		return
	}
	p.line("")
	if ended := sw.Ending(); sw.Judged() && ended >= 5*time.Millisecond {
		p.para("Its process needed %s to end, and only then checks begin to fail.", p.secs(ended))
	}
	tolerance(p, sw)
}

// tolerance says how much later than expected is not called late, and why.
func tolerance(p *page, sw *incident.Stopwatch) {
	n, each, shown := sw.Timers()
	switch {
	case !sw.Judged() || n == 0:
	case shown:
		p.para("Late is said only beyond %s more (UP again: %s): timers may be late, each by up to %s, going by HAProxy's checks.",
			p.wait(sw.Tolerance()), p.wait(sw.BackTolerance()), p.wait(each))
	default:
		p.para("Late is said only beyond %s more (UP again: %s): timers may be late, each by up to %s on a busy machine.",
			p.wait(sw.Tolerance()), p.wait(sw.BackTolerance()), p.wait(each))
	}
}
