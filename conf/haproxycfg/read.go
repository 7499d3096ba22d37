package haproxycfg

import (
	"slices"

	"hadash/conf/balancer"
	"hadash/record"
)

// Read returns what a configuration says of whom HAProxy sends its traffic to, where its numbers are, and where it logs. It
// reads the files one after the other, as HAProxy does, with env as the environment of HAProxy's process ("NAME=value"). A
// variable without a value stays as it is written. Read never fails.
func Read(files []File, env []string) balancer.Conf {
	w := whole{env: newEnvironment(env), last: &section{}, named: map[string]*section{}}
	r := reader{env: w.env, each: w.line}
	for _, f := range files {
		w.out.Files = append(w.out.Files, f.Path)
		r.file(f)
		w.open, w.global = nil, false
	}
	w.groups(Checks(files, env))
	w.pages()
	w.logs()
	return w.out
}

// whole is the state of reading a configuration for Read.
type whole struct {
	out    balancer.Conf
	env    *environment
	last   *section            // the newest defaults
	named  map[string]*section // defaults by name
	all    []*section          // every frontend, backend and listen section, in order
	open   *section            // the one being read; nil = another one
	global bool
}

// section is what a frontend, backend, listen or defaults section says.
type section struct {
	kind, name string
	http       bool
	balance    string
	stats      statistics
	binds      []balancer.Bind
	to         []string // the backends it leads to
	servers    []balancer.Server
	asks       asking
	log        logging
	metrics    []balancer.Page
	from       balancer.Place
}

func (w *whole) line(l *line) {
	switch first := l.text(0); {
	case first == "defaults":
		w.defaults(l)
	case first == "frontend", first == "backend", first == "listen":
		w.begin(l)
	case first == "global" || others[first]:
		w.open, w.global = nil, first == "global"
	case w.global:
		w.env.take(l)
		w.globally(l)
	case w.open != nil:
		w.open.take(l)
	}
}

func (w *whole) defaults(l *line) {
	s := &section{}
	name, rest := l.text(1), 2
	if name == "from" {
		name, rest = "", 1
	}
	if from := w.named[l.text(rest+1)]; l.text(rest) == "from" && from != nil {
		*s = *from
	}
	s.kind, s.name = "defaults", ""
	if name != "" {
		w.named[name] = s
	}
	w.last, w.open, w.global = s, s, false
}

// begin opens a section: "backend NAME [from DEFAULTS]".
func (w *whole) begin(l *line) {
	s := *w.last
	if from := w.named[l.text(3)]; l.text(2) == "from" && from != nil {
		s = *from
	}
	s.kind, s.name, s.from = l.text(0), l.written(1), at(l)
	s.stats.login = slices.Clip(s.stats.login)
	s.log.own = false
	s.asks.own = false
	w.all = append(w.all, &s)
	w.open, w.global = &s, false
}

func at(l *line) balancer.Place { return balancer.Place{File: l.file, Line: l.number} }

// take reads one line of the section.
func (s *section) take(l *line) {
	switch l.text(0) {
	case "mode":
		s.http = l.text(1) == "http"
	case "balance":
		s.balance = l.written(1)
	case "bind":
		s.bind(l)
	case "stats":
		s.stats.take(l)
	case "default_backend", "use_backend":
		s.to = append(s.to, l.written(1))
	case "server":
		if s.kind == "backend" || s.kind == "listen" {
			s.servers = append(s.servers, serverOf(l))
		}
	case "server-template":
		if s.kind == "backend" || s.kind == "listen" {
			s.servers = append(s.servers, slotsOf(l, maxServers-len(s.servers))...)
		}
	case "http-request":
		s.exporter(l)
	case "option", "http-check", "tcp-check", "no":
		s.asks.take(l)
		s.log.option(l)
	case "log", "log-format", "error-log-format":
		s.log.take(l)
	}
}

func (s *section) mode() balancer.Mode {
	if s.http {
		return balancer.HTTP
	}
	return balancer.TCP
}

// groups lists the sections that have servers. The checks say which of these nobody would notice.
func (w *whole) groups(checks []record.Check) {
	watched := map[[2]string]bool{}
	for i := range checks {
		if c := &checks[i]; c.On || c.Agent || c.Tracks != "" {
			watched[[2]string{c.Backend, c.Server}] = true
		}
	}
	for _, s := range w.all {
		if len(s.servers) == 0 {
			continue
		}
		g := balancer.Group{Name: s.name, Mode: s.mode(), Balance: s.balance, Servers: s.servers, From: s.from}
		for i := range g.Servers {
			g.Servers[i].Unchecked = !watched[[2]string{s.name, g.Servers[i].Name}]
		}
		g.Role = s.asks.role()
		w.out.Groups = append(w.out.Groups, g)
	}
	for _, s := range w.all {
		w.out.Binds = append(w.out.Binds, s.boundBinds()...)
	}
}

func (s *section) boundBinds() []balancer.Bind {
	if s.kind != "frontend" && s.kind != "listen" {
		return nil
	}
	for i := range s.binds {
		s.binds[i].Proxy, s.binds[i].Mode = s.name, s.mode()
		s.binds[i].Bare = (s.stats.on || len(s.metrics) > 0) && len(s.to) == 0 && len(s.servers) == 0
	}
	return s.binds
}
