package stack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"hadash/stack/compose"
	"hadash/stack/label"
	"hadash/stack/program"
	"hadash/stack/swarm"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"
)

// swarmFile is what a swarm needs beside the compose file, in the project's directory.
const swarmFile = "stack/swarm/compose.yaml"

// swarmLab is a lab on a swarm: the Engines that were named, the first manager of which is asked.
type swarmLab struct {
	*lab
	all   []swarm.Engine
	stack swarm.Stack
}

// newSwarmLab connects to the Engines, which opts.Context names.
func newSwarmLab(ctx context.Context, opts Options, progress func(Step)) (*swarmLab, error) {
	s := &swarmLab{}
	for name := range strings.SplitSeq(opts.Context, ",") {
		eng, err := dial(ctx, strings.TrimSpace(name))
		if err != nil {
			return nil, errors.Join(err, s.close())
		}
		s.all = append(s.all, swarm.Engine{Context: strings.TrimSpace(name), API: eng.api})
	}
	manager, err := swarm.Manager(ctx, s.all)
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	at := opts
	at.Context = manager.Context
	if s.lab, err = newLab(ctx, at, program.System{}, progress); err != nil {
		return nil, errors.Join(err, s.close())
	}
	s.opts = opts
	s.stack = swarm.Stack{Name: s.p.name, Manager: manager, Run: s.run, Log: s.log}
	return s, nil
}

func (s *swarmLab) close() (err error) {
	for _, e := range s.all {
		err = errors.Join(err, e.API.Close())
	}
	return err
}

// upSwarm is Up on a swarm. Its load is a service without tasks.
func upSwarm(ctx context.Context, opts Options, up UpOptions) (*Project, error) {
	s, err := newSwarmLab(ctx, opts, up.Progress)
	if err != nil {
		return nil, err
	}
	s.log = program.OpenLog(s.p.name)
	s.stack.Log = s.log
	err = s.up(ctx, up)
	s.log.Close()
	if err = errors.Join(err, s.close()); err != nil {
		return nil, errors.Join(err, s.p.Close())
	}
	return s.p, nil
}

func (s *swarmLab) up(ctx context.Context, up UpOptions) error {
	project, err := s.read(ctx, up)
	if err != nil {
		return err
	}
	ids, err := s.builtImages(ctx, project, up.Rebuild)
	if err != nil {
		return err
	}
	needed := s.withTools(ctx, ids)
	if err := s.copyImages(ctx, needed); err != nil {
		return err
	}
	st := s.steps.begin("stack", "deploying")
	places, err := swarm.Places(ctx, s.stack.Manager, s.all)
	if err != nil {
		return st.end("", err)
	}
	plan := swarm.Plan{Images: ids, At: swarm.Spread(project, places)}
	err = s.stack.Deploy(ctx, project, plan, func(line string) { st.say(Running, line) })
	return st.end("running", err)
}

// read reads the compose file as the swarm needs it.
func (s *swarmLab) read(ctx context.Context, up UpOptions) (swarm.Model, error) {
	st := s.steps.begin("compose", "")
	if err := s.notCompose(ctx); err != nil {
		return nil, st.end("", err)
	}
	running, err := swarm.Services(ctx, s.stack.Manager, s.p.name)
	if err == nil {
		err = swarm.Ours(running, s.p.name)
	}
	if err != nil {
		return nil, st.end("", err)
	}
	lookup := s.p.files.Lookup
	up.Stack = cmp.Or(up.Stack, lookup("HADASH_STACK"), swarm.Label(running, "hadash.stack"))
	if db := swarm.Label(running, "hadash.db"); db != "own" {
		up.DB = cmp.Or(up.DB, lookup("HADASH_DB"), db)
	}
	onto := filepath.Join(s.p.files.Dir, filepath.FromSlash(swarmFile))
	if _, err := os.Stat(onto); err != nil {
		return nil, st.end("", fmt.Errorf("a swarm needs %s, with what compose.yaml does not say: %w", swarmFile, err))
	}
	env := up.env()
	s.baseName, s.baseChosen = baseHere(ctx, s.p.api, s.p.files)
	if s.baseName != "" {
		env = append(env, "HADASH_BASE="+s.baseName)
	}
	s.compose = compose.Composer{Runner: s.run, Project: s.p.name, Files: s.p.files, Env: env}
	// The node of the master is known when the volumes of the project are.
	project, err := s.p.files.Model(ctx, onto, append(env, "HADASH_SWARM_MASTER="))
	if err != nil {
		return nil, st.end("", err)
	}
	places, err := swarm.Places(ctx, s.stack.Manager, s.all)
	if err != nil {
		return nil, st.end("", err)
	}
	master := swarm.Stays(running, project, places)
	project, err = s.p.files.Model(ctx, onto, append(env, "HADASH_SWARM_MASTER="+master))
	return project, st.end(fmt.Sprintf("stack %s of the swarm, %d nodes", s.p.name, len(places)), err)
}

