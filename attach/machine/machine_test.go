package machine

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/attach"
	"hadash/record"
)

// tree makes a folder of files; "-> x" is a link to x.
func tree(t *testing.T, files map[string]string) Options {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		at := filepath.Join(root, name)
		err := os.MkdirAll(filepath.Dir(at), 0o755)
		if to, link := strings.CutPrefix(text, "-> "); err == nil && link {
			err = os.Symlink(to, at)
		} else if err == nil {
			err = os.WriteFile(at, []byte(text), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return Options{Root: root, User: User{Name: "root", Groups: []int{0}}}
}

func found(t *testing.T, o Options) *Found {
	t.Helper()
	f, err := Look(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// A login of the configuration is handed to whoever asks, and is in nothing that is printed.
func TestTheLoginIsNotPrinted(t *testing.T) {
	o := tree(t, map[string]string{
		"/proc/1/cmdline": "init", "/proc/7/cmdline": "haproxy\x00-f\x00/h.cfg\x00",
		"/h.cfg": "listen s\n mode http\n bind :8404\n stats enable\n stats auth me:hidden1\n",
	})
	asked := ""
	o.Ask = func(_ context.Context, _ record.Kind, u *url.URL) (Answer, error) {
		asked, _ = u.User.Password()
		return Answer{}, nil
	}
	f := found(t, o)
	const target = "haproxy+http://127.0.0.1:8404/haproxy?stats"
	if all := f.Targets(); len(all) != 1 || all[0] != target {
		t.Fatalf("targets %q", all)
	}
	if user, password, ok := f.Login(target); !ok || user != "me" || password != "hidden1" || asked != "hidden1" {
		t.Errorf("login %q %v, asked with %q", user, ok, asked)
	}
	ways, err := json.Marshal(f.Instances[0].Ways)
	if text := fmt.Sprintf("%+v %#v %s %+v", f.Instances[0].Ways, f.Instances[0].Ways, ways, f.Facts); err != nil || strings.Contains(text, "hidden1") {
		t.Errorf("it is printed: %s", text)
	}
}

func TestContainers(t *testing.T) {
	for group, want := range map[string]bool{
		"/system.slice/haproxy.service":                           false,
		"/system.slice/system-haproxy.slice/haproxy@edge.service": false,
		"/user.slice/user-1000.slice/session-3.scope":             false,
		"/system.slice/docker.service":                            false,
		"/":                                                       false,
		"/system.slice/docker-4f66ad.scope":                       true,
		"/docker/4f66ad":                                          true,
		"/machine.slice/libpod-4f66ad.scope/container":            true,
		"/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-4f66.scope": true,
		"/kubepods.slice/kubepods-burstable.slice/cri-containerd-4f66ad.scope":       true,
		"/lxc.payload.web/system.slice/haproxy.service":                              true,
	} {
		if got := contained(&process{group: group}, &process{group: "/user.slice"}); got != want {
			t.Errorf("%s: in a container %v, want %v", group, got, want)
		}
		if contained(&process{group: group}, &process{group: group}) {
			t.Errorf("%s: it is in another container than itself", group)
		}
	}
	if !contained(&process{pids: "pid:[2]"}, &process{pids: "pid:[1]"}) || contained(&process{pids: "pid:[2]"}, &process{}) {
		t.Error("processes of their own make a container, if they are known")
	}
}

func TestUnits(t *testing.T) {
	for group, want := range map[string]string{
		"/system.slice/haproxy.service":                           "haproxy.service",
		"/system.slice/system-haproxy.slice/haproxy@edge.service": "haproxy@edge.service",
		"/user.slice/user-1000.slice/user@1000.service/app.slice": "",
		"/": "",
	} {
		if got := unit(group); got != want {
			t.Errorf("%s: %q, want %q", group, got, want)
		}
	}
}

// Links lead to what the machine has, and not to what is outside of its folder.
func TestLinksStayInside(t *testing.T) {
	o := tree(t, map[string]string{"/etc/a": "-> /srv/b", "/srv/b": "-> ../c", "/c": "inside", "/loop": "-> /loop", "/up": "-> ../../../../../../../../c"})
	v := view{o.Root}
	for _, name := range []string{"/etc/a", "/up", "/etc/../c"} {
		if text, err := v.text(name); err != nil || text != "inside" {
			t.Errorf("%s: %q %v", name, text, err)
		}
	}
	if _, err := v.text("/loop"); err == nil {
		t.Error("a loop was read")
	}
}

// Hostile files: a pipe is not waited for, and what a configuration says comes out clean.
func TestHostileConfiguration(t *testing.T) {
	o := tree(t, map[string]string{
		"/proc/1/cmdline": "init", "/proc/7/cmdline": "haproxy\x00-f\x00/h.cfg\x00",
		"/h.cfg": "global\n stats socket /\x1b[31mred.sock level admin\n log \x1b]0;title\x07host local0\nlisten a\x1b[2J\n server s\x1b[0m 10.0.0.1:80\n bind :80\n",
	})
	f := found(t, o)
	for _, m := range f.Missing {
		if text := m.About + m.What + m.Line + m.File + m.Then; strings.ContainsRune(text, '\x1b') {
			t.Errorf("%q", text)
		}
	}
	for _, w := range f.Instances[0].Ways {
		if text := w.Target + w.Says + w.Fix; strings.ContainsRune(text, '\x1b') {
			t.Errorf("%q", text)
		}
	}
}

func TestOneWhoseContextEnded(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	o := tree(t, map[string]string{"/proc/1/cmdline": "init", "/proc/7/cmdline": "haproxy\x00-f\x00/h.cfg\x00", "/h.cfg": "global\n"})
	if _, err := Look(ctx, o); err == nil {
		t.Error("no error")
	}
}

// A name behind a target is told from an @ in the name of a file, a socket or a unit.
func TestAnAtInANameIsNoName(t *testing.T) {
	o := tree(t, map[string]string{
		"/proc/1/cmdline": "init", "/proc/7/cmdline": "haproxy\x00-f\x00/h.cfg\x00", "/proc/7/cgroup": "0::/system.slice/haproxy@a.service\n",
		"/run/systemd/system/x": "", "/run/h@a.sock": "",
		"/h.cfg": "global\n log stdout local0\n stats socket /run/h@a.sock level admin\nlisten a\n log global\n bind :80\n server s h:1\n",
	})
	o.Owners = func(name string) (uid, gid int, mode fs.FileMode, ok bool) {
		return 0, 0, fs.ModeSocket | 0o600, name == "/run/h@a.sock"
	}
	want := []string{"haproxy+unix:///run/h@a.sock@haproxy", "journal:haproxy@a.service@haproxy"}
	if got := found(t, o).Targets(); !slices.Equal(got, want) {
		t.Errorf("targets %q, want %q", got, want)
	}
}

func lacks(f *Found, text string) bool {
	return slices.ContainsFunc(f.Missing, func(m attach.Missing) bool { return strings.Contains(m.What, text) })
}

// Small configurations, and what must be said of them.
func TestWhatIsSaid(t *testing.T) {
	const servers = "defaults\n mode http\n option httplog\n log global\nlisten a\n bind :80\n server s 10.0.0.1:80 check\n"
	for name, c := range map[string]struct{ cfg, want, not string }{
		"a socket without a file":     {"global\n log /dev/log local0\n stats socket abns@x level admin\n" + servers, "none of its sockets is a file or a port", ""},
		"a log of another machine":    {"global\n log logs.example.com:514 local0\n" + servers, "its lines go to logs.example.com, and not to this machine", "nobody"},
		"a ring":                      {"global\n log ring@r local0\n" + servers, "its lines go to ring@r, which cannot be read from here", ""},
		"a level that is too high":    {"global\n log /dev/log local0 notice\n" + servers, "the level of its log is too high", "which server answered"},
		"no log":                      {"listen a\n bind :80\n server s 10.0.0.1:80\n", "nothing is logged", ""},
		"a log that no section uses":  {"global\n log /dev/log local0\nlisten a\n bind :80\n server s 10.0.0.1:80 check\n", "no session is logged", "not checked"},
		"no line about how it logs":   {"global\n log /dev/log local0\ndefaults\n log global\nlisten a\n bind :80\n server s 10.0.0.1:80 check\n", "does not say which server answered", ""},
		"nobody at the system's log":  {"global\n log /dev/log local0\n" + servers, "nobody reads /dev/log", ""},
		"no server is checked":        {"listen a\n bind :80\n server s 10.0.0.1:80\n server t 10.0.0.1:81\n", "no server of a is checked", ""},
		"a login that is only hashed": {"listen a\n mode http\n bind :80\n stats enable\n stats http-request auth unless { http_auth(u) }\n", "wants a login that is only known hashed", ""},
	} {
		o := tree(t, map[string]string{"/proc/1/cmdline": "init", "/proc/7/cmdline": "haproxy\x00-f\x00/h.cfg\x00", "/h.cfg": c.cfg})
		f := found(t, o)
		if !lacks(f, c.want) || c.not != "" && lacks(f, c.not) {
			t.Errorf("%s: want %q and not %q: %+v", name, c.want, c.not, f.Missing)
		}
	}
}

// nginx's own ways to name a log.
func TestNginxLogs(t *testing.T) {
	for name, c := range map[string]struct{ cfg, want, says string }{
		"as it was built":     {"http { server { } }", "nginx+file:///var/log/nginx/access.log nginx+file:///var/log/nginx/error.log", ""},
		"below its prefix":    {"error_log logs/e.log; http { access_log logs/a.log; server { } }", "nginx+file:///usr/share/nginx/logs/a.log nginx+file:///usr/share/nginx/logs/e.log", ""},
		"each server its own": {"error_log /e; http { server { access_log /a1; } server { access_log /a2; } }", "nginx+file:///a1 nginx+file:///a2 nginx+file:///e", ""},
		"one for each host":   {"error_log /e; http { access_log /l/$host.log; server { } }", "nginx+file:///e", "made for each request: /l/$host.log"},
		"off":                 {"error_log /e; http { access_log off; server { } }", "nginx+file:///e", "no request is logged"},
		"to another machine":  {"error_log /e; http { access_log syslog:server=10.0.0.9; server { } }", "nginx+file:///e", "its lines go to 10.0.0.9"},
		"to its own output":   {"error_log stderr; http { access_log /dev/stdout; server { } }", "", "its lines go to its own output"},
		"results are missing": {"error_log /e; http { log_format f '$upstream_addr'; access_log /a f; server { location / { proxy_pass http://h; } } }", "nginx+file:///a nginx+file:///e conf:///etc/nginx/nginx.conf", "with what result"},
	} {
		o := tree(t, map[string]string{"/proc/1/cmdline": "init", "/proc/7/cmdline": "nginx: master process /usr/sbin/nginx\x00", "/etc/nginx/nginx.conf": c.cfg})
		f := found(t, o)
		if got := strings.Join(f.Targets(), " "); got != c.want {
			t.Errorf("%s: targets %q, want %q", name, got, c.want)
		}
		if c.says != "" && !lacks(f, c.says) {
			t.Errorf("%s: it does not say %q: %+v", name, c.says, f.Missing)
		}
	}
}

// A worker may have a smaller number than its master, and an nginx behind -p its own folder.
func TestGroupsOfProcesses(t *testing.T) {
	o := tree(t, map[string]string{
		"/proc/1/cmdline":  "init",
		"/proc/90/cmdline": "nginx: master process /opt/n/sbin/nginx -p /srv/n\x00", "/proc/90/exe": "-> /opt/n/sbin/nginx", "/proc/8/cmdline": "nginx: worker process\x00", "/proc/8/status": "PPid:\t90\n",
		"/srv/n/conf/nginx.conf": "error_log logs/e.log; http { }",
		"/proc/91/cmdline":       "haproxy\x00-W\x00-f\x00h.cfg\x00", "/proc/91/cwd": "-> /srv/lb", "/proc/9/cmdline": "haproxy\x00-W\x00-f\x00h.cfg\x00", "/proc/9/status": "PPid:\t91\n", "/srv/lb/h.cfg": "global\n",
		"/proc/92/cmdline": "haproxy\x00-c\x00-f\x00h.cfg\x00", "/proc/93/cmdline": "vim\x00haproxy.cfg\x00",
	})
	f := found(t, o)
	if len(f.Instances) != 2 || f.Instances[0].PID != 91 || f.Instances[1].PID != 90 || len(f.Instances[0].workers)+len(f.Instances[1].workers) != 2 {
		t.Fatalf("%+v", f.Instances)
	}
	if got := f.Instances[0].Conf.Files; !slices.Equal(got, []string{"/srv/lb/h.cfg"}) {
		t.Errorf("files %q", got)
	}
	if got := f.Targets(); !slices.Equal(got, []string{"nginx+file:///srv/n/logs/e.log"}) {
		t.Errorf("targets %q", got)
	}
}

// The name of an instance can stand behind a target's @.
func TestNamesFitTargets(t *testing.T) {
	o := tree(t, map[string]string{
		"/proc/1/cmdline": "init", "/proc/7/cmdline": "haproxy\x00-f\x00/etc/h/-ed(ge.cfg\x00", "/proc/8/cmdline": "haproxy\x00-f\x00/etc/h/back\x1b[1m.cfg\x00",
		"/etc/h/-ed(ge.cfg": "global\n", "/etc/h/back\x1b[1m.cfg": "global\n",
	})
	f := found(t, o)
	if len(f.Instances) != 2 || f.Instances[0].Name != "ed-ge" || f.Instances[1].Name != "back-1m" {
		t.Errorf("%q %q", f.Instances[0].Name, f.Instances[1].Name)
	}
}

// A log that several write to is nobody's: what is found can be attached without it.
func TestALogOfSeveralIsNotRead(t *testing.T) {
	const cfg = "global\n log /dev/log local0\n stats socket /run/%s.sock level admin\ndefaults\n mode http\n option httplog\n log global\nlisten a\n bind :80\n server s 10.0.0.1:80 check\n"
	o := tree(t, map[string]string{
		"/proc/1/cmdline": "init", "/proc/7/cmdline": "haproxy\x00-f\x00/etc/one.cfg\x00", "/proc/8/cmdline": "haproxy\x00-f\x00/etc/two.cfg\x00",
		"/proc/9/cmdline": "rsyslogd\x00", "/etc/rsyslog.conf": "module(load=\"imuxsock\")\n*.* /var/log/syslog\n", "/dev/log": "",
		"/etc/one.cfg": fmt.Sprintf(cfg, "one"), "/etc/two.cfg": fmt.Sprintf(cfg, "two"),
	})
	f := found(t, o)
	for _, text := range f.Targets() {
		if strings.Contains(text, "/var/log/syslog") {
			t.Errorf("target %s", text)
		}
	}
	if !lacks(f, "its log is shared with two") || !lacks(f, "its log is shared with one") {
		t.Errorf("%+v", f.Missing)
	}
}

// A log below the folder of a configuration is no configuration that was changed.
func TestOnlyWhatIsInForceIsOutOfDate(t *testing.T) {
	o := tree(t, map[string]string{
		"/proc/1/cmdline": "init", "/proc/stat": "btime 1000\n",
		"/proc/7/cmdline": "nginx: master process /usr/sbin/nginx -c /srv/n/nginx.conf\x00", "/proc/7/stat": "7 (nginx) S 1 7 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 100 0 0\n",
		"/srv/n/nginx.conf": "error_log /e; http { access_log /srv/n/log/access.log; include /srv/n/conf.d/*.conf; server { listen 80; } }", "/srv/n/conf.d/a.conf": "gzip on;\n", "/srv/n/log/access.log": "a line\n",
	})
	old := time.Unix(900, 0)
	for _, name := range []string{"/srv/n/nginx.conf", "/srv/n/conf.d/a.conf"} {
		if err := os.Chtimes(filepath.Join(o.Root, name), old, old); err != nil {
			t.Fatal(err)
		}
	}
	f := found(t, o)
	if lacks(f, "changed after it was loaded") {
		t.Errorf("%+v", f.Missing)
	}
	if err := os.Chtimes(filepath.Join(o.Root, "/srv/n/nginx.conf"), time.Now(), time.Now()); err != nil {
		t.Fatal(err)
	}
	if !lacks(found(t, o), "nginx.conf was changed after it was loaded") {
		t.Error("a configuration that was changed is not named")
	}
}

// Nobody can be asked where an nginx without numbers sends its requests: its configuration says it.
func TestTheConfigurationOfAnNginxWithoutNumbers(t *testing.T) {
	const passes = "error_log /e; http { access_log /a; upstream u { server 10.0.0.1:80; } server { listen 80; location / { proxy_pass http://u; } %s } }"
	for status, want := range map[string]string{
		"":                               "nginx+file:///a nginx+file:///e conf:///etc/nginx/nginx.conf",
		"location = /s { stub_status; }": "nginx+http://127.0.0.1/s nginx+file:///a nginx+file:///e",
	} {
		o := tree(t, map[string]string{"/proc/1/cmdline": "init", "/proc/7/cmdline": "nginx: master process /usr/sbin/nginx\x00", "/etc/nginx/nginx.conf": fmt.Sprintf(passes, status)})
		if got := strings.Join(found(t, o).Targets(), " "); got != want {
			t.Errorf("%q: targets %q, want %q", status, got, want)
		}
	}
}
