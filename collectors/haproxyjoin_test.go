package collectors

import (
	"testing"

	"hadash/record"
)

// Two balancers of different versions are joined into one table, which has the same cells.
func TestJoinedReadingsKeepEveryCell(t *testing.T) {
	var c, d statsCSV
	a, err := c.parse(capture(t, "haproxy-2.6.12/db1-down.csv"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.parse(capture(t, "lab/haproxy-3.0.11.csv"))
	if err != nil {
		t.Fatal(err)
	}
	all := record.Joined([]*record.HAProxy{a, b})
	joined, first, second := all.Table(), a.Table(), b.Table()
	if joined.Len() != first.Len()+second.Len() {
		t.Fatalf("%d rows", joined.Len())
	}
	for _, name := range joined.Names() {
		for i := range joined.Len() {
			part, row := first, i
			if i >= first.Len() {
				part, row = second, i-first.Len()
			}
			if got, want := joined.Value(i, joined.Find(name)), part.Value(row, part.Find(name)); got.String() != want.String() {
				t.Errorf("row %d, %s: %q, want %q", i, name, got, want)
			}
		}
	}
}
