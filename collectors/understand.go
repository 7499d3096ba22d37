package collectors

import (
	"strings"
	"time"

	"hadash/collectors/haproxylog"
	"hadash/collectors/k6log"
	"hadash/collectors/nginxlog"
	"hadash/record"
)

// reader understands the lines of one program.
type reader interface {
	// read fills in what the line means. It reports whether the line is notable: shown at once,
	// and never left out; and false for keep when another line said the same already.
	read(l *record.Line) (notable, keep bool)
}

// readerFor chooses by role: what balances TCP is read as HAProxy, what balances HTTP as nginx, and
// a line of something else is only text.
func readerFor(r record.Role) reader {
	switch r {
	case record.RoleBalancer:
		return &haproxyLines{}
	case record.RoleWeb:
		return nginxLines{}
	case record.RoleLoad:
		return k6Lines{}
	case record.RoleReplica, record.RoleMaster:
		return databaseLines{}
	}
	return plainLines{}
}

type haproxyLines struct {
	parser haproxylog.Parser
	dedup  haproxylog.Dedup
}

func (h *haproxyLines) read(l *record.Line) (notable, keep bool) {
	body, level := haproxylog.Body(l.Text)
	var session record.Session
	if level == "" && h.parser.Session(body, &session) {
		session.Accepted = zoned(session.Accepted, l.At.Add(-session.Tt))
		l.Session = &session
		return !session.Normal(), true
	}
	if h.dedup.Twin(l.At, level, body) {
		return false, false
	}
	if state, ok := haproxylog.State(body); ok {
		l.State = &state
	} else if check, ok := haproxylog.Check(body); ok {
		l.Check = &check
	}
	return l.State != nil || l.Check != nil || level == "ALERT" || level == "EMERG" || level == "WARNING", true
}

// zoned moves a time that was read as UTC into the zone where it was written: the one, in quarters
// of an hour, in which it is nearest to when it must have been.
func zoned(written, about time.Time) time.Time {
	const quarter = 15 * time.Minute
	return written.Add(-written.Sub(about).Round(quarter))
}

type nginxLines struct{}

func (nginxLines) read(l *record.Line) (notable, keep bool) {
	if access, ok := nginxlog.Access(l.Text); ok {
		l.Access = &access
		return !l.Traffic(), true
	}
	if access, ok := nginxlog.Combined(l.Text); ok {
		l.Access = &access
		return !l.Traffic(), true
	}
	if upstream, ok := nginxlog.Upstream(l.Text); ok {
		l.Upstream = &upstream
		return true, true
	}
	level, _, ok := nginxlog.Level(l.Text)
	return ok && nginxlog.Grave(level), true
}

type k6Lines struct{}

func (k6Lines) read(l *record.Line) (notable, keep bool) {
	if request, ok := k6log.Request(l.Text); ok {
		l.Request = &request
		return true, true
	}
	return false, true
}

// databaseLines are only text, but MariaDB and MySQL mark what is wrong among them.
type databaseLines struct{}

func (databaseLines) read(l *record.Line) (notable, keep bool) {
	head := l.Text[:min(len(l.Text), 80)]
	return strings.Contains(head, "[ERROR]") || strings.Contains(head, "[Warning]"), true
}

// plainLines are only text, of programs that hadash does not know. Most say a level in one of the
// ways in which loggers spell it.
type plainLines struct{}

func (plainLines) read(l *record.Line) (notable, keep bool) {
	for _, mark := range []string{`"level":"WARN`, `"level":"ERROR`, `"level":"warn`, `"level":"error`, "level=WARN", "level=ERROR", "level=warn", "level=error"} {
		if strings.Contains(l.Text, mark) {
			return true, true
		}
	}
	return false, true
}
