package stack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"hadash/stack/label"
	"hadash/stack/program"

	"github.com/docker/docker/api/types/container"
)

// loadProfile is the compose profile of the services that make load. They are created with the
// others and started on demand.
const loadProfile = "load"

// composeTool is one of compose's generations.
type composeTool struct {
	args    []string // docker compose, or docker-compose
	version string
}

// findTool finds compose: the docker command's plugin (v2 and later), or a docker-compose, which may
// be the Python one (1.29) that Debian 12 ships. That one takes a second to say its version: whether
// it works, and why not, its first real command will tell.
func findTool(ctx context.Context, run program.Runner, contextName string) (composeTool, error) {
	var with []string
	if contextName != "" {
		with = []string{"--context", contextName}
	}
	if run.Find("docker") {
		var out bytes.Buffer
		plugin := append(append([]string{"docker"}, with...), "compose")
		err := run.Run(ctx, program.Command{Args: append(plugin[:len(plugin):len(plugin)], "version"), Stdout: &out})
		if ctx.Err() != nil {
			return composeTool{}, ctx.Err()
		}
		if err == nil {
			return composeTool{args: plugin, version: strings.TrimSpace(out.String())}, nil
		}
	}
	if run.Find("docker-compose") {
		return composeTool{args: append([]string{"docker-compose"}, with...), version: "docker-compose"}, nil
	}
	return composeTool{}, errors.New("no compose: there is neither `docker compose` nor `docker-compose`; " +
		"install docker.com's package docker-compose-plugin, or your distribution's docker-compose")
}

// composer runs compose for one project.
type composer struct {
	composeTool
	run     program.Runner
	project string
	files   composeFiles
	env     []string
}

func (c *composer) command(args ...string) program.Command {
	all := append([]string{}, c.args...)
	all = append(all, "--ansi", "never", "-p", c.project)
	for _, f := range c.files.files {
		all = append(all, "-f", f)
	}
	return program.Command{Args: append(all, args...), Dir: c.files.dir, Env: append(c.files.added(), c.env...)}
}

// do runs a compose command, its output going to out.
func (c *composer) do(ctx context.Context, out *program.Output, args ...string) error {
	cmd := c.command(args...)
	cmd.Stdout, cmd.Stderr = out, out
	return c.run.Run(ctx, cmd)
}

// services are those of the files, in the environment that compose is run with.
func (c *composer) services(ctx context.Context) ([]service, error) {
	return c.files.services(ctx, c.env)
}

// composer is how to run compose for this project later on, in the way it was brought up.
func (p *Project) composer(ctx context.Context) (*composer, error) {
	files := p.files
	if len(files.files) == 0 {
		var err error
		if files, err = p.filesFromLabels(ctx); err != nil {
			return nil, err
		}
	}
	tool, err := findTool(ctx, p.runner, p.context)
	if err != nil {
		return nil, err
	}
	env := p.setEnv("", "")
	if env == nil {
		env = p.sameEnv(ctx, files)
	}
	return &composer{composeTool: tool, run: p.runner, project: p.name, files: files, env: env}, nil
}

// sameEnv is the environment in which the running project would come out of compose unchanged, as
// far as its labels tell.
func (p *Project) sameEnv(ctx context.Context, files composeFiles) []string {
	up := UpOptions{}
	if top, err := p.Topology(ctx); err == nil {
		up.Stack, up.DB = top.Stack, top.DB
	}
	env := up.env()
	if base, _ := baseHere(ctx, p.api, files); base != "" {
		env = append(env, "HADASH_BASE="+base)
	}
	return env
}

// filesFromLabels finds the compose files where the project was started from.
func (p *Project) filesFromLabels(ctx context.Context) (composeFiles, error) {
	all, err := p.list(ctx)
	if err != nil {
		return composeFiles{}, err
	}
	c := composeFiles{project: p.name}
	for _, s := range all {
		c.dir = s.Labels[label.WorkDir]
		for name := range strings.SplitSeq(s.Labels[label.Files], ",") {
			if !filepath.IsAbs(name) { // Compose 1 writes what it was given
				name = filepath.Join(c.dir, name)
			}
			if _, err := os.Stat(name); err == nil {
				c.files = append(c.files, name)
			}
		}
		if len(c.files) > 0 {
			return c, nil
		}
	}
	return c, fmt.Errorf("%w for project %s; use --file", ErrNoCompose, p.name)
}

// recreate has compose make a service's container anew.
func (p *Project) recreate(ctx context.Context, c container.InspectResponse) error {
	compose, err := p.composer(ctx)
	if err != nil {
		return err
	}
	if err := p.dropImageless(ctx); err != nil {
		return err
	}
	out := &program.Output{}
	node := c.Config.Labels[label.Service]
	if err := compose.do(ctx, out, "--profile", loadProfile, "up", "-d", "--no-build", "--no-deps", "--force-recreate", node); err != nil {
		return program.Failure(err, out.Last(), &program.LogFile{})
	}
	return nil
}

// create makes containers without starting them.
func (c *composer) create(ctx context.Context, out *program.Output, names []string) error {
	return c.do(ctx, out, append([]string{"--profile", loadProfile, "up", "--no-start", "--no-deps"}, names...)...)
}
