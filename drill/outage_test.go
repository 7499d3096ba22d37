package drill

import (
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/record"
)

// outageRun plays a real run without Docker, in which w2 and later d3 were killed, and returns when a condition came true.
func outageRun(t *testing.T, text string, before ...record.Sample) (came []string) {
	t.Helper()
	c, err := ParseCondition(text)
	if err != nil {
		t.Fatal(err)
	}
	var f incident.Frame
	var g *Guard
	so := false
	for _, s := range captured.Samples(t, "../http/killed-alone") {
		for len(before) > 0 && !before[0].At.After(s.At) {
			f = incident.Fold(f, before[0])
			before = before[1:]
		}
		f = incident.Fold(f, s)
		if f.HAProxy == nil {
			continue
		}
		if g == nil {
			g = NewGuard(c, &f)
		}
		is := g.See(&f)
		if is.So && !so {
			came = append(came, is.Saw)
		}
		so = is.So
	}
	if missing := c.Missing(&f.Topology); missing != "" {
		t.Errorf("%s: %s", text, missing)
	}
	return came
}

func TestOutageIsACondition(t *testing.T) {
	for text, want := range map[string]string{
		"outage":         "outage (w2 went down (found, not made here))",
		"outage(web/w2)": "outage(web/w2) (w2 went down (found, not made here))",
		"outage(w2)":     "outage(w2) (w2 went down (found, not made here))",
		"outage(db/d3)":  "outage(db/d3) (d3 went down (found, not made here))",
		"outage(lb)":     "outage(lb) (w2 went down (found, not made here))",
		"outage(web/w1)": "",
		"outages > 1":    "outages 2 > 1",
	} {
		came := outageRun(t, text)
		if want == "" && len(came) > 0 || want != "" && (len(came) == 0 || came[0] != want) {
			t.Errorf("%s: %q, want %q", text, came, want)
		}
	}
	for _, text := range []string{"outage(", "outage()", "outage(w2", "outage(a b)", "outage w2"} {
		if _, err := ParseCondition(text); err == nil {
			t.Errorf("%s is a condition", text)
		}
	}
	if c, err := ParseCondition("outage UP"); err != nil || len(c.what.names()) != 1 {
		t.Errorf("a node may be called outage: %v", err)
	}
}

// What the drill itself broke is no outage, whatever its balancer says of it.
func TestOwnFaultIsNoOutage(t *testing.T) {
	all := captured.Samples(t, "../http/killed-alone")
	stop := record.Fault{Kind: record.Stop, Target: "w2"}
	mine := record.Sample{At: all[0].At.Add(2 * time.Second), Source: record.SourceYou, Act: &record.Act{Inject: &stop}}
	if came := outageRun(t, "outage(web/w2)", mine); len(came) > 0 {
		t.Errorf("%q", came)
	}
	if came := outageRun(t, "outage", mine); len(came) != 1 || came[0] != "outage (d3 went down (found, not made here))" {
		t.Errorf("%q", came)
	}
}

// A drill that breaks nothing counts from its first never: what fails by itself after that is in its figures.
func TestWatchingBeginsWithNever(t *testing.T) {
	for text, want := range map[string]bool{
		"never outage(w1)\nwait 2s\nassert outages == 0": true,
		"wait 2s\nassert outages == 0":                   false,
		"never outage(w1)\nkill w1\nheal w1":             false,
	} {
		d, problems := Parse("x.drill", []byte(text))
		if problems.Fatal() {
			t.Fatal(problems)
		}
		r := &runner{d: d}
		if got := r.gates(&d.Steps[0]); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
