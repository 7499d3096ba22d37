package target

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"

	"hadash/near"
	"hadash/record"
	"hadash/record/probe"
)

// kinds are the words before a "+" that say what is at an address.
var kinds = map[string]record.Kind{"haproxy": record.KindHAProxy, "nginx": record.KindNginx, "mysql": record.KindMySQL, "probe": record.KindProbe}

// schemes are the words that begin a target, after a kind.
var schemes = []string{"unix", "tcp", "http", "https", "file", "exec", "journal", "syslog+udp", "syslog+tcp", "syslog+unix", "mysql",
	"haproxy", "nginx", "probe", "conf"}

// Examples shows what targets look like.
const Examples = "/run/haproxy/admin.sock, haproxy+tcp://10.0.0.5:9999, http://lb:8404/stats, nginx+http://web/nginx_status, /var/log/haproxy.log, journal:haproxy.service, probe+http://shop/health"

// Parse reads a target. It looks nowhere: what a path or a page is, is found out by asking there.
func Parse(text string) (Target, error) {
	t, err := parse(text)
	if err != nil {
		return t, fmt.Errorf("target %s: %w", shown(text), err)
	}
	return t, nil
}

func parse(text string) (t Target, err error) {
	switch {
	case text == "":
		return t, errors.New("it is empty; examples: " + Examples)
	case len(text) > longest || record.Clean(text) != text:
		return t, errors.New("it is too long, or has control characters")
	case text == "-":
		return Target{Via: Stdin}, nil
	}
	kind, rest := cutKind(text)
	t.Kind = kind
	scheme, after, ok := strings.Cut(rest, ":")
	switch {
	case !ok && kind == "" || strings.HasPrefix(rest, "/") || strings.HasPrefix(rest, "./") || strings.HasPrefix(rest, "../"):
		return t.path(rest)
	case scheme == "exec":
		return t.command(after)
	case scheme == "journal":
		if unit, name := cutName(after); strings.HasSuffix(unit, ".service") {
			after, t.Name = unit, name // haproxy@blue.service is a unit
		}
		if t.Unit = after; after == "" {
			return t, errors.New("it needs a unit: journal:haproxy.service")
		}
		t.Via = Journal
		return t, nil
	case scheme == "file" || scheme == "conf":
		if t, err = t.path(strings.TrimPrefix(after, "//")); err == nil {
			t.Via = map[string]Via{"file": File, "conf": Conf}[scheme]
		}
		return t, err
	}
	return t.url(rest)
}

// longest bounds a target.
const longest = 8 << 10

// cutKind takes the kind off the front.
func cutKind(text string) (record.Kind, string) {
	before, rest, ok := strings.Cut(text, "+")
	if kind := kinds[before]; ok && kind != "" {
		return kind, rest
	}
	return "", text
}

// nameAtEnd is a name behind a target.
var nameAtEnd = regexp.MustCompile(`@([A-Za-z0-9][A-Za-z0-9_.-]*)$`)

// Named reports whether a word can name a node.
func Named(name string) bool { return nameAtEnd.MatchString("@" + name) }

func cutName(text string) (rest, name string) {
	if m := nameAtEnd.FindStringSubmatchIndex(text); m != nil {
		return text[:m[0]], text[m[2]:]
	}
	return text, ""
}

func (t Target) path(text string) (Target, error) {
	t.Path, t.Name = cutName(text)
	if t.Path == "" {
		return t, errors.New("it needs a path")
	}
	if strings.HasPrefix(t.Path, "~/") {
		return t, errors.New("~ is for the shell to replace: write the whole path, or leave the quotes out")
	}
	if !filepath.IsAbs(t.Path) && !strings.ContainsAny(t.Path, "/.") {
		return t, errors.New("neither a path nor a URL, nor a name in hadash.toml" + near.Hint(t.Path, nil) + "; examples: " + Examples)
	}
	whole, err := filepath.Abs(t.Path)
	t.Path = whole
	return t, err
}

// command reads what is behind "exec:". A name behind it is one only after a blank: commands have @ in them.
func (t Target) command(text string) (Target, error) {
	if i := strings.LastIndex(text, " @"); i >= 0 && Named(text[i+2:]) {
		text, t.Name = text[:i], text[i+2:]
	}
	t.Command, t.Via = strings.TrimSpace(text), Output
	if t.Command == "" {
		return t, errors.New("it needs a command: 'exec:kubectl logs -f deploy/haproxy'")
	}
	switch t.Kind {
	case record.KindHAProxy:
		t.Via = Command
	case record.KindMySQL, record.KindProbe:
		return t, fmt.Errorf("%s+exec: is nothing that hadash knows", t.Kind)
	}
	return t, nil
}

