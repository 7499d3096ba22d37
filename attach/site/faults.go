package site

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"hadash/attach/target"
	"hadash/incident/consequence"
	"hadash/journal"
	"hadash/record"
	"hadash/runtimeapi"
	"hadash/wording"
)

// journalName is the journal of faults that were made without Docker, whatever was watched: any next hadash heals them.
const journalName = "attach"

// Inject makes a fault at HAProxy. It is first saved in the journal, with the address of the HAProxy; if that fails, nothing is broken.
func (s *Site) Inject(ctx context.Context, f record.Fault) error {
	if err := s.inject(ctx, f); err != nil {
		return fmt.Errorf("%s: %w", f, err)
	}
	return nil
}

func (s *Site) inject(ctx context.Context, f record.Fault) error {
	if _, err := s.Needs(ctx, f); err != nil {
		return err
	}
	e, before, err := s.writeDown(ctx, f)
	if err != nil {
		return err
	}
	all := balancers{s}
	err = runtimeapi.Set(ctx, all, f, *e.Undo.Balancer)
	switch {
	case err == nil && f.Kind.Inverse() == "": // it is over
		return s.journal.TakeBack(e, before)
	case err == nil:
		return nil
	}
	// Some of the servers may have taken it. If that cannot be undone at once, it stays in the journal to be healed.
	living, _ := s.journal.Everywhere()
	if undoing := runtimeapi.Reset(context.WithoutCancel(ctx), all, e, journal.Staying(living, same(f))); undoing != nil {
		return errors.Join(err, undoing)
	}
	if ctx.Err() == nil && !errors.Is(err, runtimeapi.ErrDoubt) {
		err = errors.Join(err, s.journal.TakeBack(e, before))
	}
	return err
}

func (s *Site) writeDown(ctx context.Context, f record.Fault) (e journal.Entry, before []journal.Entry, err error) {
	release, err := s.journal.Turn(ctx, journal.InjectTurn, journal.ThingOf(f))
	if err != nil {
		return e, nil, fmt.Errorf("write down the fault in %s: %w; nothing was broken", s.journal.Dir, err)
	}
	defer release()
	was, err := runtimeapi.Before(ctx, balancers{s}, f)
	if err != nil {
		return e, nil, err
	}
	for i := range was.Servers {
		if p := s.part(was.Servers[i].Balancer); p != nil {
			was.Servers[i].At = p.address()
		}
	}
	e = journal.Entry{Fault: f, At: time.Now(), Undo: journal.Undo{Balancer: &was}}
	living, dead := s.journal.Everywhere()
	e.Inherit(append(dead, living...))
	before, err = s.journal.Add(e)
	return e, before, err
}

// Heal undoes a fault at the user's request, also one that others made.
func (s *Site) Heal(ctx context.Context, f record.Fault) error {
	if !f.Kind.AtBalancer() {
		return fmt.Errorf("heal %s: without Docker only what was changed at HAProxy can be undone from here", f)
	}
	defer s.journal.TurnOrNot(ctx, f)()
	living, _ := s.journal.Everywhere()
	e, ours := s.journal.Ours(same(f))
	stay := journal.Staying(living, same(f))
	if !ours {
		e, stay = journal.Entry{Fault: f}, nil
	}
	if err := runtimeapi.Reset(ctx, balancers{s}, e, stay); err != nil {
		return fmt.Errorf("heal %s: %w", f, err)
	}
	return s.journal.Drop(func(o journal.Entry) bool { return same(f)(o.Fault) })
}

// Undo heals a fault of ours because hadash is exiting.
func (s *Site) Undo(ctx context.Context, f record.Fault) error {
	if _, ours := s.journal.Ours(same(f)); !ours {
		return nil
	}
	return s.Heal(ctx, f)
}

// same says which faults are healed when f is.
func same(f record.Fault) func(record.Fault) bool {
	return func(o record.Fault) bool { return o.Target == f.Target && o.Kind == f.Kind }
}

// Open returns the faults that this process made and has not healed, oldest first.
func (s *Site) Open() []record.Fault { return s.journal.Open() }

