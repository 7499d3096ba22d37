package drill

import (
	"math"
	"testing"

	"hadash/incident"
	"hadash/incident/captured"
)

// Where two balancers send to a node, it is noticed when the last of them has given it up; each can be asked for.
func TestNoticedByTheLastOfTwo(t *testing.T) {
	var f, half incident.Frame
	all := captured.Balancers(t, "two")
	for _, s := range all {
		f = incident.Fold(f, s)
		if w := f.Stopwatch("web_1"); w != nil && half.At.IsZero() && w.StillSends() {
			half = f
		}
	}
	of := func(f *incident.Frame, condition string) (comparison, number) {
		t.Helper()
		c, err := ParseCondition(condition)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range c.what.names() {
			if why := n.missing(f); !why.IsZero() {
				t.Errorf("%s: %s", condition, why)
			}
		}
		is := c.what.(comparison)
		return is, is.number(&view{f: f, tally: &tally{at: all[0].At, count: incident.NewCount(f, all[0].At)}})
	}
	value := func(condition string) float64 {
		_, n := of(&f, condition)
		if !n.lack.IsZero() {
			t.Errorf("%s: %s", condition, n.lack)
		}
		return n.n
	}
	first, last := value("noticed(lb1/web/web_1) < 3s"), value("noticed(lb2/web/web_1) < 3s")
	if whole := value("noticed(web_1) < 3s"); whole != last || first >= 1 || last < 4 {
		t.Errorf("noticed after %v, by lb1 after %v, by lb2 after %v", whole, first, last)
	}
	if c, n := of(&f, "noticed(web_1) < 3s"); compare(n.n, c.op, c.limit) {
		t.Errorf("it holds after %v", n.n)
	}
	if _, n := of(&half, "noticed(web_1) < 3s"); !math.IsInf(n.n, 1) || n.since.IsZero() {
		t.Errorf("while lb2 still sends: %+v", n)
	}
	moved := value("moved(lb1/web/web_1) < 3") + value("moved(lb2/web/web_1) < 3")
	if whole := value("moved(web_1) < 3"); whole != moved || moved == 0 {
		t.Errorf("%v moved, by each %v", whole, moved)
	}
	if up := max(value("recovery(lb1/web/web_1) < 3s"), value("recovery(lb2/web/web_1) < 3s")); up <= 0 || up > value("recovery(web_1) < 3s") {
		t.Errorf("up after %v", up)
	}
	for _, condition := range []string{"sessions(lb1/web/web_2) == 0", "sessions(lb1/web) == 0", "sessions(lb2) == 0", "queue(lb2/web/web_1) == 0"} {
		value(condition)
	}
}
