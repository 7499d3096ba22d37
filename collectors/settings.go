package collectors

import (
	"context"
	"strings"

	"hadash/collectors/haproxycfg"
	"hadash/collectors/nginxcfg"
	"hadash/record"
)

// Settings reads in a balancer's configuration how it notices a failure.
type Settings struct {
	node record.Node
	read func(ctx context.Context, path string) ([]byte, error)
}

// NewSettings reads the files that the node's label names, each with read.
func NewSettings(node record.Node, read func(ctx context.Context, path string) ([]byte, error)) *Settings {
	return &Settings{node, read}
}

// Name is record.SourceSettings.
func (c *Settings) Name() string { return record.SourceSettings }

// Node is the compose service whose configuration it is.
func (c *Settings) Node() string { return c.node.Name }

// Read takes the files for one text: what one says, defaults say, holds in the next. If one of them cannot
// be read, what the others say may not be what is in force, and so is not told.
func (c *Settings) Read(ctx context.Context, s *record.Sample) error {
	var text []byte
	var files []record.File
	for _, path := range c.node.Config {
		part, err := c.read(ctx, path)
		if err != nil {
			return failed("settings", nil, err)
		}
		text = append(append(text, part...), '\n')
		files = append(files, record.File{Path: path, Text: printable(part)})
	}
	s.Settings = &record.Settings{Files: files}
	switch c.node.Role {
	case record.RoleBalancer:
		s.Settings.Checks = haproxycfg.Checks(text)
	case record.RoleWeb:
		s.Settings.Upstreams = nginxcfg.Upstreams(text)
	}
	return nil
}

// printable is a configuration as it may be shown: without its passwords and its control characters.
func printable(text []byte) string {
	var b strings.Builder
	for line := range strings.Lines(record.Redact(string(text))) {
		b.WriteString(record.Clean(strings.ReplaceAll(strings.TrimRight(line, "\r\n"), "\t", "    ")))
		b.WriteByte('\n')
	}
	return b.String()
}
