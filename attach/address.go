package attach

import (
	"fmt"
	"net"
	"net/netip"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hadash/conf/balancer"
	"hadash/host"
	"hadash/record"
)

// found is what an address leads to.
type found struct {
	nodes    []*host.Container
	outside  bool
	own      bool // the balancer's own container
	rule     Rule
	evidence string
}

// lead follows the address of a server, as a balancer's container sees it. A server's name is only shown: it never decides.
func (d *discovery) lead(from *host.Container, s *balancer.Server) found {
	switch {
	case s.Unix != "":
		return d.byPath(from, s.Unix)
	case s.Unknown != "" && s.Host == "":
		return found{rule: "R5", evidence: s.Unknown + " has no value here"}
	}
	steps := []func(*host.Container, string, int) found{
		d.byIP, d.byAlias, d.byService, d.byContainerName, d.byHostname, d.byLink, d.byHosts, d.bySwarm, d.itself,
	}
	name := strings.TrimSuffix(s.Host, ".")
	for _, step := range steps {
		f := step(from, name, s.Port)
		if len(f.nodes) == 1 && f.nodes[0].ID == from.ID {
			f.nodes, f.own = nil, true
		}
		if len(f.nodes) > 0 || f.outside || f.own || f.rule != "" {
			return f
		}
	}
	if (strings.HasPrefix(name, "tasks.") || !elsewhere(name)) && net.ParseIP(name) == nil && d.swarm() {
		return found{outside: true, rule: otherHost, evidence: s.Host + portText(s.Port) + ": no task of it is on this host"}
	}
	if elsewhere(name) {
		return found{outside: true, rule: "R7 outside", evidence: s.Host + portText(s.Port)}
	}
	return found{rule: "R7", evidence: "unresolved: " + s.Host}
}

// otherHost is the rule for servers whose tasks are on other hosts of a swarm.
const otherHost Rule = "R0 another host"

// swarm reports whether the project is a stack of a swarm: some of its tasks may be on other hosts, and its services have addresses of
// their own, which no container has.
func (d *discovery) swarm() bool {
	return slices.ContainsFunc(d.all, func(c host.Container) bool { return c.Labels["com.docker.stack.namespace"] != "" })
}

// pick lists the containers that satisfy a condition.
func (d *discovery) pick(is func(*host.Container) bool) (out []*host.Container) {
	for i := range d.all {
		if is(&d.all[i]) {
			out = append(out, &d.all[i])
		}
	}
	return out
}

// byPath follows a UNIX socket into the volume or folder that it lies in, and to the containers that have it too and name the
// socket's file in their environment or command; else to the only other one that has it.
func (d *discovery) byPath(from *host.Container, file string) found {
	in, ok := mounted(from, file)
	if !ok {
		return found{own: true, rule: "R7 UNIX socket", evidence: file + " is in no volume"}
	}
	base := path.Base(file)
	sharing := d.beside(from, func(c *host.Container) bool {
		kind, _, _ := program(c)
		return c.ID != from.ID && c.Service != from.Service && kind != record.KindHAProxy && slices.ContainsFunc(c.Mounts, in.same)
	})
	var nodes []*host.Container
	for _, c := range sharing {
		if slices.ContainsFunc(slices.Concat(c.Env, c.Entrypoint, c.Command, c.Processes), func(w string) bool { return names(w, base) }) {
			nodes = append(nodes, c)
		}
	}
	if len(nodes) == 0 { // an nginx that does not name it may be another one in front of it
		sharing = slices.DeleteFunc(sharing, func(c *host.Container) bool { kind, _, _ := program(c); return kind != "" })
	}
	switch {
	case len(nodes) > 0:
		return found{nodes: nodes, rule: "R7 UNIX socket", evidence: base + " in " + in.Source}
	case len(sharing) == 1:
		return found{nodes: sharing, rule: "R7 UNIX socket", evidence: "the only other one with " + in.Source}
	}
	return found{rule: "R7 UNIX socket", evidence: fmt.Sprintf("unresolved: %s in %s, which %d containers have and none names", base, in.Source, len(sharing))}
}

// place is where a file of a container lies: in a volume, or in a folder of the host.
type mountedFile struct {
	host.Mount
	file string // below a volume, or on the host
}

// mounted finds the volume or folder that a file of a container lies in.
func mounted(c *host.Container, file string) (in mountedFile, ok bool) {
	for _, m := range c.Mounts {
		below, is := under(m.Destination, file)
		if !is || ok && len(m.Destination) <= len(in.Destination) {
			continue
		}
		in, ok = mountedFile{m, below}, true
		if !m.Volume {
			in.file = path.Join(m.Source, below)
		}
	}
	return in, ok
}

