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
	rows     map[rowName]rowPlace // the first row of each name, of each balancer, and of any, which is balancer ""
	named    map[serverOf]bool    // whether a balancer, or any, has a server of that name in some backend
	homes    map[string]home      // by the name of servers
	nodes    map[string]string    // by the name of servers: the node they stand for, "" where it may be several
}

type rowName struct{ balancer, backend, server string }

type serverOf struct{ balancer, server string }

// rowPlace is the position of a row: its reading, and the index in it.
type rowPlace struct{ reading, row int }

// home is the backend in which a server has the address of the node of its own name. There may be several.
type home struct {
	backend string
	several bool
}

// reindex updates the index for the readings and the topology.
func (m *Map) reindex() {
	if x := m.index; x != nil && x.places == m.places && slices.EqualFunc(x.readings, m.readings, sameServers) {
		next := *x
		next.readings = m.readings // the old rows are not kept or compared again
		m.index = &next
		return
	}
	x := &index{readings: m.readings, places: m.places, rows: map[rowName]rowPlace{}, named: map[serverOf]bool{},
		homes: map[string]home{}, nodes: map[string]string{}}
	m.index = x
	for i, r := range x.readings {
		for k := range r.Row.Servers {
			s := &r.Row.Servers[k]
			x.add(r.Node, s, rowPlace{i, k})
			if m.atHome(s) {
				x.house(s)
			}
		}
	}
	for _, r := range x.readings { // after all homes are known
		for k := range r.Row.Servers {
			x.mean(r.Row.Servers[k].Svname, m.Node(&r.Row.Servers[k]))
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
	return ok && owner == s.Svname
}

func (x *index) add(balancer string, s *record.Server, at rowPlace) {
	for _, of := range []string{balancer, ""} {
		name := rowName{of, s.Pxname, s.Svname}
		if _, known := x.rows[name]; !known {
			x.rows[name] = at
		}
		x.named[serverOf{of, s.Svname}] = true
	}
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

// Find returns the row of a server at a balancer; a balancer of "" means the first that has one; nil if there is none.
func (m *Map) Find(balancer, backend, server string) *record.Server {
	x := m.index
	if x == nil {
		return nil
	}
	at, ok := x.rows[rowName{balancer, backend, server}]
	if !ok {
		return nil
	}
	return &m.readings[at.reading].Row.Servers[at.row]
}
