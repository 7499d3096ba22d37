package stack

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"path"
	"strings"

	"hadash/host"
	"hadash/stack/haproxy"
)

// maxConfig bounds a configuration file read from a container.
const maxConfig = 1 << 20

// maxLinks bounds how many symbolic links are followed to a file.
const maxLinks = 5

// Secret returns the password for a service's state: the value of the container's environment variable that its label
// hadash.password-env names; "" if it has no such label.
func (p *Project) Secret(ctx context.Context, node string) (string, error) {
	c, err := p.find(ctx, node)
	if err != nil {
		return "", err
	}
	name := c.Config.Labels["hadash.password-env"]
	if name == "" {
		return "", nil
	}
	for _, e := range c.Config.Env {
		if key, value, _ := strings.Cut(e, "="); key == name {
			return value, nil
		}
	}
	return "", fmt.Errorf("password of %s: its label hadash.password-env names %s, which its environment lacks", node, name)
}

// Environment returns the environment that a service's container was created with, as "NAME=value".
func (p *Project) Environment(ctx context.Context, node string) ([]string, error) {
	c, err := p.find(ctx, node)
	if err != nil {
		return nil, err
	}
	return c.Config.Env, nil
}

// Config reads a file of a service's container, at most 1 MiB, whether the container runs or not.
func (p *Project) Config(ctx context.Context, node, file string) (host.File, error) {
	c, err := p.find(ctx, node)
	if err != nil {
		return host.File{}, err
	}
	for range maxLinks {
		f, err := p.copyFile(ctx, c.ID, file)
		if err != nil {
			return host.File{}, fmt.Errorf("read %s of %s: %w", file, node, err)
		}
		if f.Target == "" {
			return f, nil
		}
		if !path.IsAbs(f.Target) {
			f.Target = path.Join(path.Dir(file), f.Target)
		}
		file = f.Target
	}
	return host.File{}, fmt.Errorf("read %s of %s: too many symbolic links", file, node)
}

// copyFile reads a file, or the target of a symbolic link.
func (p *Project) copyFile(ctx context.Context, id, file string) (host.File, error) {
	stream, _, err := p.api.CopyFromContainer(ctx, id, file)
	if err != nil {
		return host.File{}, err
	}
	defer func() { _ = stream.Close() }()
	archive := tar.NewReader(stream)
	head, err := archive.Next()
	if err != nil {
		return host.File{}, err
	}
	switch {
	case head.Typeflag == tar.TypeSymlink:
		return host.File{Target: head.Linkname}, nil
	case head.Typeflag != tar.TypeReg:
		return host.File{}, errors.New("not a file")
	case head.Size > maxConfig:
		return host.File{}, fmt.Errorf("%d bytes, more than the limit of %d", head.Size, maxConfig)
	}
	data, err := io.ReadAll(archive)
	return host.File{Text: data, Changed: head.ModTime}, err
}

// ID is the container of a node.
func (p *Project) ID(ctx context.Context, node string) (string, error) {
	c, err := p.find(ctx, node)
	if err != nil {
		return "", err
	}
	return c.ID, nil
}

// AskInside sends commands to HAProxy's Runtime API inside a container, at the path of a socket or at HOST:PORT, and returns
// their answers, one after the other. It runs one command of the container's there. Only what shows something is sent.
func (p *Project) AskInside(ctx context.Context, id, at string, commands ...string) (string, error) {
	for _, c := range commands {
		if !strings.HasPrefix(c, "show ") || strings.ContainsAny(c, ";\n") {
			return "", errors.New("a command that does not only show")
		}
	}
	line := strings.Join(commands, ";")
	if path.IsAbs(at) {
		return haproxy.Inside{API: p.api, ID: id, Node: "the container", Path: at, Found: true}.Ask(ctx, line)
	}
	host, port, err := net.SplitHostPort(at)
	if err != nil {
		return "", err
	}
	answer, err := haproxy.Port{API: p.api, ID: id, Host: host, Port: port}.Send(ctx, line+"\n")
	return string(answer), err
}

// GetInside gets a page by a command inside a container.
func (p *Project) GetInside(ctx context.Context, id string, u *url.URL) ([]byte, error) {
	return haproxy.Port{API: p.api, ID: id, Host: u.Hostname(), Port: u.Port()}.Get(ctx, u)
}
