package section

import (
	"maps"
	"slices"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/report"
	"hadash/report/markdown"
)

// absorbed writes the failures that no client saw.
func absorbed(p *markdown.Page, sw *stopwatch.Stopwatch) {
	p.Head(3, report.HeadAbsorbed)
	h, counted := sw.Hidden, sw.Counted()
	row := func(who, what string, n int64, by, nobody string, counts bool) []string {
		if !clients.Known(n, counts) {
			by = nobody
		}
		return []string{who, what, report.IfCounted(n, counts), by}
	}
	counters, unread := p.Say("its counters"), p.Say("its page was not read")
	rows := [][]string{
		row("HAProxy", p.Say("connections retried (wretr)"), h.Retried, counters, unread, counted.HAProxy),
		row("HAProxy", p.Say("moved to another server (wredis)"), h.Redispatched, counters, unread, counted.HAProxy),
		row("HAProxy", p.Say("of those sessions, reached a server"), h.Sessions().Most, settledBy(p, h), unread, counted.HAProxy),
		row("nginx", p.Say("answered by another instance (next upstream)"), h.NextUpstream, p.Say("its access log"), p.Say("no such access log was read"), counted.Nginx),
		row(p.Say("application"), p.Say("reads repeated on another connection"), h.Repeated, p.Say("its log"), p.Say("no log of it has them"), counted.App),
	}
	if h.Tries() > 0 {
		rows[2][2] = report.Absorbed{Range: h.Sessions(), Known: true}.Text()
	} else {
		rows = slices.Delete(rows, 2, 3)
	}
	rows = slices.DeleteFunc(rows, func(r []string) bool {
		return r[0] == "HAProxy" && sw.Around.NoHAProxy || r[0] == "nginx" && sw.Around.NoNginx || r[0] == p.Say("application") && sw.Around.NoApp
	})
	p.Table([]string{"who", "what", "how often", "source"}, []bool{false, false, true, false}, rows)
	triedAt(p, sw)
	rescuedBy(p, sw)
	if n := sw.Beside; n > 0 {
		p.Line(p.Many(n, "1 more was absorbed during the fault; nothing ties it to a fault.",
			"%s more were absorbed during the fault; nothing ties them to a fault."))
		p.Line("")
	}
}

// triedAt tells several HAProxies apart: what each tried again, and what it gave up.
func triedAt(p *markdown.Page, sw *stopwatch.Stopwatch) {
	var rows [][]string
	for _, balancer := range sw.TriedAt() {
		t := sw.TriesAt(balancer)
		rows = append(rows, []string{balancer, report.Count(t.Retried), report.Count(t.Redispatched), report.Count(t.GaveUp)})
	}
	if len(rows) > 0 {
		p.Table([]string{"HAProxy", "connections retried (wretr)", "moved to another server (wredis)", "gave up (econ)"}, []bool{false, true, true, true}, rows)
	}
}

// rescuedBy tells several nginxes apart: how many requests each gave to another instance.
func rescuedBy(p *markdown.Page, sw *stopwatch.Stopwatch) {
	var rows [][]string
	for _, nginx := range slices.Sorted(maps.Keys(sw.Rescued)) {
		rows = append(rows, []string{nginx, report.Count(sw.Rescued[nginx])})
	}
	if len(rows) > 0 {
		p.Table([]string{"nginx", "answered by another instance (next upstream)"}, []bool{false, true}, rows)
	}
}

// settledBy is the source that tells which sessions a further try saved.
func settledBy(p *markdown.Page, h clients.Hidden) string {
	if !h.Sessions().Exact() {
		return p.Say("its log has not the end of all of them")
	}
	return p.Say("its log")
}

// felt writes the failures of the clients, by the two witnesses side by side, and
// says so if there is only one or none.
func felt(p *markdown.Page, sw *stopwatch.Stopwatch) {
	f := &sw.Felt
	p.Head(3, report.HeadFailed)
	c, log, sent, own := f.Sent(), f.Logged(), p.Say("the load script's record"), f.Worst
	if !c.Known() && f.Probe.Any() {
		c, sent, own = f.Probed(), p.Say("the probe's record"), f.Probe.Worst
	}
	if c.Known() || f.HasNginx {
		rows := [][]string{
			{p.Say("requests"), countOf(c, c.Requests, c.Counted), countOf(log, log.Requests, true)},
			{p.Say("failed"), failed(c), failed(log)},
			{p.Say("slowest"), slowestFelt(p, c), p.Longest(log)},
		}
		if c.By == event.ByPoll {
			sent = p.Say("k6's own sums")
		}
		logged := worst(p, own)
		for i, row := range worst(p, f.LogWorst) {
			if i < len(logged) {
				logged[i][2] = row[1]
			} else {
				logged = append(logged, []string{row[0], "-", row[1]})
			}
		}
		rows = append(rows, logged...)
		head := []string{"", sent, clients.LogOf(f.Log)}
		switch { // a column of dashes says nothing
		case !c.Known() && sw.Around.NoLoad:
			head = slices.Delete(head, 1, 2)
			for i := range rows {
				rows[i] = slices.Delete(rows[i], 1, 2)
			}
		case !log.Known() && sw.Around.NoNginx:
			head = head[:2]
			for i := range rows {
				rows[i] = rows[i][:2]
			}
		}
		p.Table(head, []bool{false, true, true}, rows)
		if log.Left > 0 {
			p.Linef("%s requests were given up by the client, and are not among the failed.", report.Count(int64(log.Left)))
		}
	}
	if counted := f.Clients(); counted.By == event.ByCounters {
		p.Linef("By HAProxy's counters %s of %s requests were answered 5xx; those without an answer are not among them.", failed(counted), report.Count(int64(counted.Requests)))
	}
	witnesses(p, sw)
}

