package servers

import (
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
		} else if owner, ok := m.owner(old.Addr); ok && len(homes) < maxHomes {
			homes[name] = owner
		}
	}
	if homes != nil {
		m.homes = homes
	}
}

// home returns the node that owns a server's address, or its last one.
func (m *Map) home(s *record.Server) (node string, ok bool) {
	if s.Addr == "" {
		node, ok = m.homes[Name{s.Pxname, s.Svname}]
		return node, ok
	}
	return m.owner(s.Addr)
}
