package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"hadash/incident"
	"hadash/incident/serverwords"
	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// renderFooter draws the question, typed line or remark, and the keys. If both
// share one line, the keys give way.
func (m *Model) renderFooter() {
	l := &m.layout
	if m.o.Replay != nil && l.replay.H > 0 && m.any {
		m.bar.Draw(&m.c, l.replay, m.o.played())
	}
	p := m.c.Screen.At(m.c.Theme, l.note.Y, l.note)
	said := m.talk.draw(&m.c, &p)
	if l.status || !said {
		named := m.page != pageNone || m.focus == paneNodes // its row is marked
		if l.status && !said && m.any {
			named = m.renderChosen(&p) || named
		}
		k := m.c.Screen.At(m.c.Theme, l.keys.Y, l.keys)
		m.renderKeys(&k, !named)
	}
}

// renderKeys is the key line, generated from the keyMap; help and quit are always on it. While nothing else says so, it begins
// with the node on which its keys act.
func (m *Model) renderKeys(p *paint.Pen, name bool) {
	always := []keys.Line{m.c.Keys.Line(keys.Help), m.c.Keys.Line(keys.Quit)}
	if m.page != pageNone && m.c.Keys.Shared(keys.Quit, keys.Close) {
		always[1] = keys.Line{Key: always[1].Key, Does: m.c.Keys.Does(keys.Close), Actions: []keys.Action{keys.Close}}
	}
	room := p.End - 2
	for _, b := range always {
		room -= keyCells(b)
	}
	p.To(1)
	if m.asked.Quitting() {
		m.c.KeyWord(p, m.c.Keys.Line(keys.Now))
		return
	}
	if n := m.chosenNode(); n != nil && name && m.any {
		p.Glyph(m.c.Theme.Mark, m.c.Theme.Glyphs.Mark, 1)
		p.Put(m.c.Theme.Strong, " "+n.Name)
		p.Space(2)
	}
	for _, b := range m.keyLine() {
		if b.Off || p.Row.X+keyCells(b) > room || !m.any {
			continue
		}
		m.c.KeyWord(p, b)
		p.Space(2)
	}
	for _, b := range always {
		m.c.KeyWord(p, b)
		p.Space(2)
	}
}

func keyCells(l keys.Line) int {
	return paint.Width(l.Key) + 1 + paint.Width(l.Does) + 2
}

// renderChosen shows details of the chosen node that do not fit its row, or what else a pane explains; it reports whether it
// named the node.
func (m *Model) renderChosen(p *paint.Pen) bool {
	if m.page == pageNone && m.renderInFull(p) {
		return false
	}
	if e, ok := m.views[m.page].(ui.Explainer); m.page != pageNone && ok && e.Explain(m.in(m.layout.page), p) {
		return false
	}
	id, ok := m.subject()
	if !ok {
		return false
	}
	if n := id.Node(&m.frame); n != nil {
		describeNode(&m.c, p, n)
	} else {
		describeServer(&m.c, p, id)
	}
	return true
}

// describeNode shows what its row does not have.
func describeNode(c *ui.Context, p *paint.Pen, n *incident.Node) {
	s := c.NodeSign(n)
	p.Glyph(c.Theme.Mark, c.Theme.Glyphs.Mark, 1)
	p.Put(c.Theme.Strong, " "+n.Name+" ")
	p.Glyph(s.Style, s.Glyph, 1)
	if n.Health == incident.HealthUnknown {
		if n.Server != nil {
			p.Put(c.Theme.Faint, " not known since "+n.Since.In(c.Zone).Format("15:04:05"))
			return
		}
		p.Put(c.Theme.Faint, " not known yet   "+string(n.Role))
		return
	}
	p.Put(s.Style, " "+ui.StateWord(n))
	p.Put(c.Theme.Faint, " "+c.StateAge(n))
	if next := whatNext(c, n); next[0] != "" {
		p.Put(c.Theme.Text, "   next: ")
		p.Put(c.Theme.Text, ui.Fitting(p.Room()-1, next[:]...))
	}
	facts := known(c, n)
	long := func() bool { return paint.Width(ui.Words(c.Theme, facts...)) > p.Room()-4 }
	if long() {
		facts = facts[1:] // its role: the least of them
	}
	for len(facts) > 1 && long() {
		facts = facts[:len(facts)-1]
	}
	if !long() {
		p.Put(c.Theme.Faint, "   "+ui.Words(c.Theme, facts...))
	}
}

// healing reports whether the heal of a node's fault was asked for.
func healing(c *ui.Context, node string) bool {
	for i := range c.Frame.Faults {
		if f := &c.Frame.Faults[i]; f.Target == node && verdict.Requested(c.Frame, f) {
			return true
		}
	}
	return false
}

