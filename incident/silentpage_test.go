package incident

import (
	"testing"

	"hadash/record"
)

// A page that still does not answer copies no nodes: there may be thousands of them.
func TestPageThatStaysSilentCopiesNothing(t *testing.T) {
	silent := func(seconds float64, why string) record.Sample {
		return record.Sample{At: at(seconds), Source: record.SourcePage, Node: "app1", Err: why}
	}
	topology := record.Topology{Nodes: []record.Node{{Name: "app1", Role: record.RoleApp}}}
	f := Fold(Frame{}, record.Sample{At: at(0), Source: record.SourceTopology, Topology: &topology})
	f = Fold(f, silent(1, "no answer"))
	same := Fold(f, silent(2, "no answer"))
	if &same.Nodes[0] != &f.Nodes[0] {
		t.Error("the nodes are copied, and none has changed")
	}
	if other := Fold(same, silent(3, "refused")); other.Node("app1").PageErr != "refused" || same.Node("app1").PageErr != "no answer" {
		t.Errorf("it says %q, and before %q", other.Node("app1").PageErr, same.Node("app1").PageErr)
	}
}
