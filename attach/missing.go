package attach

import (
	"context"
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
	if file := changeable(c, conf); file != "" {
		m.File, m.Then = whence(c, file)
	}
	d.missing = append(d.missing, m)
}

// changeable is the file of a configuration to which a line is best added: the first, but not one of an image where another is the
// user's own. What nginx includes for streams is no place for a line about requests.
func changeable(c *host.Container, conf *balancer.Conf) string {
	streams := func(file string) bool {
		for _, g := range conf.Groups {
			if g.From.File == file {
				return g.Mode == balancer.TCP
			}
		}
		return false
	}
	nginx, _, _ := program(c)
	for _, file := range conf.Files {
		_, own := mounted(c, file)
		if (own || writes(c, file)) && (nginx != record.KindNginx || !streams(file) || file == conf.Files[0]) {
			return file
		}
	}
	if len(conf.Files) == 0 {
		return ""
	}
	return conf.Files[0]
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
		return "the command of " + bare(c) + " in the compose file, which writes " + file, do(c, "up -d")
	}
	return file + " in the image of " + bare(c), do(c, "up -d --build")
}

// reload is the command of Docker's own, which needs no compose, that makes a balancer read its configuration again. A HAProxy without a master cannot.
func reload(c *host.Container) string {
	kind, _, _ := program(c)
	if kind == record.KindNginx {
		return do(c, "kill -s HUP")
	}
	if runsMaster(c) && len(c.Processes) > 0 && processKind(c.Processes[0]) == kind {
		return do(c, "kill -s USR2")
	}
	return do(c, "restart")
}

// do is the command that does something to a container: Docker's own, which needs no compose, for a signal or a restart; else Compose's,
// or what a stack of a swarm, or a container of no project, has in its place.
func do(c *host.Container, what string) string {
	stack, swarm := c.Labels["com.docker.stack.namespace"]
	made := strings.HasPrefix(what, "up")
	switch {
	case swarm && made:
		return "docker stack deploy -c FILE " + stack
	case swarm && what == "restart":
		return "docker service update --force " + stack + "_" + bare(c)
	case !made:
		return "docker " + what + " " + c.Name
	case c.Labels[host.Alone] != "":
		return "make the container " + c.Name + " again"
	}
	return "docker compose " + what + " " + bare(c)
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
func (d *discovery) say(ctx context.Context, f *Found) {
	if len(d.all) > 0 && !slices.ContainsFunc(d.all, func(c host.Container) bool { return c.Running }) {
		d.missing = slices.Insert(d.missing, 0, Missing{What: "no container of the project runs: only configurations are read"})
	}
	for i := range f.Balancers {
		b := &f.Balancers[i]
		d.ended(ctx, b.container)
		d.otherHosts(b)
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

// otherHosts counts the servers of a swarm's balancer whose tasks are not on this host.
func (d *discovery) otherHosts(b *Balancer) {
	far, all := 0, 0
	for i := range b.Servers {
		all++
		if b.Servers[i].Rule == otherHost {
			far++
		}
	}
	if far > 0 {
		d.missing = append(d.missing, Missing{About: b.Node, What: fmt.Sprintf("%d of %d servers run on other hosts of the swarm: only their states are seen from here", far, all)})
	}
}

// ended says of a balancer that does not run how it ended, and its last words about it.
func (d *discovery) ended(ctx context.Context, c *host.Container) {
	if c.Running {
		return
	}
	what := "it does not run"
	if c.State != "" {
		what += ": " + c.State
	}
	for _, line := range d.engine.Last(ctx, c.ID) {
		if line = strings.TrimSpace(record.Clean(record.Redact(line))); line != "" {
			what += "; " + line
		}
	}
	d.missing = append(d.missing, Missing{About: c.Node, What: what})
}

// unreached says why the numbers of a balancer that has some are not read.
func (d *discovery) unreached(b *Balancer) {
	way := &b.Status[0]
	switch {
	case !b.container.Running:
	case way.Rule == "R9h" && b.Kind == record.KindNginx:
	case way.Rule == "R9h" && !way.Exec:
		d.lack(b.container, "its only numbers are a page for Prometheus, which has no addresses of servers and no texts of checks", "frontend stats; mode http; bind :8404; stats enable; stats uri /; stats show-legends", "a section of its own", &b.Conf)
	case b.Answers:
	case b.Kind == record.KindHAProxy && way.Exec:
		d.missing = append(d.missing, Missing{About: b.Node, What: "its numbers are only inside the container: hadash --exec reads them by a command that runs there"})
	case b.Kind == record.KindNginx && way.Exec:
		d.missing = append(d.missing, Missing{About: b.Node, What: "its numbers are only shown inside the container: let the network of Docker in, \"allow 172.16.0.0/12;\", beside " + place(way.Page.From)})
	}
}

func list(names []string) string { return strings.Join(names, ", ") }
