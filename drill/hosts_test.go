package drill

import "testing"

// Of several hosts, nodes are called by their service and their host.
func TestNodesOfSeveralHosts(t *testing.T) {
	const text = `wait app@west UP within 20s
never app@east DOWN
kill app@west
expect app@west DOWN within 5s
expect lb@east/web/a2 DOWN within 5s
heal app@west
expect app@west UP within 20s
`
	if said := problems(t, text); said != "" {
		t.Error(said)
	}
	for _, wrong := range []string{"kill app@\n", "kill @west\n", "kill app@we@st\n"} {
		if problems(t, wrong) == "" {
			t.Errorf("%q is a drill", wrong)
		}
	}
}
