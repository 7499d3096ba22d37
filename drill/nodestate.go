package drill

import (
	"strings"
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/near"
	"hadash/record"
	"hadash/wording"
)

// nodeState is the condition that a node, or a server of HAProxy, is in a state or not in it.
type nodeState struct {
	node    string // the service's or the server's name
	backend string // of HAProxy, "" when not said
	state   state
	not     bool
	at      token
}

// nodeState takes the rest of a Condition about a node: [==|!=|is|is not] STATE.
func (l *line) nodeState(t token) (sense, error) {
	s := nodeState{node: t.text, at: t}
	if backend, server, ok := servers.SplitServer(t.text); ok {
		s.backend, s.node = backend, server
	}
	if !isNode(s.node) || s.backend != "" && !isBackend(s.backend) {
		return nil, l.bad(t, "%q is not the name of a node or a figure%s", t.text, near.Suggest(t.text, anyFigureName()))
	}
	if l.peek().text == "" {
		return nil, l.bad(t, "%q is not a figure%s; if it is a node, a state is missing, such as %s UP", t.text, near.Suggest(t.text, anyFigureName()), t.text)
	}
	var err error
	s.not, s.state, err = l.state(stateWords())
	return s, err
}

// state takes [==|!=|is|is not] and one of some state words.
func (l *line) state(words []string) (not bool, s state, err error) {
	switch t := l.peek(); {
	case l.accept("!="):
		not = true
	case l.accept("==", "="):
	case isOperator(t.text):
		return false, s, l.bad(t, "%q: a state is compared with == or !=", t.text)
	case l.accept("is"):
		not = l.accept("not")
	default:
		not = l.accept("not")
	}
	t := l.take()
	s, ok := findState(t.text)
	switch {
	case t.text == "":
		return false, s, l.bad(t, "a state is missing: %s", anyOf(words))
	case !ok:
		return false, s, l.bad(t, "%q is not a state%s; the states are %s", t.text, near.Suggest(t.text, words), strings.Join(words, ", "))
	}
	return not, s, nil
}

// isBackend reports whether a word can be the name of a backend, with that of its balancer or without.
func isBackend(word string) bool {
	balancer, backend := servers.Split(word)
	return isName(backend) && (balancer == "" || isNode(balancer))
}

// isName reports whether a word can be the name of a service, a server or a backend.
func isName(word string) bool {
	return word == Active || word == Standby || word != "" && len(word) <= 200 && strings.Trim(strings.ToLower(word), "abcdefghijklmnopqrstuvwxyz0123456789_.-") == ""
}

func (s nodeState) names() []name {
	if s.backend != "" {
		return []name{{text: s.backend, kind: aBackend, at: s.at}, {text: s.node, kind: aServer, at: s.at, of: s.backend}}
	}
	return []name{{text: s.node, kind: anyNode, at: s.at}}
}

func (s nodeState) place(f *incident.Frame) place {
	p := place{f: f, node: f.Node(s.node)}
	if p.node != nil && s.backend == "" {
		p.server = p.node.Server
		p.unheard = p.server == nil && f.Unheard(p.node)
		return p
	}
	for _, row := range serversCalled(f, s.node) {
		if s.backend == "" || servers.Called(row.Pxname, s.backend) {
			p.server = row
		}
	}
	p.unheard = p.server == nil && f.HAProxy == nil
	if p.server != nil {
		p.node = nil
		for i := range f.Nodes {
			if f.Nodes[i].Is(p.server.Pxname, p.server.Svname) {
				p.node = &f.Nodes[i]
			}
		}
	}
	return p
}

// serversCalled returns HAProxy's servers of a name, in all backends.
func serversCalled(f *incident.Frame, name string) (all []*record.Server) {
	if f.HAProxy == nil {
		return nil
	}
	for i := range f.HAProxy.Servers {
		if s := &f.HAProxy.Servers[i]; s.Svname == name {
			all = append(all, s)
		}
	}
	return all
}

