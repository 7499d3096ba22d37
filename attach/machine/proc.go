package machine

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"hadash/attach"
	"hadash/record"
)

// process is one of HAProxy's, nginx's or a syslog server's.
type process struct {
	pid, parent int
	kind        record.Kind // "" = a worker of nginx's, or a syslog server
	line        string
	words       []string
	exe, cwd    string // "" = not known
	root        string // "/var/lib/haproxy" if it is shut in there; "" = not known
	mounts, net string // its namespaces; "" = not known
	pids        string
	group       string // the path of its cgroup
	uid         int
	began       time.Time // zero = not known
}

// processes reads those that matter. Those in containers are counted and left out.
func (l *look) processes() {
	entries, err := os.ReadDir(l.host.plain("/proc"))
	_, first := os.Lstat(l.host.plain("/proc/1"))
	switch {
	case err != nil:
		l.f.Blind = "processes cannot be listed here"
	case first != nil:
		l.f.Blind = "processes of other users are hidden here, but not from root"
	}
	boot := l.boot()
	own := l.process("self", boot)
	for _, e := range entries {
		if _, err := strconv.Atoi(e.Name()); err != nil {
			continue
		}
		line, words := l.command(e.Name())
		kind := attach.Runs(line)
		if kind == "" && !strings.HasPrefix(line, "nginx: worker process") && syslogServer(words) == "" {
			continue
		}
		p := l.process(e.Name(), boot)
		p.kind, p.line, p.words = kind, line, words
		if contained(p, own) {
			if kind != "" {
				l.f.Contained++
			}
			continue
		}
		l.all = append(l.all, p)
	}
	slices.SortFunc(l.all, func(a, b *process) int { return a.pid - b.pid })
}

// command is the command line of a process. A program may have put its own text there, of one word with spaces.
func (l *look) command(pid string) (line string, words []string) {
	text, err := os.ReadFile(l.host.plain("/proc/" + pid + "/cmdline"))
	if err != nil {
		return "", nil
	}
	line = strings.TrimSpace(strings.ReplaceAll(strings.TrimRight(string(text), "\x00"), "\x00", " "))
	return line, strings.Fields(line)
}

// process reads what is known of one.
func (l *look) process(pid string, boot time.Time) *process {
	at := "/proc/" + pid + "/"
	link := func(name string) string {
		to, err := os.Readlink(l.host.plain(at + name))
		if err != nil {
			return ""
		}
		return strings.TrimSuffix(to, " (deleted)")
	}
	p := &process{exe: link("exe"), cwd: link("cwd"), root: link("root"), mounts: link("ns/mnt"), net: link("ns/net"), pids: link("ns/pid"), uid: -1}
	p.pid, _ = strconv.Atoi(pid)
	for _, line := range l.host.lines(at + "status") {
		switch name, value, _ := strings.Cut(line, ":"); name {
		case "PPid":
			p.parent, _ = strconv.Atoi(strings.TrimSpace(value))
		case "Uid":
			if words := strings.Fields(value); len(words) > 0 {
				p.uid, _ = strconv.Atoi(words[0])
			}
		}
	}
	for _, line := range l.host.lines(at + "cgroup") {
		if words := strings.SplitN(line, ":", 3); len(words) == 3 && (words[1] == "" || words[1] == "name=systemd") {
			p.group = words[2]
		}
	}
	if text, err := l.host.text(at + "stat"); err == nil && !boot.IsZero() {
		_, rest, _ := strings.Cut(text, ") ") // the name before it may hold spaces
		if words := strings.Fields(rest); len(words) > 19 {
			if ticks, err := strconv.ParseInt(words[19], 10, 64); err == nil {
				p.began = boot.Add(time.Duration(ticks) * time.Second / ticksPerSecond)
			}
		}
	}
	return p
}

// ticksPerSecond is the unit of times in /proc: USER_HZ, which is 100 on every architecture that Linux has now.
const ticksPerSecond = 100

// boot is when the machine started.
func (l *look) boot() time.Time {
	for _, line := range l.host.lines("/proc/stat") {
		if text, ok := strings.CutPrefix(line, "btime "); ok {
			if n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64); err == nil {
				return time.Unix(n, 0)
			}
		}
	}
	return time.Time{}
}

// contained reports whether a process runs in a container that hadash itself is not in: a service of systemd's may have mounts and a
// network of its own, and only containers have processes of their own.
func contained(p, own *process) bool {
	if p.pids != "" && own.pids != "" && p.pids != own.pids {
		return true
	}
	in := container(p.group)
	return in != "" && in != container(own.group)
}

// container returns the part of a cgroup's path that belongs to a container; "" if there is none.
func container(group string) string {
	for part := range strings.SplitSeq(group, "/") {
		name := strings.TrimSuffix(part, ".scope")
		for _, prefix := range []string{"docker-", "libpod-", "crio-", "cri-containerd-", "kubepods", "lxc.payload", "machine-"} {
			if strings.HasPrefix(name, prefix) && name != "libpod-parent" && !strings.HasSuffix(name, ".service") {
				return part
			}
		}
	}
	for _, folder := range []string{"/docker/", "/lxc/", "/libpod_parent/"} {
		if i := strings.Index(group, folder); i >= 0 {
			return group[i:]
		}
	}
	return ""
}

