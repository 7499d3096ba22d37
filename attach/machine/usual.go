package machine

import (
	"context"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hadash/attach"
	"hadash/conf/balancer"
	"hadash/host"
	"hadash/record"
)

// The places that packages use.
var (
	usualSockets  = []string{"/run/haproxy/admin.sock", "/var/run/haproxy/admin.sock", "/run/haproxy.sock", "/var/run/haproxy.sock", "/var/lib/haproxy/stats"}
	usualPrograms = map[record.Kind][]string{
		record.KindHAProxy: {"/usr/sbin/haproxy", "/usr/local/sbin/haproxy", "/opt/homebrew/bin/haproxy", "/usr/local/bin/haproxy"},
		record.KindNginx:   {"/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/local/nginx/sbin/nginx", "/opt/homebrew/bin/nginx", "/usr/local/bin/nginx"},
	}
	usualLogs = map[record.Kind][]Way{
		record.KindHAProxy: {{Of: Log, Target: "/var/log/haproxy.log"}},
		record.KindNginx:   {{Of: Log, Target: "/var/log/nginx/access.log"}, {Of: Errors, Target: "/var/log/nginx/error.log"}},
	}
)

// usual adds what is installed and was not seen to run. Where the processes of others cannot be seen, it may run, and is taken for that.
func (l *look) usual() {
	for _, kind := range []record.Kind{record.KindHAProxy, record.KindNginx} {
		if slices.ContainsFunc(l.f.Instances, func(in Instance) bool { return in.Kind == kind }) {
			continue
		}
		installed := slices.ContainsFunc(usualPrograms[kind], l.host.exists)
		files, _, _ := attach.Files(context.Background(), l.host, idle(kind), kind)
		alive := kind == record.KindHAProxy && slices.ContainsFunc(usualSockets, l.socket)
		switch {
		case l.f.Blind != "" && (installed || alive || len(files) > 0):
			in := Instance{Kind: kind, sees: l.host}
			if l.systemd() && l.host.exists("/lib/systemd/system/"+string(kind)+".service") {
				in.Unit = string(kind) + ".service"
			}
			l.f.Instances = append(l.f.Instances, in)
		case l.f.Blind == "" && installed && len(files) > 0:
			l.f.Stopped = append(l.f.Stopped, Stopped{Kind: kind, File: files[0].Path, Then: l.start(kind)})
		}
	}
}

// idle is a container whose command says nothing, so that only the usual places are read.
func idle(kind record.Kind) *host.Container {
	return &host.Container{Node: string(kind), Processes: []string{string(kind)}}
}

func (l *look) systemd() bool { return l.host.exists("/run/systemd/system") }

func (l *look) start(kind record.Kind) string {
	if l.systemd() {
		return "systemctl start " + string(kind)
	}
	return "service " + string(kind) + " start"
}

// read reads the configuration of an instance: the files that its process was started with, as it sees them.
func (l *look) read(ctx context.Context) {
	in := l.inst
	c := idle(in.Kind)
	if p := in.proc; p != nil {
		c.Processes, c.WorkingDir, c.Env = []string{l.started(p)}, p.cwd, l.environ(p.pid)
		if in.Kind == record.KindNginx {
			c.WorkingDir = prefixOf(p)
		}
	}
	c.Node = "" // it has no name yet
	files, facts, missing := attach.Files(ctx, in.sees, c, in.Kind)
	if len(files) == 0 && in.sees != l.host {
		files, facts, missing = attach.Files(ctx, l.host, c, in.Kind)
	}
	in.files = files
	in.Unread = len(files) == 0
	in.Conf = attach.Conf(in.Kind, files, c.Env)
	l.f.Facts = append(l.f.Facts, named(facts, in.PID)...)
	for _, m := range missing {
		m.About = pending(in.PID)
		l.f.Missing = append(l.f.Missing, m)
	}
	if in.Unread && len(missing) == 0 {
		what := "its configuration was not found"
		if name := usualFile[in.Kind]; l.host.exists(name) || l.host.hidden(name) {
			what = "you may not read its configuration, " + name + ": what it listens at and whom it sends traffic to is not known"
		}
		l.f.Missing = append(l.f.Missing, attach.Missing{About: pending(in.PID), What: what})
	}
}

// pending is how an instance is called until it has a name.
func pending(pid int) string { return "\x00" + strconv.Itoa(pid) }

func named(facts []attach.Fact, pid int) []attach.Fact {
	for i := range facts {
		facts[i].About = pending(pid)
	}
	return facts
}

