package attach

import (
	"fmt"
	"maps"
	"slices"
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
		m.File, m.Then = whence(c, conf.Files[0])
	}
	d.missing = append(d.missing, m)
}

// whence is where a file of a container is changed, and how the balancer is told: on the host, if the file is mounted from
// there; in the compose file, if the container's command writes it; else in its image.
func whence(c *host.Container, file string) (where, then string) {
	switch in, ok := mounted(c, file); {
	case ok && in.Volume:
		return file + " in the volume " + in.Source, reload(c)
	case ok:
		return in.file, reload(c)
	case writes(c, file):
		return "the command of " + c.Service + " in the compose file, which writes " + file, "docker compose up -d " + c.Service
	}
	return file + " in the image of " + c.Service, "docker compose up -d --build " + c.Service
}

// reload is the command that makes a balancer read its configuration again. A HAProxy without a master cannot.
func reload(c *host.Container) string {
	kind, _, _ := program(c)
	if kind == record.KindNginx {
		return "docker compose kill -s HUP " + c.Service
	}
	if runsMaster(c) && len(c.Processes) > 0 && processKind(c.Processes[0]) == kind {
		return "docker compose kill -s USR2 " + c.Service
	}
	return "docker compose restart " + c.Service
}

// writes reports whether a container's command writes a file: > file, tee file.
func writes(c *host.Container, file string) bool {
	for _, text := range slices.Concat(c.Entrypoint, c.Command) {
		words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\n;&|'\"", r) })
		for i, w := range words {
			if w == ">"+file || w == file && i > 0 && (words[i-1] == ">" || words[i-1] == ">>" || words[i-1] == "tee") {
				return true
			}
		}
	}
	return false
}

// say names what is missing of the numbers of each balancer.
func (d *discovery) say(f *Found) {
	for i := range f.Balancers {
		b := &f.Balancers[i]
		if len(b.Status) > 0 {
			d.unreached(b)
			continue
		}
		if b.Kind == record.KindNginx {
			d.lack(b.container, "no numbers: no location has stub_status", "location = /nginx_status { stub_status; }", "server", &b.Conf)
			continue
		}
		d.lack(b.container, "no statistics page and no Runtime API", "frontend stats; mode http; bind :8404; stats enable; stats uri /; stats show-legends", "a section of its own", &b.Conf)
	}
	for _, service := range slices.Sorted(maps.Keys(d.syslogs)) {
		if senders := d.syslogs[service]; len(senders) > 1 {
			for _, c := range senders {
				d.missing = append(d.missing, Missing{About: c.Node, What: fmt.Sprintf("%d balancers log to %s, and a line does not say which", len(senders), service), Line: "log-send-hostname", Section: "global"})
			}
		}
	}
	if len(f.Balancers) == 0 {
		d.missing = append(d.missing, Missing{What: "no service of the project is a balancer: no container runs haproxy or nginx that passes anything on"})
	}
}

// unreached says why the numbers of a balancer that has some are not read.
func (d *discovery) unreached(b *Balancer) {
	way := &b.Status[0]
	switch {
	case b.Answers || !b.container.Running:
	case b.Kind == record.KindHAProxy && way.Exec:
		d.missing = append(d.missing, Missing{About: b.Node, What: "its numbers are only inside the container: hadash discover --exec reads them by a command that runs there"})
	case b.Kind == record.KindHAProxy && way.Rule == "R9h":
		d.lack(b.container, "its only numbers are a page for Prometheus, which hadash does not read", "frontend stats; mode http; bind :8404; stats enable; stats uri /; stats show-legends", "a section of its own", &b.Conf)
	case b.Kind == record.KindNginx && way.Exec:
		d.missing = append(d.missing, Missing{About: b.Node, What: "its numbers are only shown inside the container: let the network of Docker in, \"allow 172.16.0.0/12;\", beside " + place(way.Page.From)})
	}
}

func list(names []string) string { return strings.Join(names, ", ") }
