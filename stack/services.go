package stack

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"

	"hadash/record"
	"hadash/stack/label"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

// service is what Up needs to know of a compose service.
type service struct {
	name       string
	image      string
	role       string
	context    string // of its build, "" when its image is not built
	dockerfile string // relative to the context
	target     string
	args       map[string]string
	exotic     bool // its build says more than that
}

// services reads what compose makes of the files and the environment, load included. More variables win over both.
func (c *composeFiles) services(ctx context.Context, env []string) ([]service, error) {
	o, err := cli.NewProjectOptions(c.files,
		cli.WithWorkingDirectory(c.dir), cli.WithName(c.project),
		cli.WithOsEnv, func(o *cli.ProjectOptions) error { o.Environment.Merge(c.env); return nil }, cli.WithEnv(env),
		cli.WithEnvFiles(envFiles()...), plainEnvFiles, cli.WithDotEnv, plainFiles, cli.WithProfiles([]string{loadProfile}),
		cli.WithResourceLoader(&guard{dirs: []string{c.dir}}), cli.WithoutEnvironmentResolution,
	)
	if err != nil {
		return nil, badCompose(err)
	}
	var project *types.Project
	err = bounded(ctx, c.files[0], func(ctx context.Context) (err error) {
		project, err = o.LoadProject(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	var out []service
	for _, name := range project.ServiceNames() {
		out = append(out, toService(project.Services[name]))
	}
	return out, nil
}

// ServiceNames names the services of a project, those with a role where any has one: by its compose files, else by its
// containers. It is quick: the files are not held against compose's schema.
func ServiceNames(ctx context.Context, opts Options) ([]string, error) {
	if o, err := composeOptions(opts); err == nil && len(o.ConfigPaths) > 0 {
		return namesIn(ctx, o)
	}
	p, err := Connect(ctx, opts)
	if err != nil {
		return nil, err
	}
	var names []string
	t, err := p.Topology(ctx)
	for i := range t.Nodes {
		names = append(names, t.Nodes[i].Name)
	}
	slices.Sort(names)
	return names, errors.Join(err, p.Close())
}

// namesIn names the services in compose files.
func namesIn(ctx context.Context, o *cli.ProjectOptions) ([]string, error) {
	dir, err := o.GetWorkingDir()
	if err != nil {
		return nil, err
	}
	model, err := modelOf(ctx, o, dir, "hadash")
	if err != nil {
		return nil, err
	}
	services, _ := model["services"].(map[string]any)
	all := slices.Sorted(maps.Keys(services))
	withRole := slices.DeleteFunc(slices.Clone(all), func(name string) bool { return !hasLabel(services[name], label.Role) })
	if len(withRole) > 0 {
		return withRole, nil
	}
	return all, nil
}

// hasLabel reports whether a service of a compose file carries a label, which is written as a map or as a list.
func hasLabel(service any, key string) bool {
	keys, _ := service.(map[string]any)
	switch labels := keys["labels"].(type) {
	case map[string]any:
		_, ok := labels[key]
		return ok
	case []any:
		return slices.ContainsFunc(labels, func(l any) bool {
			text, _ := l.(string)
			return text == key || strings.HasPrefix(text, key+"=")
		})
	}
	return false
}

// ProjectNames names the projects on the Engine that have hadash labels, in order.
func ProjectNames(ctx context.Context, opts Options) ([]string, error) {
	eng, err := dial(ctx, opts.Context)
	if err != nil {
		return nil, err
	}
	names, err := labelled(ctx, eng.api)
	return names, errors.Join(err, eng.api.Close())
}

func toService(s types.ServiceConfig) service {
	out := service{name: s.Name, image: s.Image, role: s.Labels[label.Role], dockerfile: "Dockerfile", args: map[string]string{}}
	if s.Build == nil {
		return out
	}
	out.context, out.target = s.Build.Context, s.Build.Target
	out.dockerfile = firstOf(s.Build.Dockerfile, out.dockerfile)
	for key, value := range s.Build.Args {
		if value != nil {
			out.args[key] = *value
		}
	}
	rest := *s.Build
	rest.Context, rest.Target, rest.Dockerfile, rest.Args = "", "", "", nil
	out.exotic = !reflect.DeepEqual(rest, types.BuildConfig{})
	return out
}

// loadServices names the services that make load.
func loadServices(all []service) []string {
	var out []string
	for _, s := range all {
		if s.role == string(record.RoleLoad) {
			out = append(out, s.name)
		}
	}
	slices.Sort(out)
	return out
}
