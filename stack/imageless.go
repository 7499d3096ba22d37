package stack

import (
	"context"
	"fmt"

	"hadash/stack/label"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
)

// dropImageless removes containers of the project that are not running and whose image is gone (`docker image prune -a`
// removes it). Compose 1 cannot recreate them from another image without asking whether it may lose the volumes of
// their old image, and there is no one to answer. Named volumes stay. Compose 2 and later read the new image, and do
// not ask.
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
			continue // the image exists, or the Engine will report the error where it matters
		}
		if err := p.api.ContainerRemove(ctx, s.ID, container.RemoveOptions{}); err != nil && !errdefs.IsNotFound(err) {
			return fmt.Errorf("remove the container of %s, whose image is gone: %w", s.Labels[label.Node], err)
		}
		p.forget(s.Labels[label.Node])
	}
	return nil
}
