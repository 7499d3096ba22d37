package stack

import (
	"context"
	"errors"

	"github.com/docker/docker/api/types/container"
)

// cpuPeriod is the kernel's default period in which CPU time is shared out, in microseconds.
const cpuPeriod = 100_000

// cpuLimits is a container's share of the CPU as the Engine keeps it: either as billionths of a CPU, where
// compose set `cpus:`, or as a quota of each period; all 0 means no limit.
type cpuLimits struct {
	NanoCPUs, Period, Quota int64
}

func limitsOf(c container.InspectResponse) *cpuLimits {
	return &cpuLimits{NanoCPUs: c.HostConfig.NanoCPUs, Period: c.HostConfig.CPUPeriod, Quota: c.HostConfig.CPUQuota}
}

// slow leaves a container some percent of one CPU. Where there is a limit in NanoCPUs the Engine takes only
// another one of those; else only a quota can be taken back, since NanoCPUs 0 means "as it was".
func (p *Project) slow(ctx context.Context, c container.InspectResponse, percent int) error {
	limit := container.Resources{CPUPeriod: cpuPeriod, CPUQuota: cpuPeriod * int64(percent) / 100}
	if c.HostConfig.NanoCPUs > 0 {
		limit = container.Resources{NanoCPUs: 1e9 * int64(percent) / 100}
	}
	return p.limit(ctx, c, limit)
}

// fullSpeed gives back the limit that there was. Of one that somebody else took, nobody knows what it was
// before unless there was none.
func (p *Project) fullSpeed(ctx context.Context, c container.InspectResponse, was *cpuLimits) error {
	now := limitsOf(c)
	switch {
	case was != nil && *now == *was, was == nil && now.NanoCPUs == 0 && now.Quota <= 0:
		return nil // not slowed
	case was != nil && was.NanoCPUs > 0:
		return p.limit(ctx, c, container.Resources{NanoCPUs: was.NanoCPUs})
	case was != nil && was.Quota > 0:
		return p.limit(ctx, c, container.Resources{CPUPeriod: was.Period, CPUQuota: was.Quota})
	case now.NanoCPUs == 0:
		return p.limit(ctx, c, container.Resources{CPUPeriod: cpuPeriod, CPUQuota: -1})
	}
	return errors.New("the limit it had before is not known; `docker compose up -d --force-recreate` gives it back")
}

func (p *Project) limit(ctx context.Context, c container.InspectResponse, r container.Resources) error {
	_, err := p.api.ContainerUpdate(ctx, c.ID, container.UpdateConfig{Resources: r})
	return err
}
