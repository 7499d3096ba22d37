package collectors

import (
	"strings"

	"hadash/collectors/haproxylog"
	conf "hadash/conf/balancer"
	"hadash/record"
)

// haproxyLines parses the lines that HAProxy writes, however they arrive.
type haproxyLines struct {
	formats  *formats
	parser   haproxylog.Parser
	session  record.Session
	dedup    haproxylog.Dedup
	sessions haproxylog.Sessions
	zones    haproxylog.Zones
}

// common are formats that are known without a configuration, apart from those that the Parser reads.
var common = compileHAProxy([]conf.Format{{Name: "httplog clf"}, {Name: "tcplog clf"}}).haproxy

func (h *haproxyLines) read(l *record.Line) fate {
	now, text := h.formats.get(), untabbed(l.Text)
	if len(now.haproxy) > 0 {
		if said, ok := haproxylog.Formatted(now.haproxy, &h.parser, text, &h.session); ok {
			return h.traffic(l, &said)
		}
	}
	said := haproxylog.Said{Body: text}
	if !haproxylog.Headed(text) && h.parser.Session(text, &h.session) { // most lines, and most have no header
		return h.traffic(l, &said)
	}
	said = haproxylog.Split(text)
	if said.Level == "" && said.Body != text && h.parser.Session(said.Body, &h.session) {
		return h.traffic(l, &said)
	}
	if said, ok := haproxylog.Formatted(common, &h.parser, text, &h.session); ok {
		return h.traffic(l, &said)
	}
	f := h.sentence(l, &said)
	if l.State == nil && l.Check == nil && !f.drop && said.Level == "" {
		f.unread = unreadSession(now, text, said.Body)
	}
	return f
}

// unreadSession says why a line is not read that looks like one in a format of the configuration; "" if it does not look
// like one. body is the line without headers: an object is no sentence of HAProxy.
func unreadSession(now *compiled, text, body string) string {
	for _, f := range now.haproxy {
		if why, ok := f.Unread(text); ok {
			return why
		}
	}
	if strings.HasPrefix(body, "{") || haproxylog.CBOR(body) {
		return now.refused
	}
	return ""
}

func (h *haproxyLines) traffic(l *record.Line, said *haproxylog.Said) fate {
	session := h.session
	begun := l.At.Add(-max(session.Tt, 0))
	if session.Accepted.IsZero() { // its format has no time: copies cannot be told from others that look alike
		session.Accepted = begun
		l.Session = &session
		return fate{notable: !session.Normal()}
	}
	if h.sessions.Copy(said, &h.session) {
		return fate{drop: true}
	}
	if !h.parser.Zoned() {
		session.Accepted = h.zones.Accepted(&session, said, l.At)
	}
	l.Session = &session
	return fate{notable: !l.Traffic()}
}

func (h *haproxyLines) sentence(l *record.Line, said *haproxylog.Said) fate {
	state, isState := haproxylog.State(said.Body)
	check, isCheck := haproxylog.Check(said.Body)
	switch verdict := h.dedup.Heard(l.At, said, haproxylog.About(said.Body)); {
	case verdict == haproxylog.Fresh:
	case verdict == haproxylog.Copy, isState, isCheck:
		return fate{drop: true}
	}
	switch {
	case isState:
		l.State = &state
	case isCheck:
		l.Check = &check
	}
	return fate{notable: isState || isCheck || said.Grave()}
}
