package haproxycfg

import (
	"slices"

	"hadash/conf/balancer"
)

// statistics are the stats lines of a section.
type statistics struct {
	on, hashed, admin bool
	uri               string
	login             []string // user:password
	from              balancer.Place
}

// defaultURI is where the page is if no line says (configuration.txt, "stats enable").
const defaultURI = "/haproxy?stats"

// take reads a stats line. Each of them turns the page on, but those that are about something else.
func (s *statistics) take(l *line) {
	switch l.text(1) {
	case "socket", "timeout", "maxconn", "bind-process":
		return
	case "uri":
		s.uri = l.written(2)
	case "auth":
		s.login = append(s.login, l.text(2))
	case "admin":
		s.admin = true
	case "http-request":
		s.hashed = s.hashed || l.text(2) == "auth"
	}
	if !s.on {
		s.on, s.from = true, at(l)
	}
}

// exporter reads "http-request use-service prometheus-exporter if { path /metrics }".
func (s *section) exporter(l *line) {
	if l.text(1) != "use-service" || l.text(2) != "prometheus-exporter" {
		return
	}
	page := balancer.Page{Kind: balancer.Prometheus, Path: "/metrics", From: at(l)}
	for i := range l.words {
		if l.text(i) == "path" && l.text(i+1) != "" {
			page.Path = l.text(i + 1)
		}
	}
	s.metrics = append(s.metrics, page)
}

// pages lists the pages, and where each is reached: a page of a backend by every frontend that leads there.
func (w *whole) pages() {
	for _, s := range w.all {
		binds := s.boundBinds()
		if s.kind == "backend" {
			for _, f := range w.all {
				if slices.Contains(f.to, s.name) && f.http {
					binds = append(slices.Clip(binds), f.boundBinds()...)
				}
			}
		}
		if len(binds) == 0 {
			continue
		}
		for _, m := range s.metrics {
			m.Binds = binds
			w.out.Pages = append(w.out.Pages, m)
		}
		if !s.stats.on || !s.http {
			continue
		}
		p := balancer.Page{Kind: balancer.Stats, Path: defaultURI, Binds: binds, Hashed: s.stats.hashed, Admin: s.stats.admin, From: s.stats.from}
		if s.stats.uri != "" {
			p.Path = s.stats.uri
		}
		if len(s.stats.login) > 0 {
			p.Login = s.stats.login[0]
		}
		w.out.Pages = append(w.out.Pages, p)
	}
}

// globally reads a line of global: Runtime APIs and logs.
func (w *whole) globally(l *line) {
	switch {
	case l.text(0) == "stats" && l.text(1) == "socket":
		a := parseAddress(l.text(2))
		s := balancer.Socket{Unix: a.unix, Host: a.host, Port: a.port, Level: "operator", From: at(l)}
		for i := 3; i < len(l.words); i++ {
			if l.text(i) == "level" && l.text(i+1) != "" {
				s.Level = l.text(i + 1)
			}
		}
		w.out.Sockets = append(w.out.Sockets, s)
	case l.text(0) == "chroot":
		w.out.Chroot = l.text(1)
	case l.text(0) == "master-worker":
		w.out.Master = true
	case l.text(0) == "log-tag":
		w.out.Tag = l.text(1)
	case l.text(0) == "log-send-hostname":
		if w.out.Sends = l.text(1); w.out.Sends == "" {
			w.out.Sends = "-"
		}
	case l.text(0) == "log":
		if to, ok := logTo(l); ok {
			w.out.Logs = append(w.out.Logs, to)
		}
	}
}
