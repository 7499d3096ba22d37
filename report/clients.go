package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/record"
)

// Failed is how many requests of users failed.
func Failed(c clients.Clients) string { return AtLeast(int64(c.Failed), c.Least) }

// Reached is what reached users, as a part of a sentence.
func (l Lang) Reached(c clients.Clients) string {
	failed, of := Failed(c), Count(int64(c.Requests))
	switch {
	case !c.Known():
		return l.Say("whether requests failed is not known")
	case c.Failed == 0 && c.Least:
		return l.Say("no request was seen to fail")
	case c.Failed == 0 && c.By == event.ByLog && c.Log == record.KindHAProxy:
		return l.Say("no request failed by HAProxy's HTTP log")
	case c.Failed == 0 && c.By == event.ByLog:
		return l.Say("no request failed by nginx's access log")
	case c.Failed == 0 && c.By == event.ByPoll:
		return l.Say("no request failed by k6's own sums")
	case c.Failed == 0 && c.By == event.ByProbe:
		return l.Say("no request failed by the probe's record")
	case c.Failed == 0:
		return l.Say("no request failed")
	case c.By == event.ByCounters:
		return l.Say("%s of %s requests failed by HAProxy's counters", failed, of)
	case c.By == event.ByLog && c.Log == record.KindHAProxy:
		return l.Say("%s of %s requests failed by HAProxy's HTTP log", failed, of)
	case c.By == event.ByLog:
		return l.Say("%s of %s requests failed by nginx's access log", failed, of)
	case c.By == event.ByProbe && c.Counted:
		return l.Say("%s of %s requests failed by the probe's record", failed, of)
	}
	text := l.Say("%s requests failed", failed)
	if c.Failed == 1 && !c.Least {
		text = l.Say("1 request failed")
	}
	if c.Counted {
		text = l.Say("%s of %s requests failed", failed, of)
	}
	if len(c.Names) > 0 {
		text += " (" + ByName(c.Names) + ")"
	}
	return text
}

// Clients is what users felt, as a part of a sentence.
func (l Lang) Clients(c clients.Clients) string {
	failed, of := Failed(c), Count(int64(c.Requests))
	_, timed := c.Longest()
	text := ""
	switch {
	case !c.Known():
		return l.Say("what users felt is not known")
	case !c.Asked():
		text = l.Say("no user asked for anything")
	case !c.Counted:
		return l.Reached(c) + l.Witness(c)
	case c.Failed > 0 && !timed:
		text = l.Say("%s of %s requests failed%s; how long they took is not known", failed, of, l.share(c))
	case c.Failed > 0:
		text = l.Say("%s of %s requests failed%s; the slowest took %s", failed, of, l.share(c), l.Wait(c.Slowest))
	case c.Least:
		text = l.Say("of %s requests that were seen none failed; not all were seen", of)
	case !timed:
		text = l.Say("none of %s requests failed; how long they took is not known", of)
	case c.Slowest >= Patience:
		text = l.Say("none of %s requests failed, but users waited: the slowest took %s", of, l.Wait(c.Slowest))
	default:
		text = l.Say("none of %s requests failed; the slowest took %s", of, l.Wait(c.Slowest))
	}
	return text + l.Witness(c)
}

// share is the share of requests that failed, in brackets; "" if it is not known.
func (l Lang) share(c clients.Clients) string {
	if percent, ok := c.Share(); ok {
		return " (" + Share(percent) + ")"
	}
	return ""
}

// Witness is the source of what the clients felt, in brackets; "" for the load script, which is a client.
func (l Lang) Witness(c clients.Clients) string {
	switch c.By {
	case event.ByLog:
		if c.Log == record.KindHAProxy {
			return l.Say(" (HAProxy's HTTP log)")
		}
		return l.Say(" (nginx's access log)")
	case event.ByCounters:
		return l.Say(" (HAProxy's counters)")
	case event.ByPoll:
		return l.Say(" (k6's own sums)")
	case event.ByProbe:
		return l.Say(" (the probe's record)")
	}
	return ""
}

// Figures are those of the clients in a row of a table: "8 529, 26 failed (0.30 %), slowest 20.6 s".
func (l Lang) Figures(c clients.Clients) string {
	if !c.Known() {
		return "-"
	}
	requests := "-"
	if c.Counted {
		requests = Count(int64(c.Requests))
	}
	return l.Say("%s, %s failed%s, slowest %s", requests, Failed(c), l.share(c), l.Longest(c)) + l.Witness(c)
}

// Longest is how long the slowest request took, "-" if none was timed.
func (l Lang) Longest(c clients.Clients) string {
	d, ok := c.Longest()
	if !ok {
		return "-"
	}
	return l.Wait(d)
}

// ByName are failures by request, the most frequent first.
func ByName(by map[string]int) string {
	var all []string
	for _, name := range slices.SortedFunc(maps.Keys(by), func(a, b string) int {
		return cmp.Or(cmp.Compare(by[b], by[a]), cmp.Compare(a, b))
	}) {
		all = append(all, fmt.Sprintf("%s %s", name, Count(int64(by[name]))))
	}
	return strings.Join(all, ", ")
}
