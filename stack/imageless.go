package stack

import (
	"context"
	"fmt"

	"hadash/stack/label"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
)

// dropImageless removes containers of the project that do not run and whose image is gone (`docker image prune -a` takes
// it): Compose 1 cannot recreate them from another image without asking whether it may lose what their image had as
// volumes, and nobody is there to answer. Named volumes stay. Compose 2 and later read the new image, and do not ask.
func (p *Project) dropImageless(ctx context.Context) error {
	all, err := p.list(ctx)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.State == container.StateRunning || s.State == container.StatePaused || s.State == container.StateRestarting {
			continue
		}
		if _, err := p.api.ImageInspect(ctx, s.ImageID); !errdefs.IsNotFound(err) {
			continue // it is there, or the Engine will say more where it matters
		}
		if err := p.api.ContainerRemove(ctx, s.ID, container.RemoveOptions{}); err != nil && !errdefs.IsNotFound(err) {
			return fmt.Errorf("remove the container of %s, whose image is gone: %w", s.Labels[label.Service], err)
		}
		p.forget(s.Labels[label.Service])
	}
	return nil
}
