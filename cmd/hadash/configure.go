package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"hadash/cmd/hadash/config"
	"hadash/cmd/hadash/engines"
	"hadash/own"
	"hadash/tui"
)

// unfilled marks a command that does not read the configuration, so it works even if that is invalid.
const unfilled = "unfilled"

// fill sets the flags that the command line did not set, and checks all flags.
func (o *options) fill(cmd *cobra.Command) (err error) {
	if !cmd.Runnable() || !configurable(cmd) {
		return o.check()
	}
	for _, line := range config.Strangers(cmd.Root(), os.Environ()) {
		tell(cmd.ErrOrStderr(), line)
	}
	path, asked := config.Path(o.configFile)
	if o.config, err = config.Fill(cmd, path, asked); err != nil {
		return usage(err)
	}
	mine := o.config.File.Faults()
	if o.own = own.New(mine); asked && len(mine) > 0 && cmd.Annotations[tidies] != "" {
		tell(cmd.ErrOrStderr(), "the commands of faults of your own are those of", path)
	}
	if err := o.cluster(); err != nil {
		return usage(err)
	}
	if f := cmd.Flags().Lookup("theme"); f != nil {
		if err := tui.CheckTheme(f.Value.String()); err != nil {
			return usage(fmt.Errorf("--theme %s: %w", f.Value, err))
		}
	}
	if f := cmd.Flags().Lookup("since"); f != nil {
		o.sinceGiven = f.Changed
	}
	return o.check()
}

// cluster takes the Engines of the configuration, where no other is named. One that is named twice is one.
func (o *options) cluster() error {
	_, o.addresses = o.config.File.Cluster()
	if o.Context == "" {
		o.Context = engines.Of(o.config.File.Cluster)
		return nil
	}
	names := engines.Names(o.Context)
	if len(names) == 0 {
		return fmt.Errorf("--context %q: names no Docker context; `docker context ls` lists them", o.Context)
	}
	o.Context = strings.Join(names, ",")
	return nil
}

// configurable reports whether the flags of a command may come from the environment or the file. Completion, help and
// the search for the file must work even if the file is invalid.
func configurable(cmd *cobra.Command) bool {
	switch {
	case cmd.Annotations[unfilled] != "", cmd.Name() == "help", cmd.Name() == cobra.ShellCompRequestCmd, cmd.Name() == cobra.ShellCompNoDescRequestCmd:
		return false
	case cmd.HasParent() && cmd.Parent().Name() == "completion":
		return false
	}
	for _, flag := range []string{"default", "path"} {
		if f := cmd.Flags().Lookup(flag); cmd.Name() == "config" && f != nil && f.Changed {
			return false
		}
	}
	return true
}

// blaming makes every command report an error about a flag with the line or the variable that set it.
func blaming(cmd *cobra.Command, o *options) {
	if run := cmd.RunE; run != nil {
		cmd.RunE = func(cmd *cobra.Command, args []string) error { return o.blame(run(cmd, args)) }
	}
	if check := cmd.PersistentPreRunE; check != nil {
		cmd.PersistentPreRunE = func(cmd *cobra.Command, args []string) error { return o.blame(check(cmd, args)) }
	}
	for _, c := range cmd.Commands() {
		blaming(c, o)
	}
}

func (o *options) blame(err error) error {
	var exit *exitError
	if o.config == nil || !errors.As(err, &exit) || exit.err == nil {
		return err
	}
	return &exitError{exit.code, o.config.Blame(exit.err)}
}

func configCommand(o *options) *cobra.Command {
	var defaults, path bool
	cmd := &cobra.Command{
		Use: "config", Short: "print the configuration in force, as a file", Args: noArgs,
		Long: "Prints a configuration file with the settings in force: the flag, else the environment (HADASH_INTERVAL for\n" +
			"--interval), else the file, else the default, which is commented out. [keys] lists the keys of every action.",
		Example: "  hadash config > new.toml && hadash --config new.toml",
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case path && defaults:
				return usage(errors.New("--default and --path cannot be given together"))
			case path:
				return tellPath(cmd, o.configFile)
			case defaults:
				return (&config.Config{}).Write(cmd.OutOrStdout(), cmd.Root())
			}
			return o.config.Write(cmd.OutOrStdout(), cmd.Root())
		},
	}
	cmd.Flags().BoolVar(&defaults, "default", false, "print the defaults instead")
	cmd.Flags().BoolVar(&path, "path", false, "print the path of the file")
	return cmd
}

// tellPath prints the path of the configuration file, and says if the file does not exist.
func tellPath(cmd *cobra.Command, flag string) error {
	path, _ := config.Path(flag)
	if path == "" {
		return config.ErrNoPlace
	}
	fmt.Fprintln(cmd.OutOrStdout(), path)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		tell(cmd.ErrOrStderr(), "the file does not exist yet")
	}
	return nil
}
