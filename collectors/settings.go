package collectors

import (
	"context"
	"strings"

	"hadash/conf/haproxycfg"
	"hadash/conf/keepalivedcfg"
	"hadash/conf/nginxcfg"
	"hadash/host"
	"hadash/record"
)

// Settings reads from a balancer's configuration how it detects a failure.
type Settings struct {
	node record.Node
	read func(ctx context.Context, path string) (host.File, error)
	env  func(ctx context.Context) ([]string, error) // nil = the environment is empty
	// beside reads keepalived.conf out of a container of its own, and the environment there; nil if there is none
	beside func(ctx context.Context) (host.File, []string, error)

	logs *formats // is told the log formats; may be nil
}

// NewSettings returns a Source that reads the files that the node's label names, each with read.
func NewSettings(node record.Node, read func(ctx context.Context, path string) (host.File, error)) *Settings {
	return &Settings{node: node, read: read}
}

// Within makes c take the values of variables from env, the environment of the node's process as "NAME=value". It
// returns c.
func (c *Settings) Within(env func(ctx context.Context) ([]string, error)) *Settings {
	c.env = env
	return c
}

// Name is record.SourceSettings.
func (c *Settings) Name() string { return record.SourceSettings }

// Node is the compose service whose configuration it is.
func (c *Settings) Node() string { return c.node.Name }

// Read parses the files together: defaults in one file also hold in the next. If one of them cannot be read, the others
// may not be what is in force, so nothing is reported.
func (c *Settings) Read(ctx context.Context, s *record.Sample) error {
	var found *compiled
	defer func() { c.logs.set(found) }()
	set := &record.Settings{}
	var texts [][]byte
	for _, path := range c.node.Config {
		file, err := c.read(ctx, path)
		if err != nil {
			return failed("settings", nil, err)
		}
		texts = append(texts, file.Text)
		set.Files = append(set.Files, record.File{Path: path, Text: printable(file.Text), Changed: file.Changed})
	}
	switch c.node.Software() {
	case record.KindHAProxy:
		env, err := c.environment(ctx)
		if err != nil {
			return failed("settings", nil, err)
		}
		var files []haproxycfg.File
		for i, text := range texts {
			if keepalivedcfg.Is(c.node.Config[i], text) {
				set.VRRP = keepalivedcfg.Instances(text, env)
				continue
			}
			files = append(files, haproxycfg.File{Path: c.node.Config[i], Text: text})
		}
		if c.beside != nil { // without it the rest is known all the same
			if file, env, err := c.beside(ctx); err == nil {
				set.VRRP = append(set.VRRP, keepalivedcfg.Instances(file.Text, env)...)
				set.Files = append(set.Files, record.File{Path: c.node.Keepalived.File, Text: printable(file.Text), Changed: file.Changed})
			}
		}
		set.Checks = haproxycfg.WithRoles(haproxycfg.Checks(files, env), files, env)
		found = compileHAProxy(haproxycfg.Formats(files, env))
	case record.KindNginx:
		var files []nginxcfg.File
		for i, text := range texts {
			files = append(files, nginxcfg.File{Path: c.node.Config[i], Text: text})
		}
		set.Upstreams = nginxcfg.Upstreams(files)
		found = compileNginx(nginxcfg.Formats(files))
	}
	s.Settings = set
	return nil
}

func (c *Settings) environment(ctx context.Context) ([]string, error) {
	if c.env == nil {
		return nil, nil
	}
	return c.env(ctx)
}

// printable returns a configuration fit for display: without passwords and control characters. Its last line ends like
// the others.
func printable(text []byte) string {
	out := record.PrintableLines(strings.ReplaceAll(string(text), "\t", "    "))
	if out != "" && !strings.HasSuffix(out, "\n") {
		out += "\n"
	}
	return out
}
