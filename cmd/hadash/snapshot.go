package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"hadash/cmd/hadash/world"
	"hadash/incident"
	"hadash/incident/clients"
	"hadash/record"
	"hadash/report/snapshot"
	"hadash/stack/compose"
)

func snapshotCommand(o *options) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: "snapshot", Short: "write the current state as markdown", Args: noArgs,
		Long: "Reads the logs and Docker events of the last --since, polls every source, and writes the same markdown\n" +
			"as key e in the dashboard, to the file given with -o or to standard output.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			p, f, err := o.glance(ctx)
			if err != nil {
				return err
			}
			if out != "" && out != "-" {
				path, err := export(ctx, p, f, out)
				if err == nil {
					tell(cmd.ErrOrStderr(), "wrote", path)
				}
				return err
			}
			s := snapshot.Snapshot{Frame: f, Configs: configs(ctx, p, f), Made: f.At.Local(), Version: version()}
			return s.Write(cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "file to write (default: standard output)")
	return attachFlags(cmd, o, false)
}

// glance watches until every source has answered twice, which rates need, and the logs of the past are read. It returns
// the last Frame. A source that does not answer delays it by at most glanceLimit, and logs by at most recallLimit.
func (o *options) glance(ctx context.Context) (world.World, incident.Frame, error) {
	p, err := o.open(ctx)
	if err != nil {
		return nil, incident.Frame{}, unreachable(err)
	}
	o.tellLeft(p, os.Stderr)
	f, err := o.look(ctx, p)
	if err != nil {
		return nil, f, err
	}
	return p, f, nil
}

// look is glance of a project that is open.
func (o *options) look(ctx context.Context, p world.World) (incident.Frame, error) {
	watching, stop := context.WithTimeout(ctx, glanceLimit(o.interval)+recallLimit)
	defer stop()
	st, err := newStream(watching, p, o)
	if err != nil {
		return incident.Frame{}, unreachable(err)
	}
	f := o.settled(st.frames)
	stop()
	<-st.done
	return f, ctx.Err()
}

// settled takes Frames until every source has answered twice, or does not, and the past is read, and returns the last one.
func (o *options) settled(frames <-chan incident.Frame) (f incident.Frame) {
	begun := time.Now()
	heard, tick := begun, time.NewTicker(quietAfter/4)
	defer tick.Stop()
	for {
		select {
		case next, ok := <-frames:
			if !ok {
				return f
			}
			next.Events, next.Lines = nil, nil
			f, heard = next, time.Now()
		case <-tick.C: // nothing comes where nothing is asked and no log is written
		}
		if (heardTwice(&f) || time.Since(begun) > glanceLimit(o.interval)) && (!f.Recalls() || time.Since(heard) >= quietAfter) &&
			(o.events == 0 || dated(&f) || time.Since(begun) >= eventsLate) {
			return f
		}
	}
}

// eventsLate is how long Docker's events of the past are waited for, where a container does not run.
const eventsLate = 5 * time.Second

// dated reports whether Docker's events say of every container that does not run since when, and why.
func dated(f *incident.Frame) bool {
	for i := range f.Nodes {
		n := &f.Nodes[i]
		if w := f.Stopwatch(n.Name); n.Health == incident.Stopped && !n.Resting() && (w == nil || w.Already) {
			return false
		}
	}
	return true
}

// quietAfter is how long nothing may come from logs that report the past before they are taken to have reported it.
const quietAfter = 2 * time.Second

func glanceLimit(interval time.Duration) time.Duration { return 5*interval + 5*time.Second }

// recallLimit bounds the additional time for reading the logs of the past: ten minutes of a busy log take long.
const recallLimit = 20 * time.Second

// hearing returns the limit on the wait for two answers of every source.
func (o *options) hearing() time.Duration { return 5*o.interval + 10*time.Second }

// patient is the number of failed attempts after which a running source is no longer waited for.
const patient = 4

// heardTwice reports whether every source has answered: Docker once, and every node with an address of its state twice,
// far enough apart for rates. A failed attempt is not an answer. A node whose container does not run is not waited for.
func heardTwice(f *incident.Frame) bool {
	if !f.Topology.NoDocker && slices.ContainsFunc(f.Dockers(), func(s *incident.Source) bool { return s == nil || s.Asked == 0 }) {
		return false
	}
	for i := range f.Nodes {
		n := &f.Nodes[i]
		if n.Status == "" || n.Container.State != "" && !n.Container.Running() {
			continue
		}
		if n.Runs(record.KindProbe) {
			if !probed(f, n.Name) {
				return false
			}
			continue
		}
		if s := polled(f, n.Name); s == nil || !s.Rated() && s.Asked < patient {
			return false
		}
	}
	return true
}

// probed reports whether a probe has recorded a second.
func probed(f *incident.Frame, node string) bool {
	return slices.ContainsFunc(f.Probes, func(p clients.Probed) bool { return p.Node == node && len(p.Seconds) > 0 })
}

// polled returns the source that polls a node; nil if the node has not been polled yet.
func polled(f *incident.Frame, node string) *incident.Source {
	for i := range f.Sources {
		switch s := &f.Sources[i]; s.Name {
		case record.SourceDocker, record.SourceLogs, record.SourceSettings, record.SourceWorkers:
		default:
			if s.Node == node {
				return s
			}
		}
	}
	return nil
}

// configs reads the configuration files that the labels name.
func configs(ctx context.Context, p world.World, f incident.Frame) []snapshot.Config {
	var all []snapshot.Config
	for _, n := range f.Topology.Nodes {
		for _, path := range n.Config {
			c := snapshot.Config{Node: n.Name, Path: path}
			if file, err := p.Config(ctx, n.Name, path); err != nil {
				c.Err = err.Error()
			} else {
				c.Text = string(file.Text)
			}
			all = append(all, c)
		}
	}
	return all
}

// unreachable gives an error the exit code for a project that cannot be watched.
func unreachable(err error) error {
	var already *exitError
	if errors.As(err, &already) {
		return err
	}
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, compose.ErrNoFile) || errors.Is(err, compose.ErrBadFile) {
		return usage(err)
	}
	return &exitError{exitUnreachable, err}
}
