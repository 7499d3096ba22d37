package stack

import (
	"context"
	"time"

	"github.com/docker/docker/api/types/container"
)

// releases is how long the Engine may take to release the ports of a process that has just ended, and startAgain how long
// to wait until it is asked again.
const (
	releases   = 5 * time.Second
	startAgain = 250 * time.Millisecond
)

// start starts a container; one that runs already is no error. After a crash the Engine may still have the port of the
// process that ended: it is asked again until it has released it.
func (p *Project) start(ctx context.Context, id string) error {
	within, cancel := context.WithTimeout(ctx, releases)
	defer cancel()
	for {
		err := p.api.ContainerStart(ctx, id, container.StartOptions{}) // 304, already running, is no error
		if err == nil || !portTaken.MatchString(err.Error()) {
			return err
		}
		select {
		case <-within.Done():
			return err
		case <-time.After(startAgain):
		}
	}
}
