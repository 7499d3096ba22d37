package stack

import (
	"context"
	"reflect"
	"slices"

	"hadash/record"

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

func toService(s types.ServiceConfig) service {
	out := service{name: s.Name, image: s.Image, role: s.Labels[labelRole], dockerfile: "Dockerfile", args: map[string]string{}}
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
