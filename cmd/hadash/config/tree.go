package config

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// keysSection is the section of the file that gives actions other keys.
const keysSection = "keys"

// tree holds every flag of every command, by the command's section of the file. The section "" is the root's, and has
// the flags that all commands share.
type tree struct {
	root     *cobra.Command
	sections []section
}

type section struct {
	name string
	cmd  *cobra.Command
	own  []*pflag.Flag // that the root does not have
}

func treeOf(root *cobra.Command) *tree {
	t := &tree{root: root}
	t.walk(root)
	return t
}

func (t *tree) walk(cmd *cobra.Command) {
	if !set(cmd) {
		return
	}
	s := section{name: sectionOf(cmd), cmd: cmd}
	for _, f := range flagsOf(cmd) {
		if cmd == t.root || !t.shares(f) {
			s.own = append(s.own, f)
		}
	}
	if len(s.own) > 0 || cmd == t.root {
		t.sections = append(t.sections, s)
	}
	for _, c := range cmd.Commands() {
		t.walk(c)
	}
}

// set reports whether a command's flags can be set other than on the command line.
func set(cmd *cobra.Command) bool {
	switch cmd.Name() {
	case "completion", "help", "config", cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd:
		return !cmd.HasParent()
	}
	return true
}

// sectionOf returns a command's section: "drill.run" for hadash drill run.
func sectionOf(cmd *cobra.Command) string {
	words := strings.Fields(cmd.CommandPath())
	return strings.Join(words[1:], ".")
}

// flagsOf returns the flags of a command that can be set other than on the command line.
func flagsOf(cmd *cobra.Command) (out []*pflag.Flag) {
	add := func(f *pflag.Flag) {
		if f.Name != "help" && f.Name != "config" && !f.Hidden && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	cmd.InheritedFlags().VisitAll(add)
	cmd.LocalFlags().VisitAll(add)
	return out
}

// shares reports whether a flag is also the root's: the same variable, not only the same name.
func (t *tree) shares(f *pflag.Flag) bool {
	r := t.ofRoot(f.Name)
	return r != nil && r.Value == f.Value
}

func (t *tree) ofRoot(name string) *pflag.Flag {
	if f := t.root.PersistentFlags().Lookup(name); f != nil {
		return f
	}
	return t.root.LocalFlags().Lookup(name)
}

// owners returns the sections with a flag of that name that the root does not have.
func (t *tree) owners(name string) (out []*section) {
	for i := range t.sections {
		s := &t.sections[i]
		if s.name != "" && slices.ContainsFunc(s.own, func(f *pflag.Flag) bool { return f.Name == name }) {
			out = append(out, s)
		}
	}
	return out
}

// top returns the flag that a key at the top of the file sets, nil if there is none. several lists its sections if it
// would set more than one flag.
func (t *tree) top(name string) (f *pflag.Flag, several []*section) {
	if f := t.ofRoot(name); f != nil && name != "help" && name != "config" {
		return f, nil
	}
	switch all := t.owners(name); len(all) {
	case 0:
		return nil, nil
	case 1:
		return all[0].cmd.LocalFlags().Lookup(name), nil
	default:
		return nil, all
	}
}

// key returns the keys of the file that set a command's flag, in order of precedence.
func (t *tree) keys(cmd *cobra.Command, f *pflag.Flag) []string {
	var out []string
	if s := sectionOf(cmd); s != "" {
		out = append(out, s+"."+f.Name)
	}
	if top, _ := t.top(f.Name); top != nil && top.Value == f.Value {
		out = append(out, f.Name)
	}
	return out
}

// section finds a section by its name.
func (t *tree) section(name string) *section {
	for i := range t.sections {
		if t.sections[i].name == name {
			return &t.sections[i]
		}
	}
	return nil
}
