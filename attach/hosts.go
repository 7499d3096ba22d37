package attach

import (
	"net"
	"slices"
	"strconv"
	"strings"

	"hadash/host"
	"hadash/record"
)

// A project may have containers on several hosts. A name or an address means a container on the host of the one who uses it: each
// host has networks and names of its own, and two may have the same. Containers of a swarm share both.

// near reports whether the names and addresses of a container mean it for another one.
func near(from, c *host.Container) bool {
	const task = "com.docker.swarm.task.id"
	return from == nil || from.Machine == c.Machine || from.Labels[task] != "" && c.Labels[task] != ""
}

// beside is pick among the containers that are near one.
func (d *discovery) beside(from *host.Container, is func(*host.Container) bool) []*host.Container {
	return d.pick(func(c *host.Container) bool { return near(from, c) && is(c) })
}

// reachedAt lists the containers that other hosts reach at an address, and its own host too.
func (d *discovery) reachedAt(ip string, port int) []*host.Container {
	at := net.JoinHostPort(ip, strconv.Itoa(port))
	return d.pick(func(c *host.Container) bool { return slices.Contains(c.Reached, at) || slices.Contains(c.Reached, ip) })
}

// bare is the name of a service in its compose file. Of several hosts each has services of its own: web@east.
func bare(c *host.Container) string {
	if c.Machine == "" {
		return c.Service
	}
	return strings.TrimSuffix(c.Service, record.AtHost("", c.Machine))
}

// called lists the services that have a name in the compose file, on all hosts; the name itself if none has.
func (d *discovery) called(name string) (out []string) {
	for i := range d.all {
		if c := &d.all[i]; bare(c) == name && !slices.Contains(out, c.Service) {
			out = append(out, c.Service)
		}
	}
	if len(out) == 0 {
		return []string{name}
	}
	return out
}
