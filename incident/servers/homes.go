package servers

import (
	"maps"

	"hadash/record"
)

// maxHomes bounds what is remembered of servers that come and go.
const maxHomes = 10_000

// keepHomes remembers whose addresses servers had when their rows lose them: HAProxy forgets the address of a name that
// does not resolve any more, so the row is blank there just while it says that the node is gone.
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

// home is the node that owns a server's address, or the one that it had last.
func (m *Map) home(s *record.Server) (node string, ok bool) {
	if s.Addr == "" {
		node, ok = m.homes[Name{s.Pxname, s.Svname}]
		return node, ok
	}
	return m.owner(s.Addr)
}
