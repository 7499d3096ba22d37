package stack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hadash/near"
	"hadash/record"
	"hadash/stack/compose"
	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/client"
)

// ServiceNames returns the names of a project's services, only those with a role if any has one. It reads the compose
// files, or else the containers.
func ServiceNames(ctx context.Context, opts Options) ([]string, error) {
	names, err := compose.ServiceNames(ctx, opts.File)
	if !errors.Is(err, compose.ErrNoFile) {
		return names, err
	}
	p, err := Connect(ctx, opts)
	if err != nil {
		return nil, err
	}
	t, err := p.Topology(ctx)
	for i := range t.Nodes {
		names = append(names, t.Nodes[i].Name)
	}
	slices.Sort(names)
	return names, errors.Join(err, p.Close())
}

// ComposeName is the compose command that works here, as a user types it; "docker compose" if none does.
func (p *Project) ComposeName(ctx context.Context) string {
	tool, _ := compose.FindTool(ctx, p.runner, p.context)
	return tool.Name()
}

// ProjectNames returns the names of the projects on the Engine: those with hadash labels first, then those that run.
func ProjectNames(ctx context.Context, opts Options) ([]string, error) {
	eng, err := dial(ctx, opts.Context)
	if err != nil {
		return nil, err
	}
	all, err := projects(ctx, eng.api)
	return (&ManyProjectsError{watchable(all)}).Names(), errors.Join(err, eng.api.Close())
}

// Listed is a project on the Engine.
type Listed struct {
	Name     string
	Labelled bool // it has hadash labels
	Running  bool // one of its containers runs
}

// projects lists the projects on the Engine, those with labels first, then by name.
func projects(ctx context.Context, api *client.Client) (out []Listed, err error) {
	all, err := api.ContainerList(ctx, container.ListOptions{All: true})
	if err != nil {
		return nil, fmt.Errorf("list containers: %w", err)
	}
	for _, c := range all {
		name := cmp.Or(c.Labels[label.Project], c.Labels[label.Namespace])
		if name == "" || name != record.Clean(name) || oneoff(c.Labels) { // compose allows no others
			continue
		}
		i := slices.IndexFunc(out, func(l Listed) bool { return l.Name == name })
		if i < 0 {
			i, out = len(out), append(out, Listed{Name: name})
		}
		out[i].Labelled = out[i].Labelled || c.Labels[label.Role] != "" || c.Labels[label.Kind] != ""
		out[i].Running = out[i].Running || c.State == container.StateRunning
	}
	slices.SortFunc(out, func(a, b Listed) int {
		if a.Labelled != b.Labelled {
			return cmp.Compare(len(b.what()), len(a.what()))
		}
		return cmp.Compare(a.Name, b.Name)
	})
	return out, nil
}

// what says how a project is watched.
func (l *Listed) what() string {
	if l.Labelled {
		return "has hadash labels"
	}
	return "no labels"
}

func labelled(all []Listed) (names []string) {
	for _, l := range all {
		if l.Labelled {
			names = append(names, l.Name)
		}
	}
	return names
}

// watchable lists the projects that a user may mean: those with labels, and those that run.
func watchable(all []Listed) []Listed {
	return slices.DeleteFunc(slices.Clone(all), func(l Listed) bool { return !l.Labelled && !l.Running })
}

// theOne returns the name of the only project on the Engine that has hadash labels, for a hadash that was started outside of any
// compose project's directory. An error names the projects that there are.
func theOne(ctx context.Context, api *client.Client, noFile error) (string, error) {
	all, err := projects(ctx, api)
	if err != nil {
		return "", err
	}
	names := labelled(all)
	switch there := watchable(all); {
	case len(names) == 1:
		return names[0], nil
	case len(there) == 0:
		return "", fmt.Errorf("%w (and no project runs in Docker); without Docker: 'hadash attach', or --attach with a target", noFile)
	default:
		return "", &ManyProjectsError{there}
	}
}

// Labelled returns the names of the projects on the Engine that have hadash labels, sorted.
func (p *Project) Labelled(ctx context.Context) ([]string, error) {
	all, err := projects(ctx, p.api)
	return labelled(all), err
}

// ManyProjectsError reports that there are projects and none was chosen.
type ManyProjectsError struct{ Projects []Listed }

func (e *ManyProjectsError) Error() string {
	return "no compose file here, and no project is named; choose one:\n" + commands(e.Projects)
}

// Names are those of the projects.
func (e *ManyProjectsError) Names() (names []string) {
	for _, l := range e.Projects {
		names = append(names, l.Name)
	}
	return names
}

// commands lists the commands that watch projects, one a line.
func commands(all []Listed) string {
	wide := 0
	for _, l := range all {
		wide = max(wide, len(l.Name))
	}
	var lines []string
	for _, l := range all {
		lines = append(lines, fmt.Sprintf("  hadash -p %-*s  # %s", wide, l.Name, l.what()))
	}
	return strings.Join(lines, "\n")
}

// NoContainersError reports that a project has no containers.
type NoContainersError struct {
	Project string
	Others  []Listed
}

func (e *NoContainersError) Error() string {
	var names []string
	for _, l := range e.Others {
		names = append(names, l.Name)
	}
	text := "project " + record.Clean(e.Project) + " has no containers" + near.Suggest(e.Project, names)
	text += "; start it with docker compose up -d, or the stack that comes with hadash with 'hadash up'"
	if len(names) == 0 {
		return text
	}
	return text + ", or choose one that is there:\n" + commands(e.Others)
}

// Nobody returns an error if the project has no containers: with the name that was probably meant, and those there are.
func (p *Project) Nobody(ctx context.Context) error {
	all, err := p.list(ctx)
	if err != nil || len(all) > 0 {
		return err
	}
	there, _ := projects(ctx, p.api) // only a hint: the error is right without it
	return &NoContainersError{p.name, watchable(there)}
}
