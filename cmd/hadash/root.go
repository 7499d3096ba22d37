package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"hadash/cmd/hadash/config"
	"hadash/cmd/hadash/flags"
	"hadash/cmd/hadash/found"
	"hadash/cmd/hadash/localhost"
	"hadash/own"
	"hadash/record"
	"hadash/stack"
	"hadash/tui"
)

// options holds the flags that commands share.
type options struct {
	stack.Options
	interval   time.Duration
	since      time.Duration
	sinceGiven bool
	events     time.Duration // how far back Docker's events are read at least
	readOnly   bool
	exec       bool // commands may be run in containers, where nothing else reaches a HAProxy
	yes        bool
	vus        int
	abortWhen  string // a condition of drills at which everything is healed; "" = none
	attach     attachOptions
	record     string              // file to record into; "" = none
	gather     time.Duration       // how long Frames are gathered before one is passed on; 0 = not at all
	tap        func(record.Sample) // gets every Sample before it is folded; may be nil

	screen     tui.Options       // by its flags and the configuration
	configFile string            // "" = at its usual place
	addresses  map[string]string // where published ports of the machines of several Engines answer, by context
	config     *config.Config    // nil until flags are filled
	own        *own.Faults       // of the configuration; nil until flags are filled
}

const help = `hadash watches a request's whole path (load, nginx, applications, HAProxy, replicas)
while parts of it fail, lets you break and heal them from the keyboard, and keeps the evidence.

    hadash up        build and start the stack, then open the dashboard
    hadash           open the dashboard of a running stack
    hadash attach    watch the HAProxy and nginx of this machine, or any other, without Docker
    hadash snapshot  write the current state as markdown
    hadash drill     run a scripted experiment, judge it and record it
    hadash wait      wait until a condition is true
    hadash report    write a post-mortem of a recording
    hadash compare   compare recordings: what got better, what got worse
    hadash replay    show a recording in the dashboard
    hadash demo      show the recording of a real drill; needs no Docker
    hadash config    print the configuration in force, as a file

A flag that is not given is taken from the environment (HADASH_INTERVAL for --interval), else from the configuration file
(--config, HADASH_CONFIG, else hadash/hadash.toml under XDG_CONFIG_HOME or ~/.config), else it has its default.

Exit codes: 0 success; 1 a watched node is broken (status), a drill failed, or the command failed;
2 wrong usage, or no terminal for the dashboard; 3 Docker or the project cannot be reached; 130 interrupted.`

func newRoot() *cobra.Command {
	o := &options{}
	root := &cobra.Command{
		Use:           "hadash",
		Short:         "watch HAProxy and nginx while things fail",
		Long:          help,
		Args:          noArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       version(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.dashboard(cmd.Context())
		},
	}
	root.SetVersionTemplate("hadash {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage(fmt.Errorf("%w; %s --help lists the flags", wrongFlag(cmd, err), cmd.CommandPath()))
	})
	f := root.PersistentFlags()
	f.StringVarP(&o.Project, "project", "p", "", "compose project (default: COMPOSE_PROJECT_NAME, else the name that Compose gives it)")
	f.VarP(&flags.Compose{Files: &o.File}, "file", "f", "compose file; can be repeated (default: COMPOSE_FILE, else compose.yaml here or in a folder above)")
	f.StringVar(&o.Context, "context", "", "Docker context, or several, a,b,c: one project over their Engines (default: the one that the docker command uses)")
	f.DurationVar(&o.interval, "interval", time.Second, "time between two polls of a source")
	f.DurationVar(&o.since, "since", 10*time.Minute, "how far back logs and Docker events are read at the start; without Docker nothing is, unless it is given")
	f.BoolVar(&o.exec, "exec", false, "run commands inside containers where HAProxy cannot be reached in another way: to read its numbers, and for faults at it")
	f.StringVar(&o.configFile, "config", "", "configuration file (default: HADASH_CONFIG, else the path that 'hadash config --path' prints)")
	dashboardFlags(root, o)
	root.AddCommand(tidy(upCommand(o)), tidy(downCommand(o)), tidy(faultCommand(o)), tidy(healCommand(o)), tidy(replayCommand(o)), tidy(demoCommand(o)), tidy(attachCommand(o)),
		statusCommand(o), snapshotCommand(o), localhost.Extend(found.Command(o.connectTo, &o.exec, unreachable), o.discovery()), recordCommand(), compareCommand(), screenshotCommand(), drillCommand(o), waitCommand(o), reportCommand(), configCommand(o), versionCommand())
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return o.fill(cmd) }
	strict(root)
	completions(root, o)
	blaming(root, o)
	return tidy(root)
}

// dashboardFlags adds the flags of the commands that open the dashboard.
func dashboardFlags(cmd *cobra.Command, o *options) {
	cmd.Flags().BoolVar(&o.readOnly, "read-only", false, "watch only: no key breaks or heals anything, or changes the load")
	cmd.Flags().BoolVarP(&o.yes, "yes", "y", false, "do not ask before breaking something")
	abortFlag(cmd, o)
	recordFlag(cmd, o)
	cmd.Flags().IntVar(&o.vus, "vus", 20, "users that key l starts")
	screenFlags(cmd, o)
}

// recordFlag adds --record to a command that watches for some time.
func recordFlag(cmd *cobra.Command, o *options) {
	cmd.Flags().StringVar(&o.record, "record", "", "record to a new file; 'hadash replay' plays it")
}

func (o *options) check() error {
	switch {
	case o.interval < 100*time.Millisecond || o.interval > time.Minute:
		return usage(fmt.Errorf("--interval %s: must be between 100ms and 1m", o.interval))
	case o.since < 0:
		return usage(fmt.Errorf("--since %s: must not be negative", o.since))
	case o.vus < 1 || o.vus > 1000:
		return usage(fmt.Errorf("--vus %d: must be between 1 and 1000", o.vus))
	}
	_, err := o.limit()
	return err
}

func usage(err error) error { return &exitError{exitUsage, err} }
