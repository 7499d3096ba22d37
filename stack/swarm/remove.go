package swarm

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"hadash/stack/label"
	"hadash/stack/program"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/api/types/volume"
)

const removeLimit = time.Minute

// Remove removes the stack's services, networks, configs and secrets, and returns when they and its containers on the
// given Engines are gone. It reports whether there was anything.
func (s *Stack) Remove(ctx context.Context, all []Engine, say func(string)) (found bool, err error) {
	before, err := Services(ctx, s.Manager, s.Name)
	if err == nil {
		err = Ours(before, s.Name)
	}
	if err != nil {
		return false, err
	}
	out := &program.Output{Log: s.Log, Line: say}
	if err := s.Run.Run(ctx, program.Command{Args: append(s.docker(), "stack", "rm", s.Name), Stdout: out, Stderr: out}); err != nil {
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		return false, program.Failure(err, out.Last(), s.Log)
	}
	ctx, cancel := context.WithTimeout(ctx, removeLimit)
	defer cancel()
	tick := time.NewTicker(waitLook)
	defer tick.Stop()
	for {
		left, err := s.left(ctx, all)
		if err == nil && len(left) == 0 {
			return len(before) > 0, nil
		}
		if err == nil {
			say("waiting for " + strings.Join(left, ", "))
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.DeadlineExceeded) && len(left) > 0 {
				return true, fmt.Errorf("still there after %v: %s; run down again", removeLimit, strings.Join(left, ", "))
			}
			return true, errors.Join(ctx.Err(), err)
		}
	}
}

// left names what is left of the stack. A network whose removal its tasks had delayed is removed here.
func (s *Stack) left(ctx context.Context, all []Engine) (left []string, err error) {
	services, err := Services(ctx, s.Manager, s.Name)
	if err != nil {
		return nil, err
	}
	for _, have := range services {
		left = append(left, "service "+have.Spec.Name)
	}
	for _, e := range all {
		list, err := e.API.ContainerList(ctx, container.ListOptions{All: true, Filters: ofStack(s.Name)})
		if err != nil {
			return nil, fmt.Errorf("docker context %s: %w", e.Context, err)
		}
		for _, c := range list {
			left = append(left, c.Labels[label.SwarmService]+" at "+e.Context)
		}
	}
	networks, err := s.Manager.API.NetworkList(ctx, network.ListOptions{Filters: ofStack(s.Name)})
	if err != nil {
		return nil, fmt.Errorf("list the networks of stack %s: %w", s.Name, err)
	}
	for _, n := range networks {
		if len(left) == 0 && s.Manager.API.NetworkRemove(ctx, n.ID) == nil {
			continue
		}
		left = append(left, "network "+n.Name)
	}
	return left, s.removeFiles(ctx, nil)
}

// Volumes names the stack's volumes on the Engines, and removes them if asked to.
func (s *Stack) Volumes(ctx context.Context, all []Engine, remove bool) (left []string, err error) {
	for _, e := range all {
		list, err := e.API.VolumeList(ctx, volume.ListOptions{Filters: filters.NewArgs(filters.Arg("label", label.Namespace+"="+s.Name))})
		if err != nil {
			return nil, fmt.Errorf("docker context %s: list its volumes: %w", e.Context, err)
		}
		for _, v := range list.Volumes {
			if remove {
				if err := e.API.VolumeRemove(ctx, v.Name, false); err != nil {
					return left, fmt.Errorf("docker context %s: remove volume %s: %w", e.Context, v.Name, err)
				}
				continue
			}
			left = append(left, v.Name+" at "+e.Context)
		}
	}
	return left, nil
}
