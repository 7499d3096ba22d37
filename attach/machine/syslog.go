package machine

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"hadash/attach/machine/rsyslog"
	"hadash/conf/balancer"
	"hadash/record"
)

// syslog is what listens to syslog on this machine.
type syslog struct {
	runs    string // "rsyslogd", "syslog-ng", "syslogd"; "" = none was seen
	file    string // its configuration
	rules   rsyslog.Config
	read    bool // its rules were
	journal bool // systemd's runs
}

// syslogServer tells one by its command.
func syslogServer(words []string) string {
	if len(words) == 0 {
		return ""
	}
	switch name := path.Base(words[0]); {
	case name == "rsyslogd", name == "syslog-ng", name == "syslogd":
		return name
	case name == "busybox" && len(words) > 1 && words[1] == "syslogd":
		return "syslogd"
	}
	return ""
}

const rsyslogFile = "/etc/rsyslog.conf"

// ruleFile is the configuration that an rsyslog was started with.
func ruleFile(words []string) string {
	for i, w := range words {
		switch {
		case w == "-f" && i+1 < len(words):
			return words[i+1]
		case strings.HasPrefix(w, "-f/"):
			return w[len("-f"):]
		}
	}
	return rsyslogFile
}

// syslog reads who listens, once.
func (l *look) syslog() *syslog {
	if l.rs != nil {
		return l.rs
	}
	s := &syslog{journal: l.systemd(), file: rsyslogFile}
	l.rs = s
	for _, p := range l.all {
		if name := syslogServer(p.words); name != "" && s.runs != "rsyslogd" {
			s.runs, s.file = name, ruleFile(p.words)
		}
	}
	if s.runs == "" && l.f.Blind != "" && l.host.exists(rsyslogFile) {
		s.runs = "rsyslogd"
	}
	text, err := l.host.text(s.file)
	if s.runs != "rsyslogd" || err != nil {
		return s
	}
	s.read = true
	s.rules = rsyslog.Read(rsyslog.File{Path: s.file, Text: text}, func(pattern string) (out []rsyslog.File) {
		for _, name := range l.host.glob(pattern) {
			if text, err := l.host.text(name); err == nil {
				out = append(out, rsyslog.File{Path: name, Text: text})
			}
		}
		return out
	})
	return s
}

// The lines that are offered, and where they belong.
const (
	rsyslogRule   = `:programname, startswith, "haproxy" /var/log/haproxy.log`
	rsyslogInput  = `module(load="imudp") input(type="imudp" address="127.0.0.1" port="514")`
	rsyslogFolder = "/etc/rsyslog.d/"
)

func socketLine(name string) string {
	return `input(type="imuxsock" Socket="` + name + `" CreatePath="on")`
}

// restart is how rsyslog reads its rules again.
func (l *look) restartSyslog() string {
	if l.systemd() {
		return "systemctl restart rsyslog"
	}
	return "service rsyslog restart"
}

// toSocket follows lines that an instance writes to a UNIX socket, most often /dev/log.
func (l *look) toSocket(to *balancer.Log, m rsyslog.Message) (out []Way) {
	s, in := l.syslog(), l.inst
	inside := to.File
	shutIn := in.Kind == record.KindHAProxy && in.Conf.Chroot != "" && in.Conf.Chroot != "/"
	if shutIn {
		inside = path.Join(in.Conf.Chroot, to.File)
	}
	common := (to.File == "/dev/log" || l.host.at(to.File) == l.host.at("/dev/log")) && (!shutIn || l.bound(inside)) // the system's own socket
	journal := s.journal && common && in.Unit != ""
	received := common && s.rules.System || slices.ContainsFunc(s.rules.Sockets, func(name string) bool { return l.host.at(name) == l.host.at(inside) })
	if received {
		out = l.written(s.rules.Local(m), m, inside)
	}
	readable := slices.ContainsFunc(out, func(w Way) bool { return w.Open() })
	if j := l.journal(); journal && !readable && (len(out) == 0 || j.Open()) {
		return []Way{j}
	}
	switch {
	case len(out) > 0:
	case journal || received: // what is missing has been said
	case s.runs != "" && s.runs != "rsyslogd":
		l.miss("its lines go to "+s.runs+", whose rules are not read: name the file that it writes", "", "", "")
	case s.runs == "" && !s.journal:
		l.missThen("nobody reads "+inside+": no syslog server runs", "install and start rsyslog")
	case !s.read && s.runs == "rsyslogd":
		l.missThen("its lines go to rsyslog, whose "+s.file+" cannot be read", "name the file that it writes")
	case shutIn && s.runs == "rsyslogd":
		l.f.Missing = append(l.f.Missing, l.missing("it is shut in "+in.Conf.Chroot+", and nobody listens at "+inside, socketLine(inside), "the file", rsyslogFolder+"49-haproxy.conf", l.restartSyslog()))
	case shutIn:
		l.miss("it is shut in "+in.Conf.Chroot+", and nobody listens at "+inside, "log stdout format raw local0", "global", "")
	default:
		l.miss("nobody is known to read "+inside, "", "", "")
	}
	return out
}

