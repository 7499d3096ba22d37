package drill

import (
	"strings"

	"hadash/incident/event"
	"hadash/incident/servers"
	"hadash/record"
	"hadash/wording"
)

// backendState is the condition that a backend of HAProxy has a usable server, or has none.
type backendState struct {
	backend string
	state   state
	not     bool
	at      token
}

var backendWords = []string{"UP", "DOWN"}

func (l *line) backend() (sense, error) {
	t := l.take()
	if !isBackend(t.text) {
		return nil, l.bad(t, "a backend's name is missing, such as in: backend servers DOWN")
	}
	s := backendState{backend: t.text, at: t}
	var err error
	word := l.peek()
	s.not, s.state, err = l.state(backendWords)
	if err == nil && s.state.word != "UP" && s.state.word != "DOWN" {
		err = l.bad(word, "%q is not a state of a backend: use UP or DOWN", s.state.word)
	}
	return s, err
}

func (s backendState) names() []name { return []name{{text: s.backend, kind: aBackend, at: s.at}} }

func (s backendState) look(v *view) sight {
	out := sight{fresh: fresh(v.f, v.from, record.SourceHAProxy, "")}
	if !answers(v.f, record.SourceHAProxy) {
		out.saw, out.lack = wording.HAProxySilent.Of(), true
		return out
	}
	var has []string
	for i := range v.f.HAProxy.Proxies {
		p := &v.f.HAProxy.Proxies[i]
		if p.Frontend {
			continue
		}
		has = append(has, p.Pxname)
		if servers.Called(p.Pxname, s.backend) {
			out.so = (p.Status.State.Serving() == (s.state.word == "UP")) != s.not
			out.saw = wording.ServersUsable.Of(p.Status.Text, p.Act+p.Bck)
		}
	}
	if out.saw.IsZero() {
		out.saw, out.lack = wording.NoBackend.Of(strings.Join(has, ", ")), true
		return out
	}
	if e := s.told(v); e != nil && !s.not && v.past {
		out.so, out.fresh, out.at = true, true, e.At
		out.saw = wording.StateAt.Of(s.state.word, e.At.Local().Format("15:04:05.000"), wording.ByHAProxysLog.Of())
	}
	return out
}

// told is HAProxy's own message that the backend entered the state.
func (s backendState) told(v *view) *event.Event {
	all := v.f.Timeline
	for i := len(all) - 1; i >= 0 && !all[i].At.Before(v.since); i-- {
		if e := &all[i]; e.Kind == event.KindBackend && servers.Called(e.Subject, s.backend) && e.To == s.state.word {
			return e
		}
	}
	return nil
}

// isNode reports whether a word can be the name of a node, of several hosts with that of its host: app@west.
func isNode(word string) bool {
	node, host, several := strings.Cut(word, "@")
	if several && node != "" {
		return isName(node) && isName(host)
	}
	return isName(word)
}
