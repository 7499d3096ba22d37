package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"hadash/attach/target"
	"hadash/cmd/hadash/sited"
	"hadash/near"
	"hadash/record"
)

// attachOptions are what is watched without Docker.
type attachOptions struct {
	on       bool     // targets are watched
	targets  []string // targets, or a name in the configuration; empty = a compose project is watched
	faults   bool     // they may be changed
	insecure bool     // certificates are not checked
	zone     string   // of times in logs that do not name theirs; "" = found out
	rotated  bool     // logs that rotation left behind are read, too
}

// watchOnly reports whether targets are watched, and not to be changed.
func (a *attachOptions) watchOnly() bool { return a.on && !a.faults }

// mayBreak returns an error if targets are watched that the user does not want to be changed.
func (a *attachOptions) mayBreak(what string) error {
	if len(a.targets) == 0 || a.faults {
		return nil
	}
	return usage(fmt.Errorf("%s: what is attached is only watched; --allow-faults lets hadash change it", what))
}

func attachCommand(o *options) *cobra.Command {
	cmd := &cobra.Command{
		Use: "attach [TARGET...]", Short: "watch the HAProxy and nginx of this machine, or any other, without Docker",
		Long: `Opens the dashboard on targets: sockets, pages, logs, commands and probes. Without any it looks for what this machine runs, shows it,
and enter starts. Nothing is changed unless --allow-faults is given.

    /run/haproxy/admin.sock                      a socket; of a path or a page hadash asks what it is
    haproxy+tcp://10.0.0.5:9999                  HAProxy's Runtime API
    haproxy+exec:ssh lb1 sudo socat - /run/...   the same, over the standard input and output of a command
    http://user:password@lb:8404/stats           HAProxy's statistics page
    nginx+http://web/nginx_status                nginx's stub_status
    /var/log/haproxy.log  /var/log/nginx/access.log  conf:///etc/haproxy/haproxy.cfg
    journal:haproxy.service  'exec:kubectl logs -f deploy/haproxy'  syslog+udp://127.0.0.1:5514  -
    mysql://monitor@db1:3306/?password-env=PW    replication
    probe+http://shop/health?rate=10             requests of a client of our own

TARGET@NAME gives it a name. A name of [attach.NAME] in the configuration stands for its targets.`,
		Example: "  hadash attach\n  hadash attach /run/haproxy/admin.sock /var/log/haproxy.log 'probe+http://localhost/?rate=10'\n  hadash attach haproxy+tcp://10.0.0.5:9999@lb1 haproxy+tcp://10.0.0.6:9999@lb2 --allow-faults",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.keyboard(args); err != nil {
				return err
			}
			spareMemory(0, 0)
			o.attach.on, o.attach.targets = true, args
			all, name, err := o.targets()
			if len(args) == 0 {
				all, err = sited.Choose(cmd.Context(), cmd.InOrStdin(), cmd.ErrOrStderr())
			}
			if err != nil {
				return unreachable(err)
			}
			w, err := o.siteOf(cmd.Context(), all, name)
			if err != nil {
				return err
			}
			defer func() { _ = w.Close() }()
			return o.show(cmd.Context(), w)
		},
	}
	cmd.Flags().BoolVar(&o.attach.faults, "allow-faults", false, "let keys change servers at HAProxy, and make the faults of the configuration")
	cmd.Flags().BoolVar(&o.attach.insecure, "insecure", false, "do not check the certificates of pages over TLS: anybody may answer in their place")
	cmd.Flags().StringVar(&o.attach.zone, "zone", "", "time zone of logs that do not say theirs, such as Europe/Berlin (default: that of this machine)")
	cmd.Flags().BoolVar(&o.attach.rotated, "rotated", false, "read logs that rotation left behind, .1 and .2.gz, as far back as --since says")
	cmd.Flags().BoolVarP(&o.yes, "yes", "y", false, "do not ask before breaking something")
	abortFlag(cmd, o)
	recordFlag(cmd, o)
	screenFlags(cmd, o)
	return cmd
}

