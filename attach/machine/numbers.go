package machine

import (
	"context"
	"net"
	"net/url"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"hadash/conf/balancer"
	"hadash/conf/haproxycfg"
	"hadash/record"
)

// numbers finds how an instance's numbers are read: the first way that answers, else the first that there is.
func (l *look) numbers(ctx context.Context) {
	in := l.inst
	var ways []Way
	if in.Kind == record.KindHAProxy {
		ways = l.sockets()
		l.masterSocket()
	}
	ways = append(ways, l.pages()...)
	best := -1
	for i := range ways {
		w := &ways[i]
		l.ask(ctx, w)
		if w.Open() {
			best = i
			break
		}
	}
	if best < 0 && len(ways) > 0 {
		best = 0
	}
	for i := range max(best, 0) { // what says more, and may not be asked yet
		if ways[i].Fix != "" {
			in.Ways = append(in.Ways, ways[i])
		}
	}
	if best >= 0 {
		in.Ways = append(in.Ways, ways[best])
		l.fact("shows its numbers by its "+ways[best].Says, "R9", ways[best].Target)
	}
}

// ask asks a way, unless the user may not.
func (l *look) ask(ctx context.Context, w *Way) {
	if w.Fix != "" || w.Failed != "" || l.opts.Ask == nil {
		return
	}
	u := *w.url
	if w.login != nil {
		u.User = url.UserPassword(w.login.user, w.login.password)
	}
	answer, err := l.opts.Ask(ctx, l.inst.Kind, &u)
	w.Asked = true
	if err != nil {
		w.Failed = record.Printable(err.Error())
		return
	}
	if l.inst.Version == "" {
		l.inst.Version = record.Clean(answer.Version)
	}
	if w.level == "" && answer.Level != "" {
		w.level = record.Clean(answer.Level)
		w.Says += ", level " + w.level
	}
	if answer.Level != "" && answer.Level != w.level { // what is true counts, not what is written
		w.Says = strings.Replace(w.Says, "level "+w.level, "level "+answer.Level, 1)
		w.level = record.Clean(answer.Level)
	}
}

var levels = []string{"admin", "operator", "user"}