func (t Target) url(text string) (Target, error) {
	syslog := strings.HasPrefix(text, "syslog+")
	text = strings.TrimPrefix(text, "syslog+")
	text, t.Name = cutURLName(text)
	u, err := url.Parse(text)
	if err != nil {
		var bad *url.Error
		if errors.As(err, &bad) {
			err = bad.Err // the URL may hold a password
		}
		if rest, cut := cutLogin(text); cut && !strings.Contains(rest, quoted(err.Error())) {
			err = errLogin // what is quoted may be of it
		}
		return t, err
	}
	t.URL = u
	switch {
	case strings.Contains(u.Fragment, "@"):
		return t, errLogin
	case u.Opaque != "" || u.Host == "" && u.Path == "":
		return t, fmt.Errorf("%s is no address%s; examples: %s", u.Scheme, near.Hint(u.Scheme, schemes), Examples)
	case syslog:
		return t.listens()
	case t.Kind == record.KindProbe:
		return t.probe()
	}
	switch u.Scheme {
	case "unix":
		if u.Path = u.Host + u.Path; t.Kind == "" || t.Kind == record.KindHAProxy {
			t.Kind, t.Via, u.Host = record.KindHAProxy, Socket, ""
			return t, nil
		}
	case "tcp":
		if t.Kind == "" || t.Kind == record.KindHAProxy {
			t.Kind, t.Via = record.KindHAProxy, Socket
			return t, needsPort(u, "9999")
		}
	case "http", "https":
		if t.Kind == record.KindMySQL {
			break
		}
		if t.Kind != "" {
			t.Via = Page
		}
		return t, nil
	case "mysql":
		t.Kind, t.Via = record.KindMySQL, Database
		if u.Port() == "" {
			u.Host = net.JoinHostPort(u.Hostname(), "3306")
		}
		return t, nil
	}
	return t, fmt.Errorf("hadash knows nothing at %s://%s; examples: %s", u.Scheme, near.Hint(u.Scheme, schemes), Examples)
}

var errLogin = errors.New("its login is not written as in a URL: @, /, #, : and others are %40, %2F, %23, %3A there")

// quoted is what an error quotes.
func quoted(text string) string {
	_, after, _ := strings.Cut(text, `"`)
	what, _, _ := strings.Cut(after, `"`)
	return what
}

// cutURLName takes a name off the end of a URL, where an @ cannot be that of a login: behind the path, or, without a login, behind a
// port or the path of a socket.
func cutURLName(text string) (rest, name string) {
	scheme, after, _ := strings.Cut(text, "://")
	rest, name = cutName(after)
	if name == "" || !strings.Contains(rest, "/") && scheme != "tcp" && scheme != "udp" && !strings.Contains(rest, "@") {
		return text, ""
	}
	return scheme + "://" + rest, name
}

func (t Target) listens() (Target, error) {
	t.Via = Syslog
	switch t.URL.Scheme {
	case "udp", "tcp":
		return t, needsPort(t.URL, "5514")
	case "unix":
		t.URL.Path, t.URL.Host = t.URL.Host+t.URL.Path, ""
		return t, nil
	}
	return t, errors.New("syslog is heard at syslog+udp://HOST:PORT, syslog+tcp://HOST:PORT or syslog+unix:///PATH")
}

func (t Target) probe() (Target, error) {
	t.Via = Probe
	_, err := probe.Parse("probe+" + t.URL.String())
	return t, err
}

func needsPort(u *url.URL, example string) error {
	if u.Hostname() == "" && u.Port() == "" || u.Port() == "" {
		return fmt.Errorf("it needs a port: %s://%s:%s", u.Scheme, u.Hostname(), example)
	}
	return nil
}

// shown is what a user wrote, without what may be a login or a command.
func shown(text string) string {
	if before, command, ok := strings.Cut(text, "exec:"); ok {
		return record.Clean(before) + "exec:" + program(command)
	}
	text = record.Clean(record.Redact(withoutLogin(text)))
	if cut := []rune(text); len(cut) > 200 {
		return string(cut[:200]) + "..."
	}
	return text
}

func withoutLogin(text string) string {
	text, _ = cutLogin(text)
	return text
}

var portAhead = regexp.MustCompile(`^[^:]*(:\d*)?$`)

// cutLogin takes what is or may be a login off a URL, also of one that is no URL. Where no @ is before the path, the login itself may
// have a slash: what is in front of it is then no host.
func cutLogin(text string) (rest string, cut bool) {
	before, after, ok := strings.Cut(text, "//")
	if !ok {
		before, after = "", text
	}
	host, _, _ := strings.Cut(after, "/")
	i := strings.LastIndex(host, "@")
	if i < 0 && ok && !portAhead.MatchString(host) && !strings.HasPrefix(host, "[") {
		i = strings.LastIndex(after, "@")
	}
	if i < 0 || !ok && !strings.Contains(host[:i], ":") {
		return text, false
	}
	if ok {
		before += "//"
	}
	return before + after[i+1:], true
}

// program is the first word of a command.
func program(command string) string {
	words := strings.Fields(command)
	if len(words) == 0 {
		return ""
	}
	return record.Clean(filepath.Base(words[0]))
}
