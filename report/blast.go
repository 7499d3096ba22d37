package report

import "hadash/incident"

// blast writes what else the fault hit at HAProxy.
func blast(p *page, sw *incident.Stopwatch) {
	b := sw.Blast
	p.para("### Blast radius at HAProxy")
	p.table([]string{"sessions cut", "refused", "left hanging, at most", "requeued", "most queued at once"}, []bool{true, true, true, true, true},
		[][]string{{count(int64(b.Cut)), count(int64(b.Refused)), count(int64(b.Hanging)), count(int64(b.Requeued)), count(int64(b.Queued))}})
	if len(b.Endings) == 0 {
		p.para("HAProxy's log told of no abnormal termination state.")
		return
	}
	var rows [][]string
	for _, state := range sortedEndings(b.Endings) {
		rows = append(rows, []string{state, count(int64(b.Endings[state])), p.tell(incident.Ending(state))})
	}
	p.table([]string{"termination state", "sessions", "meaning"}, []bool{false, true, false}, rows)
}
