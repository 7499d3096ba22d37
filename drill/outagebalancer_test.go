package drill

import (
	"slices"
	"testing"

	"hadash/incident"
	"hadash/record"
)

// A balancer that somebody killed from outside, and one that hangs by itself, are outages for a drill; each is one.
func TestOutageOfABalancer(t *testing.T) {
	for text, want := range map[string][]string{
		"outage(haproxy)":  {"outage(haproxy) (kill haproxy (somebody else))"},
		"outage(haproxy2)": {"outage(haproxy2) (haproxy2 went down (found, not made here))"},
		"outage(nginx)":    nil,
	} {
		c, err := ParseCondition(text)
		if err != nil {
			t.Fatal(err)
		}
		r, err := record.Open("../incident/testdata/gone/pair.hadash")
		if err != nil {
			t.Fatal(err)
		}
		f := incident.NewFrame(r.Header.Started)
		var g *Guard
		var came []string
		so := false
		for s := range r.Samples() {
			f = incident.Fold(f, s)
			if f.HAProxy == nil {
				continue
			}
			if g == nil {
				g = NewGuard(c, &f)
			}
			if is := g.See(&f); is.So && !so {
				came, so = append(came, is.Saw), true
			} else if !is.So {
				so = false
			}
		}
		_ = r.Close()
		if !slices.Equal(came, want) {
			t.Errorf("%s: %q, want %q", text, came, want)
		}
	}
}
