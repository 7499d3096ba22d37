// Package tasks asks a manager of a swarm for a stack: its services, their tasks, and the hosts.
package tasks

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"hadash/record"
	"hadash/record/swarm"
	"hadash/stack/label"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/filters"
	api "github.com/docker/docker/api/types/swarm"
	"github.com/docker/docker/api/types/system"
)

// Engine is what is asked of a Docker Engine.
type Engine interface {
	Info(ctx context.Context) (system.Info, error)
	ServiceList(ctx context.Context, options api.ServiceListOptions) ([]api.Service, error)
	TaskList(ctx context.Context, options api.TaskListOptions) ([]api.Task, error)
	NodeList(ctx context.Context, options api.NodeListOptions) ([]api.Node, error)
	Events(ctx context.Context, options events.ListOptions) (<-chan events.Message, <-chan error)
}

// ErrNoManager reports that an Engine is no manager of a swarm.
var ErrNoManager = errors.New("no manager of a swarm")

// most bounds the tasks that are kept, and hosts the hosts.
const (
	most  = 1000
	hosts = 500
)

// Member is what an Engine is in its swarm.
type Member struct {
	ID      string // of its host in the swarm; "" outside of one
	Manager bool
}

// Is returns what an Engine is in its swarm.
func Is(ctx context.Context, e Engine) (Member, error) {
	info, err := e.Info(ctx)
	if err != nil {
		return Member{}, err
	}
	return Member{info.Swarm.NodeID, info.Swarm.ControlAvailable}, nil
}

// Read asks a manager for a stack. The nodes of the tasks and the Engines of the hosts are not known here: they are "".
func Read(ctx context.Context, e Engine, stack string) (*swarm.State, error) {
	of := filters.NewArgs(filters.Arg("label", label.Namespace+"="+stack))
	services, err := e.ServiceList(ctx, api.ServiceListOptions{Filters: of})
	if err != nil {
		return nil, refused(err)
	}
	all, err := e.TaskList(ctx, api.TaskListOptions{Filters: of})
	if err != nil {
		return nil, refused(err)
	}
	nodes, err := e.NodeList(ctx, api.NodeListOptions{})
	if err != nil {
		return nil, refused(err)
	}
	s := &swarm.State{Hosts: hostsOf(nodes)}
	called := map[string]string{}
	for i := range services {
		x := serviceOf(stack, &services[i])
		called[services[i].ID] = x.Name
		s.Services = append(s.Services, x)
	}
	slices.SortFunc(s.Services, func(a, b swarm.Service) int { return strings.Compare(a.Name, b.Name) })
	s.Tasks = tasksOf(all, called, s.Hosts)
	for i := range s.Tasks { // the swarm's own count has those of a host that is down, too
		if t := &s.Tasks[i]; t.Runs() {
			s.Service(t.Service).Running++
		}
	}
	return s, nil
}

// refused is why a manager gives no answer.
func refused(err error) error {
	if errdefs.IsUnavailable(err) && strings.Contains(err.Error(), "not a swarm manager") {
		return ErrNoManager
	}
	if _, why, ok := strings.Cut(err.Error(), "desc = "); ok {
		return errors.New(record.Clean(why)) // "The swarm does not have a leader. It's possible that too few managers are online."
	}
	return err
}

func hostsOf(nodes []api.Node) (out []swarm.Host) {
	for i := range nodes[:min(len(nodes), hosts)] {
		n := &nodes[i]
		h := swarm.Host{ID: n.ID, Name: record.Clean(n.Description.Hostname), State: string(n.Status.State),
			Availability: string(n.Spec.Availability), Addr: n.Status.Addr, Says: record.Clean(n.Status.Message)}
		if m := n.ManagerStatus; m != nil {
			h.Manager = string(m.Reachability)
			if m.Leader {
				h.Manager = swarm.Leader
			}
		}
		out = append(out, h)
	}
	slices.SortFunc(out, func(a, b swarm.Host) int { return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID)) })
	return out
}

// usualDelay is restart_policy's delay where a service has none, by the reference of Compose's deploy section.
const usualDelay = 5 * time.Second

