package ui

import (
	"slices"
	"strings"

	"hadash/incident"
	"hadash/incident/servers"
	"hadash/record"
	"hadash/tui/paint"
)

// Staleness shows the age of a silent source's last answer, and why it is silent: "stale 12s: connection refused".
func (c *Context) Staleness(s *incident.Source) string {
	text := "no answer yet"
	if !s.LastOK.IsZero() {
		text = "stale " + paint.Age(c.Frame.At.Sub(s.LastOK))
	}
	if s.Err != "" {
		text += ": " + reason(s.Err)
	}
	return text
}

// Unread says which rows of the stats page could not be read, and why; "" when all were.
func (c *Context) Unread() string {
	if h := c.Frame.HAProxy; h != nil && h.Unread != "" {
		return "left out: " + h.Unread
	}
	return ""
}

// reason is the last part of an error, the cause. The address before it is known.
func reason(err string) string {
	if i := strings.LastIndex(err, ": "); i >= 0 && i+2 < len(err) {
		return err[i+2:]
	}
	return err
}

// ownSource is the main feed of a node, by its kind.
func ownSource(n *incident.Node) string {
	switch n.Software() {
	case record.KindK6:
		return record.SourceK6
	case record.KindNginx:
		return record.SourceNginx
	case record.KindHAProxy:
		return record.SourceHAProxy
	case record.KindHTTP:
		return record.SourcePage
	case record.KindProbe:
		return record.SourceLogs
	}
	return record.SourceReplication
}

// Silent is a node's own feed if it does not answer, else nil; nil too if it has none.
func (c *Context) Silent(n *incident.Node) *incident.Source {
	s := c.Frame.Source(ownSource(n), n.Name)
	if s == nil || !s.Stale() {
		return nil
	}
	return s
}

// Old reports whether the figures of a node are stale: its main feed is
// silent, or Docker is, if there is no other.
func (c *Context) Old(n *incident.Node) bool {
	if n.Server != nil {
		return c.RowStale(n.Server)
	}
	if (n.Runs(record.KindK6) || n.Container.State != "") && !n.Container.Running() {
		return c.DockerStale(n) // it is silent because it does not run, which Docker knows
	}
	if c.Frame.Source(ownSource(n), n.Name) != nil {
		return c.Silent(n) != nil
	}
	return c.DockerStale(n)
}

// DockerStale reports whether the Engine that has a node should answer and does not.
func (c *Context) DockerStale(n *incident.Node) bool {
	s := c.Frame.Docker(n)
	return s != nil && s.Stale()
}

// Silences lists the sources that should answer and do not. A load generator that is switched off
// or has just been started is left out.
func (c *Context) Silences() []*incident.Source {
	var out []*incident.Source
	for i := range c.Frame.Sources {
		s := &c.Frame.Sources[i]
		if !s.Stale() || s.Name == record.SourceWorkers || c.cutOff(s) || s.Name == record.SourceK6 && (!c.LoadRuns() || c.LoadStarts) {
			continue // that old workers are not known is on the page of their HAProxy
		}
		out = append(out, s)
	}
	return out
}

// cutOff reports whether a source is silent because it is read through an Engine that is.
func (c *Context) cutOff(s *incident.Source) bool {
	n := c.Frame.Node(s.Node)
	return n != nil && n.Host != "" && s.Name != record.SourceHAProxy && s.Name != record.SourceNginx && c.DockerStale(n)
}

// SilentHosts lists the Engines, of several, that do not answer.
func (c *Context) SilentHosts() (out []*incident.Source) {
	for _, s := range c.Silences() {
		if s.Name == record.SourceDocker && s.Node != "" {
			out = append(out, s)
		}
	}
	return out
}

// LoadRuns reports whether the container of a load generator runs.
func (c *Context) LoadRuns() bool {
	return slices.ContainsFunc(c.Frame.Nodes, func(n incident.Node) bool {
		return n.Runs(record.KindK6) && n.Container.Running()
	})
}

// SourceName is the name of a feed on the screen: "haproxy", or "replication of mysql-slave1".
func SourceName(s *incident.Source) string {
	if s.Node == "" || s.Node == s.Name {
		return s.Name
	}
	switch s.Name {
	case record.SourceHAProxy, record.SourceNginx, record.SourceK6:
		return s.Node
	case record.SourceDocker:
		return s.Called()
	}
	return record.SourceWord(s.Name) + " of " + s.Node
}

// RowStale reports whether the balancer of a row is silent.
func (c *Context) RowStale(s *record.Server) bool { return c.BackendStale(s.Pxname) }

// BackendStale reports whether the balancer of a backend is silent.
func (c *Context) BackendStale(backend string) bool {
	if balancer, _ := servers.Split(backend); balancer != "" {
		of := c.Frame.Source(record.SourceHAProxy, balancer)
		return of != nil && of.Stale()
	}
	return c.HAProxyStale() != nil
}

// HAProxyStale is HAProxy's feed when it is silent, nil while it answers.
func (c *Context) HAProxyStale() *incident.Source { return c.stale(record.SourceHAProxy) }

// NginxStale is nginx's own feed when it is silent, nil while it answers.
func (c *Context) NginxStale() *incident.Source { return c.stale(record.SourceNginx) }

func (c *Context) stale(name string) *incident.Source {
	for i := range c.Frame.Sources {
		if s := &c.Frame.Sources[i]; s.Name == name && s.Stale() {
			return s
		}
	}
	return nil
}

// Reason is why a silent source gives no answer, without its address.
func Reason(s *incident.Source) string {
	if s.Err == "" {
		return "no answer yet"
	}
	return reason(s.Err)
}
