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

	"hadash/files"
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
	lines  map[string]int      // where the file has a key or a table
}

// What a file can be: nobody writes as much by hand. The decoder needs time that grows with the square of a key's length.
const (
	maxText  = 256 << 10 // bytes
	maxLine  = 4 << 10   // bytes
	maxDepth = 16        // tables within tables
)

// Read reads the file; one that is not there is empty, unless it was asked for by its name.
func Read(path string, asked bool) (*File, error) {
	f := &File{Path: path, values: map[string]any{}}
	if path == "" {
		return f, nil
	}
	text, err := files.Read(path, maxText)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !asked:
		return f, nil
	case err != nil:
		return nil, fmt.Errorf("configuration: %w", err)
	}
	if err := f.parse(string(text)); err != nil {
		return nil, err
	}
	return f, nil
}

// parse takes in the text of the file.
func (f *File) parse(text string) error {
	number := 0
	for line := range strings.Lines(text) {
		if number++; len(line) > maxLine {
			return fmt.Errorf("%s:%d: the line is longer than %d bytes", f.Path, number, maxLine)
		}
	}
	tree := map[string]any{}
	if _, err := toml.Decode(text, &tree); err != nil {
		var bad toml.ParseError
		if errors.As(err, &bad) {
			return fmt.Errorf("%s:%d: %s", f.Path, bad.Position.Line, bad.Message)
		}
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	f.lines = linesOf(text)
	return f.flatten("", tree, 0)
}

// part stands for a table among the values.
type part struct{}

func (f *File) flatten(prefix string, tree map[string]any, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("%s: tables more than %d deep", f.at(prefix), maxDepth)
	}
	for name, v := range tree {
		if table, ok := v.(map[string]any); ok {
			f.values[prefix+name] = part{}
			if err := f.flatten(prefix+name+".", table, depth+1); err != nil {
				return err
			}
			continue
		}
		f.values[prefix+name] = v
	}
	return nil
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
	for {
		if line, ok := f.lines[key]; ok {
			return line
		}
		i := strings.LastIndexByte(key, '.')
		if i < 0 {
			return 1
		}
		key = key[:i]
	}
}

// linesOf finds where a text has its keys and tables; the first of a name counts.
func linesOf(text string) map[string]int {
	lines, section := map[string]int{}, ""
	for i, text := range strings.Split(text, "\n") {
		text = strings.TrimSpace(text)
		name := ""
		if inner, ok := strings.CutPrefix(text, "["); ok && strings.Contains(inner, "]") && !strings.Contains(inner, "=") {
			name = bare(strings.TrimPrefix(inner[:strings.Index(inner, "]")], "["))
			section = name + "."
		} else if left, _, ok := strings.Cut(text, "="); ok {
			name = section + bare(left)
		}
		if _, known := lines[name]; name != "" && !known {
			lines[name] = i + 1
		}
	}
	return lines
}

// bare is a key as it is without quotes and blanks: `drill . "run"` is drill.run.
func bare(key string) string {
	parts := strings.Split(key, ".")
	for i := range parts {
		parts[i] = strings.Trim(strings.TrimSpace(parts[i]), `"'`)
	}
	return strings.Join(parts, ".")
}
