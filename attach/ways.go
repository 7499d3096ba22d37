package attach

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"hadash/conf/balancer"
	"hadash/host"
	"hadash/record"
)

// ways lists how a balancer's numbers can be read, the cheapest first.
func (d *discovery) ways(ctx context.Context, c *host.Container, conf *balancer.Conf) (out []Way) {
	for i := range conf.Pages {
		p := &conf.Pages[i]
		if p.Hashed {
			d.missing = append(d.missing, Missing{About: c.Node, What: "its page " + csv(p) + " wants a login that is only known hashed"})
			continue
		}
		for _, b := range p.Binds {
			if w := pageWay(c, p, &b); w != nil {
				out = append(out, *w)
			}
		}
	}
	for i := range conf.Sockets {
		if s := &conf.Sockets[i]; s.Unix == "" || path.IsAbs(s.Unix) { // else it has no file: abns@name
			out = append(out, d.socketWay(ctx, c, s))
		}
	}
	slices.SortStableFunc(out, func(a, b Way) int { return strings.Compare(string(a.Rule), string(b.Rule)) })
	return slices.CompactFunc(out, func(a, b Way) bool { return a.URL == b.URL })
}

// exporterPort is where nginx-prometheus-exporter listens if nothing else is said.
const exporterPort = 9113

// exporters lists the pages of exporters for Prometheus that read an nginx's stub_status: those of containers whose command or environment says so.
func (d *discovery) exporters(c *host.Container) (out []Way) {
	for i := range d.all {
		e := &d.all[i]
		if !e.Running {
			continue
		}
		scrapes, port := exports(append(slices.Concat(e.Env, e.Processes), strings.Join(slices.Concat(e.Entrypoint, e.Command), " ")))
		u, err := url.Parse(scrapes)
		if err != nil || scrapes == "" || !slices.ContainsFunc(d.lead(e, &balancer.Server{Host: u.Hostname()}).nodes, func(n *host.Container) bool { return n.Node == c.Node }) {
			continue
		}
		page := balancer.Page{Kind: balancer.Prometheus, Path: "/metrics", Binds: []balancer.Bind{{Port: port}}}
		if w := pageWay(e, &page, &page.Binds[0]); w != nil && !w.Exec {
			w.Says += " of " + e.Node
			out = append(out, *w)
		}
	}
	return out
}

// exports finds among the words of a container the address that an exporter of nginx reads, and the port on which it shows it.
func exports(all []string) (scrapes string, port int) {
	port = exporterPort
	for _, text := range all {
		words := strings.Fields(text)
		for i, w := range words {
			name, value, ok := strings.Cut(strings.TrimLeft(w, "-"), "=")
			if !ok && i+1 < len(words) {
				value = words[i+1]
			}
			switch name {
			case "nginx.scrape-uri", "SCRAPE_URI":
				scrapes = strings.Trim(value, `"'`)
			case "web.listen-address", "LISTEN_ADDRESS":
				if _, p, ok := strings.Cut(value, ":"); ok {
					if n, err := strconv.Atoi(p); err == nil {
						port = n
					}
				}
			}
		}
	}
	return scrapes, port
}