// Leftovers is a site of no targets: what dead hadash processes left broken without Docker is healed by it, whatever is watched.
func Leftovers() *Site { return &Site{journal: journal.New(journalName, "")} }

// Left finds what dead hadash processes left broken at any HAProxy without Docker.
func (s *Site) Left() ([]journal.Left, error) { return s.journal.Left() }

// HealLeft heals it, where it was made.
func (s *Site) HealLeft(ctx context.Context, all []journal.Left, tell func(journal.Left, error)) error {
	return s.journal.HealLeft(ctx, all, func(ctx context.Context, e journal.Entry, living []journal.Entry) error {
		if e.Undo.Balancer == nil || len(e.Undo.Balancer.Servers) == 0 {
			return errors.New("the journal does not say at which servers it was made")
		}
		return runtimeapi.Reset(ctx, balancers{s}, e, living)
	}, tell)
}

// Theirs lists the faults that other hadash processes have open at the HAProxies of this site.
func (s *Site) Theirs() (all []record.Fault) {
	living, _ := s.journal.Everywhere()
	for _, e := range living {
		if e.Ours || e.Undo.Balancer == nil {
			continue
		}
		if slices.ContainsFunc(e.Undo.Balancer.Servers, func(b journal.Server) bool {
			return slices.ContainsFunc(s.parts, func(p *part) bool { return p.address() == b.At })
		}) {
			all = append(all, e.Fault)
		}
	}
	return all
}

// Needs rejects a fault that needs Docker.
func (s *Site) Needs(_ context.Context, f record.Fault) (string, error) {
	if err := s.MayChange(); err != nil || f.Kind.AtBalancer() {
		return "", err
	}
	return "", errors.New(wording.NeedsDocker.Of(string(f.Kind), consequence.AtBalancers()).String())
}

// MayChange returns why nothing may be broken here, if the user did not allow it.
func (s *Site) MayChange() error {
	if s.options.ReadOnly {
		return errors.New("what is attached is only watched; --allow-faults lets hadash change it")
	}
	return nil
}

// balancers finds the HAProxies of a site for the faults that are made at them.
type balancers struct{ *Site }

// All lists them, with the servers that each node is.
func (s balancers) All(context.Context) (out []runtimeapi.Balancer, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.parts {
		if p.haproxy == nil {
			continue
		}
		b := p.haproxy.balancer
		b.Serves = map[string][]string{}
		for i := range s.topology.Nodes {
			if n := &s.topology.Nodes[i]; slices.Contains(s.leads(p.node), n.Name) {
				b.Serves[n.Name] = n.Serves
			}
		}
		out = append(out, b)
	}
	if len(out) == 0 {
		return nil, errors.New("no HAProxy is among the targets")
	}
	return out, nil
}

// leads lists the nodes that a balancer leads to.
func (s balancers) leads(node string) []string {
	n, _ := s.topology.Node(node)
	return n.To
}

// One is the HAProxy of a server: by the address in the journal, since another hadash may call it something else.
func (s balancers) One(_ context.Context, at *journal.Server) (runtimeapi.Balancer, error) {
	for _, p := range s.parts {
		if p.haproxy != nil && (at.At == "" && p.node == at.Balancer || at.At != "" && p.address() == at.At) {
			return p.haproxy.balancer, nil
		}
	}
	t, err := target.Parse(at.At)
	if err != nil || t.Kind != record.KindHAProxy {
		return runtimeapi.Balancer{}, errors.New("where its HAProxy is, is not known")
	}
	return newHAProxy(&part{node: at.Balancer, Target: t}, s.options).balancer, nil
}

// Addrs are the addresses of a node.
func (s balancers) Addrs(_ context.Context, node string) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, _ := s.topology.Node(node)
	return n.Addrs, nil
}

// address is a part as a target that the journal keeps, so that any hadash finds it.
func (p *part) address() string {
	switch {
	case p.Command != "":
		return "haproxy+exec:" + p.Command
	case p.URL != nil:
		return "haproxy+" + p.URL.String()
	}
	return ""
}
