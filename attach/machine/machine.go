// Package machine finds out what HAProxy and nginx run on this machine without Docker, how they can be watched, and what is
// hidden: the rules of attach with other hands. It reads files and asks; it changes nothing.
package machine

import (
	"context"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"

	"hadash/attach"
	"hadash/conf/balancer"
	"hadash/record"
)

// Options say what is looked at, and by whom.
type Options struct {
	Root string // the folder that stands for "/"; "" = "/" itself
	User User   // who wants to watch; the zero User is whoever runs this
	Ask  Asker  // nil: nobody is asked

	// Owners says whose files are that only are a copy of a machine's; nil, or not ok: the files themselves say.
	Owners func(name string) (uid, gid int, mode fs.FileMode, ok bool)
}

// Asker asks the numbers at a URL, unix:///run/haproxy/admin.sock, tcp://127.0.0.1:9999 or http://127.0.0.1/nginx_status, and
// sends nothing but what shows something. The URL may hold a login: it is used, and never told.
type Asker func(ctx context.Context, kind record.Kind, u *url.URL) (Answer, error)

// Answer is what a balancer says of itself.
type Answer struct {
	Level   string // of a Runtime API; "" = not known
	Version string // "" = not known
}

// Found is what this machine runs.
type Found struct {
	Instances []Instance
	Stopped   []Stopped
	Contained int    // processes of HAProxy and nginx that run in containers, and are left out
	Blind     string // why processes cannot be seen, so that only the usual places were looked at; "" = they can
	Missing   []attach.Missing
	Facts     []attach.Fact

	logins map[string]*login
}

// Instance is a running HAProxy or nginx: a master with its workers, or one process.
type Instance struct {
	Name    string
	Kind    record.Kind
	PID     int    // of its master; 0 = not seen
	Unit    string // of systemd: "haproxy.service"; "" = none, or not known
	Version string // "" = not known
	Conf    balancer.Conf
	Unread  bool     // its configuration could not be read: Conf is empty
	Targets []string // what hadash attach takes, of all that can be watched now; without logins
	Ways    []Way    // all that was found, those that cannot be watched yet included
	Master  string   // the socket of HAProxy's master: "unix:///run/haproxy-master.sock"; "" = none that can be reached

	proc    *process // nil: not seen
	sees    view     // the files as it sees them
	files   []balancer.File
	workers []*process
}

// Stopped is an installation that does not run.
type Stopped struct {
	Kind record.Kind
	File string // its configuration
	Then string // the command that starts it
}

// Of says what a Way leads to.
type Of string

// What a Way may lead to.
const (
	Numbers Of = "numbers"
	Log     Of = "log"
	Errors  Of = "errors"
)

// Way is a way to watch an instance.
type Way struct {
	Of     Of
	Target string // what hadash attach takes; without a login
	Says   string // in words: "/run/haproxy/admin.sock, level admin"
	Asked  bool   // it was asked, and
	Failed string // why it gave no answer; "" = it did
	Fix    string // what lets the user read it: "usermod -aG haproxy anna, then log in again"; "" = nothing is in the way

	level string
	login *login   // nil = none
	url   *url.URL // that is asked
}

// Open reports whether the way can be watched now, as far as is known.
func (w *Way) Open() bool { return w.Fix == "" && w.Failed == "" }

