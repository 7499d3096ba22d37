package incident

import (
	"fmt"
	"reflect"
	"testing"

	"hadash/record"
)

// namesakes are servers of n backends that all have the names of the lab's nodes, and the addresses of others.
func namesakes(n int) (all []record.Server) {
	for i := range n {
		name := []string{"db1", "db2"}[i%2]
		all = append(all, server(name, "UP", func(s *record.Server) {
			s.Pxname, s.Addr = fmt.Sprint("be", i), "10.9.9.9:3306"
			if owner := nodeOf(name); i < 2 && len(owner.Addrs) > 0 {
				s.Addr = owner.Addrs[0] + ":3306"
			}
		}))
	}
	return all
}

func nodeOf(name string) record.Node {
	n, _ := lab.Node(name)
	return n
}

// indexOf tells one index from another: those that share it have the same rows.
func indexOf(f Frame) uintptr { return reflect.ValueOf(f.memo.servers.rows).Pointer() }

// Servers are gone through once for as long as their names stay, however often they are polled and named in lines: a
// page of thousands that all have one name would take minutes otherwise.
func TestServersAreIndexedOnce(t *testing.T) {
	all := namesakes(4000)
	f := play(haproxy(0, all...))
	first := indexOf(f)
	lines := make([]record.Line, 1000)
	for i := range lines {
		lines[i] = record.Line{At: at(1), Node: "haproxy", Session: &record.Session{Backend: fmt.Sprint("be", i), Server: "db1", Termination: "--"}}
	}
	for i := range 5 {
		again := append([]record.Server(nil), all...)
		again[0].Stot = int64(i)
		f = Fold(f, haproxy(float64(i+1), again...))
		f = Fold(f, record.Sample{At: at(float64(i + 1)), Source: record.SourceLogs, Node: "haproxy", Logs: &record.Logs{Lines: lines}})
	}
	if indexOf(f) != first {
		t.Error("the servers were indexed once more, though no name has changed")
	}
	if got, most := len(f.memo.servers.rows)+len(f.memo.servers.homes)+len(f.memo.servers.nodes), 2*len(all)+4; got > most {
		t.Errorf("the index has %d entries for %d servers", got, len(all))
	}
	for i, change := range []func(*record.Server){
		func(s *record.Server) { s.Svname = "db3" },
		func(s *record.Server) { s.Pxname = "other" },
		func(s *record.Server) { s.Addr = "10.9.9.10:3306" },
	} {
		before := indexOf(f)
		again := append([]record.Server(nil), all...)
		change(&again[7])
		if f = Fold(f, haproxy(float64(20+i), again...)); indexOf(f) == before {
			t.Errorf("change %d: the index is that of before", i)
		}
	}
	before := indexOf(f)
	if f = Fold(f, record.Sample{At: at(30), Source: record.SourceTopology, Topology: &lab}); indexOf(f) == before {
		t.Error("another topology: the index is that of before")
	}
}

// What is known of servers is that of all balancers, and of each its own rows.
func TestServersOfTwoBalancers(t *testing.T) {
	one, two := haproxy(0, server("db1", "UP", nil)), haproxy(1, server("x", "UP", func(s *record.Server) { s.Pxname = "other" }))
	two.Node = "haproxy2"
	f := play(one, two)
	for _, c := range []struct {
		balancer, backend, server string
		found                     bool
	}{
		{"haproxy", "servers", "db1", true}, {"haproxy2", "servers", "db1", false}, {"", "servers", "db1", true},
		{"haproxy2", "other", "x", true}, {"haproxy", "other", "x", false}, {"", "other", "x", true}, {"", "other", "db1", false},
	} {
		if got := f.findServer(c.balancer, c.backend, c.server); (got != nil) != c.found || got != nil && got.Svname != c.server {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// The cells of a page are looked up by row once, and are those of the row.
func TestCellsOfRows(t *testing.T) {
	all := namesakes(6)
	h := &record.HAProxy{Servers: all, Columns: []string{"pxname", "svname", "uweight"}, More: []record.Column{{Name: "uweight"}}}
	for i := range all {
		h.Rows = append(h.Rows, record.Row{Kind: record.RowServer})
		h.More[0].Numbers = append(h.More[0].Numbers, int64(10*i))
	}
	c := &cells{reading: reading{row: h}}
	table := c.table
	for i := range h.Servers {
		if got := c.of(&h.Servers[i], "uweight"); got != fmt.Sprint(10*i) {
			t.Errorf("row %d: %q", i, got)
		}
		if table != nil && c.table != table {
			t.Error("the rows were looked up once more")
		}
		table = c.table
	}
	if got := c.of(&h.Servers[0], "agent_status"); got != "" {
		t.Errorf("a column that is not there: %q", got)
	}
	if got := c.of(&record.Server{}, "uweight"); got != "" {
		t.Errorf("a server that is not there: %q", got)
	}
}
