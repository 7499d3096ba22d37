package config

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"hadash/near"
)

// Config holds the sources of the values of a command's flags.
type Config struct {
	File    *File
	tree    *tree
	origins map[string]string // flag -> "HADASH_INTERVAL", "hadash.toml:3"
}

// envPrefix is the prefix of the environment variable of every flag.
const envPrefix = "HADASH_"

// ofStack lists the variables of the stack's compose file that have the name of a flag. For the stack, the running
// configuration takes precedence over them, but not over a flag.
var ofStack = []string{"HADASH_STACK", "HADASH_DB", "HADASH_DB_IMAGE"}

func envOf(flag string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// Fill sets the flags that the command line did not set, from the environment, else from the file. It reads the file,
// and reports all its problems.
func Fill(cmd *cobra.Command, path string, asked bool) (*Config, error) {
	f, err := Read(path, asked)
	if err != nil {
		return nil, err
	}
	c := &Config{File: f, tree: treeOf(cmd.Root()), origins: map[string]string{}}
	if err := f.check(c.tree); err != nil {
		return nil, err
	}
	for _, flag := range flagsOf(cmd) {
		if flag.Changed {
			continue
		}
		v, from, err := c.resolve(cmd, flag)
		if err == nil && from != "" {
			err = cmd.Flags().Set(flag.Name, v)
			c.origins[flag.Name] = from
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", from, err)
		}
	}
	return c, nil
}

// resolve returns the value of a flag that the command line did not set, and its source; "" if it has none.
func (c *Config) resolve(cmd *cobra.Command, flag *pflag.Flag) (v, from string, err error) {
	name := envOf(flag.Name)
	if v := os.Getenv(name); v != "" && !slices.Contains(ofStack, name) {
		return v, name, fits(flag, v)
	}
	for _, key := range c.tree.keys(cmd, flag) {
		if v, ok := c.File.values[key]; ok {
			s, err := text(flag, v)
			return s, c.File.at(key), err
		}
	}
	return "", "", nil
}

// Blame puts the source of a flag's value into an error about the flag: instead of "--interval 1ms: ..." it begins with
// the line of the file, or the variable.
func (c *Config) Blame(err error) error {
	if c == nil || err == nil {
		return err
	}
	rest, ok := strings.CutPrefix(err.Error(), "--")
	name, _, _ := strings.Cut(rest, " ")
	from := c.origins[strings.TrimSuffix(name, ":")]
	if !ok || from == "" {
		return err
	}
	return &blamed{from + ": " + rest, err}
}

// blamed is an error with another text.
type blamed struct {
	text string
	err  error
}

func (b *blamed) Error() string { return b.text }
func (b *blamed) Unwrap() error { return b.err }

// Strangers returns a line for each environment variable that looks like a misspelt one of hadash.
func Strangers(root *cobra.Command, environ []string) (lines []string) {
	known := append([]string{fileEnv}, ofStack...)
	for _, s := range treeOf(root).sections {
		for _, f := range s.own {
			known = append(known, envOf(f.Name))
		}
	}
	for _, pair := range environ {
		name, _, _ := strings.Cut(pair, "=")
		rest, ours := strings.CutPrefix(name, envPrefix)
		if !ours || slices.Contains(known, name) || len(rest) < 4 {
			continue
		}
		var names []string
		for _, k := range known {
			names = append(names, strings.TrimPrefix(k, envPrefix))
		}
		if best := near.Best(rest, names); best != "" {
			lines = append(lines, fmt.Sprintf("%s is not a variable of hadash; did you mean %s?", name, envPrefix+best))
		}
	}
	return lines
}

// ErrNoPlace is returned if there is no folder for the user's files.
var ErrNoPlace = errors.New("no folder for the user's files: HOME is not set")
