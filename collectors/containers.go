package collectors

import (
	"context"

	"hadash/record"
)

// Containers asks Docker how every container of the project is.
type Containers struct{ daemon Daemon }

// NewContainers asks that daemon.
func NewContainers(d Daemon) *Containers { return &Containers{d} }

// Name is record.SourceDocker.
func (c *Containers) Name() string { return record.SourceDocker }

// Node is "": the answer is about the whole project.
func (c *Containers) Node() string { return "" }

func (c *Containers) Read(ctx context.Context, s *record.Sample) error {
	list, err := c.daemon.Containers(ctx)
	if err != nil {
		return failed("docker", nil, err)
	}
	if list == nil {
		list = []record.Container{} // nil would say that nobody answered
	}
	s.Containers = list
	return nil
}
