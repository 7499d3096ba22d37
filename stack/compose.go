package stack

import (
	"context"
	"errors"

	"github.com/docker/docker/api/types/container"
)

// recreate has compose make a service's container anew.
func (p *Project) recreate(ctx context.Context, c container.InspectResponse) error {
	return errors.New("it was not this hadash that cut it; `docker compose up -d --force-recreate` brings it back")
}

// createLoad has compose create the containers of the load profile, without starting them.
func (p *Project) createLoad(ctx context.Context) (string, error) {
	return "", errors.New("its container does not exist; `docker compose --profile load up --no-start` makes it")
}
