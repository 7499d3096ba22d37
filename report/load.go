package report

import (
	"cmp"
	"fmt"
	"slices"

	"hadash/incident"
)

// load writes k6's own sums, which count from the start of its run, beside what it sent while hadash watched.
func load(p *page, l incident.Load, sent incident.Clients) {
	if l.K6 == nil && !sent.Known() && len(l.Seconds) == 0 {
		return
	}
	p.para("## Load (k6)")
	if l.K6 == nil {
		p.para("It does not run now. Its log told of %s failed requests; of those it told of, the slowest took %s.",
			count(int64(sent.Failed)), p.longest(sent))
		seconds(p, l.Seconds)
		return
	}
	state := p.say("stopped")
	if l.On {
		state = p.say("running, %d VUs", l.VUs)
	}
	failed := "-"
	if l.Requests > 0 {
		failed = fmt.Sprintf("%s (%.3f %%)", count(l.Failed), 100*float64(l.Failed)/float64(l.Requests))
	}
	d := l.Duration
	p.table([]string{"", ""}, []bool{false, true}, [][]string{
		{p.say("state"), state},
		{"http_reqs", count(l.Requests)},
		{p.say("http_req_failed"), failed},
		{p.say("checks passed"), fmt.Sprintf("%.2f %%", 100*l.Checks)},
		{p.say("iterations"), count(l.Iters)},
		{p.say("slow or failed, the slowest by its own log"), p.longest(sent)},
		{"http_req_duration avg", p.ms(d.Avg)},
		{"http_req_duration med", p.ms(d.Med)},
		{"http_req_duration p(90)", p.ms(d.P90)},
		{"http_req_duration p(95)", p.ms(d.P95)},
		{"http_req_duration max", p.ms(d.Max)},
	})
	if sent.Counted && int64(sent.Requests) != l.Requests {
		p.para("k6 counts from the start of its own run, and what it broke off itself at its end: %s of its %s requests are those of the figures at the top.",
			count(int64(sent.Requests)), count(l.Requests))
	}
	seconds(p, l.Seconds)
}

// seconds writes the clients' last second beside their worst; a script that keeps no record has none.
func seconds(p *page, all []incident.Second) {
	if len(all) == 0 {
		return
	}
	row := func(name string, s incident.Second) []string {
		return []string{name, p.clock(s.At), count(int64(s.Requests)), count(int64(s.Failed)), p.wait(s.P50), p.wait(s.P95), p.wait(s.P99), p.wait(s.Max)}
	}
	worst := slices.MaxFunc(all, func(a, b incident.Second) int { return cmp.Compare(a.P99, b.P99) })
	p.table([]string{"second", "from", "requests", "failed", "p50", "p95", "p99", "max"},
		[]bool{false, false, true, true, true, true, true, true},
		[][]string{row(p.say("last"), all[len(all)-1]), row(p.say("worst p99 of %s", count(int64(len(all)))), worst)})
}
