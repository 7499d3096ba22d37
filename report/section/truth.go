package section

import (
	"slices"
	"strings"

	"hadash/incident"
	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
)

// Truth writes the reports of all sources on every node side by side, and their contradictions; without Docker, none of its.
func Truth(p *markdown.Page, table []incident.Truth, t *record.Topology) {
	swarm := slices.ContainsFunc(table, func(x incident.Truth) bool { return !x.Swarm.IsZero() })
	if len(table) == 0 {
		return
	}
	p.Head(2, report.HeadSources)
	head, right := []string{"node", "role", "Docker", "its health check", "taken out by hand", "the balancer", "last check", "replication", "per second", "failed"},
		[]bool{8: true, 9: true}
	if t.NoDocker {
		head, right = slices.Delete(head, 2, 4), right[2:]
	} else if swarm {
		head, right = slices.Insert(head, 3, "the swarm"), append([]bool{false}, right...)
	}
	var rows [][]string
	for _, x := range table {
		row := []string{x.Node, x.What, markdown.OrDash(x.Docker), markdown.OrDash(x.Health), markdown.OrDash(x.Admin), markdown.OrDash(x.Oper),
			markdown.OrDash(x.Check), markdown.OrDash(x.Replication), p.Rate(x.Traffic, x.Unit), share(x.Errors)}
		if t.NoDocker {
			row = slices.Delete(row, 2, 4)
		} else if swarm {
			row = slices.Insert(row, 3, markdown.OrDash(p.Tell(x.Swarm)))
		}
		rows = append(rows, row)
	}
	p.Table(head, right, rows)
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
