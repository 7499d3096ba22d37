package stack

import (
	"context"
	"errors"
	"slices"

	"hadash/stack/compose"
)

// ServiceNames names the services of a project, those with a role where any has one: by its compose files, else by its
// containers.
func ServiceNames(ctx context.Context, opts Options) ([]string, error) {
	names, err := compose.ServiceNames(ctx, opts.File)
	if !errors.Is(err, compose.ErrNoFile) {
		return names, err
	}
	p, err := Connect(ctx, opts)
	if err != nil {
		return nil, err
	}
	t, err := p.Topology(ctx)
	for i := range t.Nodes {
		names = append(names, t.Nodes[i].Name)
	}
	slices.Sort(names)
	return names, errors.Join(err, p.Close())
}

// ProjectNames names the projects on the Engine that have hadash labels, in order.
func ProjectNames(ctx context.Context, opts Options) ([]string, error) {
	eng, err := dial(ctx, opts.Context)
	if err != nil {
		return nil, err
	}
	names, err := labelled(ctx, eng.api)
	return names, errors.Join(err, eng.api.Close())
}
