package swarm

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"hadash/stack/label"

	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/api/types/swarm"
	"github.com/docker/docker/api/types/volume"
)

// ErrNoManager reports that none of the Engines can be asked about a swarm.
var ErrNoManager = errors.New("not a swarm manager")

// Manager returns the first of the Engines that is a manager of a swarm.
func Manager(ctx context.Context, all []Engine) (Engine, error) {
	var names []string
	for _, e := range all {
		info, err := e.API.Info(ctx)
		if err != nil {
			return Engine{}, fmt.Errorf("docker context %s: %w", e.Context, err)
		}
		if info.Swarm.ControlAvailable {
			return e, nil
		}
		what := "is in no swarm"
		if info.Swarm.LocalNodeState == swarm.LocalNodeStateActive {
			what = "is a worker"
		}
		names = append(names, fmt.Sprintf("%s %s", info.Name, what))
	}
	return Engine{}, fmt.Errorf("%w: %s; `docker swarm init` makes a swarm, and --context names the Engine of a manager",
		ErrNoManager, strings.Join(names, ", "))
}

// Places returns the nodes on which tasks can run, with the volumes of the Engines that are given.
func Places(ctx context.Context, manager Engine, all []Engine) ([]Place, error) {
	nodes, err := manager.API.NodeList(ctx, swarm.NodeListOptions{})
	if err != nil {
		return nil, fmt.Errorf("list the swarm's nodes: %w", err)
	}
	volumes := map[string]map[string]bool{}
	for _, e := range all {
		info, err := e.API.Info(ctx)
		if err != nil {
			return nil, fmt.Errorf("docker context %s: %w", e.Context, err)
		}
		list, err := e.API.VolumeList(ctx, volume.ListOptions{})
		if err != nil {
			return nil, fmt.Errorf("docker context %s: list its volumes: %w", e.Context, err)
		}
		there := map[string]bool{}
		for _, v := range list.Volumes {
			there[v.Name] = true
		}
		volumes[info.Swarm.NodeID] = there
	}
	var out []Place
	for _, n := range nodes {
		if n.Status.State != swarm.NodeStateReady || n.Spec.Availability != swarm.NodeAvailabilityActive {
			continue
		}
		out = append(out, Place{ID: n.ID, Name: n.Description.Hostname, Volumes: volumes[n.ID]})
	}
	if len(out) == 0 {
		return nil, errors.New("no node of the swarm is ready and active; `docker node ls` shows them")
	}
	return byName(out), nil
}

// Services returns the services of a stack.
func Services(ctx context.Context, manager Engine, stack string) ([]swarm.Service, error) {
	list, err := manager.API.ServiceList(ctx, swarm.ServiceListOptions{Filters: ofStack(stack)})
	if err != nil {
		return nil, fmt.Errorf("list the services of stack %s: %w", stack, err)
	}
	return list, nil
}

func ofStack(name string) filters.Args {
	return filters.NewArgs(filters.Arg("label", label.Namespace+"="+name))
}

// Ours returns an error if a stack has services, and none of them is one that Deploy made: it is somebody else's.
func Ours(services []swarm.Service, stack string) error {
	if len(services) == 0 || Label(services, labelImage) != "" {
		return nil
	}
	return fmt.Errorf("stack %s of the swarm was not deployed by 'hadash up --swarm': it is left alone; choose another name with -p (`docker stack rm %s` removes it)", stack, stack)
}

// Label returns the value of a label that a service of the stack gives its containers, "" if none does.
func Label(services []swarm.Service, name string) string {
	for _, s := range services {
		if c := s.Spec.TaskTemplate.ContainerSpec; c != nil && c.Labels[name] != "" {
			return c.Labels[name]
		}
	}
	return ""
}

// Stays returns the ID of the node of the service that must not move, the master: where it is, else where its data is, else
// the first.
func Stays(running []swarm.Service, project Model, places []Place) string {
	for _, s := range running {
		spec := s.Spec.TaskTemplate
		if spec.ContainerSpec == nil || spec.Placement == nil || spec.ContainerSpec.Labels[label.Role] != "master" {
			continue
		}
		for _, c := range spec.Placement.Constraints {
			if id, ok := onNode(c); ok {
				return id
			}
		}
	}
	for _, service := range part(project, "services") {
		if role(service) != "master" {
			continue
		}
		for _, p := range places {
			if has(p, project, service) > 0 {
				return p.ID
			}
		}
	}
	return places[0].ID
}
