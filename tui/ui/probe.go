package ui

import (
	"cmp"
	"slices"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/record"
	"hadash/tui/paint"
)

// ProbeFelt is what a probe felt in the span that the users' figures are of, if it is the one that speaks for them; else since
// watching began.
func (c *Context) ProbeFelt(x *clients.Probed) clients.Clients {
	for i := range c.Frame.Nodes {
		if n := &c.Frame.Nodes[i]; n.Runs(record.KindProbe) {
			if n.Name == x.Node {
				return c.Verdict.Users.Felt(c.Frame).Probed()
			}
			break
		}
	}
	return x.Clients()
}

// ProbeNow is a probe in a few words: what it sends, how long that takes, and what failed.
func (c *Context) ProbeNow(n *incident.Node) string {
	x := c.Frame.Probed(n.Name)
	if x == nil {
		return ""
	}
	rate, p95, failed := "", "", ""
	if r := x.Recent(c.Frame.At); r >= 0 {
		rate = paint.Rate(r) + "/s"
	}
	if s, ok := x.Last(c.Frame.At); ok && s.P95 > 0 {
		p95 = "p95 " + paint.Took(s.P95)
	}
	if felt := c.ProbeFelt(x); felt.Known() {
		failed = Failed(c.Theme, felt) + " failed"
	}
	return Words(c.Theme, rate, p95, failed)
}

// Answerers are who answered a probe, the most frequent first: "app1 34 %, app2 33 %"; "" if the answers name nobody.
func (c *Context) Answerers(x *clients.Probed) string {
	all, sum := slices.Clone(x.By), x.OtherNames
	for _, b := range all {
		sum += b.Requests
	}
	slices.SortStableFunc(all, func(a, b record.Answerer) int { return cmp.Compare(b.Requests, a.Requests) })
	var words []string
	named := false
	for _, b := range all {
		name := b.Name
		if named = named || name != ""; name == "" {
			name = "not named"
		}
		words = append(words, name+" "+share(float64(b.Requests)/float64(max(sum, 1))))
	}
	if !named {
		return ""
	}
	if x.OtherNames > 0 {
		words = append(words, "others "+share(float64(x.OtherNames)/float64(sum)))
	}
	return Words(c.Theme, words...)
}
