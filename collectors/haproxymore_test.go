package collectors

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// One parser parses pages with the same columns one after the other: unchanged, with rows missing, with a text in place
// of a number, with a truncated row. Each page gives the same result as if it were the first.
func TestStatsCSVComparesWithTheLastPageOnly(t *testing.T) {
	one, two := capture(t, "haproxy-2.6.12/thousand-1.csv.gz"), capture(t, "haproxy-2.6.12/thousand-2.csv.gz")
	lines := func(page []byte) []string { return strings.SplitAfter(string(page), "\n") }
	join := func(l ...string) []byte { return []byte(strings.Join(l, "")) }
	a := lines(one)
	cut := strings.Join(strings.Split(a[9], ",")[:60], ",") + "\n"
	fields := strings.Split(a[9], ",")
	fields[83] = "x" // wrew
	text := strings.Join(fields, ",")
	few := [][]byte{
		join(a[:12]...), join(a[0], a[1], a[5], a[9]), join(a[0], a[1], a[5], text), join(a[0], a[1], a[5], cut), join(a[0], a[1], a[5], a[9]),
		join(a[0], a[9], a[5], a[1], text, cut),
	}
	var c statsCSV
	for i, page := range append([][]byte{one, two, two, one}, append(few, one, two)...) {
		want, err := byEncodingCSV(page)
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.parse(bytes.Clone(page))
		if err != nil {
			t.Fatalf("page %d: %v", i, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("page %d: (-encoding/csv +got)\n%.3000s", i, diff)
		}
	}
}

// Two equal pages share their columns and rows; they are not stored twice.
func TestStatsCSVSharesWhatDidNotChange(t *testing.T) {
	var c statsCSV
	page := capture(t, "haproxy-2.6.12/thousand-1.csv.gz")
	first, err := c.parse(page)
	if err != nil {
		t.Fatal(err)
	}
	again, err := c.parse(page)
	if err != nil {
		t.Fatal(err)
	}
	if &first.More[0] != &again.More[0] || &first.Rows[0] != &again.Rows[0] || &first.Columns[0] != &again.Columns[0] {
		t.Error("an equal page was stored twice")
	}
}
