package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"hadash/attach/site"
	"hadash/cmd/hadash/hands"
	"hadash/cmd/hadash/hands/withown"
	"hadash/cmd/hadash/world"
	"hadash/collectors"
	"hadash/incident/consequence"
	"hadash/journal"
	"hadash/own"
	"hadash/record"
)

func healCommand(o *options) *cobra.Command {
	yes := false
	cmd := &cobra.Command{
		Use: "heal", Short: "heal what a killed hadash left broken, and offer to heal the rest", Args: noArgs,
		Long: "Heals the faults that are still open because the hadash that made them was killed. Then it looks for containers\n" +
			"that another hadash or somebody else stopped, paused or cut off, and heals those as well if you confirm.\n" +
			"Servers that somebody else put into maintenance or drained at HAProxy are named, and stay as they are.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := o.open(cmd.Context())
			if err != nil { // what commands heal needs no project
				some := false
				_, unhealed := o.healLeft(cmd.Context(), o.own, func(s, _ string) {
					some = true
					tell(cmd.ErrOrStderr(), s)
				})
				if unhealed == nil && !some {
					return unreachable(err)
				}
				tell(cmd.ErrOrStderr(), err)
				return unhealed
			}
			defer func() { _ = p.Close() }()
			return o.heal(cmd.Context(), p, cmd.InOrStdin(), cmd.ErrOrStderr(), yes)
		},
	}
	cmd.Flags().BoolVarP(&yes, "yes", "y", false, "heal what somebody else broke without asking")
	return attachFlags(cmd, o, false)
}

func (o *options) heal(ctx context.Context, p world.World, in io.Reader, talk io.Writer, yes bool) error {
	tell := func(s string) { tell(talk, s) }
	unhealed, err := o.healLeft(ctx, o.breaks(p), func(s, _ string) { tell(s) })
	others, otherErr := o.broken(ctx, p)
	others = besides(others, unhealed)
	err = errors.Join(err, otherErr)
	if err != nil && len(others) == 0 {
		return err
	}
	out, errOut := o.takenOut(ctx, p, unhealed)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errOut != nil:
		out = []string{"not known whether HAProxy keeps servers out: " + errOut.Error()}
	}
	for _, text := range out {
		tell(text)
	}
	switch {
	case len(others) > 0:
	case len(out) > 0:
		if len(o.attach.targets) == 0 {
			tell("no container is broken in project " + p.Name())
		}
		return nil
	case len(o.attach.targets) > 0:
		tell("nothing to heal at " + p.Name())
		return nil
	default:
		tell("nothing to heal in project " + p.Name())
		return nil
	}
	for _, text := range blamed(others, p.Theirs()) {
		tell(text)
	}
	if !yes && !agreed(ctx, in, talk, "heal them?") {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		tell("not healed; --yes heals them")
		return &exitError{exitBroken, err}
	}
	for _, f := range others {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), hands.HealLimit)
		one := p.Heal(ctx, f)
		cancel()
		if one == nil {
			tell("healed: " + hands.Undoing(f))
		}
		err = errors.Join(err, one)
	}
	return err
}

// takenOut says which servers are out at HAProxy, by whom as far as that is known, and what ends it. It heals none of them: why somebody
// else keeps a server out is not known.
func (o *options) takenOut(ctx context.Context, p world.World, unhealed []record.Fault) ([]string, error) {
	t, err := p.Topology(ctx)
	if err != nil || !slices.ContainsFunc(t.Nodes, func(n record.Node) bool { return n.Runs(record.KindHAProxy) }) {
		return nil, err
	}
	now := *o
	now.since = time.Second // only the present counts
	f, err := now.look(ctx, p)
	if err != nil {
		return nil, err
	}
	lines := keptOut(consequence.TakenOut(&f), p.Theirs(), unhealed)
	for i := range f.Sources {
		if s := &f.Sources[i]; s.Name == record.SourceHAProxy && s.Err != "" {
			lines = append(lines, "not known whether "+s.Node+" keeps servers out: "+s.Err)
		}
	}
	return lines, nil
}

// mostOut is how many servers that are out are named.
const mostOut = 8

