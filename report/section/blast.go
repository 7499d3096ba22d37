package section

import (
	"maps"
	"slices"

	"hadash/incident/stopwatch"
	"hadash/report"
	"hadash/report/markdown"
	"hadash/wording"
)

// blast writes the other effects of the fault at HAProxy.
func blast(p *markdown.Page, sw *stopwatch.Stopwatch) {
	b := sw.Blast
	if sw.Around.NoHAProxy {
		return
	}
	said := func(n int) string { // by its log
		if !sw.Around.Log && n == 0 {
			return "-"
		}
		return report.Count(int64(n))
	}
	counted := func(n int) string { // by its page
		if !sw.HAProxyCounts() && n == 0 {
			return "-"
		}
		return report.Count(int64(n))
	}
	p.Head(3, report.HeadSessions)
	p.Table([]string{"sessions cut", "refused", "left hanging, at most", "requeued", "most queued at once"}, []bool{true, true, true, true, true},
		[][]string{{said(b.Cut), said(b.Refused), counted(b.Hanging), said(b.Requeued), counted(b.Queued)}})
	switch {
	case len(b.Endings) > 0:
	case sw.Around.Sessions:
		p.Para("HAProxy's log has no abnormal termination state.")
		return
	case sw.Around.Log:
		p.Para("HAProxy's log has no session that ended during the fault.")
		return
	default:
		p.Para("No session was read in HAProxy's log: how they ended is not known.")
		return
	}
	var rows [][]string
	for _, state := range slices.Sorted(maps.Keys(b.Endings)) {
		rows = append(rows, []string{state, report.Count(int64(b.Endings[state])), p.Tell(wording.Ending(state))})
	}
	p.Table([]string{"termination state", "sessions", "meaning"}, []bool{false, true, false}, rows)
}
