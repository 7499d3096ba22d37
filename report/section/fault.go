// Package section has the parts that several documents share: a fault, nginx, HAProxy's tables, the load, the truth
// table.
package section

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
)

// WriteFault writes one fault as a section of GitHub-flavoured markdown: the verdict in words, its
// moments, expected against measured, failed and absorbed requests, the sessions and the lines it was
// read from. Times are shown in zone; nil is UTC. Its only errors are w's.
func WriteFault(w io.Writer, sw *stopwatch.Stopwatch, zone *time.Location) error {
	if zone == nil {
		zone = time.UTC
	}
	p := markdown.New(w, report.English, zone)
	Fault(p, sw)
	return p.Flush()
}

// Fault is the section of one fault: first the verdict, then its evidence.
func Fault(p *markdown.Page, sw *stopwatch.Stopwatch) {
	title := p.Say("Fault: %s", p.Broken(sw))
	if sw.Kind.Found() {
		title = p.Say("Outage: %s", p.Broken(sw))
	}
	p.HeadText(2, markdown.Escape(title)+", "+p.Clock(report.Begun(sw)))
	p.Line("**" + markdown.Escape(p.Verdict(sw)) + "**")
	p.Line("")
	findings(p, sw)
	moments(p, sw)
	felt(p, sw)
	absorbed(p, sw)
	expected(p, sw)
	blast(p, sw)
	evidence(p, sw)
}

// findings are what to know before the numbers. The verdict on an undetected fault
// has the first one already.
func findings(p *markdown.Page, sw *stopwatch.Stopwatch) {
	var all []string
	for _, finding := range sw.Findings {
		all = append(all, strings.TrimSpace(p.Tell(finding)))
	}
	if sw.Undetected() && len(all) > 0 {
		all = all[1:]
	}
	if sw.Kind.Found() && sw.Outage.Shape == stopwatch.GroupDown {
		all = append([]string{p.Tell(sw.Outage.Names())}, all...)
	}
	if sw.Flaps > 0 {
		all = append(all, p.Many(int64(sw.Flaps), "taken out again once after it had been UP", "taken out again %s times after it had been UP"))
	}
	if len(sw.Overlaps) > 0 {
		all = append(all, p.Say("also open at that time: %s; the costs of each cannot be separated", strings.Join(sw.Overlaps, ", ")))
	}
	for _, text := range all {
		p.Line("- **" + markdown.Escape(text) + "**")
	}
	if len(all) > 0 {
		p.Line("")
	}
}

// maxShown is how many lines of it are shown.
const maxShown = 60

// moments are T0..T6; one that was not seen says why.
func moments(p *markdown.Page, sw *stopwatch.Stopwatch) {
	var rows [][]string
	for _, stage := range stopwatch.Stages() {
		m := sw.Moments[stage]
		if stage == stopwatch.Healed && sw.Kind.Found() {
			m = stopwatch.Moment{}
		}
		after, by := "-", p.Tell(m.Precision())
		if d, ok := sw.Since(stage); ok && m.Seen() {
			after = p.Apart(d)
		}
		if !m.Seen() {
			by = unseen(p.Lang, sw, stage)
		}
		meaning := p.Meaning(stage)
		if stage == stopwatch.Injected && sw.Kind.Found() {
			meaning = p.Say("began")
		}
		rows = append(rows, []string{stage.Name(), meaning, p.Clock(m.At), after, by, markdown.OrDash(p.Tell(m.Says))})
	}
	p.Table([]string{"moment", "meaning", "time", "after the fault", "seen by", "what was seen"},
		[]bool{false, false, false, true}, rows)
}

// unseen says why a moment has no time: it may be still to come, have been missed, or have no witness.
func unseen(l report.Lang, sw *stopwatch.Stopwatch, stage stopwatch.Stage) string {
	healed := sw.Moments[stopwatch.Healed].Seen()
	switch stage {
	case stopwatch.Detected:
		return l.Detection(sw).Word
	case stopwatch.FirstFailed, stopwatch.LastFailed:
		if c := sw.Felt.Clients(); c.Known() && c.Failed == 0 {
			return l.Say("no request failed")
		}
		return l.Say("not known")
	case stopwatch.Healed:
		if sw.Kind.Found() && healed {
			return l.Say("not known: nobody healed it here")
		}
		if !sw.Done {
			return l.Say("still open")
		}
	case stopwatch.Back:
		switch {
		case sw.Awaited():
			return l.Say("not yet")
		case healed && (sw.Bygone() || sw.Unreported):
			return l.Say("not known")
		}
	}
	return l.Say("not seen")
}

// evidence are the lines that all this was read from.
func evidence(p *markdown.Page, sw *stopwatch.Stopwatch) {
	if len(sw.Evidence) == 0 {
		return
	}
	p.Head(3, report.HeadEvidence)
	p.Para("The first lines of each kind; more may have been counted.")
	all := InOrder(sw.Evidence)
	shown := all[:min(len(all), maxShown)]
	var lines []string
	for _, e := range shown {
		lines = append(lines, fmt.Sprintf("%s %-8s %s", p.Clock(e.At), record.Clean(e.Who), record.Clean(p.Tell(e.InFull()))))
	}
	p.Code("text", lines)
	if more := len(all) - len(shown); more > 0 {
		p.Para("and %d lines more.", more)
	}
}

// InOrder is evidence by when it was written: the containers' logs come in batches, one after the other.
func InOrder(all []stopwatch.Evidence) []stopwatch.Evidence {
	all = slices.SortedStableFunc(slices.Values(all), func(a, b stopwatch.Evidence) int { return a.At.Compare(b.At) })
	out := all[:0]
	for _, e := range all {
		at := slices.IndexFunc(out, func(o stopwatch.Evidence) bool { return o.At.Equal(e.At) && o.Who == e.Who && o.Text == e.Text })
		switch {
		case at < 0:
			out = append(out, e)
		case out[at].Means.IsZero():
			out[at] = e
		}
	}
	return out
}
