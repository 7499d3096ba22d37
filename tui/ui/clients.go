package ui

import (
	"strings"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/tui/paint"
)

// P95 is what the load felt in its last whole second; since it began, where it keeps no such record; "-" before its first
// request.
func P95(f *incident.Frame) string {
	d := f.Load.Duration.P95
	if s, ok := f.Last(); ok && s.Requests > 0 {
		d = s.P95
	}
	if d <= 0 {
		return "-"
	}
	return paint.Took(d)
}

// Failed is how many requests of the clients failed, "-" where nobody can tell.
func Failed(c clients.Clients) string {
	if !c.Known() {
		return "-"
	}
	return paint.Count(int64(c.Failed))
}

// FailedBy lists what failed at the clients, the most frequent first: "login 2, profile 1".
func FailedBy(by map[string]int) string {
	names := ByCount(by)
	for i, name := range names {
		names[i] = name + " " + paint.Count(int64(by[name]))
	}
	return strings.Join(names, ", ")
}
