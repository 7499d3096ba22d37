package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hadash/near"
	"hadash/record"
	"hadash/stack"
	"hadash/tui/paint"
)

// completeWithin is how long names may take to find: somebody has pressed tab and waits. Tests on a busy machine have more.
var completeWithin = time.Second

// completer is what completes an argument or the value of a flag.
type completer = func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective)

// nothing completes what no list can have, or what takes no argument: without it shells offer files.
var nothing completer = cobra.NoFileCompletions

// oneOf completes one of some words.
func oneOf(all ...string) completer {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return all, cobra.ShellCompDirectiveNoFileComp
	}
}

// filesOf completes files whose names end so.
func filesOf(ext string) completer {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return []string{ext}, cobra.ShellCompDirectiveFilterFileExt
	}
}

// namePattern is what compose allows as a name, and is no flag. A shell shows and evaluates what it is given, and a compose
// file that compose would refuse is completed from, too.
var namePattern = regexp.MustCompile(`^[a-zA-Z0-9._][a-zA-Z0-9._-]*$`)

// names completes what is asked for, and says nothing where that fails or takes too long.
func (o *options) names(ask func(context.Context, stack.Options) ([]string, error)) completer {
	return func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		ctx, cancel := context.WithTimeout(cmd.Context(), completeWithin)
		defer cancel()
		found, where := make(chan []string, 1), o.Options
		go func() {
			all, _ := ask(ctx, where) // why there are none is not to be read in the middle of a command line
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

// faultArguments completes a kind of fault, then a service, then an amount where the kind has one.
func (o *options) faultArguments(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	switch len(args) {
	case 0:
		return kinds(), cobra.ShellCompDirectiveNoFileComp
	case 1:
		return o.names(stack.ServiceNames)(cmd, args, typed)
	case 2:
		if k := record.FaultKind(args[0]); k.Most() > 0 {
			return []string{fmt.Sprint(k.Usual())}, cobra.ShellCompDirectiveNoFileComp
		}
	}
	return nothing(cmd, args, typed)
}

// completions makes every command and flag complete what it can.
func completions(root *cobra.Command, o *options) {
	arguments := map[string]completer{
		"fault": o.faultArguments, "wait": o.names(stack.ServiceNames), "run": filesOf("drill"), "check": filesOf("drill"),
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
				_ = cmd.RegisterFlagCompletionFunc(name, c) // an error says only that it has one already
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

// strict makes the commands that cobra adds refuse what they do not know.
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

// shell refuses a shell that nothing can be completed for.
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
