// Package cluster breaks and heals what is more than a container: the services of a swarm, its hosts, and hosts without a swarm.
package cluster

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"hadash/journal"
	"hadash/record"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/swarm"
	"github.com/docker/docker/api/types/system"
)

// API is what is asked of an Engine.
type API interface {
	Info(ctx context.Context) (system.Info, error)
	DaemonHost() string

	NodeInspectWithRaw(ctx context.Context, id string) (swarm.Node, []byte, error)
	NodeList(ctx context.Context, options swarm.NodeListOptions) ([]swarm.Node, error)
	NodeUpdate(ctx context.Context, id string, version swarm.Version, node swarm.NodeSpec) error
	NodeRemove(ctx context.Context, id string, options swarm.NodeRemoveOptions) error

	ServiceList(ctx context.Context, options swarm.ServiceListOptions) ([]swarm.Service, error)
	ServiceInspectWithRaw(ctx context.Context, id string, options swarm.ServiceInspectOptions) (swarm.Service, []byte, error)
	ServiceUpdate(ctx context.Context, id string, version swarm.Version, service swarm.ServiceSpec, options swarm.ServiceUpdateOptions) (swarm.ServiceUpdateResponse, error)
	TaskList(ctx context.Context, options swarm.TaskListOptions) ([]swarm.Task, error)

	SwarmInspect(ctx context.Context) (swarm.Swarm, error)
	SwarmJoin(ctx context.Context, request swarm.JoinRequest) error
	SwarmLeave(ctx context.Context, force bool) error

	ContainerInspect(ctx context.Context, id string) (container.InspectResponse, error)
}

// Engine is one of the Engines that are watched.
type Engine struct {
	Host  string // by its name in Topology.Hosts; "" where there is one
	Addr  string // where its published ports answer, as far as that is known: a name or an address
	API   API
	Stack string // the project
	Cuts  Cutter // runs a command in the host's network

	swarm string // the ID of the only swarm that may be asked for; "" = any
}

// Cutter runs a shell script in the network of an Engine's host, in an image with ip. Once it has written a line, it is sent SIGTERM
// over a connection of its own.
type Cutter interface {
	Run(ctx context.Context, script string, confirm bool) error
}

// Engines are those that are watched.
type Engines func(ctx context.Context) []Engine

// askLimit is how long one of several Engines may take to say what it is.
const askLimit = 4 * time.Second

// poll is how often a manager is asked for what is waited for.
const poll = 200 * time.Millisecond

// ErrNoManager reports that no manager of a swarm can be asked.
var ErrNoManager = errors.New("none of the Engines that are watched is a manager of a swarm, or none of those answers")

// at finds the Engine of a host.
func (all Engines) at(ctx context.Context, host string) (Engine, error) {
	for _, e := range all(ctx) {
		if e.Host == host {
			return e, nil
		}
	}
	return Engine{}, fmt.Errorf("the Engine of %s does not answer, or is none of those that are watched", record.Clean(host))
}

// known is an Engine with what it says of itself.
type known struct {
	Engine
	info system.Info
	err  error
}

// asked asks every Engine what it is, in their order. Those that do not answer have an error.
func (all Engines) asked(ctx context.Context) []known {
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	list := all(ctx)
	out, ended := make([]known, len(list)), make(chan struct{})
	for i, e := range list {
		go func() {
			info, err := e.API.Info(ctx)
			out[i] = known{e, info, err}
			ended <- struct{}{}
		}()
	}
	for range list {
		<-ended
	}
	return out
}

// manager finds the first Engine that answers as a manager, other than that of a host.
func (all Engines) manager(ctx context.Context, besides string) (Engine, error) {
	type answer struct {
		e  Engine
		is bool
	}
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	list := all(ctx)
	answers := make(chan answer, len(list))
	for _, e := range list {
		go func() {
			info, err := e.API.Info(ctx)
			answers <- answer{e, err == nil && e.manages(info) && (e.Host == "" || e.Host != besides)}
		}()
	}
	for range list {
		if a := <-answers; a.is {
			return a.e, nil
		}
	}
	return Engine{}, ErrNoManager
}

// in are the Engines for a fault of one swarm: managers of another one are not asked. It knows nothing of that swarm, so what it is told to
// undo there seems to be undone.
func (all Engines) in(swarmID string) Engines {
	if swarmID == "" {
		return all
	}
	return func(ctx context.Context) []Engine {
		list := slices.Clone(all(ctx))
		for i := range list {
			list[i].swarm = swarmID
		}
		return list
	}
}

// alone gives an Engine that is the only one the name of a host: the fault is in its journal, so it is that host's.
func (all Engines) alone(host string) Engines {
	return func(ctx context.Context) []Engine {
		list := slices.Clone(all(ctx))
		if len(list) == 1 {
			list[0].Host = host
		}
		return list
	}
}

