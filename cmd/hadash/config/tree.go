package config

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// keysSection is the part of the file that gives actions other keys.
const keysSection = "keys"

// tree is every flag of every command, by the section of the file that is the command's: "" is the root's, and with
// it what all share.
type tree struct {
	root     *cobra.Command
	sections []section
}

type section struct {
	name string
	cmd  *cobra.Command
	own  []*pflag.Flag // that the root has not
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

// set reports whether a command's flags can be set by more than the command line.
func set(cmd *cobra.Command) bool {
	switch cmd.Name() {
	case "completion", "help", "config", cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd:
		return !cmd.HasParent()
	}
	return true
}

// sectionOf is a command's section: "drill.run" for hadash drill run.
func sectionOf(cmd *cobra.Command) string {
	words := strings.Fields(cmd.CommandPath())
	return strings.Join(words[1:], ".")
}

// flagsOf is every flag of a command that can be set elsewhere.
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

// shares reports whether a flag is the root's own, too: the same variable, not only the same name.
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

// owners is the sections with a flag of that name that the root has not.
func (t *tree) owners(name string) (out []*section) {
	for i := range t.sections {
		s := &t.sections[i]
		if s.name != "" && slices.ContainsFunc(s.own, func(f *pflag.Flag) bool { return f.Name == name }) {
			out = append(out, s)
		}
	}
	return out
}

// top is the flag that a key at the top of the file means, nil when it means none; several is the sections that it
// belongs to where it would mean more than one.
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

// key is what of the file a command's flag is set by, the strongest first.
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

// section finds one by its name.
func (t *tree) section(name string) *section {
	for i := range t.sections {
		if t.sections[i].name == name {
			return &t.sections[i]
		}
	}
	return nil
}
