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
	want := []string{"haproxy+unix:///run/h%40a.sock", "journal:haproxy@a.service@haproxy"}
	if got := found(t, o).Targets(); !slices.Equal(got, want) {
		t.Errorf("targets %q, want %q", got, want)
	}
}
