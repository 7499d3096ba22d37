package localhost

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hadash/attach/machine"
)

// Hooks are what hadash discover needs of the rest of hadash.
type Hooks struct {
	Project func() bool                                      // reports whether a compose project is meant or to be found here
	Targets func(cmd *cobra.Command, targets []string) error // looks at targets; nil: it is not known yet how
	Usage   func(error) error                                // makes an error one of wrong usage
	Nothing error                                            // is returned where nothing can be watched
	Look    machine.Options
}

// Extend lets hadash discover, which looks at a compose project, look at this machine where no project is meant, and at targets where
// arguments are some.
func Extend(cmd *cobra.Command, h Hooks) *cobra.Command {
	project, args := cmd.RunE, cmd.Args
	cmd.Args = func(cmd *cobra.Command, given []string) error {
		if h.Targets != nil && areTargets(given) {
			return nil
		}
		return args(cmd, given)
	}
	cmd.RunE = func(cmd *cobra.Command, given []string) error {
		switch {
		case h.Targets != nil && areTargets(given):
			return h.Targets(cmd, given)
		case len(given) > 0 || h.Project():
			return project(cmd, given)
		}
		return h.look(cmd)
	}
	return cmd
}

// areTargets reports whether arguments are targets, and not the name of a project: those have none of these characters.
func areTargets(given []string) bool {
	return len(given) > 0 && slices.ContainsFunc(given, func(a string) bool { return strings.ContainsAny(a, "/:+") })
}

// look looks at this machine.
func (h *Hooks) look(cmd *cobra.Command) error {
	flag := func(name string) bool {
		on, err := cmd.Flags().GetBool(name)
		return err == nil && on
	}
	if flag("labels") {
		return h.Usage(errors.New("--labels: they are for containers, and there is no compose project here"))
	}
	o := h.Look
	o.Ask = Ask
	f, err := machine.Look(cmd.Context(), o)
	if err != nil {
		return err
	}
	if flag("json") {
		err = WriteJSON(cmd.OutOrStdout(), f)
	} else {
		Write(cmd.OutOrStdout(), f)
	}
	if flag("why") {
		WriteFacts(cmd.OutOrStdout(), f)
	}
	if err == nil && len(f.Targets()) == 0 {
		return h.Nothing
	}
	return err
}
