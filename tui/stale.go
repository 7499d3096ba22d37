package tui

import (
	"slices"
	"strings"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
)

// staleness says how old a silent source's last word is, and why: "stale 12s: connection refused".
func (m *Model) staleness(s *incident.Source) string {
	text := "no answer yet"
	if !s.LastOK.IsZero() {
		text = "stale " + paint.Age(m.frame.At.Sub(s.LastOK))
	}
	if s.Err != "" {
		text += ": " + reason(s.Err)
	}
	return text
}

// unread says which rows of the stats page could not be read, and why; "" when all were.
func (m *Model) unread() string {
	if h := m.frame.HAProxy; h != nil && h.Unread != "" {
		return "left out: " + h.Unread
	}
	return ""
}

// reason is the part of an error that says why: the last one. The address before it is known.
func reason(err string) string {
	if i := strings.LastIndex(err, ": "); i >= 0 && i+2 < len(err) {
		return err[i+2:]
	}
	return err
}

// ownSource is the feed that tells most of a node, by its role.
func ownSource(n *incident.Node) string {
	switch n.Role {
	case record.RoleLoad:
		return record.SourceK6
	case record.RoleWeb:
		return record.SourceNginx
	case record.RoleBalancer:
		return record.SourceHAProxy
	case record.RoleApp:
		return record.SourceProbe
	}
	return record.SourceReplication
}

// silent is a node's own feed when it does not answer, nil while it does, or where it has none.
func (m *Model) silent(n *incident.Node) *incident.Source {
	s := m.frame.Source(ownSource(n), n.Name)
	if s == nil || !s.Stale() {
		return nil
	}
	return s
}

// old reports whether what is shown of a node is no longer what is: the feed that tells of it is
// silent, or Docker is, where there is no other.
func (m *Model) old(n *incident.Node) bool {
	if n.Server != nil {
		return m.haproxyStale() != nil
	}
	if (n.Role == record.RoleLoad || n.Container.State != "") && !n.Container.Running() {
		return m.dockerStale() // it is silent because it does not run, and who knows of that is Docker
	}
	if m.frame.Source(ownSource(n), n.Name) != nil {
		return m.silent(n) != nil
	}
	return m.dockerStale()
}

func (m *Model) dockerStale() bool {
	s := m.frame.Source(record.SourceDocker, "")
	return s != nil && s.Stale()
}

// silences is every source that should answer and does not. A load generator that is switched off
// or has just been started is not missed.
func (m *Model) silences() []*incident.Source {
	var out []*incident.Source
	for i := range m.frame.Sources {
		s := &m.frame.Sources[i]
		if !s.Stale() || s.Name == record.SourceK6 && (!m.loadRuns() || m.loadStarts()) {
			continue
		}
		out = append(out, s)
	}
	return out
}

func (m *Model) loadRuns() bool {
	return slices.ContainsFunc(m.frame.Nodes, func(n incident.Node) bool {
		return n.Role == record.RoleLoad && n.Container.Running()
	})
}

// sourceName is a feed as the screen names it: "haproxy", or "replication of mysql-slave1".
func sourceName(s *incident.Source) string {
	if s.Node == "" || s.Node == s.Name {
		return s.Name
	}
	switch s.Name {
	case record.SourceHAProxy, record.SourceNginx, record.SourceK6:
		return s.Node
	}
	return s.Name + " of " + s.Node
}

// renderUnknown fills the nodes' place while no node is known: what cannot be reached.
func (m *Model) renderUnknown(r paint.Rect) {
	y := r.Y
	line := func(st paint.Style, text string) {
		if y >= r.Y+r.H {
			return
		}
		p := m.screen.At(m.th, y, r)
		p.Space(1)
		p.Put(st, text)
		y++
	}
	silent := m.silences()
	if len(silent) == 0 {
		line(m.th.Faint, "nothing is known yet: no service of this project has a hadash.role label")
		return
	}
	line(m.th.Text, "nothing can be reached; hadash keeps asking")
	for _, s := range silent {
		line(m.th.Faint, "  "+sourceName(s)+": "+m.staleness(s))
	}
}
