package section

import (
	"hadash/incident/stopwatch"
	"hadash/report"
	"hadash/report/markdown"
)

// Outages lists what failed though nobody made it fail here: when, what, for how long, and what users felt, by whom.
func Outages(p *markdown.Page, all []stopwatch.Stopwatch) {
	var rows [][]string
	for i := range all {
		sw := &all[i]
		if !sw.Kind.Found() {
			continue
		}
		c := sw.Felt.Clients()
		failed, witness := "-", "-"
		if c.Known() {
			failed, witness = report.Failed(c), p.Say(c.Witness())
		}
		rows = append(rows, []string{p.Clock(report.Begun(sw)), sw.Target, p.Tell(sw.Past()), lasted(p, sw), failed, p.Longest(c), witness})
	}
	if len(rows) == 0 {
		return
	}
	p.Head(2, report.HeadOutages)
	p.Table([]string{"time", "what", "how", "how long", "failed", "slowest request", "witness"}, []bool{3: true, 4: true, 5: true, 6: false}, rows)
}

// lasted is how long an outage took.
func lasted(p *markdown.Page, sw *stopwatch.Stopwatch) string {
	if d, ok := sw.Since(stopwatch.Back); ok {
		text := p.Secs(d)
		if sw.Flaps > 0 {
			text += ", " + p.Many(int64(sw.Flaps), "down again once", "down again %s times")
		}
		return text
	}
	switch {
	case sw.Moments[stopwatch.Back].Seen() || sw.SinceBefore():
		return p.Say("not known")
	case sw.Moments[stopwatch.Healed].Seen():
		return p.Say("not seen back")
	}
	return p.Say("still open")
}
