package snapshot

import (
	"cmp"
	"fmt"
	"slices"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/report"
	"hadash/report/markdown"
	"hadash/wording"
)

// mostTold is how many faults the headline describes, one sentence each.
const mostTold = 3

// headline is for a reader with ten seconds: the faults, what the clients felt of them, whether they
// are over, and what is broken now.
func (s Snapshot) headline(p *markdown.Page) string {
	f := &s.Frame
	switch n := len(f.Stopwatches); {
	case len(f.Nodes) == 0:
		return Verdict(f)
	case n == 0:
		return Verdict(f) + " " + unbroken(p, f)
	case n > mostTold:
		worst := slices.MaxFunc(f.Stopwatches, graver)
		return fmt.Sprintf("%d faults were seen. The worst: %s %s", n, tale(p, &worst), now(f))
	}
	var all []string
	for i := range f.Stopwatches {
		all = append(all, tale(p, &f.Stopwatches[i]))
	}
	return report.Join(" ", append(all, now(f))...)
}

// now is the verdict after what was before.
func now(f *incident.Frame) string {
	if trouble := f.AllTrouble(); len(trouble) > 0 {
		return "Now " + wording.English.Join(trouble, ", ") + "."
	}
	if slices.ContainsFunc(f.Stopwatches, lasts) {
		return "Nothing else that was watched is broken now."
	}
	return "Nothing that was watched is broken now."
}

// lasts reports a fault that is open, or healed and not seen to be UP again: its node may serve all the same.
func lasts(sw stopwatch.Stopwatch) bool {
	healed, back := sw.Moments[stopwatch.Healed].Seen(), sw.Moments[stopwatch.Back].Seen()
	return !sw.Done && !back && (!healed || sw.Awaited() && !sw.Up.Seen())
}

// unbroken is the headline without faults; the clients may have felt something all the same.
func unbroken(p *markdown.Page, f *incident.Frame) string {
	if c := f.Watched.Felt.Clients(); c.Failed > 0 {
		return fmt.Sprintf("No fault was seen, yet %s.", report.English.Reached(c)) + reach(p, f)
	}
	return "No fault was seen." + reach(p, f)
}

// reach is how far back faults would have been seen: Docker keeps its last 256 events of any kind.
func reach(p *markdown.Page, f *incident.Frame) string {
	if f.Topology.NoDocker {
		return fmt.Sprintf(" Of what was before %s only logs tell.", f.Begun.In(p.Zone).Format("15:04:05"))
	}
	if slices.ContainsFunc(f.Dockers(), func(s *incident.Source) bool { return s == nil || s.LastOK.IsZero() }) {
		return " Docker did not answer, so no earlier fault could be seen."
	}
	if f.DockerFrom.IsZero() || !f.DockerFrom.Before(f.Begun) {
		return fmt.Sprintf(" Docker reported nothing from before %s; it keeps its last 256 events.", f.Begun.In(p.Zone).Format("15:04:05"))
	}
	return fmt.Sprintf(" Docker's events reach back to %s.", f.DockerFrom.In(p.Zone).Format("15:04:05"))
}

// graver compares faults: an open one is the gravest, then what clients felt most of, then the one that began first and may be the cause.
func graver(a, b stopwatch.Stopwatch) int {
	open := func(sw *stopwatch.Stopwatch) int {
		if sw.Done || sw.Moments[stopwatch.Healed].Seen() {
			return 0
		}
		return 1
	}
	x, y := a.Felt.Clients(), b.Felt.Clients()
	return cmp.Or(open(&a)-open(&b), x.Failed-y.Failed, cmp.Compare(x.Slowest, y.Slowest), report.Begun(&b).Compare(report.Begun(&a)))
}

// tale is one fault in a sentence: "mysql-slave2 was stopped at 20:39:48 by somebody else: none of 31 629 requests
// failed; the slowest took 490 ms; noticed after 0.46 s; back after 71.49 s, 5.12 s after the heal."
func tale(p *markdown.Page, sw *stopwatch.Stopwatch) string {
	by, noticed := "by somebody else", ""
	switch {
	case sw.Kind.Found():
		by = "(found, not made here)"
	case sw.You:
		by = "through hadash"
	case sw.Hadash:
		by = "by another hadash"
	}
	if _, ok := sw.Detection(); ok {
		noticed = "noticed " + p.Detection(sw).Word
	}
	return fmt.Sprintf("%s was %s at %s %s: %s.", sw.Target, sw.Past(), report.Begun(sw).In(p.Zone).Format("15:04:05"), by,
		report.Join("; ", p.Clients(sw.Felt.Clients()), noticed, over(p.Lang, sw)))
}

// over says whether the fault is over.
func over(l report.Lang, sw *stopwatch.Stopwatch) string {
	if d, ok := sw.Since(stopwatch.Back); ok {
		text := "back " + l.After(d)
		if healed, ok := sw.Recovery(); ok {
			text += ", " + l.Secs(healed) + " after the heal"
		}
		return text
	}
	d, healed := sw.Since(stopwatch.Healed)
	switch {
	case sw.Kind.Found() && sw.Moments[stopwatch.Back].Seen():
		return "back"
	case sw.Kind.Found() && healed:
		return "UP again after " + l.Secs(d) + ", and no traffic was seen to come to it"
	case sw.Kind.Found() && sw.Moments[stopwatch.Healed].Seen():
		return "UP again"
	case sw.Kind.Found():
		return "not back yet"
	case healed && (sw.Bygone() && !sw.Awaited() || sw.Unreported):
		return "healed after " + l.Secs(d) + ", and when it was back is not known"
	case healed && sw.Done:
		return "healed after " + l.Secs(d) + ", and not seen back"
	case healed && sw.Up.Seen():
		return "healed after " + l.Secs(d) + ", UP again, and no traffic was seen to come to it yet"
	case healed:
		return "healed after " + l.Secs(d) + ", and not seen UP since"
	}
	return "not healed yet"
}
