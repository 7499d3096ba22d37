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

// fileEnv names the configuration file if --config does not; otherwise it is at its usual place.
const fileEnv = "HADASH_CONFIG"

// Path returns the path of the configuration file, "" if there is no place for it. asked reports that the user named
// it, so it must exist.
func Path(flag string) (path string, asked bool) {
	if flag != "" {
		return flag, true
	}
	if env := os.Getenv(fileEnv); env != "" {
		return env, true
	}
	return inHome("XDG_CONFIG_HOME", ".config", "hadash.toml"), false
}

// inHome returns the path of one of hadash's files in a folder of the user, "" if there is no such folder.
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

// File is a configuration file. The zero File is empty.
type File struct {
	Path   string
	Keys   map[string][]string // by action, from [keys]
	values map[string]any      // "interval", "drill.run.out"; a table has the value part
	lines  map[string]int      // the line of a key or a table
	doubt  string              // why its commands are not to be trusted; "" = they are
}

// The bounds of a file, beyond any that is written by hand. The decoder's time grows with the square of a key's length.
const (
	maxText  = 256 << 10 // bytes
	maxLine  = 4 << 10   // bytes
	maxDepth = 16        // tables within tables
)

// Read reads the file. A file that does not exist is empty, unless the user named it.
func Read(path string, asked bool) (*File, error) {
	f := &File{Path: path, values: map[string]any{}}
	if path == "" {
		return f, nil
	}
	text, info, err := files.ReadInfo(path, maxText)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !asked:
		return f, nil
	case err != nil:
		return nil, fmt.Errorf("configuration: %w", err)
	}
	f.doubt = doubted(path, info)
	if err := f.parse(string(text)); err != nil {
		return nil, err
	}
	return f, nil
}

// parse reads the text of the file.
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

// part marks a table among the values.
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

// at returns the place of a key in the form that editors understand: path:line.
func (f *File) at(key string) string { return fmt.Sprintf("%s:%d", f.Path, f.line(key)) }

// inOrder returns all keys in the order of the file.
func (f *File) inOrder() []string {
	return slices.SortedFunc(maps.Keys(f.values), func(a, b string) int {
		return cmp.Or(cmp.Compare(f.line(a), f.line(b)), cmp.Compare(a, b))
	})
}

// line returns the line of a key. A key inside an inline table has the line of that table.
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

// linesOf finds the lines of keys and tables; the first of a name counts.
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

// bare returns a key without quotes and blanks: `drill . "run"` is drill.run.
func bare(key string) string {
	parts := strings.Split(key, ".")
	for i := range parts {
		parts[i] = strings.Trim(strings.TrimSpace(parts[i]), `"'`)
	}
	return strings.Join(parts, ".")
}
