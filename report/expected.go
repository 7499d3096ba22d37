package report

import (
	"time"

	"hadash/incident"
)

// verdict is how the detection of a fault went.
type verdict struct {
	word  string // "after 0.23 s", "never", "not yet", "nothing to detect"
	judge string // against what was expected: "in time", "late by 9.38 s", "missed"; "" when nothing can be said
}

// detection judges T2 against what the configuration let expect.
func (l Lang) detection(sw *incident.Stopwatch) verdict {
	d, seen := sw.Detection()
	switch {
	case seen:
		return verdict{l.say("after %s", l.secs(d)), l.punctual(sw, d)}
	case sw.Kind.AtBalancer():
		return verdict{l.say("nothing to detect"), l.say("an order to HAProxy")}
	case sw.OutAlready() != "":
		return verdict{l.say("nothing to detect"), l.say("it was out already")}
	case sw.Moments[incident.Detected].Seen(), sw.Unwatched():
		return verdict{word: l.say("not known")}
	case !undetected(sw):
		return verdict{word: l.say("not yet")}
	}
	return verdict{l.say("never"), l.missed(sw)}
}

// undetected reports a fault that was healed, or is over, and nobody had noticed it.
func undetected(sw *incident.Stopwatch) bool {
	over := sw.Moments[incident.Healed].Seen() || sw.Done
	return over && !sw.Unwatched() && sw.OutAlready() == "" && !sw.Moments[incident.Detected].Seen() && !sw.Kind.AtBalancer()
}

func (l Lang) punctual(sw *incident.Stopwatch, d time.Duration) string {
	switch {
	case !sw.Expected.Known:
		return ""
	case sw.Expected.Never:
		return l.say("though nothing that is configured would notice")
	case sw.Late():
		return l.say("late by %s", l.secs(d-sw.Bound()))
	case d-sw.Moments[incident.Detected].Within > sw.Bound():
		return l.say("in time but for late timers")
	}
	return l.say("in time")
}

// missed judges a fault that was never detected: a short one need not have been.
func (l Lang) missed(sw *incident.Stopwatch) string {
	open, ok := sw.Since(incident.Healed)
	switch {
	case !sw.Expected.Known:
		return ""
	case sw.Expected.Never:
		return l.say("as expected")
	case ok && sw.Soon(open):
		return l.say("healed before it had to be noticed")
	}
	return l.say("missed")
}

// bound is the latest detection that was expected, in words.
func (l Lang) bound(sw *incident.Stopwatch) string {
	switch {
	case !sw.Expected.Known:
		return l.say("not known")
	case sw.Expected.Never:
		return l.say("never")
	}
	return l.say("at most %s", l.secs(sw.Bound()))
}

// expected writes what the configuration let expect beside what was measured.
func expected(p *page, sw *incident.Stopwatch) {
	p.para("### Expected and measured")
	v := p.detection(sw)
	rows := [][]string{{p.say("detected (T2 - T0)"), p.bound(sw), v.word, orDash(v.judge)}, p.upAgain(sw)}
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
func (l Lang) upAgain(sw *incident.Stopwatch) []string {
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
