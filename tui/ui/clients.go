package ui

import (
	"strings"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/tui/paint"
)

// P95 is that of the clients' last whole second; of the whole load, if there is no record by seconds; "-" before its first
// request.
func P95(f *incident.Frame) string {
	if f.Load.K6 == nil {
		if s, ok := f.LastFelt(); ok && s.P95 > 0 {
			return paint.Took(s.P95)
		}
		return "-"
	}
	d := f.Load.Duration.P95
	if s, ok := f.Last(); ok && s.Requests > 0 {
		d = s.P95
	}
	if d <= 0 {
		return "-"
	}
	return paint.Took(d)
}

// Failed is the number of failed requests of the clients, "-" if it is not known.
func Failed(th *paint.Theme, c clients.Clients) string {
	switch {
	case !c.Known():
		return "-"
	case c.Least:
		return th.AtLeast + paint.Count(int64(c.Failed))
	}
	return paint.Count(int64(c.Failed))
}

// AppendRange writes a number that is known to lie between two bounds: "12", or "≤25" of one that is not known exactly.
func (c *Context) AppendRange(b []byte, r clients.Range) []byte {
	if !r.Exact() {
		b = append(b, c.Theme.AtMost...)
	}
	return paint.AppendCount(b, r.Most, 6)
}

// FailedBy lists the failed requests of the clients, the most frequent first: "login 2, profile 1".
func FailedBy(by map[string]int) string {
	names := ByCount(by)
	for i, name := range names {
		names[i] = name + " " + paint.Count(int64(by[name]))
	}
	return strings.Join(names, ", ")
}
