package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"hadash/files"
)

// tidies marks a command that must clean up before it ends: it heals, or restores the terminal. Such a command watches
// its context itself. Every other command only reads, and may be ended at any moment.
const tidies = "tidies"

// grace is the time that a command that only reads has to end after a signal before it is ended.
const grace = 500 * time.Millisecond

// endSoon makes every command that has nothing to clean up end within a second of a signal, even during a long
// computation, a wait for a file system that does not answer, or a write to a pipe that is not read.
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
