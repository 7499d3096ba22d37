package collectors

import (
	"time"

	"hadash/collectors/haproxylog"
	"hadash/record"
)

// haproxyLines parses the lines that HAProxy writes, however they arrive.
type haproxyLines struct {
	parser   haproxylog.Parser
	session  record.Session
	dedup    haproxylog.Dedup
	sessions haproxylog.Sessions
}

func (h *haproxyLines) read(l *record.Line) fate {
	said := haproxylog.Said{Body: l.Text}
	if !haproxylog.Headed(l.Text) && h.parser.Session(l.Text, &h.session) { // most lines, and most have no header
		return h.traffic(l, &said)
	}
	said = haproxylog.Split(l.Text)
	if said.Level == "" && said.Body != l.Text && h.parser.Session(said.Body, &h.session) {
		return h.traffic(l, &said)
	}
	return h.sentence(l, &said)
}

func (h *haproxyLines) traffic(l *record.Line, said *haproxylog.Said) fate {
	if h.sessions.Copy(said, &h.session) {
		return fate{drop: true}
	}
	session := h.session
	session.Accepted = zoned(session.Accepted, l.At.Add(-session.Tt))
	l.Session = &session
	return fate{notable: !session.Normal()}
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

// zoned moves a time that was parsed as UTC into the time zone in which it was written: the one, in steps of 15
// minutes, that puts it nearest to the expected time.
func zoned(written, about time.Time) time.Time {
	const quarter = 15 * time.Minute
	return written.Add(-written.Sub(about).Round(quarter))
}
