package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"hadash/drill"
	"hadash/files"
	"hadash/incident"
	"hadash/record"
)

func drillCommand(o *options) *cobra.Command {
	cmd := &cobra.Command{
		Use: "drill", Short: "run or check scripted experiments", Args: noArgs,
		Long: drill.Help(),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(tidy(drillRunCommand(o)), drillCheckCommand(o))
	return cmd
}

// someFiles requires at least one file.
func someFiles(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return nil
	}
	return usage(fmt.Errorf("%s: needs the file of a drill, such as drills/report-2022.drill", cmd.CommandPath()))
}

func drillCheckCommand(o *options) *cobra.Command {
	cmd := &cobra.Command{
		Use: "check FILE...", Short: "report the mistakes in drills, touching nothing", Args: someFiles,
		Long: "Reads drills and reports every mistake on a line with its file, line and column. If a stack can be reached,\n" +
			"the names of nodes are checked against it. Exit code 2 if a drill cannot be run.",
		RunE: func(cmd *cobra.Command, args []string) error {
			all, err := readDrills(args, cmd.ErrOrStderr(), o.own.All())
			if err != nil {
				return err
			}
			t, why := o.topology(cmd.Context())
			if err := cmd.Context().Err(); err != nil {
				return err
			}
			if t == nil {
				tell(cmd.ErrOrStderr(), "names of nodes not checked:", why)
			} else if err := checkNames(all, t, cmd.ErrOrStderr()); err != nil {
				return err
			}
			for _, d := range all {
				fmt.Fprintf(cmd.OutOrStdout(), "%s: ok, %d lines to run: %s\n", d.File, len(d.Steps), d.Title)
			}
			return nil
		},
	}
	return attachFlags(cmd, o, false)
}

// readDrills reads all files, which may make these faults of the user's own, and reports all mistakes in them.
func readDrills(names []string, talk io.Writer, own []record.Fault) (all []*drill.Drill, err error) {
	bad := false
	for _, file := range names {
		text, err := files.Read(file, drill.MaxText)
		if err != nil {
			return nil, usage(fmt.Errorf("read drill: %w", err))
		}
		d, problems := drill.Parse(file, text, own...)
		for _, p := range problems {
			fmt.Fprintln(talk, p)
		}
		bad = bad || d == nil
		all = append(all, d)
	}
	if bad {
		return nil, &exitError{code: exitUsage}
	}
	return all, nil
}

// checkNames reports the names that the stack does not have.
func checkNames(all []*drill.Drill, t *record.Topology, talk io.Writer) error {
	bad := false
	for _, d := range all {
		problems := d.Check(t)
		for _, p := range problems {
			fmt.Fprintln(talk, p)
		}
		bad = bad || problems.Fatal()
	}
	if bad {
		return &exitError{code: exitUsage}
	}
	return nil
}

// topology returns the topology of the project, or an error if the project cannot be read or has no containers.
func (o *options) topology(ctx context.Context) (*record.Topology, error) {
	p, err := o.open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = p.Close() }() // its journal has no faults of this process
	t, err := p.Topology(ctx)
	if err == nil && len(t.Nodes) == 0 {
		err = p.Nothing(ctx)
	}
	if err != nil {
		return nil, err
	}
	return &t, nil
}

// drillPlan prints the steps of drills without running them.
func (o *options) drillPlan(ctx context.Context, all []*drill.Drill, out, talk io.Writer) error {
	f, err := o.configured(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		tell(talk, "the effects of faults cannot be predicted:", err)
	}
	for _, d := range all {
		lines, least, most := d.Plan(f)
		fmt.Fprintf(out, "%s: %s\n", d.File, d.Title)
		t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		for _, l := range lines {
			fmt.Fprintln(t, strings.TrimRight(fmt.Sprintf("  %d\t%s\t%s", l.Line, l.Text, l.Does), " \t"))
		}
		if err := t.Flush(); err != nil {
			return err
		}
		fmt.Fprintf(out, "  waits at least %s, at most %s; nothing was touched\n", least, most)
	}
	return nil
}

// configured returns the present state of the stack, with the configurations of its balancers.
func (o *options) configured(ctx context.Context) (*incident.Frame, error) {
	p, err := o.open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = p.Close() }() // its journal has no faults of this process
	now := *o
	now.since = time.Second
	watching, stop := context.WithCancel(ctx)
	defer stop()
	st, err := newStream(watching, p, &now)
	if err != nil {
		return nil, err
	}
	w := drill.NewWatcher(st.frames)
	err = w.Until(ctx, o.hearing(), func(f *incident.Frame) bool {
		want := 0
		for i := range f.Nodes {
			if len(f.Nodes[i].Config) > 0 {
				want++
			}
		}
		return heardTwice(f) && len(f.Settings) >= want
	})
	if errors.Is(err, drill.ErrWaited) {
		err = nil // predictions from a configuration that cannot be read are not known
	}
	return &w.Frame, errors.Join(err, st.failed())
}

// checkStack refuses an unknown configuration.
func checkStack(name string) error {
	if name != "" && name != "tuned" && name != "baseline" {
		return usage(fmt.Errorf("--stack %s: must be tuned or baseline", name))
	}
	return nil
}
