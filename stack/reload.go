package stack

import (
	"context"
	"errors"
	"fmt"

	"hadash/record"
	"hadash/stack/label"
)

// Reload makes a web server reload its configuration, as nginx does on SIGHUP: old workers finish their requests while
// new ones start. It breaks nothing and leaves nothing to heal.
func (p *Project) Reload(ctx context.Context, node string) error {
	c, err := p.target(ctx, node)
	switch {
	case err != nil:
	case record.Role(c.Config.Labels[label.Role]) != record.RoleWeb:
		err = errors.New("only a web server (label hadash.role=web) reloads on a signal; use restart")
	case !c.State.Running || c.State.Paused:
		err = fmt.Errorf("it is %s, only a running server can reload", c.State.Status)
	default:
		err = p.api.ContainerKill(ctx, c.ID, "SIGHUP")
	}
	if err != nil {
		return fmt.Errorf("reload %s: %w", node, err)
	}
	return nil
}
