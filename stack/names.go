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

// ComposeName is the compose command that works here, as a user types it; "docker compose" if none does.
func (p *Project) ComposeName(ctx context.Context) string {
	tool, _ := compose.FindTool(ctx, p.runner, p.context)
	return tool.Name()
}

// ProjectNames returns the names of the projects on the Engine that have hadash labels, sorted.
func ProjectNames(ctx context.Context, opts Options) ([]string, error) {
	eng, err := dial(ctx, opts.Context)
	if err != nil {
		return nil, err
	}
	names, err := labelled(ctx, eng.api)
	return names, errors.Join(err, eng.api.Close())
}
