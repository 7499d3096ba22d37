package stack

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"hadash/journal"
	"hadash/record"
	"hadash/stack/cluster"

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

// ruled changes the rules by which the packets of a task's container are routed. It could leave its network, but the Engine would not
// let it come back to its address, which is the swarm's to give, and would give it that of another task.
func (p *Project) ruled(ctx context.Context, c container.InspectResponse, script string) error {
	image, err := p.tools(ctx)
	if err != nil {
		return err
	}
	return p.assist(ctx, helper{image: image, script: script,
		host: container.HostConfig{NetworkMode: container.NetworkMode("container:" + c.ID), CapAdd: []string{"NET_ADMIN"}}})
}

// cutter runs scripts in the network of the Engine's host.
type cutter struct{ p *Project }

// Run implements cluster.Cutter.
func (c cutter) Run(ctx context.Context, script string, confirm bool) error {
	image, err := c.p.tools(ctx)
	if err != nil {
		return err
	}
	h := helper{image: image, script: script, host: container.HostConfig{NetworkMode: "host", CapAdd: []string{"NET_ADMIN"}}}
	if confirm {
		h.begun = c.confirm
	}
	return c.p.assist(ctx, h)
}

// confirm tells a helper that it can still be reached, once it has written its first line.
func (c cutter) confirm(ctx context.Context, id string) error {
	stream, err := c.p.api.ContainerLogs(ctx, id, container.LogsOptions{ShowStdout: true, Follow: true})
	if err != nil {
		return fmt.Errorf("read the output of a helper: %w", err)
	}
	defer func() { _ = stream.Close() }()
	if n, _ := io.ReadFull(stream, make([]byte, 9)); n < 9 { // a header of 8 bytes, and some text
		return nil // it failed, and says why
	}
	return c.p.api.ContainerKill(ctx, id, "SIGTERM")
}

// needsTools reports whether a fault takes the image of tools.
func (p *Project) needsTools(ctx context.Context, f record.Fault) bool {
	switch f.Kind {
	case record.Delay, record.Loss, record.CutHost:
		return true
	case record.Cut:
		c, err := p.find(ctx, f.Target)
		return err == nil && cluster.TaskOf(c.Config.Labels, "") != nil
	}
	return false
}
