package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hadash/incident"
)

// mostTold is how many faults are told of in the headline, one sentence each.
const mostTold = 3

// headline is what a reader with ten seconds needs: what happened to whom, what the clients felt of it, whether it
// is over, and what is broken now.
func (s Snapshot) headline(p *page) string {
	f := &s.Frame
	switch n := len(f.Stopwatches); {
	case len(f.Nodes) == 0:
		return Verdict(f)
	case n == 0:
		return Verdict(f) + " " + unbroken(f)
	case n > mostTold:
		worst := slices.MaxFunc(f.Stopwatches, graver)
		return fmt.Sprintf("%d faults were seen. The gravest: %s %s", n, p.tale(&worst), now(f))
	}
	var all []string
	for i := range f.Stopwatches {
		all = append(all, p.tale(&f.Stopwatches[i]))
	}
	return join(" ", append(all, now(f))...)
}

// now is the verdict after what was before.
func now(f *incident.Frame) string {
	if trouble := f.Trouble(); len(trouble) > 0 {
		return "Now " + strings.Join(trouble, ", ") + "."
	}
	return "Nothing that was watched is broken now."
}

// unbroken is told where no fault was seen; the clients may have felt something all the same.
func unbroken(f *incident.Frame) string {
	if lost := max(f.Load.Failed, f.Nginx.Visible); lost > 0 {
		return fmt.Sprintf("No fault was seen, yet %s requests failed at the client.", count(int64(lost)))
	}
	return "No fault was seen."
}

// graver compares faults: an open one is the gravest, then what clients felt most of, then the newer one.
func graver(a, b incident.Stopwatch) int {
	open := func(sw *incident.Stopwatch) int {
		if sw.Done || sw.Moments[incident.Healed].Seen() {
			return 0
		}
		return 1
	}
	slowA, _ := longest(&a.Felt)
	slowB, _ := longest(&b.Felt)
	return cmp.Or(open(&a)-open(&b), reached(&a.Felt).failed-reached(&b.Felt).failed, cmp.Compare(slowA, slowB), begun(&a).Compare(begun(&b)))
}

// tale is one fault in a sentence: "mysql-slave2 was stopped at 20:39:48 by somebody else and noticed after 0.46 s; the
// clients felt nothing: none of 31 629 requests failed, the slowest took 0.49 s; it was back after 71.49 s, 5.12 s
// after the heal."
func (p *page) tale(sw *incident.Stopwatch) string {
	by := "by somebody else"
	if sw.You {
		by = "through hadash"
	}
	if d, ok := sw.Detection(); ok {
		by += " and noticed after " + p.secs(d)
	}
	return fmt.Sprintf("%s was %s at %s %s; %s; %s.", sw.Target, sw.Past(), begun(sw).In(p.zone).Format("15:04:05"), by, p.clientsOf(sw), p.over(sw))
}

// clientsOf is what they felt of one fault, by the best witness there is.
func (l Lang) clientsOf(sw *incident.Stopwatch) string {
	v := reached(&sw.Felt)
	slowest, _ := longest(&sw.Felt)
	switch {
	case !v.known:
		return "what the clients felt is not known"
	case v.requests == 0 && v.failed == 0:
		return "no client asked for anything"
	case v.requests == 0:
		return "the clients felt it: " + l.reached(v)
	case v.nginx:
		return l.clients(sum{known: true, requests: int64(v.requests), failed: int64(v.failed), slowest: slowest}) + " (nginx's access log)"
	}
	return l.clients(sum{known: true, requests: int64(v.requests), failed: int64(v.failed), slowest: slowest})
}

// over says whether it is.
func (l Lang) over(sw *incident.Stopwatch) string {
	if d, ok := sw.Since(incident.Back); ok {
		text := "it was back after " + l.secs(d)
		if healed, ok := sw.Recovery(); ok {
			text += ", " + l.secs(healed) + " after the heal"
		}
		return text
	}
	d, healed := sw.Since(incident.Healed)
	switch {
	case healed && sw.Done:
		return "it was healed after " + l.secs(d) + ", and not seen back"
	case healed:
		return "it was healed after " + l.secs(d) + ", and is not back yet"
	}
	return "it is not healed yet"
}
