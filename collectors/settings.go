package collectors

import (
	"context"

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
	for _, path := range c.node.Config {
		part, err := c.read(ctx, path)
		if err != nil {
			return failed("settings", nil, err)
		}
		text = append(append(text, part...), '\n')
	}
	s.Settings = &record.Settings{}
	switch c.node.Role {
	case record.RoleBalancer:
		s.Settings.Checks = haproxycfg.Checks(text)
	case record.RoleWeb:
		s.Settings.Upstreams = nginxcfg.Upstreams(text)
	}
	return nil
}
