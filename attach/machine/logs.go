package machine

import (
	"cmp"
	"net"
	"path"
	"slices"
	"strconv"
	"strings"

	"hadash/attach/machine/rsyslog"
	"hadash/conf/balancer"
	"hadash/record"
)

// logs finds where an instance's lines can be read.
func (l *look) logs() {
	in := l.inst
	switch {
	case in.Unread:
		for _, w := range usualLogs[in.Kind] {
			if name := w.Target; l.host.exists(name) || l.host.hidden(name) {
				in.add(l.file(w.Of, name, ""))
			}
		}
		if len(in.Ways) == 0 && in.Unit != "" && l.systemd() {
			in.add(l.journal())
		}
	case in.Kind == record.KindNginx:
		l.nginxLogs()
	default:
		l.haproxyLogs()
	}
}

// add adds ways that are not there yet.
func (in *Instance) add(ways ...Way) {
	for _, w := range ways {
		if !slices.ContainsFunc(in.Ways, func(o Way) bool { return o.Target == w.Target }) {
			in.Ways = append(in.Ways, w)
		}
	}
}

// file is the way to a file.
func (l *look) file(of Of, name, by string) Way {
	if by == "" { // the program itself writes it
		name = l.where(name)
	}
	w := Way{Of: of, Target: string(l.inst.Kind) + "+file://" + name, Says: record.Clean(name), Fix: l.fixRead(name)}
	if by != "" {
		w.Says += ", " + by
	}
	if w.Fix == "" && !l.host.exists(name) {
		w.Says += ", not written yet"
	}
	return w
}

// told reports whether a log gets the lines of sessions: its level lets them through.
func told(to *balancer.Log) bool {
	return to.Level == "" || to.Level == "info" || to.Level == "debug"
}

// haproxyLogs finds the lines of HAProxy's sessions.
func (l *look) haproxyLogs() {
	in := l.inst
	var sections, global []balancer.Log
	for _, to := range in.Conf.Logs {
		if to.Proxy == "" {
			global = append(global, to)
		} else {
			sections = append(sections, to)
		}
	}
	if len(sections) == 0 {
		sections = global
	}
	seen := map[balancer.Log]bool{}
	off, quiet := false, false
	for _, to := range sections {
		to.Proxy, to.Name, to.Format, to.From = "", "", "", balancer.Place{}
		switch {
		case seen[to]:
		case to.Off:
			off = true
		case !told(&to):
			quiet = true
		default:
			in.add(l.haproxyLog(&to)...)
		}
		seen[to] = true
	}
	heard := slices.ContainsFunc(sections, func(to balancer.Log) bool { return !to.Off && told(&to) })
	switch {
	case heard:
		l.forms()
	case quiet && !off:
		l.miss("no session is logged: the level of its log is too high", "log /dev/log local0", "global", "")
	case len(global) > 0:
		l.miss("no session is logged", "log global", "defaults", "")
	default:
		l.miss("nothing is logged", "log /dev/log local0", "global, and \"log global\" in defaults", "")
	}
}

// haproxyLog follows one target.
func (l *look) haproxyLog(to *balancer.Log) []Way {
	m := rsyslog.Message{Program: cmp.Or(l.inst.Conf.Tag, "haproxy"), Facility: to.Facility, Severity: "info"}
	switch {
	case to.Own:
		return l.own(Log, "log /dev/log local0", "global, in place of \"log stdout\"")
	case loopback(to.Host):
		return l.toPort(to, m)
	case to.Host != "":
		l.miss("its lines go to "+record.Clean(to.Host)+", and not to this machine", "log /dev/log local0", "global", "")
	case strings.HasPrefix(to.File, "/"):
		return l.toSocket(to, m)
	default:
		l.miss("its lines go to "+record.Clean(to.File)+", which cannot be read from here", "log /dev/log local0", "global", "")
	}
	return nil
}

func loopback(host string) bool {
	return host == "localhost" || host == "::1" || strings.HasPrefix(host, "127.")
}

// own follows lines that go to a program's own output: systemd's journal, or a file that a shell led them to.
func (l *look) own(of Of, line, section string) []Way {
	in := l.inst
	if in.Unit != "" && l.systemd() {
		w := l.journal()
		w.Of = of
		return []Way{w}
	}
	if name := l.output(in.PID); in.PID > 0 && name != "" {
		return []Way{l.file(of, name, "its output")}
	}
	l.miss("its lines go to its own output, which cannot be read from here", line, section, "")
	return nil
}

