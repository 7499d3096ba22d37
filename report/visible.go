package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hadash/incident"
)

// reached is the second half of "17 failures were absorbed, none reached a client".
func (l Lang) reached(c incident.Clients) string {
	failed, of := count(int64(c.Failed)), count(int64(c.Requests))
	switch {
	case !c.Known():
		return l.say("whether any reached a client is not known")
	case c.Failed == 0 && c.By == incident.ByLog:
		return l.say("none reached a client by nginx's access log")
	case c.Failed == 0 && c.By == incident.ByPoll:
		return l.say("none reached a client by k6's own sums")
	case c.Failed == 0:
		return l.say("none reached a client")
	case c.By == incident.ByLog:
		return l.say("nginx answered %s of %s requests with 5xx", failed, of)
	}
	text := l.say("%s failed at the client", failed)
	if c.Counted {
		text = l.say("%s of %s requests failed at the client", failed, of)
	}
	if len(c.Names) > 0 {
		text += " (" + names(c.Names) + ")"
	}
	return text
}

// clients is what they felt, as a part of a sentence.
func (l Lang) clients(c incident.Clients) string {
	failed, of := count(int64(c.Failed)), count(int64(c.Requests))
	_, timed := c.Longest()
	text := ""
	switch {
	case !c.Known():
		return l.say("what the clients felt is not known")
	case !c.Asked():
		text = l.say("no client asked for anything")
	case !c.Counted:
		text = l.say("the clients felt it: %s", l.reached(c))
	case c.Failed > 0 && !timed:
		text = l.say("the clients felt it: %s of %s requests failed, how long they took is not known", failed, of)
	case c.Failed > 0:
		text = l.say("the clients felt it: %s of %s requests failed, the slowest took %s", failed, of, l.secs(c.Slowest))
	case !timed:
		text = l.say("none of %s requests failed at the clients, how long they took is not known", of)
	case c.Slowest >= patience:
		text = l.say("the clients felt a wait: none of %s requests failed, but the slowest took %s", of, l.secs(c.Slowest))
	default:
		text = l.say("the clients felt nothing: none of %s requests failed, the slowest took %s", of, l.secs(c.Slowest))
	}
	return text + l.witness(c)
}

// witness is who tells what the clients felt, in brackets; "" for the load script, which is a client.
func (l Lang) witness(c incident.Clients) string {
	switch c.By {
	case incident.ByLog:
		return l.say(" (nginx's access log)")
	case incident.ByPoll:
		return l.say(" (k6's own sums)")
	}
	return ""
}

// figures are those of the clients in a row of a table: "8 529, 26 failed (0.305 %), slowest 20.58 s".
func (l Lang) figures(c incident.Clients) string {
	if !c.Known() {
		return "-"
	}
	requests, share := "-", ""
	if c.Counted {
		requests = count(int64(c.Requests))
	}
	if percent, ok := c.Share(); ok {
		share = l.say(" (%.3f %%)", percent)
	}
	return l.say("%s, %s failed%s, slowest %s", requests, count(int64(c.Failed)), share, l.longest(c)) + l.witness(c)
}

// longest is how long the slowest request took, "-" where nobody timed one.
func (l Lang) longest(c incident.Clients) string {
	d, ok := c.Longest()
	if !ok {
		return "-"
	}
	return l.wait(d)
}

// names are failures by what was asked, most first.
func names(by map[string]int) string {
	var all []string
	for _, name := range slices.SortedFunc(maps.Keys(by), func(a, b string) int {
		return cmp.Or(cmp.Compare(by[b], by[a]), cmp.Compare(a, b))
	}) {
		all = append(all, fmt.Sprintf("%s %s", name, count(int64(by[name]))))
	}
	return strings.Join(all, ", ")
}
