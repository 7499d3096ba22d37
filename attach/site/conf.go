package site

import (
	"context"
	"fmt"
	"slices"

	"hadash/attach"
	"hadash/attach/machine"
	"hadash/attach/target"
	"hadash/conf/balancer"
	"hadash/host"
	"hadash/record"
)

// conf is the configuration of a part, on this machine.
type conf struct {
	paths  []string
	says   balancer.Conf
	master string // the socket of HAProxy's master; "" = none
}

// configure gives every balancer its configuration: the one that is named for it, else that of the program of this machine that has
// the very socket or page.
func (s *Site) configure(ctx context.Context, named []target.Target) error {
	for i := range named {
		t := &named[i]
		c := readConf(t.Kind, t.Path)
		p, err := s.owner(t, func(p *part) bool { return c != nil && c.has(p) })
		if err != nil {
			return err
		}
		p.conf = c
	}
	if !slices.ContainsFunc(s.parts, (*part).lacksConf) {
		return nil
	}
	runs, err := machine.Look(ctx, machine.Options{})
	if err != nil {
		return err
	}
	for i := range runs.Instances {
		in := &runs.Instances[i]
		c := &conf{paths: in.Conf.Files, says: in.Conf, master: in.Master}
		for _, p := range s.parts {
			if p.lacksConf() && p.Kind == in.Kind && c.has(p) {
				p.conf = c
			}
		}
	}
	return nil
}

func (p *part) lacksConf() bool { return p.Kind.Balances() && p.conf == nil && p.here() }

// here reports whether a part is on this machine.
func (p *part) here() bool {
	if p.URL == nil {
		return false
	}
	return p.URL.Scheme == "unix" || isLoopback(p.URL.Hostname())
}

// readConf reads a configuration with all that it includes; nil if it cannot be read.
func readConf(kind record.Kind, path string) *conf {
	c := &host.Container{Processes: []string{"haproxy -f " + path}, WorkingDir: "/"}
	if kind == record.KindNginx {
		c.Processes = []string{"nginx -c " + path}
	}
	read, _, _ := attach.Files(context.Background(), machine.Files(), c, kind)
	if len(read) == 0 {
		return nil
	}
	out := &conf{says: attach.Conf(kind, read, nil)}
	for _, f := range read {
		out.paths = append(out.paths, f.Path)
	}
	return out
}

// has reports whether a configuration speaks of the socket or page of a part.
func (c *conf) has(p *part) bool {
	if p.URL == nil {
		return false
	}
	if p.URL.Scheme == "unix" {
		return slices.ContainsFunc(c.says.Sockets, func(s balancer.Socket) bool { return s.Unix == p.URL.Path })
	}
	port := p.URL.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[p.URL.Scheme]
	}
	if slices.ContainsFunc(c.says.Sockets, func(s balancer.Socket) bool { return s.Port > 0 && fmt.Sprint(s.Port) == port }) {
		return true
	}
	return slices.ContainsFunc(c.says.Pages, func(page balancer.Page) bool {
		return slices.ContainsFunc(page.Binds, func(b balancer.Bind) bool { return fmt.Sprint(b.Port) == port })
	})
}
