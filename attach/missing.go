package attach

import (
	"path"
	"strings"

	"hadash/conf/balancer"
	"hadash/host"
	"hadash/record"
)

// lack adds what is missing of a balancer, with the line that would show it: into which section, of which file, and how the
// balancer is told.
func (d *discovery) lack(c *host.Container, what, line, section string, conf *balancer.Conf) {
	m := Missing{About: c.Node, What: what, Line: line, Section: section}
	if len(conf.Files) > 0 {
		m.File = hostFile(c, conf.Files[0])
	}
	signal := "HUP"
	if kind, _, _ := program(c); kind == record.KindHAProxy {
		signal = "USR2"
	}
	m.Then = "docker compose kill -s " + signal + " " + c.Service
	d.missing = append(d.missing, m)
}

// hostFile is where a file of a container is on the host, if it is mounted from there; else its path in the container.
func hostFile(c *host.Container, file string) string {
	best := host.Mount{}
	for _, m := range c.Mounts {
		in := file == m.Destination || strings.HasPrefix(file, strings.TrimSuffix(m.Destination, "/")+"/")
		if in && !m.Volume && len(m.Destination) > len(best.Destination) {
			best = m
		}
	}
	if best.Destination == "" {
		return "in the container: " + file
	}
	return path.Join(best.Source, strings.TrimPrefix(file, best.Destination))
}

// say names what is missing of the numbers of each balancer.
func (d *discovery) say(f *Found) {
	for i := range f.Balancers {
		b := &f.Balancers[i]
		if len(b.Status) > 0 {
			continue
		}
		if b.Kind == record.KindNginx {
			d.lack(b.container, "no numbers: no location has stub_status", "location = /nginx_status { stub_status; }", "server", &b.Conf)
			continue
		}
		d.lack(b.container, "no statistics page and no Runtime API", "frontend stats; mode http; bind :8404; stats enable; stats uri /; stats show-legends", "a section of its own", &b.Conf)
	}
	if len(f.Balancers) == 0 {
		d.missing = append(d.missing, Missing{What: "no service of the project is a balancer: no container runs haproxy or nginx that passes anything on"})
	}
}

func list(names []string) string { return strings.Join(names, ", ") }