// forms says where HAProxy's lines say too little: the default format has neither servers nor results.
func (l *look) forms() {
	said := map[string]bool{}
	for i := range l.inst.Conf.Logs {
		to := &l.inst.Conf.Logs[i]
		if to.Proxy == "" || to.Off || to.Name != "" || to.Format != "" || said[to.Proxy] {
			continue
		}
		said[to.Proxy] = true
	}
	if len(said) == 0 {
		return
	}
	line := "option tcplog"
	for i := range l.inst.Conf.Binds {
		if b := &l.inst.Conf.Binds[i]; said[b.Proxy] && b.Mode == balancer.HTTP {
			line = "option httplog"
		}
	}
	l.miss("its log does not say which server answered, and how", line, "defaults", "")
}

// nginxLogs finds nginx's access and error logs.
func (l *look) nginxLogs() {
	in := l.inst
	var access, errors []balancer.Log
	for _, to := range in.Conf.Logs {
		if to.Errors {
			errors = append(errors, to)
		} else {
			access = append(access, to)
		}
	}
	passes := len(access) > 0
	if !passes {
		access = in.Conf.Serves
	}
	off := false
	for i := range access {
		if off = off || access[i].Off; !access[i].Off {
			in.add(l.nginxLog(Log, &access[i])...)
		}
	}
	if off && !slices.ContainsFunc(in.Ways, func(w Way) bool { return w.Of == Log }) {
		l.miss("no request is logged", "access_log /var/log/nginx/access.log;", "http", "")
	}
	for i := range errors {
		if !errors[i].Off {
			in.add(l.nginxLog(Errors, &errors[i])...)
		}
	}
	if passes {
		l.attempts(access)
	}
}

// nginxLog follows one log.
func (l *look) nginxLog(of Of, to *balancer.Log) []Way {
	m := rsyslog.Message{Program: "nginx", Facility: "local7", Severity: "info"}
	if of == Errors {
		m.Severity = "err"
	}
	if to.Facility != "" {
		m.Facility = to.Facility
	}
	if to.Tag != "" {
		m.Program = to.Tag
	}
	const line, section = "access_log /var/log/nginx/access.log;", "http"
	syslog := to.Facility != "" || to.Host != "" || to.File == "/dev/log" || to.From.File != "" && l.socket(to.File)
	switch {
	case to.Own:
		return l.own(of, line, section)
	case loopback(to.Host):
		return l.toPort(to, m)
	case to.Host != "":
		l.miss("its lines go to "+record.Clean(to.Host)+", and not to this machine", line, section, "")
	case syslog:
		return l.toSocket(to, m)
	case strings.Contains(to.File, "$"):
		l.miss("the name of its log is made for each request: "+record.Clean(to.File), line, section, "")
	default:
		return []Way{l.file(of, l.path(to), "")}
	}
	return nil
}

// path is where nginx's log is: the file that it has open tells better than the folder that its program was built for.
func (l *look) path(to *balancer.Log) string {
	name, written := to.File, to.From.File != ""
	if path.IsAbs(name) && written {
		return path.Clean(name)
	}
	tail := "/" + name
	if !written {
		tail = "/" + path.Base(name)
	}
	if l.inst.PID > 0 {
		for _, open := range l.opened(l.inst.PID) {
			if strings.HasSuffix(open, tail) {
				return open
			}
		}
	}
	prefix := prefixOf(l.inst.proc)
	switch {
	case written:
		return path.Join(prefix, name)
	case prefix == "/usr/share/nginx":
		return name
	}
	return path.Join(prefix, "logs", path.Base(name))
}

// target is where a log goes as access_log says it.
func (l *look) target(to *balancer.Log) string {
	switch {
	case to.Own:
		return "/dev/stdout"
	case to.Host != "":
		return "syslog:server=" + net.JoinHostPort(to.Host, strconv.Itoa(to.Port))
	case l.socket(to.File):
		return "syslog:server=unix:" + to.File
	}
	return l.path(to)
}

const nginxFormat = `log_format hadash '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent $request_time "$upstream_addr" "$upstream_status" "$upstream_response_time"';`

// attempts says where nginx's log does not have which server was tried, with what result.
func (l *look) attempts(access []balancer.Log) {
	for i := range access {
		to := &access[i]
		addr, status := strings.Contains(to.Format, "upstream_addr"), strings.Contains(to.Format, "upstream_status")
		switch {
		case to.Off, addr && status:
		case addr:
			l.miss("its log does not say with what result a server was tried", "$upstream_status", "log_format "+record.Clean(to.Name), "")
			return
		default:
			section := "http"
			if to.From.Line > 0 {
				section = "http, in place of " + line(to.From)
			}
			l.miss("its log does not say which server was tried; failed attempts are known from its error log", nginxFormat+" access_log "+record.Clean(l.target(to))+" hadash;", section, "")
			return
		}
	}
}
