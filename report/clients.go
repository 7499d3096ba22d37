package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hadash/incident/clients"
	"hadash/incident/event"
)

// Failed is how many requests of the clients failed.
func Failed(c clients.Clients) string { return AtLeast(int64(c.Failed), c.Least) }

// Reached is the second half of "17 failures were absorbed, none reached a client".
func (l Lang) Reached(c clients.Clients) string {
	failed, of := Failed(c), Count(int64(c.Requests))
	switch {
	case !c.Known():
		return l.Say("whether any reached a client is not known")
	case c.Failed == 0 && c.Least:
		return l.Say("none was seen to reach a client")
	case c.Failed == 0 && c.By == event.ByLog:
		return l.Say("none reached a client by nginx's access log")
	case c.Failed == 0 && c.By == event.ByPoll:
		return l.Say("none reached a client by k6's own sums")
	case c.Failed == 0:
		return l.Say("none reached a client")
	case c.By == event.ByLog:
		return l.Say("nginx answered %s of %s requests with 5xx", failed, of)
	}
	text := l.Say("%s failed at the client", failed)
	if c.Counted {
		text = l.Say("%s of %s requests failed at the client", failed, of)
	}
	if len(c.Names) > 0 {
		text += " (" + ByName(c.Names) + ")"
	}
	return text
}

// Clients is what the clients felt, as a part of a sentence.
func (l Lang) Clients(c clients.Clients) string {
	failed, of := Failed(c), Count(int64(c.Requests))
	_, timed := c.Longest()
	text := ""
	switch {
	case !c.Known():
		return l.Say("what the clients felt is not known")
	case !c.Asked():
		text = l.Say("no client asked for anything")
	case !c.Counted:
		text = l.Say("the clients felt it: %s", l.Reached(c))
	case c.Failed > 0 && !timed:
		text = l.Say("the clients felt it: %s of %s requests failed, how long they took is not known", failed, of)
	case c.Failed > 0:
		text = l.Say("the clients felt it: %s of %s requests failed, the slowest took %s", failed, of, l.Secs(c.Slowest))
	case c.Least:
		text = l.Say("of %s requests that were seen none failed at the clients; not all were seen", of)
	case !timed:
		text = l.Say("none of %s requests failed at the clients, how long they took is not known", of)
	case c.Slowest >= Patience:
		text = l.Say("the clients felt a wait: none of %s requests failed, but the slowest took %s", of, l.Secs(c.Slowest))
	default:
		text = l.Say("the clients felt nothing: none of %s requests failed, the slowest took %s", of, l.Secs(c.Slowest))
	}
	return text + l.Witness(c)
}

// Witness is the source of what the clients felt, in brackets; "" for the load script, which is a client.
func (l Lang) Witness(c clients.Clients) string {
	switch c.By {
	case event.ByLog:
		return l.Say(" (nginx's access log)")
	case event.ByPoll:
		return l.Say(" (k6's own sums)")
	}
	return ""
}

// Figures are those of the clients in a row of a table: "8 529, 26 failed (0.305 %), slowest 20.58 s".
func (l Lang) Figures(c clients.Clients) string {
	if !c.Known() {
		return "-"
	}
	requests, share := "-", ""
	if c.Counted {
		requests = Count(int64(c.Requests))
	}
	if percent, ok := c.Share(); ok {
		share = l.Say(" (%.3f %%)", percent)
	}
	return l.Say("%s, %s failed%s, slowest %s", requests, Failed(c), share, l.Longest(c)) + l.Witness(c)
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
