package compose

import (
	"cmp"
	"context"
	"encoding/json"
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

// Service is the part of a compose service that Up needs.
type Service struct {
	Name       string
	Image      string
	Role       string
	Context    string // of its build, "" if its image is not built
	Dockerfile string // relative to the context
	Target     string
	Args       map[string]string
	Exotic     bool // its build has further settings
}

// Services returns compose's view of the files and the environment, including the load. env overrides both.
func (c *Files) Services(ctx context.Context, env []string) ([]Service, error) {
	project, err := c.load(ctx, c.Paths, env, cli.WithoutEnvironmentResolution)
	if err != nil {
		return nil, err
	}
	var out []Service
	for _, name := range project.ServiceNames() {
		out = append(out, toService(project.Services[name]))
	}
	return out, nil
}

// load reads files as compose does, including the load's services.
func (c *Files) load(ctx context.Context, paths, env []string, more ...cli.ProjectOptionsFn) (*types.Project, error) {
	o, err := cli.NewProjectOptions(paths, append([]cli.ProjectOptionsFn{
		cli.WithWorkingDirectory(c.Dir), cli.WithName(c.Project),
		cli.WithOsEnv, func(o *cli.ProjectOptions) error { o.Environment.Merge(c.Env); return nil }, cli.WithEnv(env),
		cli.WithEnvFiles(envFiles()...), plainEnvFiles, cli.WithDotEnv, plainFiles, cli.WithProfiles([]string{LoadProfile}),
		cli.WithResourceLoader(&guard{dirs: []string{c.Dir}}),
	}, more...)...)
	if err != nil {
		return nil, badFile(err)
	}
	var project *types.Project
	err = bounded(ctx, paths[0], func(ctx context.Context) (err error) {
		project, err = o.LoadProject(ctx)
		return err
	})
	return project, err
}

// Model returns what compose makes of the files and of another that is merged onto them, in the words of compose's own
// format: for a tool that reads less of it than compose does.
func (c *Files) Model(ctx context.Context, onto string, env []string) (map[string]any, error) {
	project, err := c.load(ctx, append(slices.Clone(c.Paths), onto), env)
	if err != nil {
		return nil, err
	}
	text, err := project.MarshalJSON()
	if err != nil {
		return nil, badFile(err)
	}
	var model map[string]any
	return model, json.Unmarshal(text, &model)
}

// ServiceNames returns the names of the services in compose files, only those with a role if any has one. It is fast,
// because it does not check the files against compose's schema. ErrNoFile reports that there are no files.
func ServiceNames(ctx context.Context, file string) ([]string, error) {
	o, err := options(file)
	if err != nil || len(o.ConfigPaths) == 0 {
		return nil, errors.Join(ErrNoFile, err)
	}
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

// hasLabel reports whether a service in a compose file has a label; labels are a map or a list.
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

func toService(s types.ServiceConfig) Service {
	out := Service{Name: s.Name, Image: s.Image, Role: s.Labels[label.Role], Dockerfile: "Dockerfile", Args: map[string]string{}}
	if s.Build == nil {
		return out
	}
	out.Context, out.Target = s.Build.Context, s.Build.Target
	out.Dockerfile = cmp.Or(s.Build.Dockerfile, out.Dockerfile)
	for key, value := range s.Build.Args {
		if value != nil {
			out.Args[key] = *value
		}
	}
	rest := *s.Build
	rest.Context, rest.Target, rest.Dockerfile, rest.Args = "", "", "", nil
	out.Exotic = !reflect.DeepEqual(rest, types.BuildConfig{})
	return out
}

// LoadServices returns the names of the services that generate load.
func LoadServices(all []Service) []string {
	var out []string
	for _, s := range all {
		if s.Role == string(record.RoleLoad) {
			out = append(out, s.Name)
		}
	}
	slices.Sort(out)
	return out
}
