package stack

import (
	"context"
	"errors"
	"slices"

	"hadash/stack/compose"
)

// ServiceNames returns the names of a project's services, only those with a role if any has one. It reads the compose
// files, or else the containers.
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

// ProjectNames returns the names of the projects on the Engine: those with hadash labels first, then those that run.
func ProjectNames(ctx context.Context, opts Options) ([]string, error) {
	eng, err := dial(ctx, opts.Context)
	if err != nil {
		return nil, err
	}
	all, err := projects(ctx, eng.api)
	return (&ManyProjectsError{watchable(all)}).Names(), errors.Join(err, eng.api.Close())
}
