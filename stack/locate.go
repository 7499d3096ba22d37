package stack

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"hadash/runtimeapi"
	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
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
