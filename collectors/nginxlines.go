package collectors

import (
	"hadash/collectors/nginxlog"
	"hadash/record"
)

// nginxLines parses the lines of nginx's access log and of its error log.
type nginxLines struct{ formats *formats }

func (n nginxLines) read(l *record.Line) fate {
	now, text := n.formats.get(), untabbed(l.Text)
	if access, ok := accessOf(now, text); ok {
		l.Access = &access
		return fate{notable: !l.Traffic()}
	}
	if upstream, ok := nginxlog.Upstream(text); ok {
		l.Upstream = &upstream
		return fate{notable: true}
	}
	if level, _, ok := nginxlog.Level(text); ok {
		return fate{notable: nginxlog.Grave(level)}
	}
	return fate{unread: unreadAccess(now, text)}
}

// accessOf reads a line of the access log: by the formats of the configuration, else by what it looks like.
func accessOf(now *compiled, text string) (record.Access, bool) {
	if len(now.nginx) > 0 {
		if _, _, isError := nginxlog.Level(text); isError {
			return record.Access{}, false
		}
	}
	for _, f := range now.nginx {
		if access, ok := f.Read(text); ok {
			return access, true
		}
	}
	if access, ok := nginxlog.Access(text); ok {
		return access, true
	}
	return nginxlog.Combined(text)
}

// unreadAccess says why a line is not read that looks like one of the access log; "" if it does not look like one.
func unreadAccess(now *compiled, text string) string {
	for _, f := range now.nginx {
		if why, ok := f.Unread(text); ok {
			return why
		}
	}
	why, ok := nginxlog.Unread(text)
	if ok && now.refused != "" {
		return now.refused
	}
	return why
}