// keptOut is takenOut in words.
func keptOut(out []consequence.Out, theirs, unhealed []record.Fault) (lines []string) {
	made := func(o consequence.Out, by []record.Fault) bool {
		return slices.ContainsFunc(by, func(f record.Fault) bool {
			return f.Target == o.Node && (f.Kind == record.SetMaint || f.Kind == record.SetDrain)
		})
	}
	more := 0
	for _, o := range out {
		by := "somebody else (HAProxy does not say who): not healed, because hadash heals only its own; 'set server " + o.Name + " state ready' at the Runtime API ends it"
		switch {
		case made(o, unhealed):
			continue
		case len(lines) == mostOut:
			more++
			continue
		case made(o, theirs):
			by = "another hadash, which heals it when it ends"
		}
		if strings.Contains(o.Status, "(agent)") {
			by = "its agent, or somebody else: HAProxy uses one word for both; not healed, because hadash heals only its own"
		}
		name := o.Name
		if o.Node != "" {
			name += " (" + o.Node + ")"
		}
		lines = append(lines, fmt.Sprintf("out at %s: %s, %s, by %s", o.Balancer, name, o.Status, by))
	}
	if more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more servers are out; 'hadash status' shows the nodes", more))
	}
	return lines
}

// besides returns what is broken, without what is reported already: the faults that could not be healed.
func besides(broken, told []record.Fault) []record.Fault {
	return slices.DeleteFunc(broken, func(b record.Fault) bool {
		return slices.ContainsFunc(told, func(t record.Fault) bool { return t.Target == b.Target && looks(t.Kind) == b.Kind })
	})
}

// blamed says who broke what is broken: another hadash that still runs, by its journal, or somebody else.
func blamed(broken, theirs []record.Fault) (lines []string) {
	var hadash, others []record.Fault
	for _, b := range broken {
		if slices.ContainsFunc(theirs, func(t record.Fault) bool { return t.Target == b.Target && looks(t.Kind) == b.Kind }) {
			hadash = append(hadash, b)
		} else {
			others = append(others, b)
		}
	}
	if len(hadash) > 0 {
		lines = append(lines, "broken by another hadash, which heals it when it ends: "+list(hadash))
	}
	if len(others) > 0 {
		lines = append(lines, "broken by somebody else: "+list(others))
	}
	return lines
}

// looks is the fault that a container shows: of one that ended it does not show how.
func looks(k record.FaultKind) record.FaultKind {
	switch k {
	case record.Kill, record.Crash, record.Restart:
		return record.Stop
	}
	return k
}

func list(all []record.Fault) string {
	var words []string
	for _, f := range all {
		words = append(words, f.String())
	}
	return strings.Join(words, ", ")
}

// broken finds the services with a role whose container is stopped, paused or cut off. A stopped load is not broken.
func (o *options) broken(ctx context.Context, p world.World) (all []record.Fault, err error) {
	t, err := p.Topology(ctx)
	if err != nil {
		return nil, err
	}
	containers, err := containersAt(ctx, p.Engines()) // none without Docker: what is broken there only its maker knows
	if err != nil && len(containers) == 0 {
		return nil, err
	}
	return brokenIn(&t, containers), err
}

// brokenIn finds them among the containers.
func brokenIn(t *record.Topology, containers []record.Container) (all []record.Fault) {
	// Of a node that a swarm has moved, the newest counts.
	slices.SortStableFunc(containers, func(a, b record.Container) int { return b.Started.Compare(a.Started) })
	for _, n := range t.Nodes {
		i := slices.IndexFunc(containers, func(c record.Container) bool { return c.Node == n.Name })
		if i < 0 || n.Runs(record.KindK6) && containers[i].State != "paused" {
			continue
		}
		switch c := containers[i]; {
		case c.Task != "" && !c.Running() && c.State != "paused": // the swarm makes another one, unless it is to have none
		case c.State == "paused":
			all = append(all, record.Fault{Kind: record.Pause, Target: n.Name})
		case c.State == "exited", c.State == "dead", c.State == "created":
			all = append(all, record.Fault{Kind: record.Stop, Target: n.Name})
		case c.Running() && c.Networks == 0:
			all = append(all, record.Fault{Kind: record.Cut, Target: n.Name})
		}
	}
	return all
}

