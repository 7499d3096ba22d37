package servers

import (
	"cmp"
	"maps"

	"hadash/record"
)

// maxHomes bounds the number of remembered servers.
const maxHomes = 10_000

// keepHomes remembers which nodes owned the addresses of servers whose rows lose them: HAProxy forgets the address of a
// name that no longer resolves, so the row lacks it just when the node is gone.
func (m *Map) keepHomes(before *Rows, h *record.HAProxy) {
	var homes map[Name]string // a copy, once it is written to
	for i := range h.Servers {
		s := &h.Servers[i]
		old, name := before.Same(i, s), Name{s.Pxname, s.Svname}
		_, kept := m.homes[name]
		gone := old != nil && s.Addr == "" && old.Addr != ""
		if !gone && (s.Addr == "" || !kept) {
			continue
		}
		if homes == nil {
			homes = maps.Clone(m.homes)
		}
		if homes == nil {
			homes = map[Name]string{}
		}
		if !gone {
			delete(homes, name)
		} else if len(homes) < maxHomes {
			homes[name], _ = m.owner(old)
		}
	}
	if homes != nil {
		m.homes = homes
	}
}

// keepServed remembers which nodes servers were that another topology does not name: a page may have no addresses, and what is read
// of the configuration names the node of a server only while it runs.
func (m *Map) keepServed(before *places) {
	var homes map[Name]string // a copy, once it is written to
	for _, r := range m.readings {
		for i := range r.Row.Servers {
			s := &r.Row.Servers[i]
			if s.Addr != "" {
				continue
			}
			name := Name{s.Pxname, s.Svname}
			was, _ := before.serving(s)
			_, is := m.places.serving(s)
			_, kept := m.homes[name]
			if is && !kept || !is && was == "" {
				continue
			}
			if homes == nil {
				homes = maps.Clone(m.homes)
			}
			if homes == nil {
				homes = map[Name]string{}
			}
			if is {
				delete(homes, name)
			} else if len(homes) < maxHomes {
				homes[name] = was
			}
		}
	}
	if homes != nil {
		m.homes = homes
	}
}

// Known is the node of a server, or the one that it was before it lost its address, or the project the node; "" if none is known.
func (m *Map) Known(s *record.Server) string {
	return cmp.Or(m.Node(s), m.homes[Name{s.Pxname, s.Svname}])
}

// home returns the node that owns a server's address, or its last one.
func (m *Map) home(s *record.Server) (node string, ok bool) {
	if s.Addr == "" {
		node, _ = m.Vacated(s)
		return node, node != ""
	}
	return m.owner(s)
}

// Vacated reports whether a server had an address that it has lost, and which node owned that; "" for one that is not in the
// project, or not any more.
func (m *Map) Vacated(s *record.Server) (node string, ok bool) {
	node, ok = m.homes[Name{s.Pxname, s.Svname}]
	if !m.places.has(node) {
		node = ""
	}
	return node, ok && s.Addr == ""
}
