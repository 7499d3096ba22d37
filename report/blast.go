package report

import (
	"maps"
	"slices"

	"hadash/incident"
)

// blast writes what else the fault hit at HAProxy.
func blast(p *page, sw *incident.Stopwatch) {
	b := sw.Blast
	if sw.Around.NoHAProxy {
		return
	}
	said := func(n int) string { // by its log
		if !sw.Around.Log && n == 0 {
			return "-"
		}
		return count(int64(n))
	}
	p.para("### Blast radius at HAProxy")
	p.table([]string{"sessions cut", "refused", "left hanging, at most", "requeued", "most queued at once"}, []bool{true, true, true, true, true},
		[][]string{{said(b.Cut), said(b.Refused), count(int64(b.Hanging)), said(b.Requeued), count(int64(b.Queued))}})
	switch {
	case len(b.Endings) > 0:
	case sw.Around.Sessions:
		p.para("HAProxy's log told of no abnormal termination state.")
		return
	case sw.Around.Log:
		p.para("HAProxy's log told of no session that ended in its time.")
		return
	default:
		p.para("No session was read in HAProxy's log: how they ended is not known.")
		return
	}
	var rows [][]string
	for _, state := range slices.Sorted(maps.Keys(b.Endings)) {
		rows = append(rows, []string{state, count(int64(b.Endings[state])), p.tell(incident.Ending(state))})
	}
	p.table([]string{"termination state", "sessions", "meaning"}, []bool{false, true, false}, rows)
}
