package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"hadash/drill"
	"hadash/record"
)

func waitCommand(o *options) *cobra.Command {
	limit := 30 * time.Second
	cmd := &cobra.Command{
		Use: "wait CONDITION", Short: "wait until a condition is true",
		Long: "Watches the stack until a condition is true, and prints what was seen. The conditions are those of drills;\n" +
			"'hadash drill --help' lists them.\n\nExit codes: 0 the condition is true; 1 it did not become true in time; 2 not a condition; 3 the stack cannot be reached.",
		Example: "  hadash wait 'servers/mysql-slave1 == UP' --timeout 30s\n  hadash wait steady && ./deploy\n  hadash wait 'web1 DOWN' --attach /run/haproxy/admin.sock",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				return nil
			}
			return usage(fmt.Errorf("wait: needs one condition in quotes; %s --help shows examples", cmd.CommandPath()))
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := drill.ParseCondition(args[0])
			if err != nil {
				return usage(noCondition(args[0], err))
			}
			if limit <= 0 || limit > 24*time.Hour {
				return usage(fmt.Errorf("--timeout %s: must be more than 0 and at most 24h", limit))
			}
			return o.wait(cmd.Context(), c, limit, cmd.OutOrStdout())
		},
	}
	cmd.Flags().DurationVar(&limit, "timeout", limit, "how long to wait")
	return attachFlags(cmd, o, false)
}

// noCondition returns an error about a condition, with examples. It leaves out the line number, which only a drill has.
func noCondition(text string, err error) error {
	var p drill.Problem
	if errors.As(err, &p) {
		err = errors.New(p.Text)
	}
	return fmt.Errorf("wait %q: %w\nexamples of conditions: 'mysql-slave1 UP', 'backend servers DOWN', 'failed == 0', steady", record.Clean(text), err)
}

func (o *options) wait(ctx context.Context, c drill.Condition, limit time.Duration, out io.Writer) error {
	p, err := o.open(ctx)
	if err != nil {
		return unreachable(err)
	}
	defer func() { _ = p.Close() }() // its journal has no faults of this process
	t, err := p.Topology(ctx)
	if err != nil {
		return unreachable(err)
	}
	if err := c.Check(&t); err != nil && len(t.Nodes) > 0 {
		return usage(err)
	}
	now := *o
	now.since = time.Second
	watching, stop := context.WithCancel(ctx)
	defer stop()
	st, err := newStream(watching, p, &now)
	if err != nil {
		return unreachable(err)
	}
	saw, err := drill.Wait(ctx, st.frames, c, limit)
	switch {
	case errors.Is(err, drill.ErrWaited):
		return fmt.Errorf("%s: not true within %s: %s", c, limit, saw)
	case err != nil:
		return errors.Join(err, st.failed())
	}
	fmt.Fprintf(out, "%s: %s\n", c, saw)
	return nil
}
