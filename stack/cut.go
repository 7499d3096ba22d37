package stack

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
)

// cut takes a container off all its networks. Its addresses and aliases are remembered, for without
// them it would come back elsewhere, where nginx and HAProxy do not look.
func (p *Project) cut(ctx context.Context, c container.InspectResponse) error {
	for _, name := range sortedKeys(c.NetworkSettings.Networks) {
		if name == "none" || name == "host" {
			continue
		}
		if err := p.api.NetworkDisconnect(ctx, name, c.ID, false); err != nil {
			return fmt.Errorf("leave network %s: %w", name, err)
		}
		p.mu.Lock()
		if p.cuts[c.ID] == nil {
			p.cuts[c.ID] = map[string]*endpointCopy{}
		}
		p.cuts[c.ID][name] = c.NetworkSettings.Networks[name]
		p.mu.Unlock()
	}
	return nil
}

// rejoin puts a container back on its networks. Where nobody remembers them, because the hadash that
// cut it is gone, compose makes the container anew: it alone knows the addresses.
func (p *Project) rejoin(ctx context.Context, c container.InspectResponse) error {
	p.mu.Lock()
	remembered := maps.Clone(p.cuts[c.ID])
	p.mu.Unlock()
	if len(remembered) == 0 {
		if len(c.NetworkSettings.Networks) > 0 {
			return nil // not cut
		}
		return p.recreate(ctx, c)
	}
	for _, name := range sortedKeys(remembered) {
		if _, there := c.NetworkSettings.Networks[name]; !there {
			if err := p.connect(ctx, name, c.ID, remembered[name]); err != nil {
				return fmt.Errorf("rejoin network %s: %w", name, err)
			}
		}
		p.mu.Lock()
		delete(p.cuts[c.ID], name)
		p.mu.Unlock()
	}
	return nil
}

// connect puts a container on a network as it was: with the same names and the same address. One that
// the Engine gave it by chance is asked for again, too, but not every network lets one ask.
func (p *Project) connect(ctx context.Context, name, id string, was *endpointCopy) error {
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

// The Engine counts CPU time in periods; slowPercent is what a slowed container gets of one CPU.
const (
	cpuPeriod   = 100_000 // microseconds, the kernel's default
	slowPercent = 5
)

// slow leaves a container a few percent of one CPU. Where compose set a limit (cpus:), the Engine
// takes only NanoCPUs, else only a quota can be taken back: NanoCPUs 0 means "as it was".
func (p *Project) slow(ctx context.Context, c container.InspectResponse) error {
	p.mu.Lock()
	_, already := p.slows[c.ID]
	if !already {
		p.slows[c.ID] = c.HostConfig.NanoCPUs
	}
	p.mu.Unlock()
	limit := container.Resources{CPUPeriod: cpuPeriod, CPUQuota: cpuPeriod * slowPercent / 100}
	if c.HostConfig.NanoCPUs > 0 {
		limit = container.Resources{NanoCPUs: 1e9 * slowPercent / 100}
	}
	return p.limit(ctx, c, limit)
}

// fullSpeed gives back what slow took. A hadash that did not slow the container itself knows the
// limit it had only if it had none.
func (p *Project) fullSpeed(ctx context.Context, c container.InspectResponse) error {
	p.mu.Lock()
	had, known := p.slows[c.ID]
	delete(p.slows, c.ID)
	p.mu.Unlock()
	switch {
	case c.HostConfig.NanoCPUs == 0 && c.HostConfig.CPUQuota <= 0:
		return nil // not slowed
	case c.HostConfig.NanoCPUs == 0:
		return p.limit(ctx, c, container.Resources{CPUPeriod: cpuPeriod, CPUQuota: -1})
	case known:
		return p.limit(ctx, c, container.Resources{NanoCPUs: had})
	}
	return errors.New("the limit it had before is not known; `docker compose up -d --force-recreate` gives it back")
}

func (p *Project) limit(ctx context.Context, c container.InspectResponse, r container.Resources) error {
	_, err := p.api.ContainerUpdate(ctx, c.ID, container.UpdateConfig{Resources: r})
	return err
}