// notCompose rejects a project that compose has started on the manager: two of one name would take each other's volumes.
func (s *swarmLab) notCompose(ctx context.Context) error {
	there, err := s.p.api.ContainerList(ctx, container.ListOptions{All: true, Filters: filters.NewArgs(filters.Arg("label", label.Project+"="+s.p.name))})
	if err != nil || len(there) == 0 {
		return err
	}
	opts := s.opts
	opts.Context = s.stack.Manager.Context
	return fmt.Errorf("project %s already runs without a swarm; %s removes it, or choose another name with -p", s.p.name, opts.Call("down"))
}

// noStack rejects a project whose containers are tasks of a swarm's stack: compose neither starts nor removes them.
func (l *lab) noStack(there []container.Summary) error {
	for _, c := range there {
		if c.Labels[label.Namespace] != "" {
			return fmt.Errorf("project %s is a stack of a swarm: add --swarm to the command (%s removes it)", l.p.name, l.opts.Call("down", "--swarm"))
		}
	}
	return nil
}

// builtImages builds the images on the manager, and returns the IDs of all.
func (s *swarmLab) builtImages(ctx context.Context, project swarm.Model, rebuild bool) (map[string]string, error) {
	services, err := s.compose.Services(ctx)
	if err != nil {
		return nil, err
	}
	todo, left, err := s.plan(ctx, services, rebuild)
	if err != nil {
		return nil, err
	}
	if left {
		return nil, errors.New("hadash cannot build one of the images; build it with compose, then run this again")
	}
	s.tellPlan(nil, todo)
	if err := s.buildAll(ctx, todo, rebuild); err != nil {
		return nil, err
	}
	return swarm.IDs(ctx, s.p.api, swarm.Images(project))
}

// withTools adds the image that faults in the network of a container or of a host need, as a node may have no way to build it. The stack
// runs without it.
func (s *swarmLab) withTools(ctx context.Context, ids map[string]string) map[string]string {
	st := s.steps.begin("image "+toolsImage, "building")
	had, err := swarm.IDs(ctx, s.p.api, []string{toolsImage})
	if err == nil && len(had) == 0 {
		if _, err = s.p.tools(ctx); err == nil {
			had, err = swarm.IDs(ctx, s.p.api, []string{toolsImage})
			st.say(Done, "built")
		}
	} else if err == nil {
		st.say(Skipped, "built before")
	}
	if err != nil {
		st.say(Skipped, fmt.Sprintf("cut, delay, loss and cut-host cannot be made: %v", err))
		return ids
	}
	all := maps.Clone(ids)
	maps.Copy(all, had)
	return all
}

// copyImages gives the other nodes the manager's images: a swarm without a registry does not.
func (s *swarmLab) copyImages(ctx context.Context, ids map[string]string) error {
	for _, e := range s.all {
		if e == s.stack.Manager {
			continue
		}
		st := s.steps.begin("images at "+e.Context, "comparing")
		copied, err := swarm.Copy(ctx, ids, s.stack.Manager, e, func(line string) { st.say(Running, line) })
		if err != nil {
			return st.end("", err)
		}
		if len(copied) == 0 {
			st.say(Skipped, "the same as the manager's")
			continue
		}
		st.say(Done, "copied "+strings.Join(copied, ", "))
	}
	return nil
}

// DownSwarm removes a project from a swarm, and with volumes also its data from the nodes whose Engines are named.
func DownSwarm(ctx context.Context, opts Options, volumes bool, progress func(Step)) error {
	s, err := newSwarmLab(ctx, opts, progress)
	if err != nil {
		return err
	}
	defer func() { _ = errors.Join(s.p.Close(), s.close()) }()
	s.log = program.OpenLog(s.p.name + "-down")
	s.stack.Log = s.log
	defer s.log.Close()
	st := s.steps.begin("down", "stack "+s.p.name)
	found, err := s.stack.Remove(ctx, s.all, func(line string) { st.say(Running, line) })
	if err != nil {
		return st.end("", err)
	}
	left, err := s.stack.Volumes(ctx, s.all, volumes)
	text := "stack " + s.p.name + " is gone"
	if !found {
		text = "stack " + s.p.name + " had no services"
	}
	return st.end(text+s.dataStays(left, "--swarm"), err)
}