// sockets lists HAProxy's Runtime APIs: that with the highest level first.
func (l *look) sockets() (out []Way) {
	in := l.inst
	all := slices.Clone(in.Conf.Sockets)
	if in.Unread {
		for _, name := range usualSockets {
			known := slices.ContainsFunc(all, func(s balancer.Socket) bool { return l.host.at(s.Unix) == l.host.at(name) })
			if l.socket(name) && !known {
				all = append(all, balancer.Socket{Unix: name})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b balancer.Socket) int {
		return slices.Index(levels, a.Level) - slices.Index(levels, b.Level)
	})
	for i := range all {
		s := &all[i]
		level := ""
		if s.Level != "" {
			level = ", level " + record.Clean(s.Level)
		}
		switch {
		case s.Unix != "" && path.IsAbs(s.Unix):
			at := l.where(s.Unix)
			w := Way{Of: Numbers, level: s.Level, Target: "haproxy+unix://" + (&url.URL{Path: at}).EscapedPath(), Says: "socket " + record.Clean(s.Unix) + level, url: &url.URL{Scheme: "unix", Path: at}}
			w.Fix = l.fixSocket(at, s.Level)
			if w.Fix == "" && !l.socket(at) {
				w.Failed = "no such socket"
			}
			out = append(out, w)
		case s.Unix == "" && s.Port > 0:
			at := net.JoinHostPort(near(s.Host), strconv.Itoa(s.Port))
			out = append(out, Way{Of: Numbers, level: s.Level, Target: "haproxy+tcp://" + at, Says: "socket at " + at + level, Failed: l.elsewhere(), url: &url.URL{Scheme: "tcp", Host: at}})
		}
	}
	return out
}

// where is where the machine has a file of the instance's: it may have folders of its own, such as a private /tmp.
func (l *look) where(name string) string {
	if l.inst.sees == l.host {
		return name
	}
	for at := name; ; at = path.Dir(at) { // what is not there yet is where its folder is
		inner, err := l.inst.sees.stat(at)
		if err != nil && at != "/" {
			continue
		}
		if outer, failed := l.host.stat(at); err == nil && failed == nil && os.SameFile(inner, outer) {
			return name
		}
		break
	}
	return path.Join("/proc", strconv.Itoa(l.inst.PID), "root", name)
}

// near is how an address to listen at is dialled from here.
func near(host string) string {
	switch host {
	case "", "0.0.0.0", "::", "*":
		return "127.0.0.1"
	}
	return host
}

// elsewhere is why what an instance listens at is not reached: it runs in a network of its own.
func (l *look) elsewhere() string {
	own, p := l.link("/proc/self/ns/net"), l.inst.proc
	if p == nil || p.net == "" || own == "" || p.net == own {
		return ""
	}
	return "it listens in a network namespace of its own"
}

// masterSocket finds that of -S, which knows the workers of before a reload.
func (l *look) masterSocket() {
	in := l.inst
	if in.proc == nil {
		return
	}
	s, ok := haproxycfg.Master(in.proc.words)
	switch {
	case !ok:
	case path.IsAbs(s.Unix):
		in.Master = "unix://" + s.Unix
		if l.closed(s.Unix, toWrite) != nil {
			l.fact("has a master that only root may ask", "R9 -S", s.Unix)
			in.Master = ""
		}
	case s.Unix == "" && s.Port > 0 && l.elsewhere() == "":
		in.Master = "tcp://" + net.JoinHostPort(near(s.Host), strconv.Itoa(s.Port))
	}
}

// pages lists the pages of numbers: statistics, and nginx's stub_status, before those for Prometheus.
func (l *look) pages() (out []Way) {
	in := l.inst
	for _, kind := range []balancer.PageKind{balancer.Stats, balancer.StubStatus, balancer.Prometheus} {
		for i := range in.Conf.Pages {
			p := &in.Conf.Pages[i]
			if p.Kind != kind {
				continue
			}
			if p.Hashed {
				l.miss("its page "+record.Clean(p.Path)+" wants a login that is only known hashed", "", "", "")
				continue
			}
			for k := range p.Binds {
				if b := &p.Binds[k]; b.Unix == "" && b.Port > 0 {
					out = append(out, l.page(p, b))
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Way) int { return strings.Compare(a.url.Scheme, b.url.Scheme) }) // http before https
	return out
}

// page is the way to a page through one of its addresses.
func (l *look) page(p *balancer.Page, b *balancer.Bind) Way {
	host, scheme := near(b.Host), "http"
	if p.Kind == balancer.StubStatus {
		host = l.nameOf(b, host)
	}
	if b.TLS {
		scheme = "https"
	}
	if standard := map[string]int{"http": 80, "https": 443}[scheme]; b.Port != standard {
		host = net.JoinHostPort(host, strconv.Itoa(b.Port))
	} else if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	text := scheme + "://" + host + p.Path
	w := Way{Of: Numbers, Target: string(l.inst.Kind) + "+" + text, Failed: l.elsewhere()}
	u, err := url.Parse(text)
	if err != nil {
		u, w.Failed = &url.URL{Scheme: scheme, Host: host}, "its address cannot be read"
	}
	if p.Kind == balancer.Prometheus && !record.ForPrometheus(u) {
		u.Fragment = "metrics"
		w.Target += "#metrics"
	}
	w.url = u
	w.Says = "page " + record.Clean(text)
	if p.Login != "" {
		w.login = loginOf(p.Login)
		w.Says += ", login from the configuration"
	}
	return w
}

// nameOf is the host by which a server block of nginx's is reached: it answers for other names only if it is the first at its
// address, and else for its own, if that leads to this machine.
func (l *look) nameOf(b *balancer.Bind, otherwise string) string {
	var first *balancer.Bind
	for i := range l.inst.Conf.Binds {
		o := &l.inst.Conf.Binds[i]
		if o.Port == b.Port && o.Host == b.Host && o.Unix == "" && (first == nil || o.First && !first.First) {
			first = o
		}
	}
	if first == nil || first.From == b.From {
		return otherwise
	}
	if b.Proxy == "localhost" || l.local(b.Proxy) {
		return b.Proxy
	}
	return otherwise
}

// local reports whether /etc/hosts has a name for loopback.
func (l *look) local(name string) bool {
	for _, line := range l.host.lines("/etc/hosts") {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		if len(words) > 1 && (strings.HasPrefix(words[0], "127.") || words[0] == "::1") && slices.Contains(words[1:], name) {
			return true
		}
	}
	return false
}
