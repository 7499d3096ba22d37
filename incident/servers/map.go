// Package servers holds the servers of all balancers: the last page of each, and the node that each server is.
package servers

import (
	"slices"

	"hadash/record"
)

// Map finds servers, and the nodes that they are. The zero value has none. It is a value: adding a page does not change
// copies.
type Map struct {
	places   *places
	readings []Reading       // one per balancer, in the topology's order
	order    map[string]int  // of the nodes in the topology
	homes    map[Name]string // the former owners of the addresses of servers that have none now; "" = not known
	index    *index          // of the readings
	several  bool            // there are several balancers: see Split
	moved    bool            // the last page, or topology, had other rows than the one before
}

// Moved reports whether the last page that was taken has other servers, or in another order, than the one before.
func (m *Map) Moved() bool { return m.moved }

// Name is a server's name with that of its backend.
type Name struct{ Proxy, Server string }

// Place assigns the servers to the nodes of another topology.
func (m *Map) Place(t *record.Topology) {
	before := m.places
	m.places = placesOf(t)
	m.keepServed(before)
	m.order = make(map[string]int, len(t.Nodes))
	for i := range t.Nodes {
		m.order[t.Nodes[i].Name] = i
	}
	m.readings = slices.Clone(m.readings)
	m.arrange()
	m.count()
	m.reindex()
}

// arrange puts the pages into the topology's order, so that they stand alike whoever answers first.
func (m *Map) arrange() {
	slices.SortStableFunc(m.readings, func(a, b Reading) int { return m.order[a.Node] - m.order[b.Node] })
}

// Take adds a page and returns the previous one of the same balancer; false for the first.
func (m *Map) Take(is Reading) (was Reading, known bool) {
	i := slices.IndexFunc(m.readings, func(r Reading) bool { return r.Node == is.Node })
	_, is.blanks = is.Row.Blanks()
	m.readings = slices.Clone(m.readings)
	if i < 0 {
		m.name(&is)
		is.worse = &trouble{}
		m.readings = append(m.readings, is)
		m.arrange()
		m.count()
		m.reindex()
		return Reading{}, false
	}
	m.name(&is)
	was = m.readings[i]
	is.worse = &trouble{}
	m.readings[i] = is
	before := RowsOf(was.Row)
	m.keepHomes(&before, is.Row)
	m.reindex()
	return was, true
}

// Readings returns the last pages, in the topology's order. They must not be changed.
func (m *Map) Readings() []Reading { return m.readings }

// Reading is the last reading of a balancer; nil when there is none.
func (m *Map) Reading(balancer string) *Reading {
	for i := range m.readings {
		if m.readings[i].Node == balancer {
			return &m.readings[i]
		}
	}
	return nil
}

// Page is the last page of a balancer; nil when none was read.
func (m *Map) Page(balancer string) *record.HAProxy {
	if r := m.Reading(balancer); r != nil {
		return r.Row
	}
	return nil
}

// ReadingOf returns the reading that has a row; nil if none has.
func (m *Map) ReadingOf(s *record.Server) *Reading {
	for i := range m.readings {
		r := &m.readings[i]
		if len(r.Row.Servers) == 0 {
			continue
		}
		if row := m.Find(r.Node, s.Pxname, s.Svname); row == s {
			return r
		}
	}
	return nil
}

// Node returns the service that a balancer's server is: the one of its name, else the one that owns its address; "" if
// the project has none. If servers of several backends have one name, it is the one with the service's address.
func (m *Map) Node(s *record.Server) string {
	owner, owned := m.home(s)
	if node, known := m.places.serving(s); known && !owned {
		return node
	}
	namesake := m.places.beside(s.Svname, m.HostOf(s))
	switch {
	case namesake == "":
		return owner
	case owned && owner != namesake && m.elsewhere(s):
		return owner
	}
	return namesake
}

// elsewhere reports whether another server of the same name has the address of the node of that name.
func (m *Map) elsewhere(s *record.Server) bool {
	h, ok := m.index.homes[s.Svname]
	return ok && (h.several || h.backend != s.Pxname)
}

// NodeLogged returns the node of a server in a line of a balancer's log. A server is identified by backend and name,
// since others may have the same name. One that has left the project is still the node of what is said of the server that it was.
func (m *Map) NodeLogged(balancer, backend, server string) string {
	if server == "" {
		return ""
	}
	if s := m.Find(balancer, m.Backend(balancer, backend), server); s != nil {
		return m.Known(s)
	}
	if m.index != nil && m.index.has(balancer, server) {
		return ""
	}
	return m.places.beside(server, m.places.hostOf(balancer)) // the page was not yet read, or does not show it
}

// NodeNamed returns the node with that name, or whose server has it, "" if that may be several.
func (m *Map) NodeNamed(name string) string {
	switch {
	case m.places.has(name):
		return name
	case m.index == nil:
		return ""
	}
	return m.index.nodes[name]
}
