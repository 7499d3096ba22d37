package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"hadash/drill"
)

// noArgs is for a command that takes none: what follows it was meant as another command.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usage(fmt.Errorf("%s: no such command or argument%s; %s --help lists what there is", args[0], didYouMean(meant(cmd, args[0])), cmd.CommandPath()))
}

// meant is the command that a word is near to; a fault is one of 'hadash fault'. "" when it is near to none.
func meant(cmd *cobra.Command, word string) string {
	if !cmd.HasSubCommands() {
		return ""
	}
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	if name := drill.Nearest(word, names); name != "" {
		return cmd.CommandPath() + " " + name
	}
	if kind := drill.Nearest(word, kinds()); kind != "" && !cmd.HasParent() {
		return cmd.CommandPath() + " fault " + kind
	}
	return ""
}

func didYouMean(what string) string {
	if what == "" {
		return ""
	}
	return ", did you mean " + what + "?"
}

// wrongFlag says of a time what is wrong with it, as the configuration does: most often its unit is missing.
func wrongFlag(err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) && invalid.GetFlag().Value.Type() == "duration" {
		return fmt.Errorf("--%s %q: a time span with its unit, such as 5s, 500ms or 1m30s, please", invalid.GetFlag().Name, invalid.GetValue())
	}
	return err
}