// pageWay is how a page is reached through one of its binds; nil if that leads nowhere.
func pageWay(c *host.Container, p *balancer.Page, b *balancer.Bind) *Way {
	if b.Unix != "" {
		return nil
	}
	at := func(rule Rule, host string, port int, says string) *Way {
		exec, unchecked := rule == "R9f", rule == "R9b" && b.TLS
		if p.Kind == balancer.Prometheus {
			rule, says = "R9h", "for Prometheus, "+says
		}
		says = "page, " + says + ", " + csv(p) + login(p)
		if unchecked {
			says += ", certificate not checked"
		}
		return &Way{Rule: rule, URL: pageURL(p, b, net.JoinHostPort(host, strconv.Itoa(port))), Page: p, Exec: exec, Unchecked: unchecked, Says: says}
	}
	own := b.Host != "" && (b.Host == "localhost" || strings.HasPrefix(b.Host, "127."))
	pub, ip := published(c, b.Port), address(c)
	direct := ip != "" && c.Local && (b.Host == "" || b.Host == ip)
	switch {
	case p.Inside && c.Network != "host", own && c.Network != "host":
	case c.Network == "host":
		return at("R9a", either(b.Host, c.At), b.Port, fmt.Sprintf("in the host network, port %d", b.Port))
	case pub != nil && (!b.TLS || !direct): // only at its own address it is certain without a certificate who answers
		return at("R9a", pub.Host, pub.HostPort, fmt.Sprintf("published %d", pub.HostPort))
	case direct:
		return at("R9b", ip, b.Port, "at the container's address")
	}
	return at("R9f", "127.0.0.1", b.Port, "only inside the container")
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// socketWay is how a Runtime API can be reached.
func (d *discovery) socketWay(ctx context.Context, c *host.Container, s *balancer.Socket) Way {
	w := Way{Level: s.Level, Port: s.Port, socket: s}
	if s.Unix != "" {
		real := s.Unix
		if c.Root != "" {
			real = d.resolved(ctx, c, s.Unix)
		}
		in, ok := mounted(c, s.Unix)
		if !ok {
			in, ok = mounted(c, real)
		}
		switch {
		case ok && c.Local && in.Volume && c.Root != "":
			w.Rule, w.URL, w.Says = "R9d", "unix://"+path.Join(in.Path, in.file), "Runtime API, a socket in the volume "+in.Source
		case ok && c.Local && !in.Volume:
			w.Rule, w.URL, w.Says = "R9d", "unix://"+in.file, "Runtime API, a socket in the folder "+in.Source
		case c.Root != "":
			w.Rule, w.URL, w.Says = "R9e", "unix://"+path.Join(c.Root, real), "Runtime API, a socket in the container: "+s.Unix
		default:
			w.Rule, w.URL, w.Exec, w.Says = "R9f", "exec://"+s.Unix, true, "Runtime API, a socket in the container: "+s.Unix
		}
		return w
	}
	port := strconv.Itoa(s.Port)
	own := s.Host == "localhost" || strings.HasPrefix(s.Host, "127.")
	w.Rule = "R9c"
	switch pub, ip := published(c, s.Port), address(c); {
	case c.Network == "host":
		at := net.JoinHostPort(either(s.Host, c.At), port)
		w.URL, w.Says = "tcp://"+at, "Runtime API "+at+" in the host network"
	case pub != nil && !own:
		w.URL, w.Says = "tcp://"+net.JoinHostPort(pub.Host, strconv.Itoa(pub.HostPort)), fmt.Sprintf("Runtime API, published %d", pub.HostPort)
	case ip != "" && c.Local && !own:
		w.URL, w.Says = "tcp://"+net.JoinHostPort(ip, port), "Runtime API, at the container's address, port "+port
	default:
		w.Rule, w.URL, w.Exec, w.Says = "R9f", "exec://127.0.0.1:"+port, true, "Runtime API, only inside the container, port "+port
	}
	return w
}

// resolved follows the links among the folders of a path as the container sees them: /var/run is often one to /run. From outside they
// would lead to folders of this machine.
func (d *discovery) resolved(ctx context.Context, c *host.Container, file string) string {
	parts := strings.Split(strings.Trim(path.Clean(file), "/"), "/")
	at := "/"
	for i, part := range parts {
		at = path.Join(at, part)
		if i == len(parts)-1 {
			break
		}
		for range maxLinks {
			link, err := d.engine.Read(ctx, c.ID, at)
			if err != nil || link.Target == "" {
				break
			}
			at = path.Join("/", link.Target)
		}
	}
	return at
}

// published is where a port of a container is published.
func published(c *host.Container, port int) *host.Port {
	for i := range c.Published {
		if c.Published[i].Port == port && !strings.Contains(c.Published[i].Host, ":") {
			return &c.Published[i]
		}
	}
	return nil
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

// pageURL is the URL of a page, without a login. HAProxy's own numbers are at ";csv" behind the query. A page for Prometheus with
// another path than its usual one has a mark, which is not sent.
func pageURL(p *balancer.Page, b *balancer.Bind, hostPort string) string {
	scheme := "http"
	if b.TLS {
		scheme = "https"
	}
	u := url.URL{Scheme: scheme, Host: hostPort}
	text := u.String() + csv(p)
	if at, err := url.Parse(text); p.Kind == balancer.Prometheus && (err != nil || !record.ForPrometheus(at)) {
		text += "#metrics"
	}
	return text
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