func (s nodeState) look(v *view) sight {
	p := s.place(v.f)
	out := sight{fresh: s.fresh(v, &p), saw: s.state.judge.says(&p), lack: !s.state.judge.knows(&p)}
	out.so = !out.lack && s.state.so(&p) != s.not
	if s.not || !v.past && !out.so {
		return out
	}
	if m, said := s.moment(v, &p); m.Seen() {
		out.so, out.lack, out.fresh, out.at = true, false, out.fresh || v.past, m.At
		out.saw = said
	}
	return out
}

// fresh reports whether the deciding source was asked since the view begins.
func (s nodeState) fresh(v *view, p *place) bool {
	switch {
	case s.state.judge.source == record.SourceReplication:
		return fresh(v.f, v.from, record.SourceReplication, s.node)
	case s.state.judge.source == record.SourceDocker:
		return fresh(v.f, v.from, record.SourceDocker, "")
	case s.state.judge.source == record.SourceLogs:
		return true // a log has a line for each change
	case p.server != nil:
		return fresh(v.f, v.from, record.SourceHAProxy, "")
	}
	return fresh(v.f, v.from, record.SourceDocker, "") && fresh(v.f, v.from, record.SourcePage, s.node)
}

// moment returns when the node entered the state since the last action, by the best witness, and describes it.
func (s nodeState) moment(v *view, p *place) (m stopwatch.Moment, says wording.Phrase) {
	var w *stopwatch.Stopwatch
	if p.node != nil {
		w = v.f.Stopwatch(p.node.Name)
	}
	if p.server != nil {
		m = s.told(v, p.server.Name())
	} else if w != nil {
		m = s.watched(w)
	}
	if m.At.Before(v.since) {
		return stopwatch.Moment{}, wording.Phrase{}
	}
	return m, s.after(w, &m, v.from)
}

// told is HAProxy's newest message that the server is in the state.
func (s nodeState) told(v *view, server string) stopwatch.Moment {
	all := v.f.Timeline
	for i := len(all) - 1; i >= 0 && !all[i].At.Before(v.since); i-- {
		e := &all[i]
		if e.Kind == event.KindServer && e.Subject == server && s.means(e.To) {
			return stopwatch.Moment{At: e.At, Witness: e.Witness, Within: e.Within}
		}
	}
	return stopwatch.Moment{}
}

// means reports whether HAProxy's name of a change stands for the state.
func (s nodeState) means(word string) bool {
	switch s.state.word {
	case "DOWN":
		return incident.GivesUp(word)
	case "MAINT":
		return word == s.state.word || word == incident.Unresolved
	}
	return word == s.state.word
}

// watched uses the stopwatch of a node that is not a server of HAProxy.
func (s nodeState) watched(w *stopwatch.Stopwatch) stopwatch.Moment {
	switch s.state.word {
	case "UP":
		return w.Up
	case "DOWN":
		return w.Moments[stopwatch.Detected]
	}
	return stopwatch.Moment{}
}

// after describes when something happened, relative to its fault or heal. Docker dates a fault when it
// has finished it, so an effect can seem to come before its cause.
func (s nodeState) after(w *stopwatch.Stopwatch, m *stopwatch.Moment, begun time.Time) wording.Phrase {
	since := func(from time.Time, what wording.Phrase) wording.Phrase {
		return wording.StateAfter.Of(s.state.word, wording.Exact(max(m.At.Sub(from), 0)), what, m.Precision())
	}
	switch {
	case w == nil && m.At.Before(begun):
		return wording.StateBefore.Of(s.state.word, wording.Exact(begun.Sub(m.At)), m.Precision())
	case w == nil:
		return since(begun, wording.BeginOfLine.Of())
	}
	if healed := w.Moments[stopwatch.Healed]; healed.Seen() && !m.At.Before(healed.At) {
		return since(healed.At, wording.HealOf.Of(w.Target))
	}
	return since(w.Moments[stopwatch.Injected].At, w.Phrase())
}

// anyOf lists words as a choice: "UP, DOWN or MAINT".
func anyOf(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
	return strings.Join(words, "")
}
