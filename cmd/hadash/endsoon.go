package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"hadash/files"
)

// tidies marks a command that has something to put right before it ends: it heals, or gives the terminal back. It watches
// its context itself. Every other command only reads, and may be ended at any moment.
const tidies = "tidies"

// grace is how long a command that only reads has to end of its own accord after a signal.
const grace = 500 * time.Millisecond

// endSoon makes every command that has nothing to put right end within a second of a signal, whatever it is busy with: a
// long computation, a file system that does not answer, a pipe that nobody reads.
func endSoon(root *cobra.Command) {
	check := root.PersistentPreRunE
	root.PersistentPreRunE = func(cmd *cobra.Command, args []string) error {
		if cmd.Annotations[tidies] == "" {
			go func() {
				<-cmd.Context().Done()
				time.Sleep(grace)
				files.Abandon()
				fmt.Fprintln(os.Stderr, "hadash: interrupted")
				os.Exit(exitInterrupted)
			}()
		}
		return check(cmd, args)
	}
}

// tidy marks a command with tidies.
func tidy(cmd *cobra.Command) *cobra.Command {
	cmd.Annotations = map[string]string{tidies: "yes"}
	return cmd
}
