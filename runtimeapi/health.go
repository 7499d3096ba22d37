package runtimeapi

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"hadash/journal"
	"hadash/record"
)

// The health of a server, as `set server ... health` takes it. HAProxy's checks go on: a server that is set DOWN is UP again when
// enough of them in a row pass, or when its agent says so; without checks it stays DOWN. Tried with HAProxy 2.6.
const (
	up   = "up"
	down = "down"
)

// setHealth sets a server's health.
func (b Balancer) setHealth(ctx context.Context, s journal.Server, health string) error {
	action := map[string]string{up: "hrunn", down: "hdown"}[health]
	return b.orderOr(ctx, "set server "+s.Name()+" health "+health, s, action)
}

// healthAgain sets a server UP that is still DOWN, unless its own checks fail: then it is DOWN for another reason by now.
func (b Balancer) healthAgain(ctx context.Context, s journal.Server) error {
	is, err := b.row(ctx, s)
	if err != nil {
		return err
	}
	passes := is.Check == "" || strings.Contains(is.Check, "OK")
	if record.ParseStatus(is.Status).State.Serving() || strings.Contains(is.Status, "(") || !passes {
		return nil
	}
	return b.setHealth(ctx, s, up)
}

// row finds a server on the balancer's page.
func (b Balancer) row(ctx context.Context, s journal.Server) (Server, error) {
	all, err := b.Servers(ctx)
	if err != nil {
		return Server{}, err
	}
	for _, is := range all {
		if is.Backend == s.Backend && is.Name == s.Server {
			return is, nil
		}
	}
	return Server{}, fmt.Errorf("%w: it has no such server", ErrGone)
}

// healthy returns the servers whose health can be set to down: those that HAProxy has UP, and that do not share the state of another.
func healthy(ctx context.Context, all Balancers, servers []journal.Server) (fit []journal.Server, err error) {
	why := errors.New("HAProxy has no such server now")
	err = each(ctx, all, servers, ErrGone, func(b Balancer, s *journal.Server) error {
		is, err := b.row(ctx, *s)
		switch {
		case err != nil:
			return err
		case is.Tracked != "":
			why = fmt.Errorf("%s has the health of %s, which it tracks: set that one", s.Name(), record.Clean(is.Tracked))
		case !record.ParseStatus(is.Status).State.Serving():
			why = fmt.Errorf("HAProxy does not have %s UP: %s", s.Name(), record.Clean(is.Status))
		default:
			fit = append(fit, *s)
		}
		return nil
	})
	if err == nil && len(fit) == 0 {
		err = why
	}
	return fit, err
}
