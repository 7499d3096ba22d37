package section

import (
	"strings"

	"hadash/incident"
	"hadash/report"
	"hadash/report/markdown"
)

// Truth writes the reports of all sources on every node side by side, and their contradictions.
func Truth(p *markdown.Page, table []incident.Truth) {
	if len(table) == 0 {
		return
	}
	p.Head(2, report.HeadSources)
	var rows [][]string
	for _, t := range table {
		rows = append(rows, []string{t.Node, t.What, markdown.OrDash(t.Docker), markdown.OrDash(t.Health), markdown.OrDash(t.Admin), markdown.OrDash(t.Oper),
			markdown.OrDash(t.Check), markdown.OrDash(t.Replication), p.Rate(t.Traffic, t.Unit), share(t.Errors)})
	}
	p.Table([]string{"node", "role", "Docker", "its health check", "taken out by hand", "the balancer", "last check", "replication", "per second", "failed"},
		[]bool{8: true, 9: true}, rows)
	disagreements(p, table)
}

func disagreements(p *markdown.Page, table []incident.Truth) {
	none := true
	for _, t := range table {
		for _, says := range t.Disagree {
			none = false
			p.Linef("- **%s: %s**", markdown.Escape(t.Node), markdown.Escape(strings.TrimSpace(says.String())))
		}
	}
	if none {
		p.Line("No source contradicts another.")
	}
	p.Line("")
}

// share writes a part of a whole, 0..1; -1 is not known.
func share(part float64) string {
	if part < 0 {
		return "-"
	}
	return report.Share(100 * part)
}
