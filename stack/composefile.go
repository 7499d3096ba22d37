package stack

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// composeFiles is what compose would work with. Everything is absolute, so that compose can be run
// from anywhere.
type composeFiles struct {
	project string
	dir     string   // the project directory: where relative paths in the files begin
	files   []string // none = no compose file; then only what exists already can be watched
	env     map[string]string
}

// ErrNoCompose says that there is no compose file; a running project can be watched without one.
var ErrNoCompose = errors.New("no compose file")

// Names compose looks for, in its order.
var (
	composeNames  = []string{"compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"}
	overrideNames = []string{"compose.override.yaml", "compose.override.yml", "docker-compose.override.yml", "docker-compose.override.yaml"}
)

// findCompose decides on files and project name as compose does: the flags, the environment, the
// .env file, then the files in the working directory or the nearest parent that has one. With
// ErrNoCompose the project may still be named.
func findCompose(opts Options) (composeFiles, error) {
	cwd, err := os.Getwd()
	if err != nil {
		return composeFiles{}, fmt.Errorf("find the compose file: %w", err)
	}
	c := composeFiles{env: dotEnv(cwd)}
	err = c.findFiles(cwd, opts.File)
	if len(c.files) > 0 && c.dir != cwd {
		c.env = dotEnv(c.dir)
	}
	c.project = normal(firstOf(opts.Project, c.lookup("COMPOSE_PROJECT_NAME")))
	if c.project == "" && len(c.files) > 0 {
		c.project = normal(firstOf(c.nameIn(c.files), filepath.Base(c.dir)))
	}
	return c, err
}

func (c *composeFiles) findFiles(cwd, asked string) error {
	from := "--file"
	if asked == "" {
		asked, from = c.lookup("COMPOSE_FILE"), "COMPOSE_FILE"
	}
	if asked == "" {
		return c.searchUp(cwd)
	}
	separator := firstOf(c.lookup("COMPOSE_PATH_SEPARATOR"), string(os.PathListSeparator))
	for name := range strings.SplitSeq(asked, separator) {
		if !filepath.IsAbs(name) {
			name = filepath.Join(cwd, name)
		}
		if _, err := os.Stat(name); err != nil {
			return fmt.Errorf("%s: %w", from, err)
		}
		c.files = append(c.files, name)
	}
	c.dir = filepath.Dir(c.files[0])
	return nil
}

// searchUp looks for a compose file in a directory and its parents.
func (c *composeFiles) searchUp(cwd string) error {
	for dir := cwd; ; dir = filepath.Dir(dir) {
		if name := firstFile(dir, composeNames); name != "" {
			c.dir, c.files = dir, []string{name}
			if more := firstFile(dir, overrideNames); more != "" {
				c.files = append(c.files, more)
			}
			return nil
		}
		if dir == filepath.Dir(dir) {
			return fmt.Errorf("%w: there is no compose.yaml in %s or a directory above it; "+
				"go to the project's directory, or name the file with --file", ErrNoCompose, cwd)
		}
	}
}

func firstFile(dir string, names []string) string {
	for _, name := range names {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return path
		}
	}
	return ""
}

func firstOf(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

// lookup is a variable as compose sees it: the environment wins over the .env file.
func (c *composeFiles) lookup(key string) string {
	if v, ok := os.LookupEnv(key); ok {
		return v
	}
	return c.env[key]
}

var topLevelName = regexp.MustCompile(`(?m)^name:[ \t]*["']?([^"'#\s]+)`)

// nameIn is the top-level name: of the last file that has one.
func (c *composeFiles) nameIn(files []string) string {
	name := ""
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // compose will say so better
		}
		if m := topLevelName.FindSubmatch(data); m != nil {
			name = os.Expand(string(m[1]), c.expand)
		}
	}
	return name
}

// expand resolves VAR, VAR-default and VAR:-default.
func (c *composeFiles) expand(expr string) string {
	key, fallback, _ := strings.Cut(expr, "-")
	return firstOf(c.lookup(strings.TrimSuffix(key, ":")), fallback)
}

// normal writes a project name as compose does: lower case, only letters, digits, _ and -.
func normal(name string) string {
	name = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' || r == '-' {
			return r
		}
		return -1
	}, strings.ToLower(name))
	return strings.TrimLeft(name, "_-")
}

// dotEnv reads a directory's .env file; there need not be one.
func dotEnv(dir string) map[string]string {
	data, err := os.ReadFile(filepath.Join(dir, ".env"))
	if err != nil {
		return nil
	}
	out := map[string]string{}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "export ")
		key, value, ok := strings.Cut(line, "=")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		out[strings.TrimSpace(key)] = unquote(strings.TrimSpace(value))
	}
	return out
}

func unquote(v string) string {
	if len(v) >= 2 && (v[0] == '"' || v[0] == '\'') && v[len(v)-1] == v[0] {
		return v[1 : len(v)-1]
	}
	v, _, _ = strings.Cut(v, " #")
	return strings.TrimSpace(v)
}
