package incident

import (
	"maps"

	"hadash/record"
)

// maxHomes bounds what is remembered of servers that come and go.
const maxHomes = 10_000

// keepHomes remembers whose addresses servers had when their rows lose them: HAProxy forgets the address of a name that
// does not resolve any more, so the row is blank there just while it says that the node is gone.
func (f *folding) keepHomes(before *servers, h *record.HAProxy) {
	var homes map[serverName]string // a copy, once it is written to
	for i := range h.Servers {
		s := &h.Servers[i]
		old, name := before.same(i, s), serverName{s.Pxname, s.Svname}
		_, kept := f.memo.homes[name]
		gone := old != nil && s.Addr == "" && old.Addr != ""
		if !gone && (s.Addr == "" || !kept) {
			continue
		}
		if homes == nil {
			homes = maps.Clone(f.memo.homes)
		}
		if homes == nil {
			homes = map[serverName]string{}
		}
		if !gone {
			delete(homes, name)
		} else if owner, ok := f.byAddr(old.Addr); ok && len(homes) < maxHomes {
			homes[name] = owner.Name
		}
	}
	if homes != nil {
		f.memo.homes = homes
	}
}

// home is the node that owns a server's address, or the one that it had last.
func (f *Frame) home(s *record.Server) (node string, ok bool) {
	if s.Addr == "" {
		node, ok = f.memo.homes[serverName{s.Pxname, s.Svname}]
		return node, ok
	}
	owner, ok := f.byAddr(s.Addr)
	return owner.Name, ok
}
