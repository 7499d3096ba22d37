package runtimeapi

import (
	"net"
	"slices"
	"strings"
)

// StateAddresses reads where servers are from the answer to "show servers state", by "backend/server": "10.0.0.5:80". A Runtime API of
// level user has them nowhere else. A server without an address now, or at a UNIX socket, is left out.
func StateAddresses(answer string) map[string]string {
	var columns []string
	out := map[string]string{}
	for line := range strings.Lines(answer) {
		words := strings.Fields(line)
		if len(words) > 1 && words[0] == "#" {
			columns = words[1:]
			continue
		}
		get := func(name string) string {
			if i := slices.Index(columns, name); i >= 0 && i < len(words) {
				return words[i]
			}
			return ""
		}
		host := get("srv_addr")
		if get("be_name") == "" || get("srv_name") == "" || host == "" || host == "-" || host == "0.0.0.0" || host == "::" {
			continue
		}
		out[get("be_name")+"/"+get("srv_name")] = net.JoinHostPort(host, get("srv_port"))
	}
	return out
}
