package site

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"hadash/attach/machine"
	"hadash/attach/target"
	"hadash/files"
	"hadash/host"
	"hadash/record"
)

// withoutLogin is a URL without a login, and without what only hadash reads.
func withoutLogin(u *url.URL) *url.URL {
	bare := *u
	bare.User = nil
	if u.Scheme == "mysql" {
		bare.RawQuery = ""
		if name := u.User.Username(); name != "" {
			bare.User = url.User(name)
		}
	}
	return &bare
}

// Locate returns where a node is asked, with its login: never show or record it.
func (s *Site) Locate(_ context.Context, node string) (*url.URL, error) {
	p := s.part(node)
	if p == nil || p.URL == nil {
		return nil, fmt.Errorf("%s is not asked", node)
	}
	u := *p.URL
	if p.Via == target.Database {
		u.RawQuery = ""
	}
	return &u, nil
}

// LocateMaster returns the socket of a HAProxy's master, where its process was started with one.
func (s *Site) LocateMaster(_ context.Context, node string) (*url.URL, error) {
	if p := s.part(node); p != nil && p.conf != nil && p.conf.master != "" {
		return url.Parse(p.conf.master)
	}
	return nil, fmt.Errorf("the socket of the master of %s is not known", node)
}

// Secret reads the password of a database from where its target says: ?password-env=NAME or ?password-file=PATH.
func (s *Site) Secret(_ context.Context, node string) (string, error) {
	p := s.part(node)
	if p == nil || p.URL == nil {
		return "", nil
	}
	q := p.URL.Query()
	if name := q.Get("password-env"); name != "" {
		value, ok := os.LookupEnv(name)
		if !ok {
			return "", fmt.Errorf("the environment has no %s, which password-env names", record.Clean(name))
		}
		return value, nil
	}
	if path := q.Get("password-file"); path != "" {
		text, err := files.Read(path, maxPassword)
		return strings.TrimRight(string(text), "\r\n"), err
	}
	return "", nil
}

const maxPassword = 4 << 10

// Config reads a file of a node's configuration.
func (s *Site) Config(ctx context.Context, node, file string) (host.File, error) {
	p := s.part(node)
	if p == nil || p.conf == nil {
		return host.File{}, errors.New("no configuration is known")
	}
	for _, path := range p.conf.paths { // no other
		if path == file {
			return machine.Files().Read(ctx, "", path)
		}
	}
	return host.File{}, fmt.Errorf("%s is no part of its configuration", file)
}

// Environment is not known: what runs has an environment of its own.
func (s *Site) Environment(context.Context, string) ([]string, error) { return nil, nil }

// States asks a HAProxy by its command where its servers are.
func (s *Site) States(ctx context.Context, node string) (string, error) {
	p := s.part(node)
	if p == nil || p.haproxy == nil || p.haproxy.command == nil {
		return "", fmt.Errorf("%s is not asked by a command", node)
	}
	return p.haproxy.command.Ask(ctx, "show servers state")
}

// InsideGap is 0: the command keeps running, and is only asked.
func (s *Site) InsideGap() time.Duration { return 0 }

// Inside reads a HAProxy's numbers by its command.
func (s *Site) Inside(ctx context.Context, node string) (csv []byte, info string, err error) {
	p := s.part(node)
	if p == nil || p.haproxy == nil || p.haproxy.command == nil {
		return nil, "", fmt.Errorf("%s is not asked by a command", node)
	}
	if info, err = p.haproxy.command.Ask(ctx, "show info"); err != nil {
		return nil, "", err
	}
	stat, err := p.haproxy.command.Ask(ctx, "show stat")
	if err == nil && !strings.HasPrefix(stat, "#") {
		err = fmt.Errorf("no statistics: %s", record.Clean(stat[:min(len(stat), 80)]))
	}
	return []byte(stat), info, err
}
