package report

import (
	"slices"

	"hadash/incident"
)

// absorbed writes the failures that no client saw.
func absorbed(p *page, sw *incident.Stopwatch) {
	p.para("### Hidden: absorbed on the way")
	h := sw.Hidden
	moved, by := count(h.NextUpstream), p.say("its access log")
	if !sw.Felt.HasAttempts && h.NextUpstream == 0 {
		moved, by = "-", p.say("nobody: no such access log was read")
	}
	rows := [][]string{
		{"HAProxy", p.say("connections retried (wretr)"), count(h.Retried), p.say("its counters")},
		{"HAProxy", p.say("moved to another server (wredis)"), count(h.Redispatched), p.say("its counters")},
		{"nginx", p.say("answered by another instance (next upstream)"), moved, by},
		{p.say("application"), p.say("reads repeated on another connection"), count(h.Repeated), p.say("its log")},
	}
	rows = slices.DeleteFunc(rows, func(r []string) bool {
		return r[0] == "HAProxy" && sw.Around.NoHAProxy || r[0] == "nginx" && sw.Around.NoNginx
	})
	p.table([]string{"who", "what", "how often", "told by"}, []bool{false, false, true, false}, rows)
	if n := sw.Beside; n > 0 {
		p.line(p.many(n, "1 more was absorbed in its time, and nothing ties it to a fault.",
			"%s more were absorbed in its time, and nothing ties them to a fault."))
		p.line("")
	}
}

// felt writes what reached the clients, by the two witnesses side by side, and where there is only
// one or none says so.
func felt(p *page, sw *incident.Stopwatch) {
	f := &sw.Felt
	p.para("### Visible: what the clients felt")
	c, log, sent := f.Sent(), f.Logged(), p.say("the load script's record")
	if c.Known() || f.HasNginx {
		rows := [][]string{
			{p.say("requests"), countOf(c, c.Requests, c.Counted), countOf(log, log.Requests, true)},
			{p.say("failed"), failed(c), countOf(log, log.Failed, true)},
			{p.say("slowest"), slowestFelt(p, c), p.longest(log)},
		}
		if c.By == incident.ByPoll {
			sent = p.say("k6's own sums")
		}
		p.table([]string{"", sent, "nginx's access log"}, []bool{false, true, true}, append(rows, worst(p, f.Worst)...))
	}
	witnesses(p, sw)
}

func countOf(c incident.Clients, n int, known bool) string {
	if !c.Known() || !known {
		return "-"
	}
	return count(int64(n))
}

func failed(c incident.Clients) string {
	if len(c.Names) == 0 {
		return countOf(c, c.Failed, true)
	}
	return count(int64(c.Failed)) + " (" + names(c.Names) + ")"
}

func slowestFelt(p *page, c incident.Clients) string {
	if _, ok := c.Longest(); !ok || c.At.IsZero() {
		return p.longest(c)
	}
	return p.longest(c) + p.say(" at %s", p.clock(c.At))
}

// worst are the rows of the second with the largest p99, which only the load script knows.
func worst(p *page, s incident.Second) [][]string {
	if s.Requests == 0 {
		return nil
	}
	return [][]string{
		{p.say("worst second"), p.say("%s, %s requests, %s failed", p.clock(s.At), count(int64(s.Requests)), count(int64(s.Failed))), "-"},
		{p.say("p50 / p95 / p99 in it"), p.wait(s.P50) + " / " + p.wait(s.P95) + " / " + p.wait(s.P99), "-"},
	}
}

// witnesses says who was there, and whether they agree.
func witnesses(p *page, sw *incident.Stopwatch) {
	f, over := &sw.Felt, sw.Done
	switch {
	case f.Requests == 0 && f.Failed > 0:
		p.linef("The load script told of its failures only: of how many requests is not known.")
	case f.Sent().By != incident.ByClient && !over:
		p.linef("The load script has not told of its time yet, or no load runs.")
	case f.Sent().By != incident.ByClient:
		p.linef("No load ran in its time, or its script keeps no record: the clients themselves say nothing.")
	}
	if f.Unread > 0 {
		p.linef("%s lines of nginx's access log could not be read: these numbers lack them.", count(int64(f.Unread)))
	}
	switch {
	case !f.HasNginx && f.Unread > 0:
	case !f.HasNginx && sw.Around.NoNginx:
	case !f.HasNginx && f.Requests > 0:
		p.linef("No line of an access log of nginx was read, though requests were sent: what it absorbed is not counted, and it is no second witness.")
	case !f.HasNginx:
		p.linef("No request was seen to come to nginx in its time: what it absorbed is not known.")
	case !f.HasAttempts:
		p.linef("nginx's access log does not name its upstreams: what it absorbed is not counted.")
	}
	if f.Blind {
		p.linef("nginx itself was broken: its log has no requests that did not come to it, and does not speak for the clients.")
	}
	switch {
	case !f.HasNginx:
	case f.Requests > 0 && f.Clients().By == incident.ByLog:
		p.linef("Others sent requests beside the load script: nginx's log, which has all of them, is the witness.")
	case f.Requests > 0 && over:
		agreement(p, f)
	case f.Requests > 0:
		p.linef("The load script's record comes some seconds after nginx's: whether they agree is seen when all is over.")
	}
	p.line("")
}

// agreement compares the two witnesses. Failures must be the same; requests may differ by what was
// under way at both ends, since the load script counts whole seconds.
func agreement(p *page, f *incident.Felt) {
	apart := max(f.Requests-f.NginxRequests, f.NginxRequests-f.Requests)
	switch {
	case f.Failed != f.NginxFailed:
		p.linef("**The two witnesses do not agree: %s failed by the load script's record, %s by nginx's access log.** "+
			"A request without an answer, or with a wrong one, failed only at the client.", count(int64(f.Failed)), count(int64(f.NginxFailed)))
	case apart > max(edge, f.Requests/10):
		p.linef("**The two witnesses do not agree: %s requests by the load script's record, %s by nginx's access log.**",
			count(int64(f.Requests)), count(int64(f.NginxRequests)))
	case apart == 0:
		p.linef("The two witnesses agree.")
	default:
		p.linef("The two witnesses agree on how many failed. Their requests differ by %s (%.1f %%): the script counts whole seconds, nginx single requests.",
			count(int64(apart)), 100*float64(apart)/float64(max(f.Requests, f.NginxRequests)))
	}
}

// edge is how many requests the witnesses may differ by, however few there were.
const edge = 50