func serviceOf(stack string, s *api.Service) swarm.Service {
	x := swarm.Service{Name: record.Clean(strings.TrimPrefix(s.Spec.Name, stack+"_")), Global: s.Spec.Mode.Global != nil}
	if r := s.Spec.Mode.Replicated; r != nil && r.Replicas != nil {
		x.Replicas = int(*r.Replicas)
	}
	if u := s.UpdateStatus; u != nil {
		x.Update, x.Says = string(u.State), record.Clean(u.Message)
	}
	if p := s.Spec.TaskTemplate.Placement; p != nil {
		for _, text := range p.Constraints {
			x.Tied = append(x.Tied, record.Clean(text))
		}
	}
	x.Restart, x.Delay = string(api.RestartPolicyConditionAny), usualDelay
	if r := s.Spec.TaskTemplate.RestartPolicy; r != nil {
		if x.Restart = record.Clean(string(r.Condition)); x.Restart == "" {
			x.Restart = string(api.RestartPolicyConditionAny)
		}
		if r.Delay != nil {
			x.Delay = *r.Delay
		}
	}
	if c := s.Spec.TaskTemplate.ContainerSpec; c != nil {
		x.Role, x.Kind, x.Image = record.Clean(c.Labels[label.Role]), record.Clean(c.Labels[label.Kind]), record.Clean(c.Image)
	}
	return x
}

// place is where a task is: one of them runs at a time. A global service has one on each host.
type place struct {
	service, host string
	slot          int
}

func placeOf(t *api.Task) place {
	if t.Slot != 0 {
		return place{service: t.ServiceID, slot: t.Slot}
	}
	return place{service: t.ServiceID, host: t.NodeID}
}

// tasksOf keeps of each place the newest task, the one before it, and those that have not ended yet: by place, the newest first.
func tasksOf(all []api.Task, services map[string]string, hosts []swarm.Host) (out []swarm.Task) {
	of := map[place][]*api.Task{}
	for i := range all {
		p := placeOf(&all[i])
		of[p] = append(of[p], &all[i])
	}
	for _, here := range of {
		slices.SortFunc(here, func(a, b *api.Task) int { return newer(a, b) })
		for i, t := range here {
			if service, known := services[t.ServiceID]; known && (i < 2 || !swarm.Ended(string(t.Status.State))) {
				out = append(out, taskOf(t, service, hosts))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b swarm.Task) int {
		return cmp.Or(strings.Compare(a.Service, b.Service), cmp.Compare(a.Slot, b.Slot), placedAt(&a, &b))
	})
	return out[:min(len(out), most)]
}

// newer puts the task first that the swarm wants: that of an update before the one that it replaces, whichever was made first.
func newer(a, b *api.Task) int {
	if wanted := (a.DesiredState != api.TaskStateShutdown) != (b.DesiredState != api.TaskStateShutdown); wanted {
		if a.DesiredState != api.TaskStateShutdown {
			return -1
		}
		return 1
	}
	return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), strings.Compare(a.ID, b.ID))
}

func placedAt(a, b *swarm.Task) int {
	if a.Slot == 0 {
		return strings.Compare(a.On, b.On)
	}
	return 0
}

func taskOf(t *api.Task, service string, hosts []swarm.Host) swarm.Task {
	x := swarm.Task{ID: t.ID, Service: service, Slot: t.Slot, State: string(t.Status.State), Desired: string(t.DesiredState),
		At: record.Instant(t.Status.Timestamp), Message: record.Clean(t.Status.Message), Err: record.Clean(t.Status.Err)}
	if i := slices.IndexFunc(hosts, func(h swarm.Host) bool { return h.ID == t.NodeID }); i >= 0 {
		x.On = hosts[i].Name
	}
	if c := t.Status.ContainerStatus; c != nil {
		x.Container = c.ContainerID
	}
	for _, n := range t.NetworksAttachments {
		for _, a := range n.Addresses {
			if p, err := netip.ParsePrefix(a); err == nil && n.Network.Spec.Name != "ingress" {
				x.Addrs = append(x.Addrs, p.Addr().String())
			}
		}
	}
	return x
}

// Watch calls each whenever a service or a host of the swarm changes, until ctx ends or the stream breaks: it always returns an error.
func Watch(ctx context.Context, e Engine, each func()) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // ends the client's goroutine
	messages, errs := e.Events(ctx, events.ListOptions{Filters: filters.NewArgs(filters.Arg("scope", "swarm"),
		filters.Arg("type", "service"), filters.Arg("type", "node"))})
	for {
		select {
		case <-messages:
			each()
		case err := <-errs:
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return fmt.Errorf("the swarm's events: %w", err)
		}
	}
}
