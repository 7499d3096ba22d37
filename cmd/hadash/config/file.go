// Package config fills the flags of commands from the environment and a file, and writes that file.
package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// The file is looked for at --config, else where this variable says, else at its usual place.
const fileEnv = "HADASH_CONFIG"

// Path is where the file is looked for, "" when there is no such place; asked says that the user named it, so that
// it must be there.
func Path(flag string) (path string, asked bool) {
	if flag != "" {
		return flag, true
	}
	if env := os.Getenv(fileEnv); env != "" {
		return env, true
	}
	return inHome("XDG_CONFIG_HOME", ".config", "hadash.toml"), false
}

// inHome is a file of ours in one of the user's own folders, "" when there is none.
func inHome(env, usual, name string) string {
	base := os.Getenv(env)
	if !filepath.IsAbs(base) {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		base = filepath.Join(home, usual)
	}
	return filepath.Join(base, "hadash", name)
}

// File is a configuration as it was written; its zero value says nothing.
type File struct {
	Path   string
	Keys   map[string][]string // of actions, from [keys]
	values map[string]any      // "interval", "drill.run.out"; a table by itself is a part
	text   string
}

// Read reads the file; one that is not there is empty, unless it was asked for by its name.
func Read(path string, asked bool) (*File, error) {
	f := &File{Path: path, values: map[string]any{}}
	if path == "" {
		return f, nil
	}
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !asked:
		return f, nil
	case err != nil:
		return nil, fmt.Errorf("configuration: %w", err)
	}
	f.text = string(text)
	tree := map[string]any{}
	if _, err := toml.Decode(f.text, &tree); err != nil {
		var bad toml.ParseError
		if errors.As(err, &bad) {
			return nil, fmt.Errorf("%s:%d: %s", path, bad.Position.Line, bad.Message)
		}
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	f.flatten("", tree)
	return f, nil
}

// part stands for a table among the values.
type part struct{}

func (f *File) flatten(prefix string, tree map[string]any) {
	for name, v := range tree {
		if table, ok := v.(map[string]any); ok {
			f.values[prefix+name] = part{}
			f.flatten(prefix+name+".", table)
			continue
		}
		f.values[prefix+name] = v
	}
}

// at is where the file has a key, as editors like it: path:line.
func (f *File) at(key string) string { return fmt.Sprintf("%s:%d", f.Path, f.line(key)) }

// inOrder is every key, as the file has them.
func (f *File) inOrder() []string {
	return slices.SortedFunc(maps.Keys(f.values), func(a, b string) int {
		return cmp.Or(cmp.Compare(f.line(a), f.line(b)), cmp.Compare(a, b))
	})
}

// line is that of a key, or of the longest beginning of it that stands for itself: inside an inline table, say.
func (f *File) line(key string) int {
	best, line, section := 0, 1, ""
	for i, text := range strings.Split(f.text, "\n") {
		text = strings.TrimSpace(text)
		name := ""
		if inner, ok := strings.CutPrefix(text, "["); ok && strings.Contains(inner, "]") && !strings.Contains(inner, "=") {
			section = bare(inner[:strings.Index(inner, "]")]) + "."
			name = strings.TrimSuffix(section, ".")
		} else if left, _, ok := strings.Cut(text, "="); ok {
			name = section + bare(left)
		}
		if name != "" && len(name) > best && (name == key || strings.HasPrefix(key, name+".")) {
			best, line = len(name), i+1
		}
	}
	return line
}

// bare is a key as it is without quotes and blanks: `drill . "run"` is drill.run.
func bare(key string) string {
	parts := strings.Split(key, ".")
	for i := range parts {
		parts[i] = strings.Trim(strings.TrimSpace(parts[i]), `"'`)
	}
	return strings.Join(parts, ".")
}