// engineLimit is how long one of the Engines is waited for.
const engineLimit = 5 * time.Second

// containersAt asks all Engines at the same time. Those that do not answer are named in the error: what is broken there, and what is in
// their journals, is not known.
func containersAt(ctx context.Context, engines []collectors.Engine) ([]record.Container, error) {
	parts, errs := make([][]record.Container, len(engines)), make([]error, len(engines))
	var all sync.WaitGroup
	for i, e := range engines {
		all.Go(func() {
			ctx, cancel := context.WithTimeout(ctx, engineLimit)
			defer cancel()
			if parts[i], errs[i] = e.Containers(ctx); errs[i] != nil && e.Host() != "" {
				errs[i] = fmt.Errorf("not known what is broken at %s: %w", record.Clean(e.Host()), errs[i])
			}
		})
	}
	all.Wait()
	return slices.Concat(parts...), errors.Join(errs...)
}

// agreed asks for a yes. Without a terminal the answer is no.
func agreed(ctx context.Context, in io.Reader, talk io.Writer, question string) bool {
	if file, ok := in.(*os.File); !ok || !term.IsTerminal(int(file.Fd())) {
		return false
	}
	fmt.Fprintf(talk, "%s  y yes  n no: ", record.Clean(question))
	text, err := answer(ctx, in)
	return err == nil && strings.EqualFold(text, "y")
}

// breaks is what breaks and heals a project, and makes the faults of the user's own.
func (o *options) breaks(p withown.Project) withown.Project { return withown.With(p, o.own) }

// leaves knows what dead hadash processes left broken.
type leaves interface {
	Left() ([]journal.Left, error)
	HealLeft(ctx context.Context, all []journal.Left, tell func(journal.Left, error)) error
}

// healLeft heals the faults that dead hadash processes left, those of p and those made without Docker, and reports each: in full, and
// in brief for a recording. It returns those that could not be healed.
func (o *options) healLeft(ctx context.Context, p leaves, tell func(full, brief string)) (unhealed []record.Fault, err error) {
	unhealed, err = o.healLeftOf(ctx, p, tell)
	if o.attach.on {
		return unhealed, err // these are p's
	}
	there := site.Leftovers()
	defer func() { _ = there.Close() }() // it made no fault
	more, errThere := o.healLeftOf(ctx, there, tell)
	return append(unhealed, more...), errors.Join(err, errThere)
}

func (o *options) healLeftOf(ctx context.Context, p leaves, tell func(full, brief string)) (unhealed []record.Fault, err error) {
	left, err := p.Left()
	if err != nil {
		tell(err.Error(), err.Error()) // the rest is healed anyway
	}
	err = p.HealLeft(ctx, left, func(l journal.Left, err error) {
		what := fmt.Sprintf("left broken by a hadash that has ended: %s, at %s", l.Fault, l.At.Local().Format("15:04:05"))
		if err != nil {
			unhealed = append(unhealed, l.Fault)
			what += ": NOT healed: "
			tell(what+err.Error()+"; "+o.Call("heal")+" tries again", what+own.Brief(err))
			return
		}
		tell(what+": healed", what+": healed")
	})
	return unhealed, err
}

// tellLeft reports the faults that dead hadash processes left, without healing them.
func (o *options) tellLeft(p world.World, talk io.Writer) {
	left, err := o.breaks(p).Left()
	if err != nil {
		tell(talk, err)
	}
	if !o.attach.on {
		there := site.Leftovers()
		defer func() { _ = there.Close() }() // it made no fault
		more, err := there.Left()
		if err != nil {
			tell(talk, err)
		}
		left = append(left, more...)
	}
	for _, l := range left {
		tell(talk, fmt.Sprintf("left broken by a hadash that has ended: %s, at %s; %s heals it",
			l.Fault, l.At.Local().Format("15:04:05"), o.Call("heal")))
	}
	journal.Release(left)
}
