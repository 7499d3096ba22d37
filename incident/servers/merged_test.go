package servers

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hadash/record"
)

// rowsOfUp are the servers of n balancers, UP, in backends of 50, and a column of which rows know nothing.
func rowsOfUp(balancers, n int) (all []Reading) {
	for b := range balancers {
		r := Reading{Node: fmt.Sprint("lb", b+1), Row: &record.HAProxy{Columns: []string{"svname", "extra"}, More: []record.Column{{Name: "extra"}}}}
		for i := range n {
			if i%50 == 0 {
				r.Row.Proxies = append(r.Row.Proxies, record.Proxy{Pxname: fmt.Sprint(r.Node, "/be", i/50), Svname: "BACKEND"})
			}
			r.Row.Servers = append(r.Row.Servers, record.Server{Pxname: fmt.Sprint(r.Node, "/be", i/50), Svname: fmt.Sprint("s", i), Status: record.ParseStatus("UP")})
			r.Row.Rows = append(r.Row.Rows, record.Row{Kind: record.RowServer, Blank: uint64(i)})
			r.Row.More[0].Numbers = append(r.Row.More[0].Numbers, int64(b*n+i))
			if i%50 == 49 {
				r.Row.Rows = append(r.Row.Rows, record.Row{Kind: record.RowBackend})
				r.Row.More[0].Numbers = append(r.Row.More[0].Numbers, record.Empty)
			}
		}
		all = append(all, r)
	}
	return all
}

// The pages of several balancers are joined up to a bound, and whose rows are left out is said.
func TestMergedSaysWhatIsLeftOut(t *testing.T) {
	all := rowsOfUp(9, 4000)
	if h := Merged(all[:3], nil); len(h.Servers) != 12_000 || h.Unread != "" {
		t.Errorf("%d rows, %q", len(h.Servers), h.Unread)
	}
	h := Merged(all, nil)
	if want := "the 28 000 rows of backends without trouble of lb3, lb4, lb5 and 4 more, beyond the 10 240 that are shown"; len(h.Servers) != 8000 || len(h.Proxies) != 720 || h.Unread != want {
		t.Errorf("%d rows, %q, want %q", len(h.Servers), h.Unread, want)
	}
	if h := Merged(all[:1], nil); h != all[0].Row {
		t.Error("the page of the only balancer is another one")
	}
	if got, want := some([]string{"a", "b", "c", "d", "e"}), "a, b, c and 2 more"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A server that is not well is shown whatever is left out, with all of its backend, and with its own cells.
func TestMergedShowsTrouble(t *testing.T) {
	all := rowsOfUp(9, 4000)
	for _, bad := range []int{0, 2777, 3999} {
		all[4].Row.Servers[bad].Status = record.ParseStatus("DOWN")
	}
	all[3].Row.Servers[60].Status = record.ParseStatus("MAINT") // perhaps a free slot
	was := Merged(all, nil)
	h := Merged(all, was)
	var there []string
	table := h.Table()
	for row := range table.Len() {
		s := table.Server(row)
		if s == nil || Balancer(s) == "lb1" || Balancer(s) == "lb2" {
			continue
		}
		if of, _ := Split(s.Pxname); of != "lb5" {
			t.Fatalf("%s of %s is shown", s.Name(), of)
		}
		there = append(there, s.Svname)
		if want := fmt.Sprint(4*4000 + number(s.Svname)); table.Value(row, table.Find("extra")).String() != want {
			t.Errorf("%s: extra is %s, want %s", s.Name(), table.Value(row, table.Find("extra")), want)
		}
	}
	if len(there) != 150 || !slices.Contains(there, "s2777") || !slices.Contains(there, "s49") || slices.Contains(there, "s50") {
		t.Errorf("%d servers: %v", len(there), there)
	}
	if &h.More[0].Numbers[0] != &was.More[0].Numbers[0] {
		t.Error("a column that has not changed is copied")
	}
	for i := range all {
		for k := range all[i].Row.Servers {
			all[i].Row.Servers[k].Status = record.ParseStatus("DOWN")
		}
	}
	if h := Merged(all, nil); len(h.Servers) != 9500 || !strings.Contains(h.Unread, ", of which 26 500 are of servers that are not well, beyond the 10 240 that are shown") {
		t.Errorf("all are down: %d servers, %s", len(h.Servers), h.Unread)
	}
}

// Where the backends with a server that is not well are together more than are shown, those come first in which one changed last,
// whichever balancer has it; all of a backend or none of it; and how many are left out is said.
func TestMergedShowsTheNewestTrouble(t *testing.T) {
	readings := rowsOfUp(9, 4000)
	for i := range readings {
		for k := 7; k < 4000; k += 50 {
			s := &readings[i].Row.Servers[k]
			s.Status, s.Lastchg = record.ParseStatus("DOWN"), int64(1000-i)
		}
	}
	readings[0].Row.Servers[57].Lastchg = 3
	h := Merged(readings, nil)
	rows := map[string]int{}
	for i := range h.Servers {
		rows[h.Servers[i].Pxname]++
	}
	for name, n := range rows {
		if n != 50 {
			t.Errorf("%d of 50 servers of %s are shown", n, name)
		}
	}
	if rows["lb1/be1"] == 0 || rows["lb9/be0"] == 0 || rows["lb9/be79"] == 0 || rows["lb1/be0"] > 0 || len(rows) != 190 {
		t.Errorf("%d backends: %v", len(rows), rows)
	}
	if want := "the 26 500 rows of lb1, lb2, lb3 and 4 more, of which 530 are of servers that are not well, beyond the 10 240 that are shown"; h.Unread != want {
		t.Errorf("left out: %q, want %q", h.Unread, want)
	}
}

func number(name string) (n int) {
	_, _ = fmt.Sscan(name[1:], &n)
	return n
}

// The node of a row is found where only a part of the rows is joined, as it is where all are.
func TestNodesOfAPart(t *testing.T) {
	all := rowsOfUp(9, 4000)
	all[4].Row.Servers[120].Status = record.ParseStatus("DOWN")
	topology := record.Topology{Nodes: []record.Node{{Name: "s121"}, {Name: "s120"}}}
	var m Map
	m.Place(&topology)
	for _, r := range all {
		for i := range r.Row.Proxies {
			_, r.Row.Proxies[i].Pxname = Split(r.Row.Proxies[i].Pxname)
		}
		for i := range r.Row.Servers {
			_, r.Row.Servers[i].Pxname = Split(r.Row.Servers[i].Pxname)
		}
		m.Take(r)
	}
	h := Merged(m.Readings(), nil)
	of, known := m.Nodes(h, 2)
	if !known || len(of) != len(h.Servers) || len(of) != 8050 {
		t.Fatalf("%d nodes of %d servers, %v", len(of), len(h.Servers), known)
	}
	for i := range of {
		want := int32(-1)
		switch h.Servers[i].Svname {
		case "s121":
			want = 0
		case "s120":
			want = 1
		}
		if of[i] != want {
			t.Errorf("%s: node %d", h.Servers[i].Name(), of[i])
		}
	}
}
