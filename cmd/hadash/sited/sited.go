// Package sited makes a world of the targets of a user.
package sited

import (
	"context"
	"net/url"
	"time"

	"hadash/attach/site"
	"hadash/attach/target"
	"hadash/collectors"
)

// Options say how targets are reached, and whether they may be changed.
type Options struct {
	Name     string
	Insecure bool
	Faults   bool
	Zone     *time.Location // of times in logs that do not name theirs
	Rotated  bool           // logs that rotation left behind are read, too
}

// World is a site as the commands use it.
type World struct {
	*site.Site
	insecure bool
}

// Open asks every target what it is.
func Open(ctx context.Context, targets []target.Target, o Options) (*World, error) {
	s, err := site.Open(ctx, targets, site.Options{Name: o.Name, Insecure: o.Insecure, ReadOnly: !o.Faults, Zone: o.Zone, Rotated: o.Rotated})
	if err != nil {
		return nil, err
	}
	return &World{Site: s, insecure: o.Insecure}, nil
}

// Engine is nil: there is no Docker.
func (w *World) Engines() []collectors.Engine { return nil }

// Swarm is nil for the same reason.
func (w *World) Swarm() collectors.Swarm { return nil }

// Locate returns where a node is asked; its certificate is not checked if the user wants that.
func (w *World) Locate(ctx context.Context, node string) (*url.URL, error) {
	u, err := w.Site.Locate(ctx, node)
	if err == nil && w.insecure {
		u = collectors.Unchecked(u)
	}
	return u, err
}
