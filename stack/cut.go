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
			if err := p.api.NetworkConnect(ctx, name, c.ID, endpointOf(remembered[name])); err != nil {
				return fmt.Errorf("rejoin network %s: %w", name, err)
			}
		}
		p.mu.Lock()
		delete(p.cuts[c.ID], name)
		p.mu.Unlock()
	}
	return nil
}

// endpointOf asks for an endpoint like the one that was: the same address, even if it was given by
// chance, and the same names.
func endpointOf(was *endpointCopy) *network.EndpointSettings {
	e := &network.EndpointSettings{Aliases: was.Aliases, Links: was.Links, DriverOpts: was.DriverOpts}
	e.IPAMConfig = was.IPAMConfig
	if e.IPAMConfig == nil || e.IPAMConfig.IPv4Address == "" && e.IPAMConfig.IPv6Address == "" {
		e.IPAMConfig = &network.EndpointIPAMConfig{IPv4Address: was.IPAddress, IPv6Address: was.GlobalIPv6Address}
	}
	return e
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
