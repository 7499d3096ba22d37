package stack

import (
	"context"
	"errors"
	"math"

	"hadash/journal"

	"github.com/docker/docker/api/types/container"
)

// cpuPeriod is the kernel's default CFS period, in microseconds.
const cpuPeriod = 100_000

func limitsOf(c container.InspectResponse) *journal.CPULimits {
	return &journal.CPULimits{NanoCPUs: c.HostConfig.NanoCPUs, Period: c.HostConfig.CPUPeriod, Quota: c.HostConfig.CPUQuota}
}

// slowed returns the limit that leaves a container the given percentage of one CPU. If the limit was set in NanoCPUs,
// the Engine accepts only another value of those; otherwise a quota is used, because only a quota can be removed again:
// NanoCPUs 0 means "unchanged".
func slowed(l journal.CPULimits, percent int) journal.CPULimits {
	if l.NanoCPUs > 0 {
		return journal.CPULimits{NanoCPUs: 1e9 * int64(percent) / 100}
	}
	return journal.CPULimits{Period: cpuPeriod, Quota: cpuPeriod * int64(percent) / 100}
}

// cores returns how many CPUs a limit allows.
func cores(l journal.CPULimits) float64 {
	switch {
	case l.NanoCPUs > 0:
		return float64(l.NanoCPUs) / 1e9
	case l.Quota > 0:
		return float64(l.Quota) / float64(max(l.Period, 1))
	}
	return math.Inf(1)
}

func (p *Project) slow(ctx context.Context, c container.InspectResponse, percent int) error {
	return p.limit(ctx, c, slowed(*limitsOf(c), percent))
}

// fullSpeed restores the earlier limit. If another program reduced the limit, the earlier one is not known, unless
// there was none. Healing never slows a container: if its limit is higher by now, another program has raised it.
func (p *Project) fullSpeed(ctx context.Context, c container.InspectResponse, was *journal.CPULimits) error {
	now := *limitsOf(c)
	switch {
	case math.IsInf(cores(now), 1), was != nil && cores(*was) <= cores(now):
		return nil // not slowed
	case was != nil && was.NanoCPUs > 0:
		return p.limit(ctx, c, journal.CPULimits{NanoCPUs: was.NanoCPUs})
	case was != nil && was.Quota > 0:
		return p.limit(ctx, c, journal.CPULimits{Period: was.Period, Quota: was.Quota})
	case now.NanoCPUs == 0:
		return p.limit(ctx, c, journal.CPULimits{Period: cpuPeriod, Quota: -1})
	}
	return errors.New("the limit it had before is not known; `docker compose up -d --force-recreate` restores it")
}

func (p *Project) limit(ctx context.Context, c container.InspectResponse, l journal.CPULimits) error {
	r := container.Resources{NanoCPUs: l.NanoCPUs, CPUPeriod: l.Period, CPUQuota: l.Quota}
	_, err := p.api.ContainerUpdate(ctx, c.ID, container.UpdateConfig{Resources: r})
	return err
}
