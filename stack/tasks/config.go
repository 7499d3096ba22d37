package tasks

import (
	"context"
	"fmt"
	"path"

	api "github.com/docker/docker/api/types/swarm"
)

// Configs is what is asked of a manager for the configs of a swarm.
type Configs interface {
	TaskInspectWithRaw(ctx context.Context, id string) (api.Task, []byte, error)
	ConfigInspectWithRaw(ctx context.Context, id string) (api.Config, []byte, error)
}

// Config returns a file that a task has as a config of the swarm: copied out of its container it is empty. It is nil if the file is none.
func Config(ctx context.Context, e Configs, task, file string) ([]byte, error) {
	t, _, err := e.TaskInspectWithRaw(ctx, task)
	if err != nil {
		return nil, fmt.Errorf("task %.12s: %w", task, refused(err))
	}
	if t.Spec.ContainerSpec == nil {
		return nil, nil
	}
	for _, c := range t.Spec.ContainerSpec.Configs {
		if c.File == nil || path.Join("/", c.File.Name) != path.Clean(file) {
			continue
		}
		is, _, err := e.ConfigInspectWithRaw(ctx, c.ConfigID)
		if err != nil {
			return nil, fmt.Errorf("config %.12s: %w", c.ConfigID, refused(err))
		}
		return is.Spec.Data, nil
	}
	return nil, nil
}
