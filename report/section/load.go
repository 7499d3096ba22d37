package section

import (
	"cmp"
	"slices"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/report"
	"hadash/report/markdown"
)

// Load writes k6's own sums, which count from the start of its run, beside what it sent while hadash watched.
func Load(p *markdown.Page, l incident.Load, sent clients.Clients) {
	if l.K6 == nil && !sent.Known() && len(l.Seconds) == 0 {
		return
	}
	p.Head(2, report.HeadLoad)
	if l.K6 == nil {
		if sent.Known() {
			p.Para("It does not run now. Its log has %s failed requests; the slowest request in it took %s.",
				report.Count(int64(sent.Failed)), p.Longest(sent))
		} else {
			p.Para("It does not run now.")
		}
		seconds(p, l.Seconds)
		return
	}
	state := p.Say("stopped")
	if l.On {
		state = p.Many(int64(l.VUs), "running, 1 user", "running, %s users")
	}
	failed := "-"
	if l.Requests > 0 {
		failed = report.Count(l.Failed) + " (" + report.Share(100*float64(l.Failed)/float64(l.Requests)) + ")"
	}
	d := l.Duration
	p.Table([]string{"", ""}, []bool{false, true}, [][]string{
		{p.Say("state"), state},
		{"http_reqs", report.Count(l.Requests)},
		{p.Say("http_req_failed"), failed},
		{p.Say("checks passed"), report.Share(100 * l.Checks)},
		{p.Say("iterations"), report.Count(l.Iters)},
		{p.Say("slow or failed, the slowest by its own log"), p.Longest(sent)},
		{"http_req_duration avg", p.Wait(d.Avg)},
		{"http_req_duration med", p.Wait(d.Med)},
		{"http_req_duration p(90)", p.Wait(d.P90)},
		{"http_req_duration p(95)", p.Wait(d.P95)},
		{"http_req_duration max", p.Wait(d.Max)},
	})
	if sent.Counted && int64(sent.Requests) != l.Requests {
		p.Para("k6 counts from the start of its own run, and also the requests that it aborts at its end: %s of its %s requests are in the figures at the top.",
			report.Count(int64(sent.Requests)), report.Count(l.Requests))
	}
	seconds(p, l.Seconds)
}

// seconds writes the clients' last second beside their worst; a script that keeps no record has none.
func seconds(p *markdown.Page, all []clients.Second) {
	if len(all) == 0 {
		return
	}
	row := func(name string, s clients.Second) []string {
		return []string{name, p.Clock(s.At), report.Count(int64(s.Requests)), report.Count(int64(s.Failed)), p.Wait(s.P50), p.Wait(s.P95), p.Wait(s.P99), p.Wait(s.Max)}
	}
	worst := slices.MaxFunc(all, func(a, b clients.Second) int { return cmp.Compare(a.P99, b.P99) })
	p.Table([]string{"second", "from", "requests", "failed", "p50", "p95", "p99", "max"},
		[]bool{false, false, true, true, true, true, true, true},
		[][]string{row(p.Say("last"), all[len(all)-1]), row(p.Say("worst p99 of %s", report.Count(int64(len(all)))), worst)})
}