// written are the files that rsyslog writes.
func (l *look) written(all []rsyslog.Where, m rsyslog.Message, from string) (out []Way) {
	sent, made := "", false
	for _, w := range all {
		switch {
		case w.File != "" && !strings.HasPrefix(w.File, "/dev/"):
			way := l.file(Log, w.File, "by rsyslog")
			if !w.Sure {
				way.Says += ", as far as its rules are understood"
			}
			if !slices.ContainsFunc(out, func(o Way) bool { return o.Target == way.Target }) {
				out = append(out, way)
				l.fact("has its lines in "+w.File, "R13 rsyslog", w.From+":"+strconv.Itoa(w.Line))
			}
		case w.Host != "":
			sent = record.Clean(w.Host)
		case w.Made:
			made = true
		}
	}
	switch {
	case len(out) > 0:
		return out[:1] // the same lines are in the others
	case made:
		l.missThen("rsyslog makes the names of the files that its lines go to", "name the file: hadash attach haproxy+file:///var/log/...")
	case sent != "":
		l.miss("its lines are sent on to "+sent+", and not kept here", "", "", "")
	default:
		rule := strings.Replace(rsyslogRule, "haproxy", m.Program, 2)
		l.f.Missing = append(l.f.Missing, l.missing("its lines reach rsyslog by "+from+", and no rule writes them to a file", rule, "the file", rsyslogFolder+"49-"+m.Program+".conf", l.restartSyslog()))
	}
	return nil
}

// bound reports whether the unit of the instance brings the system's log socket into the folder where it is shut in.
func (l *look) bound(inside string) bool {
	name := l.inst.Unit
	if name == "" {
		return false
	}
	if i := strings.IndexByte(name, '@'); i >= 0 {
		name = name[:i+1] + ".service"
	}
	var files []string
	for _, folder := range []string{"/etc/systemd/system/", "/run/systemd/system/", "/lib/systemd/system/", "/usr/lib/systemd/system/"} {
		files = append(files, folder+name)
		files = append(files, l.host.glob(folder+name+".d/*.conf")...)
	}
	for _, file := range files {
		for _, line := range l.host.lines(file) {
			key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
			if (key == "BindPaths" || key == "BindReadOnlyPaths") && strings.Contains(value, ":"+inside) {
				return true
			}
		}
	}
	return false
}

// toPort follows lines that an instance sends to a port of this machine.
func (l *look) toPort(to *balancer.Log, m rsyslog.Message) []Way {
	s, port, network, inputs := l.syslog(), to.Port, "udp", l.syslog().rules.UDP
	if port == 0 {
		port = 514
	}
	if to.Stream {
		network, inputs = "tcp", s.rules.TCP
	}
	at := to.Host + ":" + strconv.Itoa(port)
	if l.elsewhere() != "" {
		l.miss("its lines go to "+at+" in a network namespace of its own", "", "", "")
		return nil
	}
	if all, ok := s.rules.At(inputs, port, m); ok {
		return l.written(all, m, at)
	}
	if l.listens(network, port) {
		l.miss("its lines go to "+at+", and what listens there is not known", "", "", "")
		return nil
	}
	what := "its lines go to " + at + ", where nobody listens"
	can := port >= 1024 || l.user.root()
	if can {
		what += " but hadash while it runs"
	}
	if !can || s.runs == "rsyslogd" {
		offer := strings.Replace(rsyslogInput, "imudp", "im"+network, 2)
		l.f.Missing = append(l.f.Missing, l.missing(what, strings.Replace(offer, "514", strconv.Itoa(port), 1), "the file", rsyslogFolder+"49-"+m.Program+".conf", l.restartSyslog()))
	}
	if can {
		return []Way{{Of: Log, Target: "syslog+" + network + "://" + at, Says: at + " by syslog: nobody listens there, hadash can"}}
	}
	return nil
}

// listens reports whether a program of this machine has a port.
func (l *look) listens(network string, port int) bool {
	want := ":" + strings.ToUpper(leftPad(strconv.FormatInt(int64(port), 16)))
	for _, name := range []string{network, network + "6"} {
		for _, line := range l.host.lines("/proc/net/" + name) {
			if words := strings.Fields(line); len(words) > 3 && strings.HasSuffix(words[1], want) && (network == "udp" || words[3] == "0A") {
				return true
			}
		}
	}
	return false
}

func leftPad(hex string) string { return strings.Repeat("0", max(0, 4-len(hex))) + hex }

// journal is the way to the lines of the instance's unit.
func (l *look) journal() Way {
	kind := ""
	if l.inst.Kind != record.KindHAProxy { // whose lines tell themselves
		kind = string(l.inst.Kind) + "+"
	}
	return Way{Of: Log, Target: kind + "journal:" + l.inst.Unit, Says: "the journal of " + l.inst.Unit, Fix: l.fixJournal()}
}
