package stack

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"hadash/record"
	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
)

// Reload makes a web server reload its configuration, as nginx does on SIGHUP: old workers finish their requests while
// new ones start. It breaks nothing and leaves nothing to heal.
func (p *Project) Reload(ctx context.Context, node string) error {
	c, err := p.target(ctx, node)
	switch {
	case err != nil:
	case !c.State.Running || c.State.Paused:
		err = fmt.Errorf("it is %s, only a running server can reload", c.State.Status)
	case !p.reloads(ctx, c):
		err = errors.New("only a web server (label hadash.role=web, nginx as its first process, or label hadash.reload=SIGHUP) reloads on a signal; use restart")
	default:
		err = p.api.ContainerKill(ctx, c.ID, "SIGHUP")
	}
	if err != nil {
		return fmt.Errorf("reload %s: %w", node, err)
	}
	return nil
}

// reloads reports whether a running container reloads on SIGHUP: by its labels, else by its first process, which gets the signal.
func (p *Project) reloads(ctx context.Context, c container.InspectResponse) bool {
	if c.Config.Labels[label.Reload] == "SIGHUP" {
		return true
	}
	role, kind := record.Role(c.Config.Labels[label.Role]), record.Kind(c.Config.Labels[label.Kind])
	if role.Valid() || kind.Valid() {
		return role == record.RoleWeb || kind == record.KindNginx
	}
	running := p.processes(ctx, c.ID)
	return len(running) > 0 && strings.HasPrefix(running[0], "nginx: master process")
}
