package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"

	"hadash/cmd/hadash/engines"
	"hadash/cmd/hadash/found"
	"hadash/cmd/hadash/localhost"
	"hadash/cmd/hadash/world"
	"hadash/stack"
	"hadash/stack/compose"
)

// discovery is what hadash discover needs to know where there is no project.
func (o *options) discovery() localhost.Hooks {
	return localhost.Hooks{Project: o.projectHere, Targets: o.discoverTargets, Usage: usage, Nothing: &exitError{code: exitBroken}}
}

// projectHere reports whether a compose project is meant: by a flag, the environment, or a compose file here.
func (o *options) projectHere() bool {
	if o.Project != "" || o.File != "" || o.Context != "" {
		return true
	}
	files, err := compose.Find(context.Background(), "", "")
	return files.Project != "" || !errors.Is(err, compose.ErrNoFile)
}

// connect finds the project. If there are several and stdin is a terminal, it asks which one is meant.
func (o *options) connect(ctx context.Context) (*found.Project, error) {
	p, err := o.project(ctx)
	var many *stack.ManyProjectsError
	if !errors.As(err, &many) || !onTerminal() {
		return p, err
	}
	name, gaveUp := whichProject(ctx, os.Stdin, os.Stderr, many.Names())
	if gaveUp != nil {
		return nil, gaveUp
	}
	if name == "" {
		return nil, err
	}
	o.Project = name
	return o.project(ctx)
}

// open finds what is watched: the targets of --attach, else the compose project.
func (o *options) open(ctx context.Context) (world.World, error) {
	if len(o.attach.targets) > 0 {
		w, err := o.site(ctx)
		if err != nil {
			return nil, err
		}
		return w, nil
	}
	p, err := o.project(ctx)
	if err != nil {
		return nil, err
	}
	return p, nil
}

// project finds the compose project, and lets faults at its HAProxies go the way that is found where there are no labels.
func (o *options) project(ctx context.Context) (*found.Project, error) {
	if len(engines.Names(o.Context)) > 1 {
		p, err := engines.Connect(ctx, o.Options, o.addresses)
		if err != nil {
			return nil, err
		}
		return found.Watch(p, o.exec), nil
	}
	p, err := stack.Connect(ctx, o.Options)
	if err != nil {
		return nil, err
	}
	if s, ok := engines.Alone(ctx, p); ok {
		return found.Watch(s, o.exec), nil
	}
	return found.Watch(found.One{Project: p}, o.exec), nil
}

// connectTo connects to a project that a command names, or, with "", to that of the flags.
func (o *options) connectTo(ctx context.Context, project string) (found.Stack, error) {
	if project == "" {
		p, err := o.connect(ctx)
		if err != nil {
			return nil, err
		}
		return p.Stack, nil
	}
	if o.Project != "" && o.Project != project {
		return nil, usage(fmt.Errorf("discover %s: --project names another one, %s", project, o.Project))
	}
	named := *o
	named.Project = project
	return named.connectTo(ctx, "")
}

// whichProject asks for one of some names, by its number or its name. It returns "" if the answer is neither, and the
// cause if ctx ends first.
func whichProject(ctx context.Context, in io.Reader, talk io.Writer, names []string) (string, error) {
	for i, name := range names {
		fmt.Fprintf(talk, "  %d  %s\n", i+1, name)
	}
	fmt.Fprint(talk, "which project? (--project skips this question) ")
	text, err := answer(ctx, in)
	if err != nil {
		fmt.Fprintln(talk)
		return "", err
	}
	if n, err := strconv.Atoi(text); err == nil && n >= 1 && n <= len(names) {
		return names[n-1], nil
	}
	if slices.Contains(names, text) {
		return text, nil
	}
	return "", nil
}
