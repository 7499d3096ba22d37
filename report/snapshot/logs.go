package snapshot

import (
	"fmt"
	"slices"
	"time"

	"hadash/incident/event"
	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
)

const (
	before   = 2 * time.Second  // of a fault whose log lines are shown
	behind   = 20 * time.Second // after it
	maxLines = 60
)

// logs writes what HAProxy and nginx (and whatever broke) logged around each fault.
func (s Snapshot) logs(p *markdown.Page) {
	said := false
	for _, e := range s.Frame.Timeline {
		if e.Kind != event.KindFault {
			continue
		}
		if !said {
			p.Head(2, report.HeadLogs)
			said = true
		}
		p.HeadText(3, markdown.Escape(e.Says.String())+", "+p.Clock(e.At))
		lines, more := s.around(p, e)
		if len(lines) == 0 {
			p.Para("No log lines except plain traffic.")
			continue
		}
		p.Code("text", lines)
		if more > 0 {
			p.Para("and %d lines more.", more)
		}
	}
}

// around is the notable lines near an event, oldest first (they came in batches, one container after the other), and how many more there were.
func (s Snapshot) around(p *markdown.Page, e event.Event) (lines []string, more int) {
	kinds := map[string]record.Kind{}
	for _, n := range s.Frame.Topology.Nodes {
		kinds[n.Name] = n.Software()
	}
	for _, l := range inTime(s.Frame.Notable) {
		if l.At.Before(e.At.Add(-before)) || l.At.After(e.At.Add(behind)) {
			continue
		}
		if l.Node != e.Node && !speaks(kinds[l.Node], l) {
			continue
		}
		if len(lines) >= maxLines {
			more++
			continue
		}
		lines = append(lines, fmt.Sprintf("%s %-8s %s", p.Clock(l.At), l.Node, l.Text))
	}
	return lines, more
}

// inTime are lines sorted by time.
func inTime(lines []*record.Line) []*record.Line {
	return slices.SortedStableFunc(slices.Values(lines), func(a, b *record.Line) int { return a.At.Compare(b.At) })
}

// speaks reports whether a line can be about another node: those of the balancers can, and the warnings of
// the applications, which say which reads they repeated.
func speaks(k record.Kind, l *record.Line) bool {
	return k.Balances() || k == record.KindHTTP && !l.Minor
}

// configs writes the configurations in force, without their secrets.
func (s Snapshot) configs(p *markdown.Page) {
	if len(s.Configs) == 0 {
		return
	}
	p.Head(2, report.HeadConfigs)
	for _, c := range s.Configs {
		p.HeadText(3, markdown.Escape(c.Node)+": "+markdown.Escape(c.Path))
		if c.Err != "" {
			p.Para("Not read: %s", markdown.Escape(c.Err))
			continue
		}
		p.Code("", markdown.FileLines(c.Text))
	}
}
