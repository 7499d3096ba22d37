package attach

import (
	"fmt"
	"net"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"hadash/conf/balancer"
	"hadash/host"
)

// ways lists how a balancer's numbers can be read, the cheapest first.
func (d *discovery) ways(c *host.Container, conf *balancer.Conf) (out []Way) {
	for i := range conf.Pages {
		p := &conf.Pages[i]
		if p.Kind == balancer.Prometheus || p.Hashed {
			continue
		}
		for _, b := range p.Binds {
			if b.Unix != "" {
				continue
			}
			if at := published(c, b.Port); at != nil && (b.Host == "" || c.Network == "host") {
				out = append(out, Way{Rule: "R9a", URL: pageURL(p, &b, net.JoinHostPort(loopback(at.Host), strconv.Itoa(at.HostPort))), Page: p,
					Says: fmt.Sprintf("page, published %d, %s%s", at.HostPort, csv(p), login(p))})
			} else if ip := address(c); ip != "" && (b.Host == "" || b.Host == ip) {
				out = append(out, Way{Rule: "R9b", URL: pageURL(p, &b, net.JoinHostPort(ip, strconv.Itoa(b.Port))), Page: p,
					Says: fmt.Sprintf("page, at the container's address, %s%s", csv(p), login(p))})
			} else {
				out = append(out, Way{Rule: "R9f", Page: p, Exec: true, URL: pageURL(p, &b, net.JoinHostPort("127.0.0.1", strconv.Itoa(b.Port))),
					Says: fmt.Sprintf("page, only inside the container, %s%s", csv(p), login(p))})
			}
		}
	}
	for _, s := range conf.Sockets {
		out = append(out, socketWays(c, s)...)
	}
	slices.SortStableFunc(out, func(a, b Way) int { return strings.Compare(string(a.Rule), string(b.Rule)) })
	return out
}

// socketWays lists how a Runtime API can be reached.
func socketWays(c *host.Container, s balancer.Socket) []Way {
	if s.Unix != "" {
		for _, m := range c.Mounts {
			if below := strings.TrimPrefix(s.Unix, strings.TrimSuffix(m.Destination, "/")+"/"); below != s.Unix && !m.Volume {
				return []Way{{Rule: "R9d", URL: "unix://" + path.Join(m.Source, below), Level: s.Level, Says: "Runtime API, a socket in the folder " + m.Source}}
			}
		}
		for _, m := range c.Mounts {
			if strings.HasPrefix(s.Unix, strings.TrimSuffix(m.Destination, "/")+"/") {
				return []Way{{Rule: "R9d", URL: "exec://" + s.Unix, Level: s.Level, Says: "Runtime API, a socket in the volume " + m.Source}}
			}
		}
		return []Way{{Rule: "R9f", URL: "exec://" + s.Unix, Exec: true, Level: s.Level, Says: "Runtime API, a socket in the container: " + s.Unix}}
	}
	at := func(rule Rule, hostPort, says string) []Way {
		return []Way{{Rule: rule, URL: "tcp://" + hostPort, Level: s.Level, Says: says}}
	}
	port := strconv.Itoa(s.Port)
	switch pub, ip := published(c, s.Port), address(c); {
	case c.Network == "host":
		return at("R9c", net.JoinHostPort(loopback(s.Host), port), "Runtime API "+net.JoinHostPort(loopback(s.Host), port)+" in the host network")
	case pub != nil && s.Host == "":
		return at("R9c", net.JoinHostPort(loopback(pub.Host), strconv.Itoa(pub.HostPort)), fmt.Sprintf("Runtime API, published %d", pub.HostPort))
	case ip != "" && (s.Host == "" || s.Host == ip):
		return at("R9c", net.JoinHostPort(ip, port), "Runtime API, at the container's address, port "+port)
	}
	return []Way{{Rule: "R9f", URL: "exec://:" + port, Exec: true, Level: s.Level, Says: "Runtime API, only inside the container, port " + port}}
}

// published is where a port of a container is published; on the host's network a port is its own.
func published(c *host.Container, port int) *host.Port {
	if c.Network == "host" {
		return &host.Port{Port: port, HostPort: port}
	}
	for i := range c.Published {
		if c.Published[i].Port == port && !strings.Contains(c.Published[i].Host, ":") {
			return &c.Published[i]
		}
	}
	return nil
}

// loopback is where an address of this machine is dialled from here.
func loopback(at string) string {
	if at == "" || at == "0.0.0.0" || at == "::" {
		return "127.0.0.1"
	}
	return at
}

// address is the first address of a container; "" if it has none.
func address(c *host.Container) string {
	for _, e := range c.Endpoints {
		for _, ip := range e.IPs {
			return ip
		}
	}
	return ""
}

// pageURL is the URL of a page, without a login. HAProxy's own numbers are at ";csv" behind the query.
func pageURL(p *balancer.Page, b *balancer.Bind, hostPort string) string {
	scheme := "http"
	if b.TLS {
		scheme = "https"
	}
	u := url.URL{Scheme: scheme, Host: hostPort}
	return u.String() + csv(p)
}

// csv is the path of a page as a program asks for it.
func csv(p *balancer.Page) string {
	if p.Kind == balancer.Stats {
		return p.Path + ";csv"
	}
	return p.Path
}

func login(p *balancer.Page) string {
	if p.Login != "" {
		return ", login from the configuration"
	}
	return ""
}
