package section

import (
	"hadash/report"
	"hadash/report/markdown"
)

// Shared lists the times in which several nodes had one address at once.
func Shared(p *markdown.Page, all []report.Shared) {
	if len(all) == 0 {
		return
	}
	var rows [][]string
	for _, x := range all {
		long := p.Say("still open")
		if !x.To.IsZero() {
			long = p.Secs(x.To.Sub(x.From))
		}
		if x.AtLeast {
			long = "≥ " + long
		}
		rows = append(rows, []string{p.Clock(x.From), long, p.Tell(x.Says)})
	}
	p.Head(2, report.HeadShared)
	p.Table([]string{"time", "how long", "what"}, []bool{1: true, 2: false}, rows)
}
