package servers

import (
	"slices"

	"hadash/record"
)

// index finds servers in the readings of all balancers, and their nodes. It is rebuilt when names or addresses of a
// page or the topology change, which is rare, and is never modified: Frames share it.
type index struct {
	readings []Reading // whose names and addresses it knows
	places   *places
	rows     []rowNames         // the first row of each name, by the reading; not to be changed
	reading  map[string]int     // by the balancer
	homes    map[string]home    // by the name of servers
	nodes    map[string]string  // by the name of servers: the node they stand for, "" where it may be several
	at       map[string][]Place // the rows of a node, in the order of the readings
	served   [][]string         // the nodes that have a row, by the reading
	node     []int32            // the node of each row, in the order of Merged; -1 where it is none
}

// Place is where a row is: its reading, and the index in it.
type Place struct{ Reading, Row int }

// home is the backend in which a server has the address of the node of its own name. There may be several.
type home struct {
	backend string
	several bool
}

// reindex updates the index for the readings and the topology.
func (m *Map) reindex() {
	m.moved = false
	if x := m.index; x != nil && x.places == m.places && slices.EqualFunc(x.readings, m.readings, sameServers) {
		next := *x
		next.readings = m.readings // the old rows are not kept or compared again
		m.index = &next
		return
	}
	x := &index{readings: m.readings, places: m.places, reading: make(map[string]int, len(m.readings)),
		homes: map[string]home{}, nodes: map[string]string{}, at: map[string][]Place{}, served: make([][]string, len(m.readings))}
	was := m.index
	m.index, m.moved = x, true
	for i, r := range x.readings {
		x.reading[r.Node] = i
		x.rows = append(x.rows, was.rowsOf(&r))
		for k := range r.Row.Servers {
			if s := &r.Row.Servers[k]; m.atHome(s) {
				x.house(s)
			}
		}
	}
	for i, r := range x.readings { // after all homes are known
		for k := range r.Row.Servers {
			node := m.Node(&r.Row.Servers[k])
			x.mean(r.Row.Servers[k].Svname, node)
			at := -1
			if node != "" {
				x.serve(node, Place{i, k})
				at = m.places.at(node)
			}
			x.node = append(x.node, int32(at)) //nolint:gosec // a project has some thousand nodes
		}
	}
}

// sameServers reports whether two readings are of one balancer and have servers of the same names and addresses in the
// same order.
func sameServers(a, b Reading) bool {
	switch {
	case a.Node != b.Node || len(a.Row.Servers) != len(b.Row.Servers):
		return false
	case a.Row == b.Row:
		return true
	}
	for i := range a.Row.Servers {
		x, y := &a.Row.Servers[i], &b.Row.Servers[i]
		if x.Svname != y.Svname || x.Pxname != y.Pxname || x.Addr != y.Addr {
			return false
		}
	}
	return true
}

// atHome reports whether a server has the address of the node of its name.
func (m *Map) atHome(s *record.Server) bool {
	owner, ok := m.home(s)
	return ok && owner == m.places.beside(s.Svname, m.HostOf(s))
}

// rowsOf returns the first row of each name in a reading, of an earlier index where the names are as they were there. A hundred
// balancers are read for the first time one after the other.
func (x *index) rowsOf(r *Reading) rowNames {
	if x != nil {
		if i, ok := x.reading[r.Node]; ok && sameServers(x.readings[i], *r) {
			return x.rows[i]
		}
	}
	return namesOf(r.Row.Servers)
}

// find returns where a row is, by the names in it.
func (x *index) find(backend, server string) (at Place, ok bool) {
	if len(x.readings) > 1 {
		balancer, _ := Split(backend)
		if at.Reading, ok = x.reading[balancer]; !ok {
			return at, false
		}
	}
	if at.Reading >= len(x.rows) {
		return at, false
	}
	at.Row, ok = x.rows[at.Reading].find(x.readings[at.Reading].Row.Servers, Name{backend, server})
	return at, ok
}

// has reports whether a balancer has a server of that name in some backend.
func (x *index) has(balancer, server string) bool {
	if _, any := x.nodes[server]; !any {
		return false
	}
	if i, ok := x.reading[balancer]; ok {
		all := x.readings[i].Row.Servers
		for k := range all { // a row is large
			if all[k].Svname == server {
				return true
			}
		}
	}
	return balancer == ""
}

func (x *index) house(s *record.Server) {
	h, known := x.homes[s.Svname]
	if !known {
		h.backend = s.Pxname
	}
	h.several = h.several || h.backend != s.Pxname
	x.homes[s.Svname] = h
}

// mean records the node that a server name means.
func (x *index) mean(name, node string) {
	if known, ok := x.nodes[name]; ok && known != node {
		node = ""
	}
	x.nodes[name] = node
}

// serve records that a row is of a node.
func (x *index) serve(node string, at Place) {
	rows := x.at[node]
	if len(rows) == 0 || rows[len(rows)-1].Reading != at.Reading {
		x.served[at.Reading] = append(x.served[at.Reading], node)
	}
	x.at[node] = append(rows, at)
}

// Served iterates over the readings, with the nodes that have rows in them. They must not be changed.
func (m *Map) Served(yield func(reading int, nodes []string) bool) {
	if m.index == nil {
		return
	}
	for i, nodes := range m.index.served {
		if !yield(i, nodes) {
			return
		}
	}
}

// Nodes returns the index of the node of each row of joined, which is Merged of all readings; -1 where it is none, or not of n nodes.
func (m *Map) Nodes(joined *record.HAProxy, n int) (of []int32, known bool) {
	x := m.index
	if x == nil || m.places == nil || len(m.places.nodes) != n {
		return nil, false
	}
	if Whole(m.readings) || joined == nil {
		return x.node, true
	}
	var from []int // of each reading in x.node
	for i, rows := 0, 0; i < len(m.readings); i++ {
		from, rows = append(from, rows), rows+len(m.readings[i].Row.Servers)
	}
	of = make([]int32, len(joined.Servers))
	for i := range of {
		of[i] = -1
		if len(x.at) == 0 {
			continue
		}
		s := &joined.Servers[i]
		if at, ok := x.find(s.Pxname, s.Svname); ok {
			of[i] = x.node[from[at.Reading]+at.Row]
		}
	}
	return of, true
}

// Rows returns where the rows of a node are, in the order of the readings. They must not be changed.
func (m *Map) Rows(node string) []Place {
	if m.index == nil {
		return nil
	}
	return m.index.at[node]
}

// PlaceOf returns where a row is, by the names in it; false if no reading has it.
func (m *Map) PlaceOf(s *record.Server) (Place, bool) {
	if m.index == nil {
		return Place{}, false
	}
	return m.index.find(s.Pxname, s.Svname)
}

// Find returns the row of a server at a balancer; a balancer of "" means the first that has one; nil if there is none.
func (m *Map) Find(balancer, backend, server string) *record.Server {
	x := m.index
	if x == nil {
		return nil
	}
	at, ok := x.find(backend, server)
	if !ok || balancer != "" && m.readings[at.Reading].Node != balancer {
		return nil
	}
	return &m.readings[at.Reading].Row.Servers[at.Row]
}
