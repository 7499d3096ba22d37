package attach

import (
	"slices"
	"strings"

	"hadash/conf/balancer"
	"hadash/host"
)

// programs are the programs that servers are known to run, by a word of their image's name or by their port (R19).
var programs = []struct {
	name  string
	words []string
	ports []int
}{
	{"mysql", []string{"mysql", "mariadb", "percona", "galera", "pxc"}, []int{3306}},
	{"postgres", []string{"postgres", "patroni", "spilo"}, []int{5432}},
	{"redis", []string{"redis", "valkey", "keydb"}, []int{6379}},
	{"rabbitmq", []string{"rabbitmq"}, []int{5672}},
	{"emqx", []string{"emqx"}, []int{1883}},
	{"minio", []string{"minio"}, nil},
}

// software is what a server of a group is: by its image, else by its port; else "app" where it answers HTTP.
func software(c *host.Container, s *balancer.Server, mode balancer.Mode) (what, evidence string) {
	name := repository(c.Image)
	for _, p := range programs {
		if slices.ContainsFunc(p.words, func(w string) bool { return strings.Contains(name, w) }) {
			return p.name, "image " + name
		}
	}
	for _, p := range programs {
		if slices.Contains(p.ports, s.Port) {
			return p.name, "port" + portText(s.Port)
		}
	}
	if mode == balancer.HTTP {
		return "app", "it is behind a balancer of HTTP"
	}
	return "server", "nothing says more"
}

// tellSoftware says what the servers of a balancer are, once for each service.
func (d *discovery) tellSoftware(b *Balancer) {
	modes := map[string]balancer.Mode{}
	for _, g := range b.Conf.Groups {
		modes[g.Name] = g.Mode
	}
	told := map[string]bool{}
	for i := range b.Servers {
		s := &b.Servers[i]
		for _, service := range s.Services {
			k := slices.IndexFunc(d.all, func(c host.Container) bool { return c.Service == service })
			if told[service] || k < 0 {
				continue
			}
			told[service] = true
			what, evidence := software(&d.all[k], &s.Server, modes[s.Group])
			d.fact(service, "is "+what, "R19", evidence)
		}
	}
}
