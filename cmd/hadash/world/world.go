// Package world says what the commands need of what is watched.
package world

import (
	"context"

	"hadash/cmd/hadash/hands"
	"hadash/collectors"
	"hadash/journal"
	"hadash/record"
)

// World is what is watched and, if the user wants it, broken: a compose project, or targets that need no Docker.
type World interface {
	collectors.Site
	hands.Project

	Name() string
	// Engines are the Docker Engines that run it, those that do not answer too; none without Docker.
	Engines() []collectors.Engine
	// Swarm is asked for the swarm's word; nil where no Engine may be in one.
	Swarm() collectors.Swarm
	// Topology is its parts as they are now. Changed is rung when that may have changed.
	Topology(ctx context.Context) (record.Topology, error)
	Changed() <-chan struct{}
	// Nothing says why there is nothing to watch, if that is so.
	Nothing(ctx context.Context) error
	// Hints says, of each part whose numbers are not read, what would show them.
	Hints() []string
	// Reload makes a balancer read its configuration again.
	Reload(ctx context.Context, node string) error

	// Left finds the faults that dead hadash processes left, and takes them over; HealLeft heals them.
	Left() ([]journal.Left, error)
	HealLeft(ctx context.Context, all []journal.Left, tell func(journal.Left, error)) error
	// Theirs lists the faults that other hadash processes have open.
	Theirs() []record.Fault

	// Close leaves open faults to the next hadash.
	Close() error
}