// started is the command of a process, with the configuration that an nginx of one's own build has by itself.
func (l *look) started(p *process) string {
	folder := path.Dir(path.Dir(p.exe))
	if p.kind != record.KindNginx || path.Base(path.Dir(p.exe)) != "sbin" || folder == "/" || folder == "/usr" || folder == "/usr/local" || slices.Contains(p.words, "-c") {
		return p.line
	}
	return p.line + " -c " + path.Join(prefixOf(p), "conf/nginx.conf")
}

// prefixOf is the folder that paths in nginx's configuration start from: that of -p, else the one that its program was built with, as
// packages and its own installation do it.
func prefixOf(p *process) string {
	if p == nil {
		return "/usr/share/nginx"
	}
	for i, w := range p.words {
		if w == "-p" && i+1 < len(p.words) {
			return path.Clean(p.words[i+1])
		}
	}
	switch folder := path.Dir(path.Dir(p.exe)); {
	case p.exe == "", folder == "/", folder == "/usr":
		return "/usr/share/nginx"
	case folder == "/usr/local":
		return "/usr/local/nginx"
	default:
		return folder
	}
}

// notInNames is what the name behind a target's @ does not have.
var notInNames = regexp.MustCompile(`[^A-Za-z0-9_.-]+`)

// names gives the instances of one kind names that are short and differ: the kind, else the unit, else the configuration's.
func (l *look) names() {
	for _, kind := range []record.Kind{record.KindHAProxy, record.KindNginx} {
		var all []*Instance
		for i := range l.f.Instances {
			if l.f.Instances[i].Kind == kind {
				all = append(all, &l.f.Instances[i])
			}
		}
		for _, by := range []func(*Instance) string{
			func(in *Instance) string { return string(in.Kind) },
			func(in *Instance) string {
				return strings.ReplaceAll(strings.TrimSuffix(in.Unit, ".service"), "@", "-")
			},
			func(in *Instance) string { return base(first(in.Conf.Files)) },
			func(in *Instance) string { return path.Base(path.Dir(first(in.Conf.Files))) },
			func(in *Instance) string { return string(in.Kind) + "-" + strconv.Itoa(in.PID) },
		} {
			seen := map[string]bool{}
			for _, in := range all {
				in.Name = strings.TrimLeft(notInNames.ReplaceAllString(by(in), "-"), "-._")
				seen[in.Name] = true
			}
			if len(seen) == len(all) && !seen[""] && !seen["."] {
				break
			}
		}
		for _, in := range all {
			l.rename(pending(in.PID), in.Name)
		}
	}
}

func (l *look) rename(from, to string) {
	for i := range l.f.Missing {
		if l.f.Missing[i].About == from {
			l.f.Missing[i].About = to
		}
	}
	for i := range l.f.Facts {
		if l.f.Facts[i].About == from {
			l.f.Facts[i].About = to
		}
	}
}

func base(file string) string { return strings.TrimSuffix(path.Base(file), path.Ext(file)) }

func first(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// reload is the command that makes an instance read its configuration again.
func (l *look) reload() string {
	in := l.inst
	kind := string(in.Kind)
	switch p := in.proc; {
	case in.Unit != "":
		return "systemctl reload " + strings.TrimSuffix(in.Unit, ".service")
	case !l.systemd() && l.host.exists("/etc/init.d/"+kind) && first(in.Conf.Files) == usualFile[in.Kind]:
		return "service " + kind + " reload"
	case p == nil || len(in.Conf.Files) == 0:
		return "reload " + kind
	case in.Kind == record.KindNginx:
		return "kill -HUP " + strconv.Itoa(in.PID)
	case in.master():
		return "kill -USR2 " + strconv.Itoa(in.PID)
	}
	return "haproxy -D -f " + strings.Join(in.Conf.Files, " -f ") + " -sf " + strconv.Itoa(in.PID)
}

var usualFile = map[record.Kind]string{record.KindHAProxy: "/etc/haproxy/haproxy.cfg", record.KindNginx: "/etc/nginx/nginx.conf"}

// master reports whether a HAProxy runs as a master with workers.
func (in *Instance) master() bool {
	if in.proc == nil || in.Kind != record.KindHAProxy {
		return false
	}
	return in.Conf.Master || slices.ContainsFunc(in.proc.words, func(w string) bool { return w == "-W" || w == "-Ws" })
}

// began is when an instance last read its configuration: when the youngest of its processes began.
func (in *Instance) began() (p *process) {
	if in.proc == nil {
		return nil
	}
	p = in.proc
	for _, w := range in.workers {
		if w.began.After(p.began) {
			p = w
		}
	}
	return p
}

// newest returns the file that was changed last, of those that are in force: others in the folder of a configuration may be anything,
// such as a log.
func newest(files []balancer.File, inForce func(balancer.File) bool) (last balancer.File) {
	for _, f := range files {
		if inForce(f) && f.Changed.After(last.Changed) {
			last = f
		}
	}
	return last
}
