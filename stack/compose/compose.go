package compose

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"hadash/stack/program"
)

// LoadProfile is the compose profile of the services that generate load. They are created with the others and started
// on demand.
const LoadProfile = "load"

// Tool is a version of compose.
type Tool struct {
	Version string
	args    []string // docker compose, or docker-compose
}

// Name is the command as a user types it.
func (t Tool) Name() string {
	if len(t.args) > 0 && t.args[0] == "docker-compose" {
		return "docker-compose"
	}
	return "docker compose"
}

// FindTool finds compose: the docker command's plugin (v2 and later), or a docker-compose, which may be the Python
// version (1.29) that Debian 12 ships. That one takes a second to print its version, so FindTool does not run it: its
// first real command shows whether it works.
func FindTool(ctx context.Context, run program.Runner, contextName string) (Tool, error) {
	var with []string
	if contextName != "" {
		with = []string{"--context", contextName}
	}
	if run.Find("docker") {
		var out bytes.Buffer
		plugin := append(append([]string{"docker"}, with...), "compose")
		err := run.Run(ctx, program.Command{Args: append(plugin[:len(plugin):len(plugin)], "version"), Stdout: &out})
		if ctx.Err() != nil {
			return Tool{}, ctx.Err()
		}
		if err == nil {
			return Tool{args: plugin, Version: strings.TrimSpace(out.String())}, nil
		}
	}
	if run.Find("docker-compose") {
		return Tool{args: append([]string{"docker-compose"}, with...), Version: "docker-compose"}, nil
	}
	return Tool{}, errors.New("compose not found: neither `docker compose` nor `docker-compose` works; " +
		"install docker.com's package docker-compose-plugin, or your distribution's docker-compose")
}

// Composer runs compose for one project.
type Composer struct {
	Tool
	Runner  program.Runner
	Project string
	Files   Files
	Env     []string
}

func (c *Composer) command(args ...string) program.Command {
	all := append([]string{}, c.args...)
	all = append(all, "--ansi", "never", "-p", c.Project)
	for _, f := range c.Files.Paths {
		all = append(all, "-f", f)
	}
	return program.Command{Args: append(all, args...), Dir: c.Files.Dir, Env: append(c.Files.added(), c.Env...)}
}

// Do runs a compose command and writes its output to out.
func (c *Composer) Do(ctx context.Context, out *program.Output, args ...string) error {
	cmd := c.command(args...)
	cmd.Stdout, cmd.Stderr = out, out
	return c.Runner.Run(ctx, cmd)
}

// Services returns the services in the files, in the environment that compose runs with.
func (c *Composer) Services(ctx context.Context) ([]Service, error) {
	return c.Files.Services(ctx, c.Env)
}

// Create creates containers without starting them.
func (c *Composer) Create(ctx context.Context, out *program.Output, names []string) error {
	return c.Do(ctx, out, append([]string{"--profile", LoadProfile, "up", "--no-start", "--no-deps"}, names...)...)
}
