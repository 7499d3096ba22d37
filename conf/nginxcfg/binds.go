package nginxcfg

import (
	"slices"
	"strconv"
	"strings"

	"hadash/conf/balancer"
)

// binds reads the listen lines of a server block. Without one nginx listens on port 80.
func binds(b *block, f family) (all []balancer.Bind) {
	name := ""
	for i := range b.all {
		if d := &b.all[i]; d.name() == "server_name" && name == "" {
			name = d.word(1)
		}
	}
	for i := range b.all {
		d := &b.all[i]
		if d.name() != "listen" {
			continue
		}
		one := balancer.Bind{Proxy: name, Mode: modeOf(f), From: at(d)}
		if path, unix := strings.CutPrefix(d.word(1), "unix:"); unix {
			one.Unix = path
		} else {
			one.Host, one.Port = hostPort(d.word(1), 80)
		}
		one.First = slices.Contains(d.words, "default_server")
		one.TLS = slices.Contains(d.words[min(2, len(d.words)):], "ssl")
		all = append(all, one)
	}
	if len(all) == 0 && f != stream {
		all = append(all, balancer.Bind{Proxy: name, Port: 80, Mode: balancer.HTTP})
	}
	return all
}

// hostPort splits "host:port", "[::1]:80", "80" and "host"; every address is "".
func hostPort(address string, otherwise int) (string, int) {
	host, port := address, ""
	if i := strings.LastIndexByte(address, ':'); i >= 0 && !strings.HasSuffix(address, "]") {
		host, port = address[:i], address[i+1:]
	} else if _, err := strconv.Atoi(address); err == nil {
		host, port = "", address
	}
	n, err := strconv.Atoi(port)
	if err != nil || n < 0 || n > 65535 {
		n = otherwise
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if host == "*" || host == "0.0.0.0" || host == "::" {
		host = ""
	}
	return host, n
}
