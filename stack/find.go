package stack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hadash/record"
	"hadash/stack/label"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/client"
)

// fresh is how long an inspection of a container is trusted: longer than the time between two lists of the watch, which
// confirm it. An event of the container ends it.
const fresh = 4 * time.Second

var errNoContainer = errors.New("no container")

// believed is how long the list may confirm an inspection. A change that shows neither in the list nor in an event (not
// a label, but a restart count) is noticed after this time at the latest.
const believed = 2 * time.Minute

type inspected struct {
	at    time.Time // when it was last confirmed
	first time.Time // when it was inspected
	c     container.InspectResponse
}

// list returns the newest container of each service, stopped ones included, ordered by service name. A scaled service
// has several containers: the newest stands for all, because hadash deals with services. Containers of "compose run"
// are left out.
func (p *Project) list(ctx context.Context) ([]container.Summary, error) {
	all, err := p.api.ContainerList(ctx, container.ListOptions{
		All:     true,
		Filters: filters.NewArgs(filters.Arg("label", label.Project+"="+p.name)),
	})
	if err != nil {
		return nil, fmt.Errorf("list the containers of project %s: %w", p.name, err)
	}
	newest := map[string]container.Summary{}
	for _, c := range all {
		label.Clean(c.Labels)
		if c.Labels[label.Project] != p.name || oneoff(c.Labels) {
			continue
		}
		name := c.Labels[label.Service]
		if have, ok := newest[name]; !ok || c.Created > have.Created {
			newest[name] = c
		}
	}
	out := make([]container.Summary, 0, len(newest))
	for _, c := range newest {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b container.Summary) int {
		return strings.Compare(a.Labels[label.Service], b.Labels[label.Service])
	})
	return out, nil
}

func oneoff(labels map[string]string) bool { return strings.EqualFold(labels[label.Oneoff], "true") }

// find returns the inspection of a service's container, which may be as old as fresh.
func (p *Project) find(ctx context.Context, node string) (container.InspectResponse, error) {
	p.mu.Lock()
	have, ok := p.seen[node]
	p.mu.Unlock()
	if ok && time.Since(have.at) < fresh {
		return have.c, nil
	}
	return p.findNow(ctx, node)
}

// findNow inspects a service's container now.
func (p *Project) findNow(ctx context.Context, node string) (container.InspectResponse, error) {
	all, err := p.list(ctx)
	if err != nil {
		return container.InspectResponse{}, err
	}
	for _, c := range all {
		if c.Labels[label.Service] == node {
			return p.inspect(ctx, node, c.ID)
		}
	}
	return container.InspectResponse{}, fmt.Errorf("%w of service %s in project %s; `docker compose up -d %s` creates it",
		errNoContainer, node, p.name, node)
}

// inspect inspects one container and keeps the result for find.
func (p *Project) inspect(ctx context.Context, node, id string) (container.InspectResponse, error) {
	at := time.Now()
	c, err := p.api.ContainerInspect(ctx, id)
	if errdefs.IsNotFound(err) {
		return c, fmt.Errorf("%w of service %s in project %s any more", errNoContainer, node, p.name)
	}
	if err != nil {
		return c, fmt.Errorf("inspect %s: %w", node, err)
	}
	if c.ContainerJSONBase == nil || c.State == nil || c.Config == nil || c.HostConfig == nil || c.NetworkSettings == nil {
		return c, fmt.Errorf("inspect %s: the Engine's answer is incomplete", node)
	}
	label.Clean(c.Config.Labels)
	p.mu.Lock()
	p.seen[node] = inspected{at: at, first: at, c: c}
	p.mu.Unlock()
	return c, nil
}

// forget drops the inspection of a service that has changed.
func (p *Project) forget(node string) {
	p.mu.Lock()
	delete(p.seen, node)
	p.mu.Unlock()
}

// onlyLabelled returns the name of the only project on the Engine that has hadash labels, for a hadash that was started
// outside of any compose project's directory.
func onlyLabelled(ctx context.Context, api *client.Client, noFile error) (string, error) {
	names, err := labelled(ctx, api)
	switch {
	case err != nil:
		return "", err
	case len(names) == 0:
		return "", fmt.Errorf("%w (and no container in Docker has hadash labels)", noFile)
	case len(names) == 1:
		return names[0], nil
	}
	return "", &ManyProjectsError{names}
}

// Labelled returns the names of the projects on the Engine that have hadash labels, sorted.
func (p *Project) Labelled(ctx context.Context) ([]string, error) { return labelled(ctx, p.api) }

func labelled(ctx context.Context, api *client.Client) (names []string, err error) {
	all, err := api.ContainerList(ctx, container.ListOptions{
		All:     true,
		Filters: filters.NewArgs(filters.Arg("label", label.Role)),
	})
	if err != nil {
		return nil, fmt.Errorf("list containers: %w", err)
	}
	for _, c := range all {
		name := c.Labels[label.Project]
		if name != "" && name == record.Clean(name) && !slices.Contains(names, name) { // compose allows no others
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// ManyProjectsError reports that there are several projects and none was chosen.
type ManyProjectsError struct{ Names []string }

func (e *ManyProjectsError) Error() string {
	return fmt.Sprintf("several projects: %s; choose one with --project", strings.Join(e.Names, ", "))
}