// keyboard finds the terminal whose keys are read: standard input, or, where that is a log, the one that the command belongs to.
func (o *options) keyboard(args []string) error {
	if !slices.Contains(args, "-") {
		return needTerminal()
	}
	tty, err := os.Open("/dev/tty")
	if err != nil || !term.IsTerminal(int(os.Stdout.Fd())) {
		return usage(errors.New("the dashboard needs a terminal; use 'hadash status --attach' or 'hadash snapshot --attach' without one"))
	}
	o.screen.Input = tty // for as long as the command runs
	return nil
}

// attachFlags add --attach to a command that watches a project otherwise.
func attachFlags(cmd *cobra.Command, o *options, breaks bool) *cobra.Command {
	f := cmd.Flags()
	f.StringArrayVar(&o.attach.targets, "attach", nil, "watch this target instead of a compose project; can be repeated ('hadash attach --help' lists them)")
	f.BoolVar(&o.attach.insecure, "insecure", false, "with --attach: do not check the certificates of pages over TLS")
	if breaks {
		f.BoolVar(&o.attach.faults, "allow-faults", false, "with --attach: let it change servers at HAProxy, and make the faults of the configuration")
	}
	return cmd
}

// site opens the targets of --attach.
func (o *options) site(ctx context.Context) (*sited.World, error) {
	all, name, err := o.targets()
	if err != nil {
		return nil, err
	}
	return o.siteOf(ctx, all, name)
}

func (o *options) siteOf(ctx context.Context, all []target.Target, name string) (*sited.World, error) {
	o.attach.on = true
	if !o.sinceGiven {
		o.since = time.Second // without Docker's events a log alone tells the past in part
	}
	var zone *time.Location
	if o.attach.zone != "" {
		var err error
		if zone, err = time.LoadLocation(o.attach.zone); err != nil {
			return nil, usage(fmt.Errorf("--zone %s: no such time zone; write one such as Europe/Berlin or UTC", record.Clean(o.attach.zone)))
		}
	}
	w, err := sited.Open(ctx, all, sited.Options{Name: name, Insecure: o.attach.insecure, Faults: o.attach.faults, Zone: zone, Rotated: o.attach.rotated})
	if err != nil {
		return nil, unreachable(err)
	}
	return w, nil
}

// targets are those that the user named: himself, or by a name in the configuration. None is no error.
func (o *options) targets() (all []target.Target, name string, err error) {
	texts, name, err := o.targetTexts()
	for _, text := range texts {
		t, bad := target.Parse(text)
		if bad != nil {
			return nil, "", usage(bad)
		}
		all = append(all, t)
	}
	if err != nil {
		return nil, "", usage(err)
	}
	return all, name, nil
}

func (o *options) targetTexts() (texts []string, name string, err error) {
	known := o.config.File.Attach()
	for _, text := range o.attach.targets {
		switch all, ok := known[text]; {
		case ok:
			texts = append(texts, all...)
			name = strings.TrimSpace(name + " " + text)
		case target.Named(text) && !strings.ContainsAny(text, ".") && len(known) > 0:
			names := make([]string, 0, len(known))
			for n := range known {
				names = append(names, n)
			}
			return nil, "", fmt.Errorf("attach %s: no [attach.%s] in the configuration, and no target%s", text, text, near.Hint(text, names))
		default:
			texts = append(texts, text)
		}
	}
	return texts, name, nil
}

// discoverTargets prints what targets are.
func (o *options) discoverTargets(cmd *cobra.Command, texts []string) error {
	o.attach.targets = texts
	w, err := o.site(cmd.Context())
	var exit *exitError
	if errors.As(err, &exit) && exit.code == exitUnreachable {
		return &exitError{exitBroken, exit.err}
	}
	if err != nil {
		return err
	}
	defer func() { _ = w.Close() }() // it made no fault
	asJSON, _ := cmd.Flags().GetBool("json")
	watched, err := w.Discover(cmd.Context(), cmd.OutOrStdout(), asJSON)
	if err == nil && !watched {
		return &exitError{code: exitBroken}
	}
	return err
}
