package stack

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hadash/stack/compose"
	"hadash/stack/label"
	"hadash/stack/program"

	"github.com/docker/docker/api/types/container"
)

// composer returns compose, set up as when the project was brought up.
func (p *Project) composer(ctx context.Context) (*compose.Composer, error) {
	files := p.files
	if len(files.Paths) == 0 {
		var err error
		if files, err = p.filesFromLabels(ctx); err != nil {
			return nil, err
		}
	}
	files, err := p.paired(ctx, files)
	if err != nil {
		return nil, err
	}
	tool, err := compose.FindTool(ctx, p.runner, p.context)
	if err != nil {
		return nil, err
	}
	env := p.setEnv("", "")
	if env == nil {
		env = p.sameEnv(ctx, files)
	}
	return &compose.Composer{Tool: tool, Runner: p.runner, Project: p.name, Files: files, Env: env}, nil
}

// Pairing is whether the stack has two HAProxies that share an address.
type Pairing string

// The ways to pair. The zero value leaves a running stack as it is, and makes no pair in a new one.
const (
	WithPair    Pairing = "pair"
	WithoutPair Pairing = "no pair"
)

// pairUp sets the compose files to those that a pairing asks for.
func (p *Project) pairUp(ctx context.Context, asked Pairing) (err error) {
	switch asked {
	case WithPair:
		p.files, err = p.files.Over(compose.Pair)
	case WithoutPair:
		p.files = p.files.Without(compose.Pair)
	default:
		p.files, err = p.paired(ctx, p.files)
	}
	return err
}

// paired returns the compose files that a running project was made of: with the pair's, if one of its containers has an address
// that it shares. Compose writes its files into the labels of those containers only that it makes.
func (p *Project) paired(ctx context.Context, files compose.Files) (compose.Files, error) {
	all, err := p.list(ctx)
	if err != nil {
		return files, err
	}
	if !slices.ContainsFunc(all, func(c container.Summary) bool { return c.Labels[label.Address] != "" }) {
		return files, nil
	}
	return files.Over(compose.Pair)
}

// sameEnv is the environment in which compose would leave the running project unchanged, as far as its labels show.
func (p *Project) sameEnv(ctx context.Context, files compose.Files) []string {
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

// filesFromLabels finds the compose files from which the project was started.
func (p *Project) filesFromLabels(ctx context.Context) (compose.Files, error) {
	all, err := p.list(ctx)
	if err != nil {
		return compose.Files{}, err
	}
	c := compose.Files{Project: p.name}
	for _, s := range all {
		c.Dir = s.Labels[label.WorkDir]
		for name := range strings.SplitSeq(s.Labels[label.Files], ",") {
			if !filepath.IsAbs(name) { // Compose 1 writes the path as given
				name = filepath.Join(c.Dir, name)
			}
			if _, err := os.Stat(name); err == nil {
				c.Paths = append(c.Paths, name)
			}
		}
		if len(c.Paths) > 0 {
			return c, nil
		}
	}
	return c, fmt.Errorf("%w for project %s; use --file", compose.ErrNoFile, p.name)
}

// recreate has compose replace a service's container.
func (p *Project) recreate(ctx context.Context, c container.InspectResponse) error {
	with, err := p.composer(ctx)
	if err != nil {
		return err
	}
	if err := p.dropImageless(ctx); err != nil {
		return err
	}
	out := &program.Output{}
	node := c.Config.Labels[label.Service]
	if err := with.Do(ctx, out, "--profile", compose.LoadProfile, "up", "-d", "--no-build", "--no-deps", "--force-recreate", node); err != nil {
		return program.Failure(err, out.Last(), &program.LogFile{})
	}
	return nil
}
