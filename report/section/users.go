package section

import (
	"time"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
)

// Users writes what users felt by the log or the counters of the first balancer. A load script has tables of its own.
func Users(p *markdown.Page, f *incident.Frame, span *clients.Span) {
	c := f.Clients(&span.Felt)
	if !c.Known() || c.By == event.ByClient || c.By == event.ByPoll {
		return
	}
	p.Head(2, report.HeadUsers)
	failed := report.Failed(c)
	if percent, ok := c.Share(); ok && c.Failed > 0 {
		failed += " (" + report.Share(percent) + ")"
	}
	rows := [][]string{{p.Say("source"), sourceOf(p, c)}, {p.Say("requests"), report.Count(int64(c.Requests))}, {p.Say("failed"), failed}}
	if c.Left > 0 {
		rows = append(rows, []string{p.Say("given up by the client"), p.Say("%s, which are not among the failed", report.Count(int64(c.Left)))})
	}
	rows = append(rows, firstAndLast(p, f, span, c)...)
	slowest := p.Longest(c)
	if hint := untimed(p, c); hint != "" {
		slowest = hint
	}
	rows = append(rows, []string{p.Say("slowest"), slowest})
	for _, row := range worst(p, span.Felt.WorstSecond()) {
		rows = append(rows, row[:2])
	}
	p.Table([]string{"", ""}, nil, rows)
	p.Line(what(p, c))
	p.Line("")
}

func sourceOf(p *markdown.Page, c clients.Clients) string {
	switch {
	case c.By == event.ByCounters:
		return p.Say("HAProxy's counters")
	case c.By == event.ByProbe:
		return p.Say("the probe's record")
	case c.Log == record.KindHAProxy:
		return p.Say("HAProxy's HTTP log")
	}
	return p.Say("nginx's access log")
}

// firstAndLast are when the first and the last request failed. Those of a drill are not kept apart from the rest.
func firstAndLast(p *markdown.Page, f *incident.Frame, span *clients.Span, c clients.Clients) (rows [][]string) {
	first, last := f.FirstFailed, f.LastFailed
	if c.Failed == 0 || first.IsZero() || !within(span, first) || !within(span, last) {
		return nil
	}
	late := ""
	if c.By == event.ByCounters {
		late = p.Say(", seen by polling")
	}
	return [][]string{{p.Say("first failed"), p.Clock(first) + late}, {p.Say("last failed"), p.Clock(last) + late}}
}

func within(span *clients.Span, at time.Time) bool { return !span.Began() || span.Covers(at) }

// untimed says why it is not known how long requests took, and what would tell; "" if it is known.
func untimed(p *markdown.Page, c clients.Clients) string {
	switch {
	case c.By == event.ByCounters:
		return p.Say("not known: HAProxy's log with option httplog would tell")
	case c.Untimed && c.Log == record.KindNginx:
		return p.Say("not known: $request_time in nginx's log_format would tell")
	case c.Untimed:
		return p.Say("not known: %%Ta in HAProxy's log-format would tell")
	}
	return ""
}

// what says what counts as failed.
func what(p *markdown.Page, c clients.Clients) string {
	switch {
	case c.By == event.ByCounters:
		return p.Say("An answer of 5xx counts as failed; requests without an answer are not among these.")
	case c.By == event.ByProbe:
		return p.Say("A request of the probe that got no answer in time, or another than it expects, counts as failed. Requests of others are not among these.")
	case c.Log == record.KindHAProxy:
		return p.Say("An answer of 5xx, none, or a part of one counts as failed. A request that the client gave up does not: HAProxy notices one early only with option abortonclose.")
	}
	return p.Say("An answer of 5xx counts as failed. A request that the client gave up (499) does not: nginx cannot know why.")
}
