package collectors

import (
	"slices"
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
	all := record.Joined(picks(a, b), nil)
	sameCells(t, all, a, b)
}

// A joined page shares with the one before the columns whose cells are the same, and no others.
func TestJoinedReadingsShareWhatStays(t *testing.T) {
	var c, d statsCSV
	pages := make([]*record.HAProxy, 2)
	for i, name := range []string{"haproxy-2.6.12/db1-down.csv", "lab/haproxy-3.0.11.csv"} {
		page, err := []*statsCSV{&c, &d}[i].parse(capture(t, name))
		if err != nil {
			t.Fatal(err)
		}
		pages[i] = page
	}
	was := record.Joined(picks(pages...), nil)
	shared := func(is *record.HAProxy) (names []string) {
		for i := range is.More {
			a, b := &is.More[i], &was.More[i]
			if len(a.Numbers) > 0 && &a.Numbers[0] == &b.Numbers[0] || len(a.Texts) > 0 && &a.Texts[0] == &b.Texts[0] {
				names = append(names, a.Name)
			}
		}
		return names
	}
	filled := 0
	for i := range was.More {
		if was.More[i].Numbers != nil || was.More[i].Texts != nil {
			filled++
		}
	}
	again := record.Joined(picks(pages...), was)
	if got := shared(again); len(got) != filled || filled < 20 {
		t.Errorf("%d columns are shared, of %d that have cells: %v", len(got), filled, got)
	}
	sameCells(t, again, pages...)
	for i := range pages {
		for k := range pages[i].More {
			if pages[i].More[k].Numbers == nil {
				continue
			}
			other := *pages[i]
			other.More = slices.Clone(other.More)
			col := &other.More[k]
			col.Numbers = slices.Clone(col.Numbers)
			col.Numbers[len(col.Numbers)-1] = 987_654
			changed := slices.Clone(pages)
			changed[i] = &other
			is := record.Joined(picks(changed...), was)
			if got := shared(is); slices.Contains(got, col.Name) || len(got) < filled-1 {
				t.Errorf("%s changed, and shared are %v", col.Name, got)
			}
			sameCells(t, is, changed...)
		}
	}
	fewer := *pages[0]
	fewer.Servers, fewer.Rows = fewer.Servers[:len(fewer.Servers)-1], slices.Clone(fewer.Rows)
	last := len(fewer.Rows) - 1
	for fewer.Rows[last].Kind != record.RowServer {
		last--
	}
	fewer.Rows = slices.Delete(fewer.Rows, last, last+1)
	fewer.More = slices.Clone(fewer.More)
	for k := range fewer.More {
		if col := &fewer.More[k]; col.Numbers != nil {
			col.Numbers = slices.Delete(slices.Clone(col.Numbers), last, last+1)
		} else if col.Texts != nil {
			col.Texts = slices.Delete(slices.Clone(col.Texts), last, last+1)
		}
	}
	sameCells(t, record.Joined(picks(&fewer, pages[1]), was), &fewer, pages[1])
	sameCells(t, record.Joined(picks(pages[1], pages[0]), was), pages[1], pages[0])
}

// sameCells fails if a joined page has other cells than its two pages.
func sameCells(t *testing.T, all *record.HAProxy, pages ...*record.HAProxy) {
	t.Helper()
	a, b := pages[0], pages[1]
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

// picks are pages of which nothing is left out.
func picks(pages ...*record.HAProxy) (all []record.Pick) {
	for _, h := range pages {
		all = append(all, record.Pick{HAProxy: h})
	}
	return all
}
