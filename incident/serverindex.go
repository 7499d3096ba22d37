package incident

import (
	"slices"

	"hadash/record"
)

// serverIndex finds servers in the readings of all balancers, and the nodes they stand for. It is made when the names or
// addresses of a page or the topology change, which is rare, and never changed: Frames share it.
type serverIndex struct {
	readings []reading // whose names and addresses it knows
	places   *places
	rows     map[rowName]rowPlace // the first row of each name, of each balancer, and of any, which is balancer ""
	named    map[serverOf]bool    // whether a balancer, or any, has a server of that name in some backend
	homes    map[string]home      // by the name of servers
	nodes    map[string]string    // by the name of servers: the node they stand for, "" where it may be several
}

type rowName struct{ balancer, backend, server string }

type serverOf struct{ balancer, server string }

// rowPlace says which of the readings a row is in, and where.
type rowPlace struct{ reading, row int }

// home is the backend in which a server has the address of the node of its own name. There may be several.
type home struct {
	backend string
	several bool
}

// indexServers brings the index up to date with the readings and the topology.
func (f *folding) indexServers() {
	if x := f.memo.servers; x != nil && x.places == f.memo.places && slices.EqualFunc(x.readings, f.memo.readings, sameServers) {
		next := *x
		next.readings = f.memo.readings // the old rows are not kept, nor compared again
		f.memo.servers = &next
		return
	}
	x := &serverIndex{readings: f.memo.readings, places: f.memo.places, rows: map[rowName]rowPlace{}, named: map[serverOf]bool{},
		homes: map[string]home{}, nodes: map[string]string{}}
	f.memo.servers = x
	for i, r := range x.readings {
		for k := range r.row.Servers {
			s := &r.row.Servers[k]
			x.add(r.node, s, rowPlace{i, k})
			if f.atHome(s) {
				x.house(s)
			}
		}
	}
	for _, r := range x.readings { // when all homes are known
		for k := range r.row.Servers {
			x.mean(r.row.Servers[k].Svname, f.serverNode(&r.row.Servers[k]))
		}
	}
}

// sameServers reports whether two readings are of one balancer and have servers of the same names and addresses in the
// same order.
func sameServers(a, b reading) bool {
	switch {
	case a.node != b.node || len(a.row.Servers) != len(b.row.Servers):
		return false
	case a.row == b.row:
		return true
	}
	for i := range a.row.Servers {
		x, y := &a.row.Servers[i], &b.row.Servers[i]
		if x.Svname != y.Svname || x.Pxname != y.Pxname || x.Addr != y.Addr {
			return false
		}
	}
	return true
}

// atHome reports whether a server has the address of the node of its name.
func (f *folding) atHome(s *record.Server) bool {
	owner, ok := f.home(s)
	return ok && owner == s.Svname
}

func (x *serverIndex) add(balancer string, s *record.Server, at rowPlace) {
	for _, of := range []string{balancer, ""} {
		name := rowName{of, s.Pxname, s.Svname}
		if _, known := x.rows[name]; !known {
			x.rows[name] = at
		}
		x.named[serverOf{of, s.Svname}] = true
	}
}

func (x *serverIndex) house(s *record.Server) {
	h, known := x.homes[s.Svname]
	if !known {
		h.backend = s.Pxname
	}
	h.several = h.several || h.backend != s.Pxname
	x.homes[s.Svname] = h
}

// mean notes the node that a server stands for under its name.
func (x *serverIndex) mean(name, node string) {
	if known, ok := x.nodes[name]; ok && known != node {
		node = ""
	}
	x.nodes[name] = node
}

// findServer is the row of a server at a balancer, "" for the first that has one; nil when none has.
func (f *Frame) findServer(balancer, backend, server string) *record.Server {
	x := f.memo.servers
	if x == nil {
		return nil
	}
	at, ok := x.rows[rowName{balancer, backend, server}]
	if !ok {
		return nil
	}
	return &f.memo.readings[at.reading].row.Servers[at.row]
}