// same reports whether a mount of another container holds the file too.
func (in mountedFile) same(m host.Mount) bool {
	if in.Volume || m.Volume {
		return in.Volume == m.Volume && in.Source == m.Source
	}
	_, is := under(m.Source, in.file)
	return is
}

// under returns the path of a file below a folder; false if it is not there.
func under(folder, file string) (string, bool) {
	if folder == file {
		return "", true
	}
	below := strings.TrimPrefix(file, strings.TrimSuffix(folder, "/")+"/")
	return below, below != file
}

// names reports whether a text names a file: as a whole, and not as the end of a longer name.
func names(text, file string) bool {
	for rest := text; ; {
		i := strings.Index(rest, file)
		if i < 0 {
			return false
		}
		before, after := byte(' '), byte(' ')
		if i > 0 {
			before = rest[i-1]
		}
		if end := i + len(file); end < len(rest) {
			after = rest[end]
		}
		if !wordy(before) && !wordy(after) {
			return true
		}
		rest = rest[i+1:]
	}
}

func wordy(c byte) bool {
	return c == '_' || c == '-' || c == '.' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// byIP finds who has an address, now or by the compose file.
func (d *discovery) byIP(from *host.Container, name string, port int) found {
	ip, err := netip.ParseAddr(name)
	if err != nil || ip.IsLoopback() || ip.IsUnspecified() {
		return found{}
	}
	nodes := d.beside(from, func(c *host.Container) bool {
		return hasAddress(c, ip.String())
	})
	if len(nodes) == 0 {
		nodes = d.reachedAt(ip.String(), port)
	}
	switch {
	case len(nodes) > 0:
		return found{nodes: narrowed(nodes, port), rule: "R7 address", evidence: name}
	case inside(from, ip):
		return found{rule: "R7 address", evidence: "unresolved: " + name + " is no container's any more"}
	}
	return found{outside: true, rule: "R7 address", evidence: name + portText(port)}
}

// inside reports whether an address lies in a network of the container's.
func inside(c *host.Container, ip netip.Addr) bool {
	return slices.ContainsFunc(c.Endpoints, func(e host.Endpoint) bool {
		p, err := netip.ParsePrefix(e.Subnet)
		return err == nil && p.Contains(ip)
	})
}

// narrowed picks, of containers that share one network and so one address, the only one that names the port.
func narrowed(nodes []*host.Container, port int) []*host.Container {
	if len(nodes) < 2 || !slices.ContainsFunc(nodes, func(c *host.Container) bool { return strings.HasPrefix(c.Network, "container:") }) {
		return nodes
	}
	var by []*host.Container
	for _, c := range nodes {
		if namesPort(c, port) != "" {
			by = append(by, c)
		}
	}
	if len(by) == 1 {
		return by
	}
	return nodes
}

func portText(port int) string {
	if port == 0 {
		return ""
	}
	return ":" + strconv.Itoa(port)
}

// byAlias finds who is found under a name on a network that the balancer is on.
func (d *discovery) byAlias(from *host.Container, name string, _ int) found {
	nodes := d.pick(func(c *host.Container) bool {
		return slices.ContainsFunc(c.Endpoints, func(e host.Endpoint) bool {
			shared := slices.ContainsFunc(from.Endpoints, func(own host.Endpoint) bool { return own.Network == e.Network })
			return shared && slices.ContainsFunc(e.Names, func(n string) bool { return strings.EqualFold(n, name) })
		})
	})
	if len(nodes) == 0 {
		return found{}
	}
	return found{nodes: nodes, rule: "R7 name on a shared network", evidence: name}
}

func (d *discovery) byService(from *host.Container, name string, _ int) found {
	nodes := d.beside(from, func(c *host.Container) bool { return strings.EqualFold(bare(c), name) })
	if len(nodes) == 0 {
		return found{}
	}
	return found{nodes: nodes, rule: "R7 service", evidence: name}
}

// byContainerName finds a container by its own name, also where Compose v1 wrote web_1 and v2 writes web-1.
func (d *discovery) byContainerName(from *host.Container, name string, _ int) found {
	if nodes := d.beside(from, func(c *host.Container) bool { return strings.EqualFold(c.Name, name) }); len(nodes) > 0 {
		return found{nodes: nodes, rule: "R7 container name", evidence: name}
	}
	plain := strings.NewReplacer("_", "-")
	nodes := d.beside(from, func(c *host.Container) bool { return strings.EqualFold(plain.Replace(c.Name), plain.Replace(name)) })
	if len(nodes) == 0 && numbered.MatchString(name) { // Compose v1 left "-" out of the project's name: redis-ha-master-1 was redisha_master_1
		run := strings.NewReplacer("_", "", "-", "")
		nodes = d.beside(from, func(c *host.Container) bool { return strings.EqualFold(run.Replace(c.Name), run.Replace(name)) })
	}
	if len(nodes) != 1 {
		return found{}
	}
	return found{nodes: nodes, rule: "R7 container name", evidence: fmt.Sprintf("%s: written for the names of another Compose, the container is %s", name, nodes[0].Name)}
}

// numbered are the names that Compose gives containers.
var numbered = regexp.MustCompile(`^[^_-]+[_-].+[_-]\d+$`)

func (d *discovery) byHostname(from *host.Container, name string, _ int) found {
	nodes := d.beside(from, func(c *host.Container) bool { return strings.EqualFold(c.Hostname, name) })
	if len(nodes) == 0 {
		return found{}
	}
	return found{nodes: nodes, rule: "R7 hostname", evidence: name}
}

// byLink follows the aliases of "links:" of old compose files.
func (d *discovery) byLink(from *host.Container, name string, _ int) found {
	for _, l := range from.Links {
		to, alias, _ := strings.Cut(l, ":")
		if !strings.EqualFold(path.Base(alias), name) {
			continue
		}
		nodes := d.beside(from, func(c *host.Container) bool { return c.Name == strings.TrimPrefix(to, "/") })
		return found{nodes: nodes, rule: "R7 link", evidence: l}
	}
	return found{}
}

// byHosts follows extra_hosts.
func (d *discovery) byHosts(from *host.Container, name string, port int) found {
	address, ok := from.Hosts[name]
	if !ok {
		return found{}
	}
	if f := d.byIP(from, address, port); len(f.nodes) > 0 {
		f.rule, f.evidence = "R7 extra_hosts", name+":"+address
		return f
	}
	return found{outside: true, rule: "R7 extra_hosts", evidence: name + ":" + address}
}

// bySwarm follows the names that a swarm gives: tasks.web, stack_web.
func (d *discovery) bySwarm(from *host.Container, name string, _ int) found {
	short := strings.TrimPrefix(name, "tasks.")
	if _, after, ok := strings.Cut(short, "_"); ok {
		short = after
	}
	if short == name {
		return found{}
	}
	return d.byService(from, short, 0)
}

// itself follows loopback: to the container, or to those that share its network. On the host's network every container is
// there, and the port decides.
func (d *discovery) itself(from *host.Container, name string, port int) found {
	ip, err := netip.ParseAddr(name)
	if name != "localhost" && (err != nil || !ip.IsLoopback()) {
		return found{}
	}
	rule := Rule("R7 loopback")
	near := d.beside(from, func(c *host.Container) bool { return c.ID != from.ID && oneNetwork(from, c) })
	if len(near) == 0 && from.Network != "host" {
		return found{own: true, rule: rule, evidence: name + portText(port)}
	}
	var nodes []*host.Container
	evidence := ""
	for _, c := range near {
		if why := namesPort(c, port); why != "" {
			nodes, evidence = append(nodes, c), why
		}
	}
	if len(nodes) == 1 {
		return found{nodes: nodes, rule: rule, evidence: evidence}
	}
	if len(near) == 1 && from.Network != "host" {
		return found{nodes: near, rule: rule, evidence: "it shares the network"}
	}
	return found{rule: rule, evidence: fmt.Sprintf("unresolved: %d containers may be %s:%d", len(nodes), name, port)}
}

// oneNetwork reports whether two containers are in one network as if they were one machine.
func oneNetwork(a, b *host.Container) bool {
	owner := func(c *host.Container) string {
		switch id, shares := strings.CutPrefix(c.Network, "container:"); {
		case shares:
			return id
		case c.Network == "host":
			return c.Network
		}
		return c.ID
	}
	return owner(a) == owner(b)
}

var number = regexp.MustCompile(`\d+`)

// namesPort returns where a container's environment, command or exposed ports name a port; "" if they do not.
func namesPort(c *host.Container, port int) string {
	want := strconv.Itoa(port)
	has := func(text string) bool { return slices.Contains(number.FindAllString(text, -1), want) }
	for _, e := range c.Env {
		if name, value, _ := strings.Cut(e, "="); has(value) {
			return "environment " + name
		}
	}
	for _, w := range slices.Concat(c.Processes, c.Entrypoint, c.Command) {
		if has(w) {
			return "command"
		}
	}
	if slices.Contains(c.Exposed, port) {
		return "exposed port"
	}
	return ""
}

// elsewhere reports whether a name is one of another machine: it has dots, or is the host's own.
func elsewhere(name string) bool {
	return strings.Contains(name, ".") || name == "host.docker.internal"
}

// hasAddress reports whether a container has an address on one of its networks.
func hasAddress(c *host.Container, ip string) bool {
	return slices.ContainsFunc(c.Endpoints, func(e host.Endpoint) bool { return slices.Contains(e.IPs, ip) })
}
