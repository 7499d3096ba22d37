package runtimeapi

import (
	"net"
	"slices"
	"strings"
)

// Address is where a server is by "show servers state".
type Address struct {
	Host string // "" = it has none now; "-" = a UNIX socket
	Port string
}

// States reads the answer to "show servers state", by "backend/server"; nil if it is none.
func States(answer string) map[string]Address {
	var columns []string
	out := map[string]Address{}
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
		if get("be_name") == "" || get("srv_name") == "" {
			continue
		}
		a := Address{get("srv_addr"), get("srv_port")}
		if a.Host == "-" && strings.Trim(a.Port, "0") != "" || a.Host == "0.0.0.0" || a.Host == "::" {
			a.Host = ""
		}
		out[get("be_name")+"/"+get("srv_name")] = a
	}
	if columns == nil {
		return nil
	}
	return out
}

// StateAddresses are the addresses in the answer to "show servers state", by "backend/server": "10.0.0.5:80". A Runtime API of level
// user has them nowhere else. A server without an address now, or at a UNIX socket, is left out.
func StateAddresses(answer string) map[string]string {
	out := map[string]string{}
	for name, a := range States(answer) {
		if a.Host != "" && a.Host != "-" {
			out[name] = net.JoinHostPort(a.Host, a.Port)
		}
	}
	return out
}

// LevelOf reads the answer to "show cli level"; "" if it names none.
func LevelOf(answer string) string {
	level, _, _ := strings.Cut(strings.TrimSpace(answer), "\n")
	switch level {
	case "user", "operator", "admin":
		return level
	}
	return ""
}
