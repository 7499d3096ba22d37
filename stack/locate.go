package stack

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"hadash/record"
	"hadash/runtimeapi"
	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
	"github.com/docker/go-connections/nat"
)

// direct asks pages of containers.
var direct = &http.Client{Transport: runtimeapi.Direct}

// Locate returns the URL of a service's state, reachable from here: the label hadash.status, in which an empty host
// means the address where the container's port is published, or else the container's own address. It also works for
// stopped containers, if their ports and addresses are fixed.
func (p *Project) Locate(ctx context.Context, node string) (*url.URL, error) {
	c, err := p.find(ctx, node)
	if err != nil {
		return nil, err
	}
	return p.locate(c, label.Status)
}

// LocateMaster returns the URL of the socket of a HAProxy's master, as Locate does, by the label hadash.master.
func (p *Project) LocateMaster(ctx context.Context, node string) (*url.URL, error) {
	c, err := p.find(ctx, node)
	if err != nil {
		return nil, err
	}
	return p.locate(c, label.Master)
}

// locate reads a URL from a container's label, as Locate does with hadash.status.
func (p *Project) locate(c container.InspectResponse, key string) (*url.URL, error) {
	node, text := c.Config.Labels[label.Node], c.Config.Labels[key]
	if text == "" {
		return nil, fmt.Errorf("locate %s: it has no label %s", node, key)
	}
	u, err := url.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("locate %s: its label %s is not a URL", node, key) // the label may contain a password
	}
	if u.Hostname() != "" || u.Host == "" && u.Path != "" && (u.Scheme == "unix" || u.Scheme == "exec") {
		return u, nil
	}
	port := u.Port()
	if port == "" {
		return nil, fmt.Errorf("locate %s: label %s %q has no port", node, key, u.Redacted())
	}
	if u.Host, err = p.reach(c, port); err != nil {
		return nil, fmt.Errorf("locate %s: %w", node, err)
	}
	return u, nil
}

// reach returns the address at which a container's TCP port can be reached from here.
func (p *Project) reach(c container.InspectResponse, port string) (string, error) {
	if host, published := publishedAt(c, port); published != "" {
		return net.JoinHostPort(p.outside(host), published), nil
	}
	if own := p.addrs(c); len(own) > 0 {
		return net.JoinHostPort(own[0], port), nil
	}
	if strings.HasPrefix(string(c.HostConfig.NetworkMode), "host") {
		return net.JoinHostPort(p.outside(""), port), nil
	}
	return "", errors.New("its port " + port + " is not published, and it has no address while it is stopped")
}

// reached lists where the other hosts of the project reach a container: at the ports that its host publishes, and on networks that span
// hosts. What is published on loopback they do not reach. On one host nobody asks.
func (p *Project) reached(ctx context.Context, c container.InspectResponse) (out []string) {
	if p.at == "" {
		return nil
	}
	ports := c.NetworkSettings.Ports
	if len(ports) == 0 {
		ports = c.HostConfig.PortBindings // those that the Engine chooses are not known while it is stopped
	}
	add := func(addr string) {
		if !slices.Contains(out, addr) {
			out = append(out, addr)
		}
	}
	for _, port := range slices.Sorted(maps.Keys(ports)) {
		for _, b := range ports[port] {
			if b.HostPort == "" || b.HostPort == "0" {
				continue
			}
			for _, ip := range p.lanAddresses(b.HostIP) {
				add(net.JoinHostPort(ip, b.HostPort))
			}
		}
	}
	if c.HostConfig.NetworkMode.IsHost() {
		for port := range c.Config.ExposedPorts {
			for _, ip := range p.lanAddresses("") {
				add(net.JoinHostPort(ip, port.Port()))
			}
		}
	}
	for _, name := range sortedKeys(c.NetworkSettings.Networks) {
		if e := c.NetworkSettings.Networks[name]; e != nil && p.spans(ctx, e.NetworkID) {
			for _, ip := range addresses(map[string]*network.EndpointSettings{name: e}) {
				add(ip)
			}
		}
	}
	return out
}

// lanAddresses lists the addresses of the Engine's machine on which a port is published, as other hosts dial them.
func (p *Project) lanAddresses(bound string) []string {
	a, err := netip.ParseAddr(bound)
	switch {
	case err != nil || a.IsUnspecified():
		return p.lan
	case a.IsLoopback():
		return nil
	}
	return []string{bound}
}

// spans reports whether a network is one of several hosts. One that the Engine cannot show is taken for its own.
func (p *Project) spans(ctx context.Context, id string) bool {
	p.mu.Lock()
	wide, known := p.wide[id]
	p.mu.Unlock()
	if known || id == "" {
		return wide
	}
	n, err := p.api.NetworkInspect(ctx, id, network.InspectOptions{})
	if err != nil {
		return false
	}
	wide = n.Scope == "swarm" || n.Scope == "global" || n.Driver == "overlay" || n.Driver == "macvlan" || n.Driver == "ipvlan"
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.wide == nil {
		p.wide = map[string]bool{}
	}
	p.wide[id] = wide
	return wide
}

// networkOf is the name of a network as the project has it: of several hosts each may have one of that name.
func (p *Project) networkOf(ctx context.Context, name string, e *network.EndpointSettings) string {
	if p.at == "" || p.spans(ctx, e.NetworkID) {
		return name
	}
	return record.AtHost(name, p.at)
}

// lanOf lists the addresses of a machine by its address or name, of which there may be several, separated by commas.
func lanOf(ctx context.Context, machine string) (out []string) {
	ctx, cancel := context.WithTimeout(ctx, knockLimit)
	defer cancel()
	for name := range strings.SplitSeq(machine, ",") {
		name = strings.TrimSpace(name)
		all := []string{name}
		if net.ParseIP(name) == nil && name != "" {
			all, _ = net.DefaultResolver.LookupHost(ctx, name) // without a name service only its addresses are known
		}
		for _, ip := range all {
			if ip != "" && !slices.Contains(out, ip) {
				out = append(out, ip)
			}
		}
	}
	return out
}

// publishedAt returns where the Engine publishes a port. A running container's state has the port that the Engine
// picked; a stopped container's configuration has only the requested one.
func publishedAt(c container.InspectResponse, port string) (host, published string) {
	for _, ports := range []nat.PortMap{c.NetworkSettings.Ports, c.HostConfig.PortBindings} {
		for _, b := range ports[nat.Port(port+"/tcp")] {
			if b.HostPort != "" && b.HostPort != "0" && (published == "" || isIPv6(host)) {
				host, published = b.HostIP, b.HostPort
			}
		}
		if published != "" {
			return host, published
		}
	}
	return "", ""
}

func isIPv6(host string) bool {
	a, err := netip.ParseAddr(host)
	return err == nil && a.Is6()
}

// outside converts an address on which the Engine listens into one to dial from here. For an Engine on another machine
// the result is that machine, even if the port is published on its loopback.
func (p *Project) outside(host string) string {
	if p.host != "" {
		if a, err := netip.ParseAddr(host); err == nil && !a.IsUnspecified() && !a.IsLoopback() {
			return host
		}
		return p.host
	}
	switch host {
	case "", "0.0.0.0", "::":
		return "127.0.0.1"
	}
	return host
}
