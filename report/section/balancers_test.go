package section

import (
	"strings"
	"testing"

	"hadash/incident"
	"hadash/incident/captured"
)

// The section of a fault names each of several HAProxies: when it noticed, when it had the node again, and what it tried.
func TestEachOfTwoBalancers(t *testing.T) {
	var f incident.Frame
	for _, s := range captured.Balancers(t, "two") {
		f = incident.Fold(f, s)
	}
	var b strings.Builder
	if err := WriteFault(&b, f.Stopwatch("web_1"), nil); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"noticed by lb1 after 0.81 s, by lb2 after 4.85 s", "| noticed by lb2 |", "| UP again at lb1, after the heal |", "| lb1 | 0 | 11 | 0 |", "| lb2 | 0 | 49 | 0 |"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in:\n%s", want, b.String())
		}
	}
}
