package stack

import (
	"context"
	"encoding/json"
	"fmt"

	"hadash/journal"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
)

// endpoints returns a container's settings on each of its networks. Without its addresses and aliases it would come
// back at another address, where nginx and HAProxy do not look.
func endpoints(c container.InspectResponse) map[string]*network.EndpointSettings {
	out := map[string]*network.EndpointSettings{}
	for name, e := range c.NetworkSettings.Networks {
		if name != "none" && name != "host" && e != nil {
			out[name] = e
		}
	}
	return out
}

// networksOf are the endpoints of a container before it was cut off; nil if they are not known.
func networksOf(e journal.Entry) (was map[string]*network.EndpointSettings) {
	if json.Unmarshal(e.Undo.Networks, &was) != nil {
		return nil
	}
	return was
}

// cut disconnects a container from all its networks.
func (p *Project) cut(ctx context.Context, c container.InspectResponse) error {
	for _, name := range sortedKeys(endpoints(c)) {
		if err := p.api.NetworkDisconnect(ctx, name, c.ID, false); err != nil {
			return fmt.Errorf("leave network %s: %w", name, err)
		}
	}
	return nil
}

// rejoin reconnects a container to its former networks. If they are not known, because another program cut it off,
// compose recreates the container: only compose knows the addresses.
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

// connect connects a container to a network with its former names and address. It also asks for an address that the
// Engine had chosen, but not every network allows that.
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

// wasAt returns the endpoints of a container that we cut off: a balancer's log still shows its addresses.
func (p *Project) wasAt(id string) map[string]*network.EndpointSettings {
	for _, e := range p.journal.List() {
		if e.ID == id && len(e.Undo.Networks) > 0 {
			return networksOf(e)
		}
	}
	return nil
}
