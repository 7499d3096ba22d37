package haproxycfg

import (
	"strconv"
	"strings"

	"hadash/conf/balancer"
)

// address is where a server, a bind or a socket is, as it is written in one word.
type address struct {
	host, unix string
	port       int // 0 = none, or not a single one
}

// parseAddress reads "host:port", "ipv4@host:port", "[::1]:80", "/path" and "unix@path" (configuration.txt 11.1). An offset of
// a port ("+80"), a range and a port of clients' choice are no port.
func parseAddress(text string) address {
	if strings.HasPrefix(text, "/") {
		return address{unix: text}
	}
	family, rest, prefixed := strings.Cut(text, "@")
	if !prefixed {
		family, rest = "", text
	}
	if family == "unix" || family == "abns" || family == "abnsz" || strings.HasPrefix(rest, "/") {
		return address{unix: rest}
	}
	host, port := rest, ""
	if i := strings.LastIndexByte(rest, ':'); i >= 0 && (!strings.Contains(rest[:i], ":") || strings.HasPrefix(rest, "[") && strings.HasSuffix(rest[:i], "]")) {
		host, port = rest[:i], rest[i+1:]
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if host == "*" || host == "0.0.0.0" || host == "::" {
		host = ""
	}
	n, err := strconv.Atoi(port)
	if err != nil || n < 0 || n > 65535 || strings.HasPrefix(port, "+") {
		n = 0
	}
	return address{host: host, port: n}
}

// serverOf reads "server NAME ADDRESS ...".
func serverOf(l *line) balancer.Server {
	a := parseAddress(l.text(2))
	s := balancer.Server{Name: l.written(1), Host: a.host, Port: a.port, Unix: a.unix, Unknown: l.word(2).unknown, From: at(l)}
	for i := 3; i < len(l.words); i++ {
		switch w := l.text(i); {
		case w == "backup":
			s.Backup = true
		case valued[w]:
			i++
		}
	}
	return s
}

// slotsOf reads "server-template PREFIX N|FROM-TO ADDRESS ...", at most room of its slots.
func slotsOf(l *line, room int) []balancer.Server {
	from, to, ok := slotRange(l.text(2))
	if !ok {
		return nil
	}
	like := serverOf(&line{words: append([]word{l.word(0), l.word(1)}, l.words[min(3, len(l.words)):]...), file: l.file, number: l.number})
	var all []balancer.Server
	for n := from; n <= to && len(all) < room; n++ {
		slot := like
		slot.Name, slot.Slot = l.written(1)+strconv.Itoa(n), true
		all = append(all, slot)
	}
	return all
}

// bind reads "bind ADDRESS[,ADDRESS...] ...".
func (s *section) bind(l *line) {
	tls := false
	for i := 2; i < len(l.words); i++ {
		tls = tls || l.text(i) == "ssl"
	}
	for text := range strings.SplitSeq(l.text(1), ",") {
		a := parseAddress(text)
		s.binds = append(s.binds, balancer.Bind{Host: a.host, Port: a.port, Unix: a.unix, TLS: tls, From: at(l)})
	}
}