// whatNext is what can be done about a node that is broken by a fault, and what happens without that, the longest form first;
// "" if neither is known.
func whatNext(c *ui.Context, n *incident.Node) [2]string {
	if !slices.ContainsFunc(c.Frame.Faults, func(f stopwatch.Fault) bool { return f.Target == n.Name }) {
		return [2]string{}
	}
	do := ""
	switch {
	case !slices.ContainsFunc(c.Frame.Faults, func(f stopwatch.Fault) bool { return f.Target == n.Name && !f.Kind.Found() }):
		do = "found, not made here: nothing to heal"
	case healing(c, n.Name):
		do = "its heal is under way"
	case c.Keys.On(keys.Start) && !refuses(c.Frame, n, keys.Start):
		do = c.Keys.Key(keys.Start) + " starts it"
		if c.Frame.Topology.NoDocker {
			do = c.Keys.Key(keys.Start) + " heals it"
		}
	case c.Keys.On(keys.HealAll):
		do = c.Keys.Key(keys.HealAll) + " heals it"
		if len(c.Frame.Faults) > 1 {
			do = c.Keys.Key(keys.HealAll) + " heals all"
		}
	}
	wait, in := "", ""
	if x := &c.Verdict.Next; x.Node == n.Name {
		switch x.Step {
		case verdict.TakesOut:
			in = " " + c.Theme.AtMost + " " + paint.AtMost(x.In)
			wait = x.Watcher + " takes it out in" + in
		case verdict.Never:
			wait = x.Watcher + " will not notice"
		}
	}
	switch {
	case do == "" || wait == "":
		return [2]string{do + wait, do + wait}
	case in == "":
		return [2]string{do + ", " + wait, do}
	}
	return [2]string{do + ", or " + wait, do + ", or out" + in}
}

// stranger says why nothing can be done to a server that is no node; where only a balancer is watched, without a word of a project.
func stranger(c *ui.Context, name string) string {
	if len(c.Frame.Nodes) == 0 || c.Frame.Topology.NoDocker {
		return name + " can only be watched"
	}
	return name + " is not a container of this project: it can only be watched"
}

// describeServer shows details of a server that is no container of the project.
func describeServer(c *ui.Context, p *paint.Pen, id ui.NodeID) {
	h := c.Frame.HAProxy
	if h == nil || h.Find(id.Backend, id.Name) == nil {
		p.Put(c.Theme.Faint, stranger(c, id.String()))
		return
	}
	s := h.Find(id.Backend, id.Name)
	sign, th := c.Theme.StatusOf(&s.Status), c.Theme
	if c.HAProxyStale() != nil {
		sign = paint.NewSign(th.Unknown, th.Faint)
	}
	long, _ := serverwords.State(s.Status)
	p.Glyph(th.Mark, th.Glyphs.Mark, 1)
	p.Put(th.Strong, " "+id.String()+" ")
	p.Glyph(sign.Style, sign.Glyph, 1)
	p.Put(sign.Style, " "+long)
	if !h.BlankOf(s).Has("lastchg") {
		p.Put(th.Faint, " "+paint.Age(record.Times(s.Lastchg, time.Second)))
	}
	none := "no container of this project"
	if len(c.Frame.Nodes) == 0 || c.Frame.Topology.NoDocker {
		none = "only watched"
	}
	p.Space(3)
	p.Put(th.Faint, ui.Fitting(p.Room(), ui.Words(th, checkFact(s), s.Addr, none), ui.Words(th, checkFact(s), none), checkFact(s)))
}

// renderInFull shows on the status line the text that a focused pane had to cut; false when there is none.
func (m *Model) renderInFull(p *paint.Pen) bool {
	if m.logs.IsAround() && m.focus != paneCost && m.logs.Explain(m.in(m.layout.logs), p) {
		return true
	}
	e, ok := m.panes[m.focus].(ui.Explainer)
	return ok && e.Explain(m.in(m.area(m.focus)), p)
}

// known lists facts about a node beyond its row.
func known(c *ui.Context, n *incident.Node) []string {
	facts := []string{n.What(), containerFact(n.Container)}
	if n.Server != nil {
		facts = append(facts, checkFact(n.Server))
	}
	if n.Replica != nil && n.IsReplica() {
		facts = append(facts, c.Replication(n))
		if n.Replica.LastError != "" {
			facts = append(facts, n.Replica.LastError)
		}
	}
	if n.Upstream.Last != "" {
		facts = append(facts, c.Since(n.Upstream.LastAt)+" ago: "+n.Upstream.Last)
	}
	if n.PageErr != "" {
		facts = append(facts, "page: "+n.PageErr)
	}
	return facts
}

// checkFact is the last check of a server, with HAProxy's words where it failed.
func checkFact(s *record.Server) string {
	word := serverwords.Check(s)
	switch {
	case word == "":
		return ""
	case serverwords.Passed(s.CheckStatus):
		return "check: " + word
	}
	return strings.TrimSpace("check: " + word + " (" + s.CheckStatus + ") " + strings.TrimSpace(s.LastChk))
}

func containerFact(c record.Container) string {
	switch {
	case c.Node == "":
		return ""
	case c.State == "":
		return "no container"
	case c.State == "exited":
		return fmt.Sprintf("container exited (%d)", c.ExitCode)
	case c.Health != "":
		return "container " + c.State + ", " + c.Health
	}
	return "container " + c.State
}
