package site

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"hadash/attach"
	"hadash/attach/machine"
	"hadash/attach/target"
	"hadash/conf/balancer"
	"hadash/files"
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
	read, _, _ := attach.Files(context.Background(), disk{}, c, kind)
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

// disk is the files of this machine.
type disk struct{}

const (
	maxFile   = 1 << 20
	maxFolder = 4 << 20
)

// Read reads a file.
func (disk) Read(_ context.Context, _, path string) (host.File, error) {
	text, err := files.Read(path, maxFile)
	if err != nil {
		return host.File{}, err
	}
	out := host.File{Text: text}
	if info, err := os.Stat(path); err == nil {
		out.Changed = info.ModTime()
	}
	return out, nil
}

// Folder reads the files below a folder.
func (d disk) Folder(ctx context.Context, id, folder string) (all []balancer.File, err error) {
	size := 0
	err = filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || size > maxFolder {
			return nil //nolint:nilerr // what can be read counts
		}
		if f, err := d.Read(ctx, id, path); err == nil {
			size += len(f.Text)
			all = append(all, balancer.File{Path: path, Text: f.Text, Changed: f.Changed})
		}
		return nil
	})
	return all, err
}
