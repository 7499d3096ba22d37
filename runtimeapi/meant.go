package runtimeapi

import (
	"net"
	"slices"
)

// Meant returns the servers of the balancer that a fault's target stands for. Where it is known which servers a node is, that
// decides: a server without labels may have the name of another node.
func (b Balancer) Meant(servers []Server, target string, addrs []string) (found []Server) {
	if b.Serves == nil {
		return Meant(servers, target, addrs)
	}
	for _, s := range servers {
		known, isNode := b.Serves[target]
		if slices.Contains(known, s.FullName()) || target == s.FullName() || target == b.Node+"/"+s.FullName() || !isNode && s.at(addrs) {
			found = append(found, s)
		}
	}
	return found
}

// Meant returns the servers of a balancer that a fault's target stands for. Servers of several backends may have the
// same name: if one of them has the target's address, those with another address belong to other services.
func Meant(servers []Server, target string, addrs []string) (found []Server) {
	owned := false
	for _, s := range servers {
		if s.is(target, addrs) {
			found = append(found, s)
			owned = owned || s.named(target, addrs) && s.at(addrs)
		}
	}
	if !owned {
		return found
	}
	return slices.DeleteFunc(found, func(s Server) bool {
		return s.FullName() != target && s.Addr != "" && !s.at(addrs)
	})
}

// at reports whether the server has one of the addresses.
func (s Server) at(addrs []string) bool {
	host, _, err := net.SplitHostPort(s.Addr)
	return err == nil && (slices.Contains(addrs, host) || slices.Contains(addrs, s.Addr))
}

// named reports whether the server has the target's name, or another one of its.
func (s Server) named(target string, names []string) bool {
	return s.Name == target || slices.Contains(names, s.Name)
}

// is reports whether a fault's target means this server.
func (s Server) is(target string, addrs []string) bool {
	return target == s.FullName() || s.named(target, addrs) || s.at(addrs)
}
