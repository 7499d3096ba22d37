package stack

import (
	"context"
	"fmt"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
)

// endpoints is what a container is to each of its networks: without its addresses and aliases it would come
// back elsewhere, where nginx and HAProxy do not look.
func endpoints(c container.InspectResponse) map[string]*network.EndpointSettings {
	out := map[string]*network.EndpointSettings{}
	for name, e := range c.NetworkSettings.Networks {
		if name != "none" && name != "host" && e != nil {
			out[name] = e
		}
	}
	return out
}

// cut takes a container off all its networks.
func (p *Project) cut(ctx context.Context, c container.InspectResponse) error {
	for _, name := range sortedKeys(endpoints(c)) {
		if err := p.api.NetworkDisconnect(ctx, name, c.ID, false); err != nil {
			return fmt.Errorf("leave network %s: %w", name, err)
		}
	}
	return nil
}

// rejoin puts a container back on the networks that it was on. Where nobody remembers them, because it was
// somebody else who cut it, compose recreates the container: it alone knows the addresses.
func (p *Project) rejoin(ctx context.Context, c container.InspectResponse, was map[string]*network.EndpointSettings) error {
	if len(was) == 0 {
		if len(c.NetworkSettings.Networks) > 0 {
			return nil // not cut
		}
		return p.recreate(ctx, c)
	}
	for _, name := range sortedKeys(was) {
		if _, there := c.NetworkSettings.Networks[name]; there {
			continue
		}
		if err := p.connect(ctx, name, c.ID, was[name]); err != nil {
			return fmt.Errorf("rejoin network %s: %w", name, err)
		}
	}
	return nil
}

// connect puts a container on a network as it was: with the same names and the same address. One that
// the Engine gave it by chance is asked for again, too, but not every network lets one ask.
func (p *Project) connect(ctx context.Context, name, id string, was *network.EndpointSettings) error {
	e := &network.EndpointSettings{Aliases: was.Aliases, Links: was.Links, DriverOpts: was.DriverOpts, IPAMConfig: was.IPAMConfig}
	fixed := e.IPAMConfig != nil && e.IPAMConfig.IPv4Address+e.IPAMConfig.IPv6Address != ""
	if !fixed && was.IPAddress != "" {
		e.IPAMConfig = &network.EndpointIPAMConfig{IPv4Address: was.IPAddress, IPv6Address: was.GlobalIPv6Address}
	}
	err := p.api.NetworkConnect(ctx, name, id, e)
	if err != nil && !fixed {
		e.IPAMConfig = nil
		return p.api.NetworkConnect(ctx, name, id, e)
	}
	return err
}

// wasAt is the endpoints of a container that we cut off: a balancer's log goes on naming its addresses.
func (p *Project) wasAt(id string) map[string]*network.EndpointSettings {
	for _, e := range p.journal.List() {
		if e.ID == id && len(e.Undo.Networks) > 0 {
			return e.Undo.Networks
		}
	}
	return nil
}
