package collectors

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An unreadable row does not affect the others, and the result names the row and the reason.
func TestStatsCSVLeavesOutRows(t *testing.T) {
	const good = "b,s,1,UP,1,,2,x,-,9,\n"
	for name, c := range map[string]struct{ row, why string }{
		"no type":           {"b,t,1,UP,1,,,x,-,9,\n", "line 3 (b/t): a row without a type"},
		"a later type":      {"b,t,1,UP,1,,7,x,-,9,\n", "line 3 (b/t): a row of type 7, which hadash does not know"},
		"a type past uint8": {"b,t,1,UP,1,,258,x,-,9,\n", "line 3 (b/t): a row of type 258, which hadash does not know"},
		"cut short":         {"b,t,1\n", "line 3 (b/t): a row without a type"},
		"commas":            {",,,,,,,,,,\n", "line 3: a row without a name"},
		"no number":         {"b,t,many,UP,1,,2,x,-,9,\n", `line 3 (b/t): column 3: "many" is not a number`},
		"a unit":            {"b,t,12k,UP,1,,2,x,-,9,\n", `line 3 (b/t): column 3: "12k" is not a number`},
		"an open quote":     {"b,t,1,UP,1,\"oops,2,x,-,9,\n", "line 3: a quote that is not closed"},
		"two":               {"b,t\nb,u\n", "line 3 (b/t): a row without a type; and 1 more"},
		"an escape":         {"\x1b[31mb,t\n", "line 3 (b/t): a row without a type"},
	} {
		var r statsCSV
		got, err := r.parse([]byte(head + good + c.row + good))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want, _ := new(statsCSV).parse([]byte(head + good + good))
		want.Unread = c.why
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}

// Pages with corrupt rows come one after the other. Each gives the same result as if it were the first page and had no
// corrupt rows.
func TestStatsCSVLeavesOutRowsOfEveryPage(t *testing.T) {
	lines := bytes.SplitAfter(capture(t, "haproxy-3.0.0/all-up.csv"), []byte("\n"))
	lines = lines[:len(lines)-1]
	wrong := [][]byte{
		bytes.Replace(lines[2], []byte(",db1,"), []byte(",db1,bad"), 1), []byte("x,y\n"), []byte(strings.Repeat(",", 200) + "\n"),
		append([]byte("x,y,\""), lines[3]...), bytes.ReplaceAll(lines[2], []byte(",2,"), []byte(",9,")),
	}
	odd := bytes.Split(wrong[4], []byte(",")) // a text in a column of numbers, parsed before the row is refused
	odd[slices.IndexFunc(bytes.Split(lines[0], []byte(",")), func(name []byte) bool { return string(name) == "pid" })] = []byte("1@2")
	wrong = append(wrong, bytes.Join(odd, []byte(",")))
	var used statsCSV
	for i := range 200 {
		page, clean := slices.Clone(lines[0]), slices.Clone(lines[0])
		for row := 1; row < len(lines); row++ {
			if n := (i*7 + row*3) % 11; n < len(wrong) {
				page = append(page, wrong[n]...)
			}
			page, clean = append(page, lines[row]...), append(clean, lines[row]...)
		}
		got, err := used.parse(page)
		if err != nil {
			t.Fatal(err)
		}
		want, err := new(statsCSV).parse(clean)
		if err != nil {
			t.Fatal(err)
		}
		want.Unread = got.Unread
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("page %d: (-without the corrupt rows +got)\n%s", i, diff)
		}
	}
}

// A refused page does not affect the next, and a page without rows has no cells.
func TestStatsCSVForgetsARefusedPage(t *testing.T) {
	var used statsCSV
	for i, rows := range []string{"b,s,1,UP,1,a,2,x,-,9,\n", "b,s,1,UP,1,\"a,2,x,-,9,\n", "", "b,s,1,UP,1,a,2,x,-,9,\n", ""} {
		got, _ := used.parse([]byte(head + rows))
		want, _ := new(statsCSV).parse([]byte(head + rows))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("page %d: (-as if it were the first +got)\n%s", i, diff)
		}
	}
}