// unit is the service of systemd's that a process belongs to; "" if none of the system's.
func unit(group string) string {
	if !strings.HasPrefix(group, "/system.slice/") {
		return ""
	}
	for part := range strings.SplitSeq(group, "/") {
		if strings.HasSuffix(part, ".service") {
			return part
		}
	}
	return ""
}

// opened lists the files that a process has open; none if that may not be seen.
func (l *look) opened(pid int) (out []string) {
	at := "/proc/" + strconv.Itoa(pid) + "/fd"
	entries, err := os.ReadDir(l.host.plain(at))
	if err != nil {
		return nil
	}
	for _, e := range entries {
		if to, err := os.Readlink(l.host.plain(path.Join(at, e.Name()))); err == nil && path.IsAbs(to) {
			out = append(out, to)
		}
	}
	return out
}

// output is the file that a process's standard output or standard error leads to; "" if to none.
func (l *look) output(pid int) string {
	for _, fd := range []string{"1", "2"} {
		to, err := os.Readlink(l.host.plain("/proc/" + strconv.Itoa(pid) + "/fd/" + fd))
		if err != nil || !path.IsAbs(to) || strings.HasPrefix(to, "/dev/") {
			continue
		}
		if info, err := l.host.stat(to); err == nil && info.Mode().IsRegular() {
			return to
		}
	}
	return ""
}

// environ is the environment of a process, which may hold secrets: look values up in it, and never show them.
func (l *look) environ(pid int) []string {
	text, err := os.ReadFile(l.host.plain("/proc/" + strconv.Itoa(pid) + "/environ"))
	if err != nil {
		return nil
	}
	return strings.Split(string(text), "\x00")
}

// find groups processes to instances: a master with its workers is one, and so are several of one program with one configuration,
// of which the older ones end what they began before a reload.
func (l *look) find() {
	byPID := map[int]*process{}
	for _, p := range l.all {
		byPID[p.pid] = p
	}
	top := func(p *process) *process {
		for range len(l.all) {
			up := byPID[p.parent]
			if up == nil || up.kind == "" || p.kind != "" && up.kind != p.kind {
				break
			}
			p = up
		}
		return p
	}
	at := map[*process]int{}
	for _, p := range l.all {
		if p.kind != "" && top(p) == p {
			at[p] = len(l.f.Instances)
			l.f.Instances = append(l.f.Instances, Instance{Kind: p.kind, PID: p.pid, Unit: unit(p.group), proc: p, sees: l.viewOf(p)})
		}
	}
	for _, p := range l.all {
		if main := top(p); main != p && main.kind != "" {
			in := &l.f.Instances[at[main]]
			in.workers = append(in.workers, p)
		}
	}
	l.merge()
	l.usual()
	slices.SortStableFunc(l.f.Instances, func(a, b Instance) int {
		return strings.Compare(string(a.Kind), string(b.Kind)) // haproxy before nginx
	})
}

// merge joins HAProxies without a master that have one command: what is left of one after a reload.
func (l *look) merge() {
	var out []Instance
	for _, in := range l.f.Instances {
		k := slices.IndexFunc(out, func(o Instance) bool {
			return in.Kind == record.KindHAProxy && o.Kind == in.Kind && len(o.workers)+len(in.workers) == 0 && sameCommand(o.proc, in.proc)
		})
		if k < 0 {
			out = append(out, in)
			continue
		}
		if in.proc.began.After(out[k].proc.began) {
			out[k] = in
		}
	}
	l.f.Instances = out
}

// sameCommand reports whether two processes were started with the same files. What follows -sf and -st are processes that were before.
func sameCommand(a, b *process) bool {
	bare := func(words []string) (out []string) {
		for i, w := range words {
			if w == "-sf" || w == "-st" || w == "-x" {
				break
			}
			if i > 0 {
				out = append(out, w)
			}
		}
		return out
	}
	return a.net == b.net && a.cwd == b.cwd && slices.Equal(bare(a.words), bare(b.words))
}

// viewOf is the files as a process sees them. One that has mounts of its own may see others than this machine has; one that is shut
// into a folder has read its configuration before.
func (l *look) viewOf(p *process) view {
	own, err := os.Readlink(l.host.plain("/proc/self/ns/mnt"))
	if err != nil || p.mounts == "" || p.mounts == own || p.root != "/" && p.root != "" {
		return l.host
	}
	v := view{path.Join("/", l.host.base, "proc", strconv.Itoa(p.pid), "root")}
	if _, err := os.ReadDir(v.base); errors.Is(err, fs.ErrPermission) || err != nil {
		return l.host
	}
	return v
}

// link returns where a link of /proc leads; "" if that may not be seen.
func (l *look) link(name string) string {
	to, err := os.Readlink(l.host.plain(name))
	if err != nil {
		return ""
	}
	return to
}
