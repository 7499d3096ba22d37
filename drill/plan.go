package drill

import (
	"fmt"
	"time"

	"hadash/incident"
	"hadash/incident/consequence"
	"hadash/units"
)

// Planned is a line and what it would do.
type Planned struct {
	Line int
	Text string
	Does string // "" if the line says it all
}

// Plan says what a drill would do, line by line; f is the present stack, nil without one. It also returns
// the least time that takes, and the most, when every wait and expectation takes all of its time.
func (d *Drill) Plan(f *incident.Frame) (all []Planned, least, most time.Duration) {
	gated := false
	for i := range d.Steps {
		s := &d.Steps[i]
		if s.do.part().gated() && !gated {
			all = append(all, Planned{s.Line, "steady state", fmt.Sprintf("must hold for %s, within %s; without it nothing is broken", calmFor, patience)})
			least, most, gated = least+calmFor, most+patience, true
		}
		all = append(all, Planned{s.Line, s.told().Text, s.do.does(f)})
		a, b := s.do.takes()
		least, most = least+a, most+b
	}
	return all, least, most
}

// does of a fault says what to expect by the configurations.
func (b breakIt) does(f *incident.Frame) string {
	if f == nil {
		return ""
	}
	if b.fault.Kind.OfCluster() {
		if r := consequence.RefuseCluster(f, b.fault); r.Refused() {
			return r.Phrase().String()
		}
	} else if f.Node(b.fault.Target) == nil {
		return "there is no " + b.fault.Target
	}
	switch p := f.Predict(b.fault); {
	case !p.Known && p.Why.IsZero():
		return ""
	case !p.Known:
		return "when it will be noticed is not known: " + p.Why.String()
	case p.Never:
		return "nobody will notice it: " + p.Why.String()
	case p.Detect == 0:
		return p.Why.String()
	default:
		return fmt.Sprintf("noticed %s: %s", units.English.AppendBound(nil, p.Detect), p.Why)
	}
}
