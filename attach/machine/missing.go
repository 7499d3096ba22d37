package machine

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"hadash/attach"
	"hadash/conf/balancer"
	"hadash/record"
)

func line(p balancer.Place) string { return path.Base(p.File) + ":" + strconv.Itoa(p.Line) }

// missing is something that the instance lacks.
func (l *look) missing(what, line, section, file, then string) attach.Missing {
	return attach.Missing{About: l.inst.Name, What: record.Clean(record.Redact(what)), Line: line, Section: section, File: file, Then: then}
}

// miss says what the instance lacks, with a line for its configuration; its first file if none is named.
func (l *look) miss(what, line, section, file string) {
	m := l.missing(what, line, section, "", "")
	if line != "" {
		if m.File = file; file == "" {
			m.File = first(l.inst.Conf.Files)
		}
		m.Then = l.reload()
	}
	l.f.Missing = append(l.f.Missing, m)
}

// missThen says what the instance lacks, and what to do about it.
func (l *look) missThen(what, then string) {
	l.f.Missing = append(l.f.Missing, l.missing(what, "", "", "", then))
}

// hides says what else an instance does not show.
func (l *look) hides() {
	in := l.inst
	if why := l.elsewhere(); why != "" {
		l.miss(why+": its ports are not reached from here", "", "", "")
	}
	l.newer()
	if in.Unread {
		return
	}
	if in.Kind == record.KindNginx {
		l.nginxHides()
		return
	}
	l.haproxyHides()
}

func (l *look) haproxyHides() {
	in := l.inst
	numbers := slices.IndexFunc(in.Ways, func(w Way) bool { return w.Of == Numbers })
	switch {
	case len(in.Conf.Sockets) == 0 && numbers < 0:
		l.miss("no numbers: it has no socket and no statistics page", l.socketLine(), "global", "")
	case numbers < 0:
		l.miss("no numbers: none of its sockets is a file or a port, and it has no statistics page", l.socketLine(), "global", "")
	case len(in.Conf.Sockets) == 0:
		l.miss("no socket: servers cannot be drained, or set to maintenance", l.socketLine(), "global", "")
	case numbers >= 0 && in.Ways[numbers].level == "user":
		l.miss("its socket has level user: where servers are is not shown in its statistics, and none can be drained", "level admin", "global, in place of \"level user\" of its stats socket", "")
	case numbers >= 0 && in.Ways[numbers].level == "operator":
		l.miss("its socket has level operator: no server can be drained, or set to maintenance", "level admin", "global, at the end of its stats socket", "")
	}
	if in.master() && in.proc != nil && !slices.Contains(in.proc.words, "-S") {
		m := l.missing("what old workers still do after a reload: its master has no socket", "-S /run/haproxy-master.sock", "the words after haproxy", "its start script", "restart it")
		if in.Unit != "" {
			m.File, m.Then = in.Unit, "systemctl restart "+strings.TrimSuffix(in.Unit, ".service")
		}
		l.f.Missing = append(l.f.Missing, m)
	}
	l.unchecked()
}

// socketLine is the line that brings a Runtime API, in a folder that there is.
func (l *look) socketLine() string {
	name := "admin.sock"
	if l.inst.Name != string(l.inst.Kind) { // there are several
		name = l.inst.Name + ".sock"
	}
	switch _, group := l.groups["haproxy"]; {
	case l.host.exists("/run/haproxy"):
		return "stats socket /run/haproxy/" + name + " mode 660 level admin"
	case l.host.exists("/var/lib/haproxy") && group && name == "admin.sock":
		return "stats socket /var/lib/haproxy/stats mode 660 group haproxy level admin"
	case group:
		return "stats socket /run/" + l.inst.Name + ".sock mode 660 group haproxy level admin"
	}
	return "stats socket /run/" + l.inst.Name + ".sock mode 660 level admin"
}

// unchecked says of which groups nobody would notice that a server is gone.
func (l *look) unchecked() {
	for i := range l.inst.Conf.Groups {
		g := &l.inst.Conf.Groups[i]
		var names []string
		for k := range g.Servers {
			if g.Servers[k].Unchecked {
				names = append(names, record.Clean(g.Servers[k].Name))
			}
		}
		what, of := "", record.Clean(g.Name)
		switch n := len(names); {
		case n == 0:
			continue
		case n == 1:
			what = "server " + names[0] + " of " + of + " is not checked: nobody would notice that it is gone"
		case n == len(g.Servers):
			what = "no server of " + of + " is checked: nobody would notice that one is gone"
		default:
			what = fmt.Sprintf("%d of %d servers of %s are not checked: nobody would notice that one is gone", n, len(g.Servers), of)
		}
		l.miss(what, "default-server check", "the section at "+line(g.From), g.From.File)
	}
}

const nginxStatus = "location = /nginx_status { stub_status; }"

func (l *look) nginxHides() {
	in := l.inst
	if slices.ContainsFunc(in.Conf.Pages, func(p balancer.Page) bool { return p.Kind == balancer.StubStatus }) {
		return
	}
	port := l.free()
	server := fmt.Sprintf("server { listen 127.0.0.1:%d; %s }", port, nginxStatus)
	for _, f := range in.files {
		for text := range strings.Lines(string(f.Text)) {
			pattern, ok := strings.CutPrefix(strings.TrimSpace(text), "include ")
			pattern = strings.TrimSuffix(strings.TrimSpace(pattern), ";")
			if folder := path.Dir(pattern); ok && path.Base(folder) == "conf.d" && path.Base(pattern) == "*.conf" {
				if !path.IsAbs(folder) {
					folder = path.Join(path.Dir(first(in.Conf.Files)), folder)
				}
				l.miss("no numbers: no location has stub_status", server, "a new file", path.Join(folder, "status.conf"))
				return
			}
		}
	}
	l.miss("no numbers: no location has stub_status", server, "http", "")
}

// free is a port that nobody has.
func (l *look) free() int {
	for port := 8080; port < 8100; port++ {
		if !l.listens("tcp", port) && !slices.ContainsFunc(l.inst.Conf.Binds, func(b balancer.Bind) bool { return b.Port == port }) {
			return port
		}
	}
	return 8100
}

// within is how exactly the start of a process is known.
const within = 2 * time.Second

// newer says that a configuration was changed after it was read.
func (l *look) newer() {
	inForce := func(f balancer.File) bool { return slices.Contains(l.inst.Conf.Files, f.Path) }
	p, file := l.inst.began(), newest(l.inst.files, inForce)
	if p == nil || p.began.IsZero() || !file.Changed.After(p.began.Add(within)) {
		return
	}
	l.missThen(record.Clean(file.Path)+" was changed after it was loaded: what is said here may not be what runs", l.reload())
}
