package collectors

import (
	"context"
	"slices"

	"hadash/record"
)

// Containers asks Docker for the state of every container of the project.
type Containers struct{ engine Engine }

// NewContainers returns a Source that asks e.
func NewContainers(e Engine) *Containers { return &Containers{e} }

// Name is record.SourceDocker.
func (c *Containers) Name() string { return record.SourceDocker }

// Node is the host of the Engine, "" where there is one: the answer covers all that it has of the project.
func (c *Containers) Node() string { return c.engine.Host() }

func (c *Containers) Read(ctx context.Context, s *record.Sample) error {
	list, err := c.engine.Containers(ctx)
	if err != nil {
		return failed("docker", nil, err)
	}
	if list == nil {
		list = []record.Container{} // nil would mean that there was no answer
	}
	if at := c.engine.Host(); at != "" {
		list = slices.Clone(list)
		for i := range list {
			list[i].Host = at
		}
	}
	s.Containers = list
	return nil
}
