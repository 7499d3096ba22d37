package haproxycfg

import (
	"strings"

	"hadash/conf/balancer"
)

// Master reads the socket of a master process from the words of a command: -S ADDRESS[,OPTION...] (management.txt, "-S"). It is
// false if the command has none.
func Master(command []string) (s balancer.Socket, ok bool) {
	for i := range command {
		switch {
		case command[i] == "--":
			return s, ok
		case command[i] == "-S" && i+1 < len(command) && !strings.HasPrefix(command[i+1], "-"):
			text, options, _ := strings.Cut(command[i+1], ",")
			a := parseAddress(text)
			s, ok = balancer.Socket{Unix: a.unix, Host: a.host, Port: a.port, Level: "admin"}, true
			words := strings.Split(options, ",")
			for k := range words {
				if words[k] == "level" && k+1 < len(words) {
					s.Level = words[k+1]
				}
			}
		}
	}
	return s, ok
}
