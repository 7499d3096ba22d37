package servers

import (
	"fmt"
	"reflect"
	"testing"

	"hadash/record"
)

var lab = record.Topology{Nodes: []record.Node{
	{Name: "db1", Role: record.RoleReplica, Addrs: []string{"172.28.44.41"}},
	{Name: "db2", Role: record.RoleReplica, Addrs: []string{"172.28.44.42"}},
}}

// namesakes are servers of n backends that all have the names of the lab's nodes, and the addresses of others.
func namesakes(n int) (all []record.Server) {
	for i := range n {
		node := lab.Nodes[i%2]
		s := record.Server{Pxname: fmt.Sprint("be", i), Svname: node.Name, Addr: "10.9.9.9:3306", Status: record.ParseStatus("UP")}
		if i < 2 {
			s.Addr = node.Addrs[0] + ":3306"
		}
		all = append(all, s)
	}
	return all
}

// page is a reading of a balancer that has these servers.
func page(balancer string, all ...record.Server) Reading {
	return Reading{Node: balancer, Row: &record.HAProxy{Servers: all}}
}

// indexOf tells one index from another: those that share it have the same homes.
func indexOf(m *Map) uintptr { return reflect.ValueOf(m.index.homes).Pointer() }

// Servers are gone through once for as long as their names stay, however often they are polled and named in lines: a
// page of thousands that all have one name would take minutes otherwise.
func TestServersAreIndexedOnce(t *testing.T) {
	all := namesakes(4000)
	var m Map
	m.Place(&lab)
	m.Take(page("haproxy", all...))
	first := indexOf(&m)
	for i := range 5 {
		again := append([]record.Server(nil), all...)
		again[0].Stot = int64(i)
		m.Take(page("haproxy", again...))
		for k := range 1000 {
			m.NodeLogged("haproxy", fmt.Sprint("be", k), "db1")
		}
	}
	if indexOf(&m) != first {
		t.Error("the servers were indexed once more, though no name has changed")
	}
	if got, most := len(m.index.rows[0].at)+len(m.index.homes)+len(m.index.nodes), 2*len(all)+4; got > most {
		t.Errorf("the index has %d entries for %d servers", got, len(all))
	}
	for i, change := range []func(*record.Server){
		func(s *record.Server) { s.Svname = "db3" },
		func(s *record.Server) { s.Pxname = "other" },
		func(s *record.Server) { s.Addr = "10.9.9.10:3306" },
	} {
		before := indexOf(&m)
		again := append([]record.Server(nil), all...)
		change(&again[7])
		if m.Take(page("haproxy", again...)); indexOf(&m) == before {
			t.Errorf("change %d: the index is that of before", i)
		}
	}
	before := indexOf(&m)
	if m.Place(&lab); indexOf(&m) == before {
		t.Error("another topology: the index is that of before")
	}
}

// What is known of servers is that of all balancers, and of each its own rows.
func TestServersOfTwoBalancers(t *testing.T) {
	var m Map
	m.Place(&lab)
	m.Take(page("haproxy", record.Server{Pxname: "servers", Svname: "db1"}))
	m.Take(page("haproxy2", record.Server{Pxname: "other", Svname: "x"}))
	for _, c := range []struct {
		balancer, backend, server string
		found                     bool
	}{
		{"haproxy", "haproxy/servers", "db1", true}, {"haproxy2", "haproxy/servers", "db1", false}, {"", "haproxy/servers", "db1", true},
		{"haproxy2", "haproxy2/other", "x", true}, {"haproxy", "haproxy2/other", "x", false}, {"", "haproxy2/other", "x", true},
		{"", "haproxy2/other", "db1", false}, {"haproxy", "servers", "db1", false},
	} {
		if got := m.Find(c.balancer, c.backend, c.server); (got != nil) != c.found || got != nil && got.Svname != c.server {
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
	c := &Cells{Reading: Reading{Row: h}}
	table := c.table
	for i := range h.Servers {
		if got := c.Of(&h.Servers[i], "uweight"); got != fmt.Sprint(10*i) {
			t.Errorf("row %d: %q", i, got)
		}
		if table != nil && c.table != table {
			t.Error("the rows were looked up once more")
		}
		table = c.table
	}
	if got := c.Of(&h.Servers[0], "agent_status"); got != "" {
		t.Errorf("a column that is not there: %q", got)
	}
	if got := c.Of(&record.Server{}, "uweight"); got != "" {
		t.Errorf("a server that is not there: %q", got)
	}
}
