package report

import (
	"cmp"
	"fmt"
	"slices"

	"hadash/incident"
)

// load writes k6's own sums, which count from the start of its run.
func (s Snapshot) load(p *page) {
	l := s.Frame.Load
	if l.K6 == nil && l.Failed == 0 && l.Slowest == 0 && len(l.Seconds) == 0 {
		return
	}
	p.line("## Load (k6)")
	p.line("")
	if l.K6 == nil {
		p.linef("It does not run now. Its log told of %s failed requests; of those it told of, the slowest took %s.",
			count(int64(l.Failed)), slowest(l))
		p.line("")
		seconds(p, l.Seconds)
		return
	}
	state := "stopped"
	if l.On {
		state = fmt.Sprintf("running, %d VUs", l.VUs)
	}
	failed := "0"
	if l.Requests > 0 {
		failed = fmt.Sprintf("%s (%.3f %%)", count(l.K6.Failed), 100*float64(l.K6.Failed)/float64(l.Requests))
	}
	d := l.Duration
	p.table([]string{"", ""}, []bool{false, true}, [][]string{
		{"state", state},
		{"http_reqs", count(l.Requests)},
		{"http_req_failed", failed},
		{"checks passed", fmt.Sprintf("%.2f %%", 100*l.Checks)},
		{"iterations", count(l.Iters)},
		{"slow or failed, the slowest by its own log", slowest(l)},
		{"http_req_duration avg", ms(d.Avg)},
		{"http_req_duration med", ms(d.Med)},
		{"http_req_duration p(90)", ms(d.P90)},
		{"http_req_duration p(95)", ms(d.P95)},
		{"http_req_duration max", ms(d.Max)},
	})
	seconds(p, l.Seconds)
}

// seconds writes the clients' last second beside their worst; a script that keeps no record has none.
func seconds(p *page, all []incident.Second) {
	if len(all) == 0 {
		return
	}
	row := func(name string, s incident.Second) []string {
		return []string{name, p.clock(s.At), count(int64(s.Requests)), count(int64(s.Failed)), wait(s.P50), wait(s.P95), wait(s.P99), wait(s.Max)}
	}
	worst := slices.MaxFunc(all, func(a, b incident.Second) int { return cmp.Compare(a.P99, b.P99) })
	p.table([]string{"second", "from", "requests", "failed", "p50", "p95", "p99", "max"},
		[]bool{false, false, true, true, true, true, true, true},
		[][]string{row("last", all[len(all)-1]), row("worst p99 of "+count(int64(len(all))), worst)})
}

// slowest is what the load script's own log lines told while hadash watched.
func slowest(l incident.Load) string {
	if l.Slowest == 0 {
		return "none"
	}
	return ms(l.Slowest)
}
