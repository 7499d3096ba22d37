package stack

import (
	"net"
	"slices"
)

// meant are the servers of a balancer that a fault's target stands for. Servers of several backends may have one name:
// where one of them has the target's address, those with another are other services'.
func meant(servers []statServer, target string, addrs []string) (found []statServer) {
	owned := false
	for _, s := range servers {
		if s.is(target, addrs) {
			found = append(found, s)
			owned = owned || s.server == target && s.at(addrs)
		}
	}
	if !owned {
		return found
	}
	return slices.DeleteFunc(found, func(s statServer) bool {
		return s.name() != target && s.addr != "" && !s.at(addrs)
	})
}

// at reports whether a server has one of some addresses.
func (s statServer) at(addrs []string) bool {
	host, _, err := net.SplitHostPort(s.addr)
	return err == nil && slices.Contains(addrs, host)
}
