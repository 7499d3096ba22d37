package swarm

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hadash/stack/program"

	"github.com/docker/docker/api/types/swarm"
)

// Stack is a project on a swarm.
type Stack struct {
	Name    string
	Manager Engine
	Run     program.Runner
	Log     *program.LogFile
}

// Deploy brings the stack up as the project describes it, and returns when its tasks run. What exists is updated service
// by service, because `docker stack deploy` would replace all instances of an application at once.
func (s *Stack) Deploy(ctx context.Context, project Model, plan Plan, say func(string)) error {
	if !s.Run.Find("docker") {
		return errors.New("docker not found: `docker stack deploy` is a part of Docker's own command; install docker-ce-cli, or docker-cli")
	}
	before, err := Services(ctx, s.Manager, s.Name)
	if err != nil {
		return err
	}
	plan.replicas = map[string]uint64{}
	for _, have := range before {
		plan.replicas[strings.TrimPrefix(have.Spec.Name, s.Name+"_")] = replicas(have)
	}
	var news []string
	for _, name := range slices.Sorted(maps.Keys(part(project, "services"))) {
		if _, exists := plan.replicas[name]; !exists {
			news = append(news, name)
			continue
		}
		say("updating " + name)
		if err := s.deploy(ctx, project, plan.of(name), say); err != nil {
			return err
		}
	}
	if len(news) > 0 {
		say("starting " + strings.Join(news, ", "))
		first := plan.of(news...)
		first.At = plan.At
		if err := s.deploy(ctx, project, first, say); err != nil {
			return err
		}
		// A task stays where it is when its service's constraints change and still fit.
		if err := s.deploy(ctx, project, plan.of(news...), say); err != nil {
			return err
		}
	}
	return s.prune(ctx)
}

// of returns the plan for some of the services, which are free to move.
func (p Plan) of(names ...string) Plan {
	p.Only, p.At = names, nil
	return p
}

// deploy hands a file to `docker stack deploy` and waits until its services run.
func (s *Stack) deploy(ctx context.Context, project Model, plan Plan, say func(string)) error {
	dir, err := os.MkdirTemp("", "hadash-stack-") // mode 0700: it has the secrets
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	plan.Dir = dir
	text, err := File(project, plan)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, "stack.json")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return err
	}
	was, err := s.now(ctx)
	if err != nil {
		return err
	}
	out := &program.Output{Log: s.Log}
	args := append(s.docker(), "stack", "deploy", "--resolve-image", "never", "-c", path)
	if s.detaches(ctx) {
		args = append(args, "--detach=true")
	}
	args = append(args, s.Name)
	if err := s.Run.Run(ctx, program.Command{Args: args, Stdout: out, Stderr: out}); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return program.Failure(err, out.Last(), s.Log)
	}
	return s.wait(ctx, plan.Only, was, say)
}

// detaches reports whether this docker command can be told not to wait. Older ones never do.
func (s *Stack) detaches(ctx context.Context) bool {
	var help bytes.Buffer
	err := s.Run.Run(ctx, program.Command{Args: []string{"docker", "stack", "deploy", "--help"}, Stdout: &help})
	return err == nil && strings.Contains(help.String(), "--detach")
}

func (s *Stack) docker() []string {
	if s.Manager.Context == "" {
		return []string{"docker"}
	}
	return []string{"docker", "--context", s.Manager.Context}
}

// prune removes the configs and secrets that no service uses any more.
func (s *Stack) prune(ctx context.Context) error {
	services, err := Services(ctx, s.Manager, s.Name)
	if err != nil {
		return err
	}
	used := map[string]bool{}
	for _, have := range services {
		for _, spec := range []*swarm.ServiceSpec{&have.Spec, have.PreviousSpec} {
			if spec == nil || spec.TaskTemplate.ContainerSpec == nil {
				continue
			}
			for _, c := range spec.TaskTemplate.ContainerSpec.Configs {
				used[c.ConfigID] = true
			}
			for _, c := range spec.TaskTemplate.ContainerSpec.Secrets {
				used[c.SecretID] = true
			}
		}
	}
	return s.removeFiles(ctx, used)
}

// removeFiles removes the stack's configs and secrets, except those to keep.
func (s *Stack) removeFiles(ctx context.Context, keep map[string]bool) error {
	configs, err := s.Manager.API.ConfigList(ctx, swarm.ConfigListOptions{Filters: ofStack(s.Name)})
	if err != nil {
		return fmt.Errorf("list the configs of stack %s: %w", s.Name, err)
	}
	secrets, err := s.Manager.API.SecretList(ctx, swarm.SecretListOptions{Filters: ofStack(s.Name)})
	if err != nil {
		return fmt.Errorf("list the secrets of stack %s: %w", s.Name, err)
	}
	// One that a task still uses is refused, and removed the next time.
	for _, c := range configs {
		if !keep[c.ID] {
			_ = s.Manager.API.ConfigRemove(ctx, c.ID)
		}
	}
	for _, c := range secrets {
		if !keep[c.ID] {
			_ = s.Manager.API.SecretRemove(ctx, c.ID)
		}
	}
	return nil
}
