package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"hadash/cmd/hadash/engines"
	"hadash/cmd/hadash/found"
	"hadash/cmd/hadash/progress"
	"hadash/stack"
)

func upCommand(o *options) *cobra.Command {
	up := stack.UpOptions{}
	noUI, pair := false, false
	cmd := &cobra.Command{
		Use: "up", Short: "build what is missing, start the stack, open the dashboard", Args: noArgs,
		Long: "Builds the images that are missing or out of date, starts every service except the load, waits until\n" +
			"all of them can serve, and opens the dashboard. On a running stack it changes only what you ask for.\n\n" +
			"--swarm deploys the stack on a Docker Swarm instead. The first manager among the Engines of --context builds the\n" +
			"images and deploys; the images are copied to the other Engines.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkUp(&up); err != nil {
				return err
			}
			if up.Pair = stack.WithoutPair; pair {
				up.Pair = stack.WithPair
			}
			if !cmd.Flags().Changed("pair") {
				up.Pair = ""
			}
			if up.Swarm && pair {
				return usage(errors.New("--swarm and --pair cannot be combined: the address of a pair is one of a network of Compose"))
			}
			if !noUI {
				if err := needTerminal(); err != nil {
					return usage(fmt.Errorf("%w (or 'hadash up --no-ui')", err))
				}
			}
			return o.up(cmd.Context(), up, noUI, cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.StringVar(&up.Stack, "stack", "", "configuration: tuned or baseline (default: the running one, else HADASH_STACK, else tuned)")
	f.StringVar(&up.DB, "db", "", "database: mariadb or mysql (default: the running one, else HADASH_DB, else mariadb)")
	f.StringVar(&up.DBImage, "db-image", "", "use your own database image, such as mysql:8.4")
	f.BoolVar(&pair, "pair", false, "two HAProxies that share an address by keepalived (default: as it runs; --pair=false removes the second)")
	f.BoolVar(&up.Rebuild, "rebuild", false, "rebuild every image")
	f.BoolVar(&up.Swarm, "swarm", false, "deploy the stack on a Docker Swarm; --context a,b,c names the Engines of its nodes")
	f.BoolVar(&noUI, "no-ui", false, "do not open the dashboard")
	dashboardFlags(cmd, o)
	return cmd
}

// checkUp checks the flags.
func checkUp(up *stack.UpOptions) error {
	if up.DBImage != "" && up.DB == "" {
		up.DB = "own"
	}
	switch {
	case up.Stack != "" && up.Stack != "tuned" && up.Stack != "baseline":
		return usage(fmt.Errorf("--stack %s: must be tuned or baseline", up.Stack))
	case up.DB != "" && up.DB != "mariadb" && up.DB != "mysql" && up.DB != "own":
		return usage(fmt.Errorf("--db %s: must be mariadb or mysql (--db-image takes an image of your own)", up.DB))
	case up.DB == "own" && up.DBImage == "":
		return usage(errors.New("--db own: needs --db-image, such as mysql:8.4"))
	case up.DB != "own" && up.DBImage != "":
		return usage(fmt.Errorf("--db-image %s and --db %s cannot be combined", up.DBImage, up.DB))
	}
	return nil
}

func (o *options) up(ctx context.Context, up stack.UpOptions, noUI bool, talk io.Writer) error {
	if p, err := o.open(ctx); err == nil { // if this fails, Up reports it in more detail
		o.inherit(ctx, p)
		_ = p.Close() // its journal has no faults of this process
	}
	steps := progress.NewSteps(talk)
	up.Progress = steps.Show
	// The image of the load takes the longest to build, and the dashboard does not need it at first.
	up.LoadLater = !noUI
	p, err := stack.Up(ctx, o.Options, up)
	steps.End()
	if err != nil {
		return unreachable(orDemo(err))
	}
	defer func() { _ = p.Close() }()
	if noUI {
		down := o.Call("down")
		if up.Swarm {
			down = o.Call("down", "--swarm")
		}
		tell(talk, fmt.Sprintf("%s is up; %s opens the dashboard, %s removes the stack", p.Name(), o.Call(), down))
		return nil
	}
	if len(engines.Names(o.Context)) > 1 {
		return o.dashboard(ctx)
	}
	return o.show(ctx, found.Watch(found.One{Project: p}, o.exec))
}

func downCommand(o *options) *cobra.Command {
	volumes, swarm := false, false
	cmd := &cobra.Command{
		Use: "down", Short: "stop the stack and remove its containers", Args: noArgs,
		Long: "Stops the stack and removes its containers and networks, including the load's. The images and the databases' volumes\n" +
			"stay; --volumes removes the volumes as well. With --swarm, of a stack that 'hadash up --swarm' deployed.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			steps := progress.NewSteps(cmd.ErrOrStderr())
			defer steps.End()
			down := stack.Down
			if swarm {
				down = stack.DownSwarm
			}
			if err := down(cmd.Context(), o.Options, volumes, steps.Show); err != nil {
				return unreachable(err)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&volumes, "volumes", false, "remove the databases' volumes too")
	cmd.Flags().BoolVar(&swarm, "swarm", false, "remove the stack of a Docker Swarm, from all nodes")
	return cmd
}
