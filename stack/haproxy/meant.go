package haproxy

import (
	"net"
	"slices"
)

// Meant are the servers of a balancer that a fault's target stands for. Servers of several backends may have one name:
// where one of them has the target's address, those with another are other services'.
func Meant(servers []Server, target string, addrs []string) (found []Server) {
	owned := false
	for _, s := range servers {
		if s.is(target, addrs) {
			found = append(found, s)
			owned = owned || s.Name == target && s.at(addrs)
		}
	}
	if !owned {
		return found
	}
	return slices.DeleteFunc(found, func(s Server) bool {
		return s.FullName() != target && s.Addr != "" && !s.at(addrs)
	})
}

// at reports whether a server has one of some addresses.
func (s Server) at(addrs []string) bool {
	host, _, err := net.SplitHostPort(s.Addr)
	return err == nil && slices.Contains(addrs, host)
}

// is reports whether a fault's target means this server.
func (s Server) is(target string, addrs []string) bool {
	return target == s.FullName() || target == s.Name || s.at(addrs)
}
