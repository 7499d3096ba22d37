package section

import (
	"cmp"
	"slices"
	"strings"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/record"
	"hadash/record/probe"
	"hadash/report"
	"hadash/report/markdown"
)

// besideProbe says whether a probe and the log of the first balancer agree.
func besideProbe(p *markdown.Page, f *clients.Felt, over bool) {
	log := f.Logged()
	if f.Clients().By != event.ByProbe {
		p.Linef("Others sent requests besides the probe: its own are in its column, and are not the figures of all users.")
		return
	}
	switch {
	case !log.Known() || !log.Asked():
		p.Linef("The probe speaks for the users: nobody else counted them.")
		return
	case !over:
		p.Linef("The probe speaks for the users: nobody else sent requests.")
		return
	}
	apart := max(f.Probe.Requests-log.Requests, log.Requests-f.Probe.Requests)
	switch {
	case f.Probe.Failed != log.Failed:
		p.Linef("**The two witnesses do not agree: %s failed by the probe's record, %s by the balancer's log.** "+
			"A request that did not reach the balancer, or was not answered in time, failed only for the probe.", report.Count(int64(f.Probe.Failed)), report.Count(int64(log.Failed)))
	case apart == 0:
		p.Linef("The two witnesses agree.")
	default:
		p.Linef("The two witnesses agree on how many failed. Their requests differ by %s (%s): the probe counts whole seconds, the balancer single requests.",
			report.Count(int64(apart)), report.Share(100*float64(apart)/float64(max(f.Probe.Requests, log.Requests))))
	}
}

// Probes writes what each probe recorded since watching began, a column each.
func Probes(p *markdown.Page, f *incident.Frame) {
	if len(f.Probes) == 0 {
		return
	}
	p.Head(2, report.HeadProbes)
	head := []string{""}
	rows := make([][]string, 9)
	for i, label := range []string{"target", "sent", "requests", "failed", "first failed", "last failed", "p50 / p95 / p99", "slowest", "answered by"} {
		rows[i] = []string{p.Say(label)}
	}
	add := func(i int, text string) { rows[i] = append(rows[i], text) }
	for i := range f.Probes {
		x := &f.Probes[i]
		head = append(head, markdown.Escape(x.Node))
		target, rate := "-", "-"
		if n := f.Node(x.Node); n != nil {
			if t, err := probe.Parse(n.Status); err == nil {
				target = record.Clean(t.String()) // a table escapes its cells
			}
		}
		if x.Rate > 0 {
			rate = p.Say("%s/s, timeout %s", report.Count(int64(x.Rate)), p.Wait(x.Timeout))
		}
		c, first, last := x.Clients(), "-", "-"
		if !x.FirstFailed.IsZero() {
			first, last = p.Clock(x.FirstFailed), p.Clock(x.LastFailed)
		}
		times := "-"
		if s := x.Total; s.Requests > 0 {
			times = p.Wait(s.P50) + " / " + p.Wait(s.P95) + " / " + p.Wait(s.P99)
		}
		add(0, target)
		add(1, rate)
		add(2, countOf(c, c.Requests, c.Counted))
		add(3, failed(c))
		add(4, first)
		add(5, last)
		add(6, times)
		add(7, p.Longest(c))
		add(8, answerers(p, x))
	}
	p.Table(head, nil, rows)
	for i := range f.Probes {
		if n := f.Probes[i].NotSent; n > 0 {
			p.Line(p.Many(int64(n), "1 request was left out, because too many were without an answer.", "%s requests were left out, because too many were without an answer."))
			p.Line("")
		}
	}
}

// answerers are who answered a probe, by a header of the answers.
func answerers(p *markdown.Page, x *clients.Probed) string {
	all := slices.Clone(x.By)
	slices.SortStableFunc(all, func(a, b record.Answerer) int { return cmp.Compare(b.Requests, a.Requests) })
	var words []string
	for _, b := range all {
		if b.Name != "" {
			words = append(words, b.Name+" "+report.Count(int64(b.Requests)))
		}
	}
	if x.OtherNames > 0 {
		words = append(words, p.Say("others %s", report.Count(int64(x.OtherNames))))
	}
	if len(words) == 0 {
		return "-"
	}
	return strings.Join(words, ", ")
}
