package section

import (
	"hadash/incident"
	"hadash/report"
	"hadash/report/markdown"
)

// Unread are the rows of the lines that no sum includes, and of what was read less often than was asked for.
func Unread(p *markdown.Page, f *incident.Frame) (rows [][]string) {
	for i := range f.Topology.Nodes {
		n := &f.Topology.Nodes[i]
		of := f.UnreadOf[n.Name]
		if of.Lines == 0 {
			continue
		}
		name := p.Say("access lines not read")
		if len(f.UnreadOf) > 1 {
			name += " (" + n.Name + ")"
		}
		rows = append(rows, []string{name, p.Say("%s, in no number here; the last of them: %s", report.Count(int64(of.Lines)), p.Quote(of.Why))})
	}
	if rarely, is := f.WasRarely(); is {
		rows = append(rows, []string{p.Say("read"), markdown.Escape(p.Tell(rarely))})
	}
	return rows
}
