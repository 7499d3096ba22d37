package stack

import (
	"context"
	"errors"
	"math"

	"hadash/stack/journal"

	"github.com/docker/docker/api/types/container"
)

// cpuPeriod is the kernel's default period in which CPU time is shared out, in microseconds.
const cpuPeriod = 100_000

func limitsOf(c container.InspectResponse) *journal.CPULimits {
	return &journal.CPULimits{NanoCPUs: c.HostConfig.NanoCPUs, Period: c.HostConfig.CPUPeriod, Quota: c.HostConfig.CPUQuota}
}

// slowed is the limit that leaves a container some percent of one CPU. Where there is a limit in NanoCPUs the Engine
// takes only another one of those; else only a quota can be taken back, since NanoCPUs 0 means "as it was".
func slowed(l journal.CPULimits, percent int) journal.CPULimits {
	if l.NanoCPUs > 0 {
		return journal.CPULimits{NanoCPUs: 1e9 * int64(percent) / 100}
	}
	return journal.CPULimits{Period: cpuPeriod, Quota: cpuPeriod * int64(percent) / 100}
}

// cores is how many CPUs a limit leaves.
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

// fullSpeed gives back the limit that there was. Of one that somebody else took, nobody knows what it was
// before unless there was none. Healing slows nothing: where there is more by now, somebody else gave it.
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
	return errors.New("the limit it had before is not known; `docker compose up -d --force-recreate` gives it back")
}

func (p *Project) limit(ctx context.Context, c container.InspectResponse, l journal.CPULimits) error {
	r := container.Resources{NanoCPUs: l.NanoCPUs, CPUPeriod: l.Period, CPUQuota: l.Quota}
	_, err := p.api.ContainerUpdate(ctx, c.ID, container.UpdateConfig{Resources: r})
	return err
}
