package haproxycfg

import (
	"slices"
	"strings"

	"hadash/conf/balancer"
)

// logging is where and how a section logs its sessions.
type logging struct {
	to     []balancer.Log
	own    bool // the targets are this section's, and not those of defaults
	global bool // "log global"
	format string
	name   string // httplog, tcplog
	none   bool   // "no log"
}

func (g *logging) take(l *line) {
	switch {
	case l.text(0) == "log-format":
		g.format, g.name = l.written(1), "log-format"
	case l.text(0) != "log":
	case l.text(1) == "global":
		g.global = true
	default:
		to, ok := logTo(l)
		if !ok {
			return
		}
		if !g.own {
			g.to, g.own = nil, true
		}
		g.to = append(slices.Clip(g.to), to)
	}
}

// option reads "option httplog" and its like, and "no log".
func (g *logging) option(l *line) {
	switch {
	case l.text(0) == "option" && (l.text(1) == "httplog" || l.text(1) == "tcplog" || l.text(1) == "httpslog"):
		g.name, g.format = l.text(1), ""
		if l.text(2) != "" {
			g.name += " " + l.text(2)
		}
	case l.text(0) == "no" && l.text(1) == "log":
		g.none = true
	}
}

// logTo reads "log TARGET ... FACILITY [LEVEL]". A target is a file descriptor, a UNIX socket, a ring or an address.
func logTo(l *line) (to balancer.Log, ok bool) {
	target := l.text(1)
	to.From = at(l)
	switch kind, rest, _ := strings.Cut(target, "@"); {
	case target == "":
		return to, false
	case target == "stdout", target == "stderr", kind == "fd" && (rest == "1" || rest == "2"):
		to.Own = true
	case kind == "ring", kind == "fd", kind == "backend":
		to.File = target
	default:
		a := parseAddress(target)
		to.File, to.Host, to.Port, to.Stream = a.unix, a.host, a.port, strings.HasPrefix(kind, "tcp")
	}
	i := 2
	for logOptions[l.text(i)] {
		i += 2
	}
	to.Facility, to.Level = l.text(i), l.text(i+1)
	return to, true
}

// logOptions are the words between the target and the facility that have a value.
var logOptions = set("len", "format", "sample", "profile")

// logs lists where each section's sessions go that has servers or leads to some.
func (w *whole) logs() {
	global := w.out.Logs
	for _, s := range w.all {
		if len(s.servers) == 0 && len(s.to) == 0 || s.kind == "backend" && !s.log.own {
			continue
		}
		targets := s.log.to
		if s.log.global {
			targets = append(slices.Clip(targets), global...)
		}
		if s.log.none || len(targets) == 0 {
			w.out.Logs = append(w.out.Logs, balancer.Log{Off: true, Proxy: s.name, From: s.from})
			continue
		}
		for _, to := range targets {
			to.Proxy, to.Name, to.Format = s.name, s.log.name, s.log.format
			w.out.Logs = append(w.out.Logs, to)
		}
	}
}
