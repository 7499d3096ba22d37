package cluster

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"hadash/journal"
	"hadash/record"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/swarm"
)

// defaultListen is where an Engine that joins listens for others, as `docker swarm join` has it.
const defaultListen = "0.0.0.0:2377"

func (all Engines) beforeLeave(ctx context.Context, f record.Fault) (string, journal.Swarm, error) {
	var was journal.Swarm
	e, err := all.at(ctx, f.Target)
	if err != nil {
		return "", was, err
	}
	info, err := e.API.Info(ctx)
	switch {
	case err != nil:
		return "", was, err
	case info.Swarm.NodeID == "" || info.Swarm.LocalNodeState == swarm.LocalNodeStateInactive:
		return "", was, errors.New("it is in no swarm")
	}
	m, err := all.manager(ctx, f.Target)
	if errors.Is(err, ErrNoManager) {
		return "", was, errors.New("no other manager of the swarm is watched, and only a manager takes it back")
	} else if err != nil {
		return "", was, err
	}
	if info.Swarm.ControlAvailable {
		if err := keepsQuorum(ctx, m); err != nil {
			return "", was, err
		}
	}
	n, _, err := m.API.NodeInspectWithRaw(ctx, info.Swarm.NodeID)
	if err != nil {
		return "", was, err
	}
	was = journal.Swarm{Node: n.ID, Addr: info.Swarm.NodeAddr, Availability: string(n.Spec.Availability), Role: string(n.Spec.Role),
		Name: n.Spec.Name, Labels: n.Spec.Labels}
	return hostID(f.Target), was, nil
}

// keepsQuorum returns an error if a swarm needs each of the managers that it has now.
func keepsQuorum(ctx context.Context, m Engine) error {
	list, err := m.API.NodeList(ctx, swarm.NodeListOptions{})
	if err != nil {
		return err
	}
	managers, reachable := 0, 0
	for _, n := range list {
		if n.ManagerStatus == nil {
			continue
		}
		managers++
		if n.ManagerStatus.Reachability == swarm.ReachabilityReachable {
			reachable++
		}
	}
	if need := managers/2 + 1; reachable-1 < need {
		return fmt.Errorf("the swarm would lose its quorum: %d of its %d managers are reachable, and it needs %d", reachable, managers, need)
	}
	return nil
}

// leave has a host leave the swarm. One that has left already is no error.
func (all Engines) leave(ctx context.Context, host string, was journal.Swarm) error {
	e, err := all.at(ctx, host)
	if err != nil {
		return err
	}
	info, err := e.API.Info(ctx)
	if err != nil || info.Swarm.NodeID != was.Node {
		return err
	}
	return e.API.SwarmLeave(ctx, true)
}

// join has a host join the swarm again, as what it was. The manager is asked for the token, which is written nowhere.
func (all Engines) join(ctx context.Context, host string, was journal.Swarm) error {
	if was.Node == "" {
		return errors.New("what it was in the swarm is not known; `docker swarm join-token` on a manager says how it joins")
	}
	e, err := all.at(ctx, host)
	if err != nil {
		return err
	}
	m, err := all.manager(ctx, host)
	if err != nil {
		return err
	}
	info, err := e.API.Info(ctx)
	switch {
	case err != nil:
		return err
	case was.Node != "" && info.Swarm.NodeID == was.Node && info.Swarm.LocalNodeState != swarm.LocalNodeStateInactive:
		return nil // it never left
	}
	if err := remove(ctx, m, was.Node); err != nil {
		return fmt.Errorf("remove its old entry from the swarm: %w", err)
	}
	if info.Swarm.NodeID == "" || info.Swarm.LocalNodeState != swarm.LocalNodeStateActive {
		if err := joinBy(ctx, e, m, was); err != nil {
			return fmt.Errorf("join the swarm: %w", err)
		}
	}
	return restore(ctx, e, m, was)
}

func joinBy(ctx context.Context, e, m Engine, was journal.Swarm) error {
	s, err := m.API.SwarmInspect(ctx)
	if err != nil {
		return err
	}
	list, err := m.API.NodeList(ctx, swarm.NodeListOptions{})
	if err != nil {
		return err
	}
	request := swarm.JoinRequest{ListenAddr: defaultListen, AdvertiseAddr: was.Addr, JoinToken: s.JoinTokens.Worker}
	if was.Role == string(swarm.NodeRoleManager) {
		request.JoinToken = s.JoinTokens.Manager
	}
	for _, n := range list {
		if n.ManagerStatus != nil && n.ManagerStatus.Reachability == swarm.ReachabilityReachable {
			request.RemoteAddrs = append(request.RemoteAddrs, n.ManagerStatus.Addr)
		}
	}
	return e.API.SwarmJoin(ctx, request)
}

// restore waits until the swarm has a host that has joined, and gives it what it had there.
func restore(ctx context.Context, e, m Engine, was journal.Swarm) error {
	id := ""
	err := until(ctx, func() (bool, error) {
		info, err := e.API.Info(ctx)
		if err != nil || info.Swarm.NodeID == "" {
			return false, err
		}
		id = info.Swarm.NodeID
		n, _, err := m.API.NodeInspectWithRaw(ctx, id)
		if errdefs.IsNotFound(err) {
			return false, nil
		}
		return err == nil && n.Status.State == swarm.NodeStateReady, err
	})
	if err != nil {
		return fmt.Errorf("wait until the swarm calls it ready: %w", err)
	}
	return setNode(ctx, m, id, func(n *swarm.NodeSpec) bool {
		same := n.Name == was.Name && maps.Equal(n.Labels, was.Labels) && string(n.Availability) == was.Availability
		n.Name, n.Labels, n.Availability = was.Name, was.Labels, swarm.NodeAvailability(was.Availability)
		return !same && was.Availability != ""
	})
}

// remove removes the entry of a host that left. A manager is made a worker first.
func remove(ctx context.Context, m Engine, id string) error {
	if id == "" {
		return nil
	}
	err := setNode(ctx, m, id, func(n *swarm.NodeSpec) bool {
		manager := n.Role == swarm.NodeRoleManager
		n.Role = swarm.NodeRoleWorker
		return manager
	})
	if err != nil {
		return err
	}
	return until(ctx, func() (bool, error) {
		err := m.API.NodeRemove(ctx, id, swarm.NodeRemoveOptions{Force: true})
		switch {
		case err == nil, errdefs.IsNotFound(err):
			return true, nil
		case contains(err.Error(), "must be demoted"), contains(err.Error(), "is a cluster manager"), outOfSequence(err):
			return false, nil // the other managers have not taken it off their list yet
		}
		return false, err
	})
}
