package drill

import (
	"testing"

	"hadash/incident"
	"hadash/record"
)

// A plan says why it is not known when a fault is noticed.
func TestPlanOfWhatIsNotKnown(t *testing.T) {
	f := incident.Frame{Nodes: []incident.Node{{Node: record.Node{Name: "db1"}, Server: &record.Server{Pxname: "b", Svname: "db1"}}}}
	kill := breakIt{fault: record.Fault{Kind: record.Kill, Target: "db1"}}
	if got := kill.does(&f); got != "" {
		t.Errorf("nothing was read: %q", got)
	}
	f.Settings = map[string]*record.Settings{"lb": {Checks: []record.Check{{Backend: "b", Server: "db1",
		Doubts: []record.Doubt{{Kind: record.DoubtVariable, What: "${INTER}", File: "/h.cfg", Line: 4}}}}}}
	if got, want := kill.does(&f), "when it will be noticed is not known: ${INTER} has no value here (h.cfg:4)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
