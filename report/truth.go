package report

import (
	"fmt"
	"strings"

	"hadash/incident"
)

// truth writes everybody's word on every node side by side, and what does not fit together.
func truth(p *page, table []incident.Truth) {
	if len(table) == 0 {
		return
	}
	p.line("## Who says what")
	p.line("")
	var rows [][]string
	for _, t := range table {
		rows = append(rows, []string{t.Node, string(t.Role), orDash(t.Docker), orDash(t.Health), orDash(t.Admin), orDash(t.Oper),
			orDash(t.Check), orDash(t.Replication), p.rate(t.Traffic, t.Unit), share(t.Errors)})
	}
	p.table([]string{"node", "role", "Docker", "its health check", "admin", "the balancer", "last check", "replication", "per second", "failed"},
		[]bool{8: true, 9: true}, rows)
	disagreements(p, table)
}

func disagreements(p *page, table []incident.Truth) {
	none := true
	for _, t := range table {
		for _, text := range t.Disagree {
			none = false
			p.linef("- **%s: %s**", escape(t.Node), escape(strings.TrimSpace(text)))
		}
	}
	if none {
		p.line("Nobody contradicts anybody.")
	}
	p.line("")
}

// share writes a part of a whole, 0..1; -1 is not known.
func share(part float64) string {
	if part < 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f %%", 100*part)
}
