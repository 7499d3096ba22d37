package cluster

import (
	"context"
	"errors"
	"fmt"

	"hadash/journal"
	"hadash/record"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/swarm"
)

// hostID stands in the journal for the container of a fault of a host.
func hostID(name string) string { return "host:" + name }

// node finds a host in the swarm: by what its Engine says of itself, or, where that does not answer, by its name.
func (all Engines) node(ctx context.Context, m Engine, host string) (swarm.Node, error) {
	if e, err := all.at(ctx, host); err == nil {
		short, cancel := context.WithTimeout(ctx, askLimit)
		info, err := e.API.Info(short)
		cancel()
		if err == nil && info.Swarm.NodeID == "" {
			return swarm.Node{}, fmt.Errorf("%s is in no swarm", host)
		}
		if err == nil {
			n, _, err := m.API.NodeInspectWithRaw(ctx, info.Swarm.NodeID)
			return n, err
		}
	}
	list, err := m.API.NodeList(ctx, swarm.NodeListOptions{})
	if err != nil {
		return swarm.Node{}, err
	}
	for _, n := range list {
		if n.Description.Hostname == host {
			return n, nil
		}
	}
	return swarm.Node{}, fmt.Errorf("%s does not answer, and the swarm has no host of that name", host)
}

func (all Engines) beforeDrain(ctx context.Context, f record.Fault) (string, journal.Swarm, error) {
	m, err := all.manager(ctx, "")
	if err != nil {
		return "", journal.Swarm{}, err
	}
	n, err := all.node(ctx, m, f.Target)
	if err != nil {
		return "", journal.Swarm{}, err
	}
	if n.Spec.Availability == swarm.NodeAvailabilityDrain {
		return "", journal.Swarm{}, errors.New("the swarm has drained it already")
	}
	return hostID(f.Target), journal.Swarm{Node: n.ID, Availability: string(n.Spec.Availability)}, nil
}

// drain has the swarm take all tasks off a host.
func (all Engines) drain(ctx context.Context, id string) error {
	m, err := all.manager(ctx, "")
	if err != nil {
		return err
	}
	return setNode(ctx, m, id, func(n *swarm.NodeSpec) bool {
		n.Availability = swarm.NodeAvailabilityDrain
		return true
	})
}

// activate gives a host that is drained the availability that it had. Where that is not known, it is active.
func (all Engines) activate(ctx context.Context, host string, was journal.Swarm) error {
	m, err := all.manager(ctx, "")
	if err != nil {
		return err
	}
	if was.Node == "" {
		n, err := all.node(ctx, m, host)
		if err != nil {
			return err
		}
		was.Node, was.Availability = n.ID, string(swarm.NodeAvailabilityActive)
	}
	return setNode(ctx, m, was.Node, func(n *swarm.NodeSpec) bool {
		if n.Availability != swarm.NodeAvailabilityDrain {
			return false
		}
		n.Availability = swarm.NodeAvailability(was.Availability)
		return true
	})
}

// setNode changes a host of the swarm by what it is now, if with says that there is something to change. One that the swarm has no
// more needs none.
func setNode(ctx context.Context, m Engine, id string, with func(*swarm.NodeSpec) bool) error {
	return update(ctx, func() error {
		n, _, err := m.API.NodeInspectWithRaw(ctx, id)
		if errdefs.IsNotFound(err) {
			return nil
		}
		if err != nil || !with(&n.Spec) {
			return err
		}
		return m.API.NodeUpdate(ctx, id, n.Version, n.Spec)
	})
}
