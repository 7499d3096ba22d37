// Package compose finds and reads compose files as compose does, and runs compose.
package compose

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hadash/record"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/consts"
	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/sirupsen/logrus"
)

// Files is the input of compose. All paths are absolute, so that compose can be run from any directory.
type Files struct {
	Project string
	Dir     string        // the project directory, to which paths in the files are relative
	Paths   []string      // none = no compose file; then only existing containers can be watched
	Env     types.Mapping // the environment, with the variables of the .env files
}

// ErrNoFile reports that there is no compose file; a running project can be watched without one.
var ErrNoFile = errors.New("no compose file")

// ErrBadFile reports that compose cannot use the file.
var ErrBadFile = errors.New("compose file")

func init() { logrus.SetOutput(io.Discard) } // compose's library would write warnings to our terminal

// Find determines the files and the project name as compose does: from the flags, which may be "", the environment, the
// .env files, then the files in the working directory or its nearest parent that has one. If a name is given, the files
// are not read. With ErrNoFile the project may still have a name.
func Find(ctx context.Context, project, file string) (Files, error) {
	o, err := options(file)
	if err != nil {
		return Files{}, badFile(err)
	}
	c := Files{Env: o.Environment, Paths: o.ConfigPaths}
	if c.Project = cmp.Or(project, c.Lookup(consts.ComposeProjectName)); c.Project != "" {
		if err := cli.WithName(c.Project)(o); err != nil {
			return Files{}, badFile(err)
		}
	}
	if len(c.Paths) == 0 {
		cwd, err := os.Getwd()
		return c, errors.Join(err, fmt.Errorf("%w: there is no compose.yaml in %s or a directory above it; "+
			"go to the project's directory, or name the file with --file", ErrNoFile, cwd))
	}
	if c.Dir, err = o.GetWorkingDir(); err != nil {
		return Files{}, badFile(err)
	}
	if c.Project != "" {
		return c, nil
	}
	c.Project, err = nameOf(ctx, o, c.Dir)
	return c, err
}

// nameOf returns the project's name according to the files.
func nameOf(ctx context.Context, o *cli.ProjectOptions, dir string) (string, error) {
	fallback := loader.NormalizeProjectName(filepath.Base(dir))
	model, err := modelOf(ctx, o, dir, fallback)
	if err != nil {
		return "", err
	}
	name := fallback
	if written, named := model["name"].(string); named {
		name = loader.NormalizeProjectName(written)
	}
	if name == "" {
		return "", badFile(fmt.Errorf("compose file %s: the project's name is empty; set it with --project", o.ConfigPaths[0]))
	}
	return name, nil
}

// modelOf returns the merged contents of the files. It reads each file in full, so that errors are reported; only the
// schema is not checked, because that takes longer than all the rest.
func modelOf(ctx context.Context, o *cli.ProjectOptions, dir, name string) (model map[string]any, err error) {
	err = bounded(ctx, o.ConfigPaths[0], func(ctx context.Context) error {
		details, err := o.ReadConfigFiles(ctx, dir, o)
		if err != nil {
			return err
		}
		details.Environment = o.Environment.Clone() // the loader adds the name to it
		model, err = loader.LoadModelWithContext(ctx, *details, func(l *loader.Options) {
			l.ResolvePaths, l.SkipDefaultValues, l.SkipValidation, l.SkipNormalization = false, true, true, true
			l.Interpolate.TypeCastMapping = nil
			l.ResourceLoaders = o.ResourceLoaders
			l.SetProjectName(name, false)
		})
		return err
	})
	return model, err
}

// options finds the files and the environment in the order of `docker compose`.
func options(file string) (*cli.ProjectOptions, error) {
	named, err := namedFiles(file)
	if err != nil {
		return nil, err
	}
	dotEnv := cli.WithEnvFiles(envFiles()...)
	return cli.NewProjectOptions(named,
		cli.WithOsEnv,
		dotEnv, plainEnvFiles, cli.WithDotEnv,
		cli.WithConfigFileEnv, cli.WithDefaultConfigPath, plainFiles,
		dotEnv, plainEnvFiles, cli.WithDotEnv, // the project's directory may be a different one
		cli.WithResourceLoader(&guard{}),
		cli.WithoutEnvironmentResolution, // hadash needs nothing from an env_file
	)
}

// namedFiles returns the files in --file: one, or several in the format of COMPOSE_FILE.
func namedFiles(asked string) ([]string, error) {
	if asked == "" {
		return nil, nil
	}
	names := []string{asked}
	if _, err := os.Stat(asked); err != nil {
		names = strings.Split(asked, cmp.Or(os.Getenv(consts.ComposePathSeparator), string(os.PathListSeparator)))
	}
	for i, name := range names {
		path, err := filepath.Abs(name)
		if err != nil {
			return nil, fmt.Errorf("--file: %w", err)
		}
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("--file: %w", err)
		}
		names[i] = path
	}
	return names, nil
}

// envFiles returns the files that the environment names instead of .env.
func envFiles() []string {
	if names := os.Getenv("COMPOSE_ENV_FILES"); names != "" {
		return strings.Split(names, ",")
	}
	return nil
}

// badFile makes one line of an error of compose's library.
func badFile(err error) error {
	text := record.Clean(strings.Join(strings.Fields(err.Error()), " "))
	return &fileError{text: text, err: err}
}

// fileError is compose's own error about a file, without its line breaks.
type fileError struct {
	text string
	err  error
}

func (e *fileError) Error() string {
	if strings.HasPrefix(e.text, "compose file") || strings.HasPrefix(e.text, "--file") {
		return e.text
	}
	return "compose file: " + e.text
}

func (e *fileError) Unwrap() []error { return []error{ErrBadFile, e.err} }

// Lookup returns a variable as compose sees it: the environment overrides the .env files.
func (c *Files) Lookup(key string) string {
	if v, ok := os.LookupEnv(key); ok {
		return v
	}
	return c.Env[key]
}

// added returns the variables that only the .env files have. Compose needs them in its environment: it runs in the
// project's directory, where it does not see the .env of the directory in which hadash was started.
func (c *Files) added() (env []string) {
	for _, key := range slices.Sorted(maps.Keys(c.Env)) {
		if _, ok := os.LookupEnv(key); !ok {
			env = append(env, key+"="+c.Env[key])
		}
	}
	return env
}
