package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hadash/cmd/hadash/config"
	"hadash/cmd/hadash/engines"
	"hadash/near"
	"hadash/record"
	"hadash/stack"
	"hadash/tui/paint"
)

// completeWithin bounds the search for names: the user has pressed tab and waits. Tests on a busy machine set more.
var completeWithin = time.Second

// completer completes an argument or the value of a flag.
type completer = func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective)

// nothing is the completer of an argument without a list, and of a command without arguments: otherwise shells offer
// files.
var nothing completer = cobra.NoFileCompletions

// oneOf returns a completer of some words.
func oneOf(all ...string) completer {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return all, cobra.ShellCompDirectiveNoFileComp
	}
}

// filesOf returns a completer of files with an extension.
func filesOf(ext string) completer {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return []string{ext}, cobra.ShellCompDirectiveFilterFileExt
	}
}

// namePattern matches the names that Compose allows, of several hosts with that of the host, except those that look like a flag. A shell shows and evaluates a
// completion, and completion also reads compose files that Compose would refuse.
var namePattern = regexp.MustCompile(`^[a-zA-Z0-9._][a-zA-Z0-9._-]*(@[a-zA-Z0-9._][a-zA-Z0-9._+-]*)?$`)

// names returns a completer of the names that ask finds; of none if that fails or takes too long.
func (o *options) names(ask func(context.Context, stack.Options) ([]string, error)) completer {
	return func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		ctx, cancel := context.WithTimeout(cmd.Context(), completeWithin)
		defer cancel()
		found, where := make(chan []string, 1), o.Options
		if f, err := o.configuration(); err == nil && where.Context == "" {
			where.Context = engines.Of(f.Cluster)
		}
		go func() {
			all, _ := ask(ctx, where) // an error must not appear in the middle of a command line
			found <- slices.DeleteFunc(all, func(name string) bool { return !namePattern.MatchString(name) })
		}()
		select {
		case all := <-found:
			return all, cobra.ShellCompDirectiveNoFileComp
		case <-ctx.Done():
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
	}
}

// faultArguments completes a kind of fault, then a service, then an amount if the kind has one.
func (o *options) faultArguments(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	switch len(args) {
	case 0:
		return slices.Concat(kinds(), o.ownNames()), cobra.ShellCompDirectiveNoFileComp
	case 1:
		if slices.Contains(o.ownNames(), args[0]) {
			return nothing(cmd, args, typed)
		}
		return o.names(engines.ServiceNames)(cmd, args, typed)
	case 2:
		if k := record.FaultKind(args[0]); k.Most() > 0 {
			return []string{fmt.Sprint(k.Usual())}, cobra.ShellCompDirectiveNoFileComp
		}
	}
	return nothing(cmd, args, typed)
}

// configuration reads the configuration file.
func (o *options) configuration() (*config.File, error) {
	path, asked := config.Path(o.configFile)
	return config.Read(path, asked)
}

// ownNames lists the faults of the user's own. Flags are not filled while a command line is completed.
func (o *options) ownNames() (all []string) {
	f, err := o.configuration()
	if err != nil {
		return nil
	}
	for _, one := range f.Faults() {
		if namePattern.MatchString(one.Name) {
			all = append(all, one.Name)
		}
	}
	return all
}

// completions adds completers to every command and flag.
func completions(root *cobra.Command, o *options) {
	arguments := map[string]completer{
		"fault": o.faultArguments, "wait": o.names(engines.ServiceNames), "discover": o.names(stack.ProjectNames), "run": filesOf("drill"), "check": filesOf("drill"),
		"replay": filesOf("hadash"), "report": filesOf("hadash"), "compare": filesOf("hadash"), "screenshot": filesOf("hadash"), "cat": filesOf("hadash"),
	}
	themes := oneOf(paint.ThemeNames...)
	flags := map[string]completer{
		"project": o.names(stack.ProjectNames), "stack": oneOf("tuned", "baseline"), "db": oneOf("mariadb", "mysql"), "theme": themes,
		"format": oneOf(formatMarkdown, formatHTML, formatJSON), "lang": oneOf("en", "ru"),
	}
	each(root, func(cmd *cobra.Command) {
		if cmd.ValidArgsFunction == nil {
			cmd.ValidArgsFunction = nothing
			if c := arguments[cmd.Name()]; c != nil {
				cmd.ValidArgsFunction = c
			}
		}
		for name, c := range flags {
			if f := cmd.LocalFlags().Lookup(name); f != nil && f.Value.Type() == "string" {
				_ = cmd.RegisterFlagCompletionFunc(name, c) // the only error is that it has one already
			}
		}
	})
}

func each(cmd *cobra.Command, do func(*cobra.Command)) {
	do(cmd)
	for _, c := range cmd.Commands() {
		each(c, do)
	}
}

// strict makes the commands that cobra adds refuse unknown arguments.
func strict(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.Run, cmd.RunE = nil, helpAbout
		case "completion":
			cmd.Args, cmd.RunE = shell, func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
			for _, of := range cmd.Commands() {
				of.Args = noArgs
			}
		}
	}
}

// helpAbout prints the help of a command.
func helpAbout(cmd *cobra.Command, args []string) error {
	about, rest, err := cmd.Root().Find(args)
	switch {
	case err != nil:
		return usage(err)
	case len(rest) > 0:
		return noArgs(about, rest)
	}
	about.InitDefaultHelpFlag()
	return about.Help()
}

// shell refuses a shell without completion.
func shell(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var there []string
	for _, c := range cmd.Commands() {
		there = append(there, c.Name())
	}
	slices.Sort(there)
	return usage(fmt.Errorf("%s: no completion for this shell%s; there are %s", args[0], near.Suggest(args[0], there), strings.Join(there, ", ")))
}
