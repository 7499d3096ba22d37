package incident

import (
	"slices"
	"strings"
	"time"

	"hadash/incident/event"
	"hadash/incident/said"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// keepSaid stores what the witnesses said before a Sample and say no more.
func (f *folding) keepSaid(prev *Frame, s *record.Sample) {
	f.keepAnswers(prev, s)
	switch {
	case s.Docker != nil:
		f.keepContainer(prev, s.Docker.Node, s.At)
	case s.Source == record.SourceDocker && s.Err == "":
		for i := range f.Nodes {
			f.keepContainer(prev, f.Nodes[i].Name, s.At)
		}
	case s.Source == record.SourceSwarm && s.Swarm != nil:
		for i := range f.Nodes {
			name := f.Nodes[i].Name
			f.keep(name, said.Swarm, prev.Swarm.Word(name), f.Swarm.Word(name), s.At)
		}
	case s.Source == record.SourcePage, s.Source == record.SourceReplication:
		was, is := prev.Node(s.Node), f.Node(s.Node)
		if was != nil && is != nil {
			f.keep(is.Name, said.Page, pageWord(was), pageWord(is), s.At)
			f.keep(is.Name, said.Replication, replicaWord(was), replicaWord(is), s.At)
		}
	}
	for node := range f.state.signals {
		f.keepContainer(prev, node, s.At)
	}
	for i := range f.Faults { // whose process may take too long to end
		f.keepContainer(prev, f.Faults[i].Target, s.At)
	}
	for i := range f.Nodes {
		if n := &f.Nodes[i]; !n.Upstream.Aside.IsZero() && n.Server == nil {
			if was := prev.Node(n.Name); was != nil {
				f.keep(n.Name, said.Balancer, prev.instanceWord(was), f.instanceWord(n), f.At)
			}
		}
	}
}

// keepAnswers stores that a source fell silent or answers again.
func (f *folding) keepAnswers(prev *Frame, s *record.Sample) {
	was, is := prev.Source(s.Source, s.Node), f.Source(s.Source, s.Node)
	if was == nil || is == nil || was.Stale() == is.Stale() {
		return
	}
	word := said.Well
	if was.Stale() {
		word = said.Silent
	}
	f.copySaid(s.At)
	f.state.said.NoteAsked(s.Source, s.Node, word, s.At)
}

func (f *folding) copySaid(at time.Time) {
	if !f.copied.said {
		f.state.said, f.copied.said = f.state.said.Copy(at), true
	}
}

// keep stores a word if it changed.
func (f *folding) keep(of string, by said.Witness, was, is said.Word, at time.Time) {
	if was == is {
		return
	}
	f.copySaid(at)
	f.state.said.Note(of, by, was, at)
}

func (f *folding) keepContainer(prev *Frame, node string, at time.Time) {
	was, is := prev.Node(node), f.Node(node)
	if was == nil || is == nil {
		return
	}
	f.keep(node, said.Docker, prev.containerWord(was), f.containerWord(is), at)
	f.keep(node, said.Health, healthWord(&was.Container), healthWord(&is.Container), at)
}

// keepRow stores what HAProxy said of a server in its last reading and says no more.
func (f *folding) keepRow(at time.Time, was, is *record.Server) {
	f.keep(is.Name(), said.Balancer, StatusWord(&was.Status), StatusWord(&is.Status), at)
	f.keep(is.Name(), said.Check, CheckWord(was), CheckWord(is), at)
}

// containerWord is Docker's word on a node.
func (f *Frame) containerWord(n *Node) said.Word {
	c := &n.Container
	switch {
	case c.Node == "":
		return said.Nothing
	case c.State == "paused":
		return said.Frozen
	case c.State == "restarting":
		return said.Rising
	case !c.Running():
		return said.Ill
	case c.Networks == 0:
		return said.CutOff
	}
	switch soon, over := f.ending(n); {
	case over:
		return said.Ill
	case soon:
		return said.Doubted
	}
	return said.Well
}

// ending returns whether Docker has reported a signal that should end a process, and whether it has reported the end: both
// may come before a list of containers that shows it running.
func (f *Frame) ending(n *Node) (soon, over bool) {
	if s, ok := f.state.signals[n.Name]; ok && f.At.Sub(s.at) < stopwatch.KillGrace {
		soon = true
	}
	for i := range f.Faults {
		x := &f.Faults[i]
		if x.Target != n.Name || !slices.Contains(ending, x.Kind) {
			continue
		}
		w := f.Stopwatch(n.Name)
		switch {
		case w == nil:
		case !w.Ended.IsZero():
			over = n.Container.Started.Before(w.Ended)
		case w.Moments[stopwatch.Injected].Witness == event.ByDocker && f.At.Sub(x.At) < stopwatch.KillGrace:
			soon = true
		}
	}
	return soon, over
}

// healthWord is the word of a container's own health check.
func healthWord(c *record.Container) said.Word {
	switch c.Health {
	case "healthy":
		return said.Well
	case "starting":
		return said.Rising
	case "":
		return said.Nothing
	}
	return said.Ill
}

// StatusWord is HAProxy's word on a server.
func StatusWord(s *record.Status) said.Word {
	switch {
	case s.GivenUp():
		return said.Ill
	case s.State == record.Up:
		return said.Well
	case s.State == record.NoCheck:
		return said.Unchecked
	case s.State == record.GoingDown:
		return said.Doubted
	case s.State == record.GoingUp:
		return said.Rising
	case s.State == record.Drain, s.State == record.Maint, s.State == record.Nolb:
		return said.Out
	}
	return said.Nothing
}

// CheckWord is the word of the last check of a server: "L7OK", "* L4CON". Nothing is known of one that is not over.
func CheckWord(s *record.Server) said.Word {
	switch code := strings.TrimPrefix(s.CheckStatus, "* "); {
	case code == "", code == "INI", code == "UNK":
		return said.Nothing
	case strings.HasSuffix(code, "OK"):
		return said.Well
	case strings.HasSuffix(code, "OKC"):
		return said.Out
	}
	return said.Ill
}

// replicaWord is a database's last word on its replication.
func replicaWord(n *Node) said.Word {
	r := n.Replica
	if r == nil {
		r = n.Told
	}
	switch {
	case r == nil:
		return said.Nothing
	case r.Master:
		return said.Well
	case threads(r) != running:
		return said.Ill
	case late(r):
		return said.Doubted
	}
	return said.Well
}

// pageWord is the word of an instance's own page.
func pageWord(n *Node) said.Word {
	switch {
	case n.Page == nil:
		return said.Nothing
	case n.Page.Code >= 400:
		return said.Ill
	}
	return said.Well
}

// instanceWord is nginx's word on an instance.
func (f *Frame) instanceWord(n *Node) said.Word {
	switch {
	case !f.balanced(n):
		return said.Nothing
	case f.ejected(n):
		return said.Ill
	}
	return said.Well
}

// Said returns what a witness said of a node over the last minute.
func (f *Frame) Said(n *Node, by said.Witness) said.Lane {
	switch by {
	case said.Docker:
		return f.lane(n.Name, by, f.containerWord(n), record.SourceDocker, n.Container.Host)
	case said.Health:
		return f.lane(n.Name, by, healthWord(&n.Container), record.SourceDocker, n.Container.Host)
	case said.Swarm:
		return f.lane(n.Name, by, f.Swarm.Word(n.Name), record.SourceSwarm, "")
	case said.Replication:
		return f.lane(n.Name, by, replicaWord(n), record.SourceReplication, n.Name)
	case said.Page:
		return f.lane(n.Name, by, pageWord(n), record.SourcePage, n.Name)
	}
	if n.Server != nil {
		return f.SaidOfServer(n.Server, by)
	}
	if by == said.Check {
		return said.Lane{}
	}
	for i := range f.Nodes {
		if w := &f.Nodes[i]; w.Runs(record.KindNginx) && slices.Contains(w.To, n.Name) && f.Source(record.SourceNginx, w.Name) != nil {
			return f.lane(n.Name, by, f.instanceWord(n), record.SourceNginx, w.Name)
		}
	}
	l := f.lane(n.Name, by, f.instanceWord(n), "", "")
	l.First = f.Begun // only its logs are read
	return l
}

// SaidOfServer returns what HAProxy said of a server over the last minute.
func (f *Frame) SaidOfServer(s *record.Server, by said.Witness) said.Lane {
	node := ""
	if r := f.state.servers.ReadingOf(s); r != nil {
		node = r.Node
	}
	now := StatusWord(&s.Status)
	if by == said.Check {
		now = CheckWord(s)
	}
	return f.lane(s.Name(), by, now, record.SourceHAProxy, node)
}

func (f *Frame) lane(of string, by said.Witness, now said.Word, source, node string) said.Lane {
	src := said.Source{Name: source, Node: node}
	if s := f.Source(source, node); s != nil {
		src.First, src.Silent = s.First, s.Stale()
	}
	return f.state.said.Lane(of, by, now, src, f.At)
}
