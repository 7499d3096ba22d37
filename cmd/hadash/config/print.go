package config

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"hadash/tui/keys"
)

const head = `# The configuration of hadash. Lines that begin with # are defaults; remove the # to change one.
# A flag overrides the environment (HADASH_INTERVAL for interval), which overrides this file, which overrides the default.
`

// Write writes the configuration in force as a configuration file. The zero Config has the defaults.
func (c *Config) Write(w io.Writer, root *cobra.Command) error {
	if c.tree == nil {
		c.tree, c.File = treeOf(root), &File{values: map[string]any{}}
	}
	out := bufio.NewWriter(w)
	fmt.Fprint(out, head)
	for i := range c.tree.sections {
		if err := c.section(out, &c.tree.sections[i]); err != nil {
			return err
		}
	}
	if err := c.given(out); err != nil {
		return err
	}
	if err := c.keys(out); err != nil {
		return err
	}
	return out.Flush()
}

func (c *Config) section(out io.Writer, s *section) error {
	if s.name != "" {
		fmt.Fprintf(out, "\n# hadash %s: %s\n[%s]\n", strings.ReplaceAll(s.name, ".", " "), s.cmd.Short, s.name)
	}
	for _, f := range flagsOf(s.cmd) {
		v, from, err := c.inForce(s, f)
		if err != nil {
			return fmt.Errorf("%s: %w", from, err)
		}
		_, here := c.File.values[s.name+"."+f.Name]
		if s.name != "" && c.tree.shares(f) && !here {
			continue // it is at the top
		}
		line, err := assign(f.Name, typed(f, v))
		if err != nil {
			return err
		}
		if from == "" {
			line = "# " + line
		} else if !strings.HasPrefix(from, c.File.Path+":") || c.File.Path == "" {
			line += "  # from " + from
		}
		fmt.Fprintf(out, "\n# %s\n%s\n", f.Usage, line)
	}
	return nil
}

// inForce returns a flag's value for the command of a section, and its source; "" for a default.
func (c *Config) inForce(s *section, f *pflag.Flag) (v, from string, err error) {
	if s.name == "" && f.Changed {
		if from := c.origins[f.Name]; from != "" {
			return f.Value.String(), from, nil
		}
		return f.Value.String(), "--" + f.Name, nil
	}
	if c.File.values == nil || c.origins == nil {
		return f.DefValue, "", nil
	}
	if v, from, err = c.resolve(s.cmd, f); from == "" {
		v = f.DefValue
	}
	return v, from, err
}

// typed returns a flag's text as a value of the file.
func typed(f *pflag.Flag, v string) any {
	switch f.Value.Type() {
	case "bool":
		if b, err := strconv.ParseBool(v); err == nil {
			return b
		}
	case "int":
		if n, err := strconv.Atoi(v); err == nil {
			return n
		}
	}
	return v
}

// assign returns a line of the file.
func assign(name string, v any) (string, error) {
	text, err := toml.Marshal(map[string]any{name: v})
	return strings.TrimSpace(string(text)), err
}

// keys writes every action with its keys.
func (c *Config) keys(out io.Writer) error {
	fmt.Fprintf(out, "\n# The keys of each action; [] means none. \"ctrl+c\" always quits.\n[%s]\n", keysSection)
	for _, a := range keys.Settings(c.File.Keys) {
		line, err := assign(a.Action, a.Keys)
		if err != nil {
			return err
		}
		if a.Usual {
			line = "# " + line
		}
		fmt.Fprintf(out, "%-40s # %s\n", line, a.Does)
	}
	return nil
}
