package main

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"hadash/near"
)

// noArgs refuses arguments of a command that takes none; they were probably meant as another command.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usage(fmt.Errorf("%s: no such command or argument%s; see %s --help", args[0], near.DidYouMean(meant(cmd, args[0])), cmd.CommandPath()))
}

// meant returns the command closest to a word, or 'hadash fault KIND' for the name of a fault; "" if none is close.
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
	if name := near.Best(word, names); name != "" {
		return cmd.CommandPath() + " " + name
	}
	if kind := near.Best(word, kinds()); kind != "" && !cmd.HasParent() {
		return cmd.CommandPath() + " fault " + kind
	}
	return ""
}

// wrongFlag returns an error of one line about a flag, with the values that it takes.
func wrongFlag(cmd *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	var missing *pflag.ValueRequiredError
	var stranger *pflag.NotExistError
	switch {
	case errors.As(err, &invalid):
		f := invalid.GetFlag()
		if want := wants(f); want != "" {
			return fmt.Errorf("--%s %q: must be %s", f.Name, invalid.GetValue(), want)
		}
		return fmt.Errorf("--%s %q: %w", f.Name, invalid.GetValue(), invalid.Unwrap())
	case errors.As(err, &missing):
		name := missing.GetSpecifiedName()
		if f := flagOf(cmd, name); f != nil {
			return fmt.Errorf("--%s: needs a value: %s", f.Name, cmp.Or(wants(f), f.Usage))
		}
	case errors.As(err, &stranger):
		if name := stranger.GetSpecifiedName(); len(name) > 1 {
			return fmt.Errorf("--%s: no such flag%s", name, near.DidYouMean(dashed(near.Best(name, flagNames(cmd)))))
		}
		return fmt.Errorf("-%s: no such flag", stranger.GetSpecifiedName())
	}
	return err
}

// wants describes the values that a flag takes; "" if its type does not say that.
func wants(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "duration":
		return "a duration with its unit, such as 5s, 500ms or 1m30s"
	case "int", "int64", "uint":
		return "a whole number, such as " + f.DefValue
	case "float64":
		return "a number, such as " + f.DefValue
	case "bool":
		return "true or false"
	}
	return ""
}

// flagOf finds a flag by its name or its letter; nil if there is none.
func flagOf(cmd *cobra.Command, name string) *pflag.Flag {
	if f := cmd.Flag(name); f != nil {
		return f
	}
	if len(name) != 1 {
		return nil
	}
	return cmd.Flags().ShorthandLookup(name)
}

func flagNames(cmd *cobra.Command) (all []string) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			all = append(all, f.Name)
		}
	})
	return all
}

func dashed(name string) string {
	if name == "" {
		return ""
	}
	return "--" + name
}
