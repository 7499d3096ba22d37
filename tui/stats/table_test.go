package stats

import (
	"slices"
	"sort"
	"testing"
	"time"

	"hadash/record"
)

// readings are those of a captured HAProxy with 1 000 servers, a second apart.
func readings(t testing.TB) []*record.HAProxy {
	t.Helper()
	r, err := record.Open("../testdata/thousand.hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var all []*record.HAProxy
	for s := range r.Samples() {
		all = append(all, s.HAProxy)
	}
	return all
}

func (t *Table) names0() (names []ID) {
	for _, row := range t.order {
		px, sv := t.t.Name(row)
		names = append(names, ID{px, sv})
	}
	return names
}

// Every row of the page is there, as HAProxy groups them, but each backend before its servers.
func TestAllRowsAreInPageOrder(t *testing.T) {
	h := readings(t)[0]
	table := Table{Filter: &Filter{}}
	table.Take(h)
	if want := len(h.Servers) + len(h.Proxies) + len(h.Listeners); len(table.order) != want {
		t.Fatalf("%d rows, want %d", len(table.order), want)
	}
	names := table.names0()
	if want := []ID{{"stats", "FRONTEND"}, {"www", "FRONTEND"}, {"www", "public"}, {"www", "inner"}, {"shop-1", "BACKEND"}}; !slices.Equal(names[:5], want) {
		t.Errorf("%v, want %v", names[:5], want)
	}
	seen := map[ID]bool{}
	for _, id := range names {
		if seen[id] || h.Find(id.Pxname, id.Svname) != nil && !seen[ID{id.Pxname, "BACKEND"}] {
			t.Fatalf("%v stands there twice, or before its backend", id)
		}
		seen[id] = true
	}
}

// Sorted by sessions, the servers are what sort.Slice makes of them, and the chosen one stays chosen.
func TestSorted(t *testing.T) {
	h := readings(t)[1]
	table := Table{Filter: &Filter{}}
	table.Take(h)
	table.Choose(ID{"shop-3", "web0133"})
	want := slices.Clone(h.Servers)
	sort.SliceStable(want, func(i, j int) bool { return want[i].Bin > want[j].Bin })
	table.Sort, table.Largest = "bin", true
	table.Take(h)
	for i, id := range table.names0()[:len(want)] {
		if id != (ID{want[i].Pxname, want[i].Svname}) {
			t.Fatalf("row %d: %v, want %s", i, id, want[i].Name())
		}
	}
	if id, _, _ := table.Chosen(); id != (ID{"shop-3", "web0133"}) {
		t.Errorf("%v is chosen", id)
	}
	table.Turn()
	table.Take(h)
	if first := table.names0()[0]; h.Find(first.Pxname, first.Svname).Bin != want[len(want)-1].Bin {
		t.Errorf("the smallest is %v", first)
	}
}

// The filter shows exactly the servers that are not UP.
func TestOnlyNotUp(t *testing.T) {
	h := readings(t)[0]
	filter := &Filter{}
	table := Table{Filter: filter}
	filter.ToggleBad()
	table.Take(h)
	want := 0
	for i := range h.Servers {
		if st := h.Servers[i].Status.Text; st != "UP" && st != "no check" {
			want++
		}
	}
	if want == 0 || table.shown != want {
		t.Errorf("%d shown, want %d", table.shown, want)
	}
	filter.Set("^web0(133|134)$")
	table.Take(h)
	if got := table.Words("-"); got != "2 of 1 000 servers - not up - /^web0(133|134)$" {
		t.Error(got)
	}
	if !filter.Clear() || filter.Clear() {
		t.Error("it is not cleared once")
	}
}

// A state and a counter that should stand still are marked for a second; the sessions that came are not.
func TestChangesAreMarkedForASecond(t *testing.T) {
	h := readings(t)[0]
	next := *h
	next.Servers = slices.Clone(h.Servers)
	s := &next.Servers[3]
	s.Status, s.Econ, s.Stot = record.ParseStatus("UP 2/3"), s.Econ+1, s.Stot+9
	var c Changes
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	c.See(h, at)
	c.See(&next, at.Add(200*time.Millisecond))
	for column, want := range map[string]bool{"status": true, "econ": true, "stot": false, "wretr": false} {
		if got := c.Recent(s.Pxname, s.Svname, column); got != want {
			t.Errorf("%s: %v", column, got)
		}
	}
	c.See(&next, at.Add(1199*time.Millisecond))
	if !c.Recent(s.Pxname, s.Svname, "status") {
		t.Error("it is over too soon")
	}
	if c.See(&next, at.Add(1200*time.Millisecond)); c.Recent(s.Pxname, s.Svname, "status") {
		t.Error("it stays")
	}
}

func TestEveryStaticColumnHasAMeaning(t *testing.T) {
	table := readings(t)[0].Table()
	for i, name := range table.Names() {
		if i < 103 && record.Meaning(name) == "" { // of HAProxy 2.6; behind them stand the modules' own
			t.Errorf("%s means nothing", name)
		}
	}
}