// Targets lists what can be watched of all instances, each once.
func (f *Found) Targets() (out []string) {
	for i := range f.Instances {
		for _, t := range f.Instances[i].Targets {
			if !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
	}
	return out
}

// Login returns the login for a target that the configuration has: a secret that is used, and never shown, recorded or logged.
func (f *Found) Login(target string) (user, password string, ok bool) {
	if l := f.logins[target]; l != nil {
		return l.user, l.password, true
	}
	return "", "", false
}

// login is a user with a password. It is only held by pointers, so that no print of what holds it shows it.
type login struct{ user, password string }

// loginOf splits "user:password".
func loginOf(text string) *login {
	user, password, _ := strings.Cut(text, ":")
	return &login{user, password}
}

// look is the state of one look at the machine.
type look struct {
	opts   Options
	host   view
	user   User
	groups map[string]int // of the machine, by name
	f      *Found
	all    []*process
	inst   *Instance // that is being looked at
	rs     *syslog   // nil: not read yet
}

// Look finds out what this machine runs. An error is that of a context that ended; what is not found is in Missing.
func Look(ctx context.Context, opts Options) (*Found, error) {
	l := &look{opts: opts, host: view{opts.Root}, user: opts.User, f: &Found{logins: map[string]*login{}}}
	if l.user.Name == "" && l.user.Groups == nil {
		l.user = current()
	}
	l.groups = l.host.groups()
	l.processes()
	l.find()
	for i := range l.f.Instances {
		l.inst = &l.f.Instances[i]
		l.read(ctx)
	}
	l.names()
	for i := range l.f.Instances {
		l.inst = &l.f.Instances[i]
		l.numbers(ctx)
		l.logs()
		l.hides()
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	l.targets()
	return l.f, nil
}

// fact tells one.
func (l *look) fact(what string, rule attach.Rule, evidence string) {
	l.f.Facts = append(l.f.Facts, attach.Fact{About: l.inst.Name, What: what, Rule: rule, Evidence: record.Clean(record.Redact(evidence))})
}

// targets gives the ways their targets' last form: with the name of their instance where there are several of its kind, but not
// for what several share.
func (l *look) targets() {
	kinds, shared := map[record.Kind]int{}, map[string]int{}
	for i := range l.f.Instances {
		in := &l.f.Instances[i]
		kinds[in.Kind]++
		for _, w := range in.Ways {
			shared[w.Target]++
		}
	}
	for i := range l.f.Instances {
		in := &l.f.Instances[i]
		l.inst = in
		for k := range in.Ways {
			w := &in.Ways[k]
			if kinds[in.Kind] > 1 && shared[w.Target] > 1 && w.Of != Numbers && w.Open() {
				l.sharesLog(w)
			}
			if kinds[in.Kind] > 1 && shared[w.Target] == 1 || strings.Contains(w.Target, "@") { // only the last @ begins a name
				w.Target += "@" + in.Name
			}
			if clean := record.Clean(w.Target); clean != w.Target {
				w.Target, w.Failed = clean, "its name cannot be written"
			}
			w.Says, w.Fix = record.Clean(w.Says), record.Clean(w.Fix)
			if !w.Open() {
				continue
			}
			in.Targets = append(in.Targets, w.Target)
			if w.login != nil {
				l.f.logins[w.Target] = w.login
			}
		}
		l.configured(kinds[in.Kind] > 1)
	}
}

// sharesLog says that others write to a log as well: it is not known whose a line is, so that it is not read.
func (l *look) sharesLog(w *Way) {
	var others []string
	for i := range l.f.Instances {
		in := &l.f.Instances[i]
		if in.Name != l.inst.Name && slices.ContainsFunc(in.Ways, func(x Way) bool { return x.Target == w.Target }) {
			others = append(others, in.Name)
		}
	}
	if len(others) == 0 {
		return
	}
	with := strings.Join(others, ", ")
	w.Failed = "shared with " + with
	l.missThen("its log is shared with "+with+": whose a line is cannot be told, so none is read",
		"give each a log of its own; hadash attach ... "+w.Target+"@"+l.inst.Name+" takes all lines for those of "+l.inst.Name)
}

// configured adds the configuration of an nginx without numbers: attach finds that of others by the page or the socket that it asks,
// and without it knows nobody that nginx passes requests on to.
func (l *look) configured(several bool) {
	in := l.inst
	numbers := slices.ContainsFunc(in.Ways, func(w Way) bool { return w.Of == Numbers && w.Open() })
	file := first(in.Conf.Files)
	if in.Kind != record.KindNginx || numbers || len(in.Targets) == 0 || len(in.Conf.Groups) == 0 || in.sees != l.host || !path.IsAbs(file) || record.Clean(file) != file {
		return
	}
	target := "conf://" + file
	if several || strings.Contains(target, "@") {
		target += "@" + in.Name
	}
	in.Targets = append(in.Targets, target)
}