// manages reports whether an Engine is a manager of the swarm that may be asked for. One that has no leader does not say of which it is.
func (e Engine) manages(info system.Info) bool {
	id := SwarmOf(info)
	return info.Swarm.ControlAvailable && (e.swarm == "" || id == "" || id == e.swarm)
}

// SwarmOf is the ID of the swarm that an Engine manages, "" where it does not say.
func SwarmOf(info system.Info) string {
	if c := info.Swarm.Cluster; info.Swarm.ControlAvailable && c != nil {
		return c.ID
	}
	return ""
}

// one is the ID of the swarm that the Engines manage, "" if none says so. It refuses two: which one is meant is not known.
func (all Engines) one(ctx context.Context) (id string, err error) {
	ctx, cancel := context.WithTimeout(ctx, askLimit/2)
	defer cancel()
	by := ""
	for _, k := range all.asked(ctx) {
		switch is := SwarmOf(k.info); {
		case k.err != nil || is == "" || is == id:
		case id != "":
			return "", fmt.Errorf("%s and %s are managers of two swarms; name the Engines of one with --context", record.Clean(by), record.Clean(k.Host))
		default:
			id, by = is, k.Host
		}
	}
	return id, nil
}

// leaderless is how long managers that choose a leader are waited for: they do when one of them comes back.
const leaderless = 10 * time.Second

// update changes something of a manager by what it is now, again if it was changed meanwhile, or while the managers have no leader.
func update(ctx context.Context, do func() error) error {
	ctx, cancel := context.WithTimeout(ctx, leaderless)
	defer cancel()
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for tries := 0; ; tries++ {
		err := do()
		switch {
		case outOfSequence(err) && tries < 5:
			continue
		case err == nil || !contains(err.Error(), "leader"):
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return err
		}
	}
}

func outOfSequence(err error) bool {
	return err != nil && !errdefs.IsNotFound(err) && contains(err.Error(), "update out of sequence")
}

// until asks again and again until something holds, or ctx ends.
func until(ctx context.Context, holds func() (bool, error)) error {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		if ok, err := holds(); ok || err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Before finds what a fault is made to, and what undoing it takes. It refuses a fault that makes no sense.
func (all Engines) Before(ctx context.Context, f record.Fault) (id string, was journal.Swarm, err error) {
	if f.Kind == record.CutHost {
		return all.beforeCut(ctx, f)
	}
	swarmID, err := all.one(ctx)
	if err != nil {
		return "", was, err
	}
	id, was, err = all.in(swarmID).before(ctx, f)
	was.ID = swarmID
	return id, was, err
}

func (all Engines) before(ctx context.Context, f record.Fault) (id string, was journal.Swarm, err error) {
	switch f.Kind {
	case record.Scale, record.Update:
		return all.beforeService(ctx, f)
	case record.DrainHost:
		return all.beforeDrain(ctx, f)
	case record.Leave:
		return all.beforeLeave(ctx, f)
	}
	return "", was, fmt.Errorf("no such fault: %q", f.Kind)
}

// Make makes a fault.
func (all Engines) Make(ctx context.Context, f record.Fault, was journal.Swarm) error {
	all = all.in(was.ID)
	switch f.Kind {
	case record.Scale:
		return all.scale(ctx, was.Service, uint64(max(f.Amount, 0)))
	case record.Update:
		return all.updateTasks(ctx, was.Service)
	case record.DrainHost:
		return all.drain(ctx, was.Node)
	case record.Leave:
		return all.leave(ctx, f.Target, was)
	case record.CutHost:
		return all.cut(ctx, f.Target, was.Addrs)
	}
	return fmt.Errorf("no such fault: %q", f.Kind)
}

// Heal undoes a fault. Of one that others hold open nothing is undone, but the newest of them is in force.
func (all Engines) Heal(ctx context.Context, e journal.Entry, stay []journal.Entry) error {
	newest, held := e.Newest(stay)
	was := e.Undo.Swarm
	if was == nil {
		was = &journal.Swarm{}
	}
	all = all.in(was.ID)
	switch {
	case e.Fault.Kind == record.Update:
		return nil
	case e.Fault.Kind == record.Scale && held:
		return all.scale(ctx, was.Service, uint64(max(newest.Fault.Amount, 0)))
	case held:
		return nil
	}
	switch e.Fault.Kind {
	case record.Scale:
		return all.scaleBack(ctx, e.Fault, *was)
	case record.DrainHost:
		return all.activate(ctx, e.Fault.Target, *was)
	case record.Leave:
		all = all.alone(e.Fault.Target)
		return all.join(ctx, e.Fault.Target, *was)
	case record.CutHost:
		all = all.alone(e.Fault.Target)
		return all.reconnect(ctx, e.Fault.Target, was.Addrs)
	}
	return fmt.Errorf("no such fault: %q", e.Fault.Kind)
}