func countOf(c clients.Clients, n int, known bool) string {
	if !c.Known() || !known {
		return "-"
	}
	return report.Count(int64(n))
}

func failed(c clients.Clients) string {
	if !c.Known() {
		return "-"
	}
	if len(c.Names) == 0 {
		return report.Failed(c)
	}
	return report.Failed(c) + " (" + report.ByName(c.Names) + ")"
}

func slowestFelt(p *markdown.Page, c clients.Clients) string {
	if _, ok := c.Longest(); !ok || c.At.IsZero() {
		return p.Longest(c)
	}
	return p.Longest(c) + p.Say(" at %s", p.Clock(c.At))
}

// worst are the rows of the second with the largest p99, by one witness.
func worst(p *markdown.Page, s clients.Second) [][]string {
	if s.Requests == 0 {
		return nil
	}
	if s.Requests == 1 { // it has no percentiles
		return [][]string{{p.Say("worst second"), p.Say("%s, 1 request, %s failed, it took %s", p.Clock(s.At), report.Count(int64(s.Failed)), p.Wait(s.Max)), "-"}}
	}
	return [][]string{
		{p.Say("worst second"), p.Say("%s, %s requests, %s failed", p.Clock(s.At), report.Count(int64(s.Requests)), report.Count(int64(s.Failed))), "-"},
		{p.Say("p50 / p95 / p99 in it"), p.Wait(s.P50) + " / " + p.Wait(s.P95) + " / " + p.Wait(s.P99), "-"},
	}
}

// witnesses names the witnesses, and says whether they agree.
func witnesses(p *markdown.Page, sw *stopwatch.Stopwatch) {
	f, over := &sw.Felt, sw.Done
	switch {
	case sw.Around.NoLoad, f.Probe.Any() && !f.Sent().Known():
	case f.Requests == 0 && f.Failed > 0:
		p.Linef("The load script reported only failures: the number of requests is not known.")
	case f.Sent().By != event.ByClient && !over:
		p.Linef("The load script has not reported this time yet, or no load runs.")
	case f.Sent().By != event.ByClient:
		p.Linef("No load ran during the fault, or its script keeps no record: there is no record of the users themselves.")
	}
	if f.Unread > 0 {
		if f.HAProxyLogged() {
			p.Linef("%s lines of HAProxy's log could not be read and are not in these numbers.", report.Count(int64(f.Unread)))
		} else {
			p.Linef("%s lines of nginx's access log could not be read and are not in these numbers.", report.Count(int64(f.Unread)))
		}
	}
	switch {
	case f.HAProxyLogged() && f.Clients().By == event.ByProbe:
	case f.HAProxyLogged():
		p.Linef("HAProxy's HTTP log speaks for the users: an answer of 5xx, none, or a part of one counts as failed.")
	case !f.HasNginx && f.Unread > 0:
	case !f.HasNginx && sw.Around.NoNginx:
	case !f.HasNginx && (f.Requests > 0 || f.Probe.Any()):
		p.Linef("No line of an access log of nginx was read, though requests were sent: what it absorbed is not counted, and it is no second witness.")
	case !f.HasNginx:
		p.Linef("No request to nginx was seen during the fault: what it absorbed is not known.")
	case !f.HasAttempts:
		p.Linef("nginx's access log does not name its upstreams: what it absorbed is not counted.")
	}
	switch {
	case f.Blind && !f.HasNginx, f.Blind && f.HAProxyLogged():
		p.Linef("The balancer itself was broken: its log lacks the requests that did not reach it, and does not speak for the users.")
	case f.Blind:
		p.Linef("nginx itself was broken: its log lacks the requests that did not reach it, and does not speak for the users.")
	}
	switch {
	case f.Probe.Any() && !f.Sent().Known():
		besideProbe(p, f, over)
	case !f.HasNginx:
	case f.HAProxyLogged():
	case f.Requests > 0 && f.Clients().By == event.ByLog:
		p.Linef("Others sent requests besides the load script: nginx's log, which has all of them, is the witness.")
	case f.Requests > 0 && over:
		agreement(p, f)
	case f.Requests > 0:
		p.Linef("The load script's record lags some seconds behind nginx's: whether they agree is known when both are complete.")
	}
	p.Line("")
}

// agreement compares the two witnesses. Failures must be the same; requests may differ by what was
// under way at both ends, since the load script counts whole seconds.
func agreement(p *markdown.Page, f *clients.Felt) {
	apart := max(f.Requests-f.NginxRequests, f.NginxRequests-f.Requests)
	switch {
	case f.Failed != f.NginxFailed:
		p.Linef("**The two witnesses do not agree: %s failed by the load script's record, %s by nginx's access log.** "+
			"A request without an answer, or with a wrong one, failed only for the user.", report.Count(int64(f.Failed)), report.Count(int64(f.NginxFailed)))
	case apart > max(edge, f.Requests/10):
		p.Linef("**The two witnesses do not agree: %s requests by the load script's record, %s by nginx's access log.**",
			report.Count(int64(f.Requests)), report.Count(int64(f.NginxRequests)))
	case apart == 0:
		p.Linef("The two witnesses agree.")
	default:
		p.Linef("The two witnesses agree on how many failed. Their requests differ by %s (%s): the script counts whole seconds, nginx single requests.",
			report.Count(int64(apart)), report.Share(100*float64(apart)/float64(max(f.Requests, f.NginxRequests))))
	}
}

// edge is a difference that is always allowed between the witnesses.
const edge = 50
