package localhost

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"hadash/attach"
	"hadash/attach/machine"
)

// needPrograms skips the test where the real programs are not installed, or not wanted; with HADASH_E2E=1 that they are missing is a failure.
func needPrograms(t *testing.T, names ...string) {
	t.Helper()
	want := os.Getenv("HADASH_E2E")
	if want == "0" || testing.Short() {
		t.Skip("no program is started: HADASH_E2E=0")
	}
	for _, name := range names {
		if _, err := exec.LookPath(name); err == nil {
			continue
		} else if want == "1" {
			t.Fatal(err)
		}
		t.Skip(name + " is not installed")
	}
}

// settled is how long something that must happen is waited for.
const settled = 20 * time.Second

func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(settled); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if done() {
			return
		}
	}
	t.Fatalf("it did not happen: %s", what)
}

// lab is a folder with programs that run in it.
type lab struct {
	t   *testing.T
	dir string // short: the name of a socket has at most 107 characters
}

func newLab(t *testing.T) *lab {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "hd")
	if err == nil {
		err = os.Chmod(dir, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return &lab{t, dir}
}

// write writes a file, in which the words of change have been replaced.
func (l *lab) write(name, text string, change ...string) string {
	l.t.Helper()
	file := filepath.Join(l.dir, name)
	err := os.MkdirAll(filepath.Dir(file), 0o755)
	if err == nil {
		err = os.WriteFile(file, []byte(strings.NewReplacer(change...).Replace(text)), 0o644)
	}
	if err != nil {
		l.t.Fatal(err)
	}
	return file
}

// stock is a file of a package, from the tree of the machine that it was captured on.
func (l *lab) stock(name string) string {
	l.t.Helper()
	text, err := os.ReadFile("testdata/debian12.tree")
	if err != nil {
		l.t.Fatal(err)
	}
	_, after, ok := strings.Cut(string(text), "-- "+name+" --\n")
	if !ok {
		l.t.Fatalf("%s is not in the tree", name)
	}
	out, _, _ := strings.Cut(after, "\n-- /")
	return out + "\n"
}

// start runs a program in the foreground until the test ends, and returns its pid.
func (l *lab) start(words ...string) int {
	l.t.Helper()
	out, err := os.Create(filepath.Join(l.dir, filepath.Base(words[0])+".out"))
	if err != nil {
		l.t.Fatal(err)
	}
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Stdout, cmd.Stderr, cmd.Dir = out, out, l.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		_ = cmd.Wait()
		if text, err := os.ReadFile(out.Name()); err == nil && l.t.Failed() {
			l.t.Logf("%s said:\n%s", words[0], text)
		}
	})
	return cmd.Process.Pid
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// find looks at this machine, on which others may run more, and returns the instance of a process.
func (l *lab) find(pid int) (*machine.Found, *machine.Instance) {
	l.t.Helper()
	f, err := machine.Look(l.t.Context(), machine.Options{Ask: Ask})
	if err != nil {
		l.t.Fatal(err)
	}
	for i := range f.Instances {
		if f.Instances[i].PID == pid {
			return f, &f.Instances[i]
		}
	}
	return f, nil
}

// way returns the way of a kind, which must be there.
func (l *lab) way(in *machine.Instance, of machine.Of) machine.Way {
	l.t.Helper()
	if in == nil {
		l.t.Fatal("the instance is not found")
	}
	i := slices.IndexFunc(in.Ways, func(w machine.Way) bool { return w.Of == of })
	if i < 0 {
		l.t.Fatalf("%s has no %s: %+v", in.Name, of, in.Ways)
	}
	return in.Ways[i]
}

// lack returns what an instance lacks, by a word of it.
func lack(f *machine.Found, in *machine.Instance, word string) (attach.Missing, bool) {
	i := slices.IndexFunc(f.Missing, func(m attach.Missing) bool { return m.About == in.Name && strings.Contains(m.What, word) })
	if i < 0 {
		return attach.Missing{}, false
	}
	return f.Missing[i], true
}

func get(url string) string {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	req, _ := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return ""
	}
	defer resp.Body.Close()
	text, _ := io.ReadAll(resp.Body)
	return string(text)
}

// Debian's own HAProxy and rsyslog: the socket answers, and the sessions are in the file that rsyslog writes.
func TestE2EStockHAProxy(t *testing.T) {
	needPrograms(t, "haproxy", "rsyslogd")
	l := newLab(t)
	port := freePort(t)
	change := []string{"/run/haproxy/admin.sock", l.dir + "/admin.sock", "/var/lib/haproxy", l.dir + "/jail", "/var/log/haproxy.log", l.dir + "/haproxy.log"}
	if err := os.MkdirAll(l.dir+"/jail/dev", 0o755); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() != 0 { // only root may change who it is
		change = append(change, "\tchroot ", "\t#", "\tuser ", "\t#", "\tgroup ", "\t#", "/dev/log", l.dir+"/jail/dev/log")
	}
	rules := l.write("49-haproxy.conf", l.stock("/etc/rsyslog.d/49-haproxy.conf"), change...)
	conf := l.write("rsyslog.conf", "module(load=\"imuxsock\" SysSock.Use=\"off\")\n$WorkDirectory "+l.dir+"\n$IncludeConfig "+filepath.Dir(rules)+"/*-haproxy.conf\n*.* "+l.dir+"/rest.log\n")
	l.start("rsyslogd", "-n", "-f", conf, "-i", l.dir+"/rsyslog.pid")
	until(t, "rsyslog listens", func() bool { _, err := os.Stat(l.dir + "/jail/dev/log"); return err == nil })
	web := fmt.Sprintf("\nlisten web\n\tbind 127.0.0.1:%d\n\thttp-request return status 200 if { path /own }\n\tserver none 127.0.0.1:1 check\n", port)
	cfg := l.write("haproxy.cfg", l.stock("/etc/haproxy/haproxy.cfg")+web, change...)
	pid := l.start("haproxy", "-Ws", "-f", cfg, "-p", l.dir+"/haproxy.pid", "-S", l.dir+"/master.sock")
	until(t, "HAProxy answers", func() bool {
		get("http://127.0.0.1:" + strconv.Itoa(port) + "/own")
		_, err := os.Stat(l.dir + "/haproxy.log")
		return err == nil
	})

	_, in := l.find(pid)
	numbers := l.way(in, machine.Numbers)
	if !strings.HasPrefix(numbers.Target, "haproxy+unix://"+l.dir+"/admin.sock") || !numbers.Asked || !numbers.Open() || !strings.HasSuffix(numbers.Says, "level admin") {
		t.Errorf("numbers %+v", numbers)
	}
	if log := l.way(in, machine.Log); !strings.HasPrefix(log.Target, "haproxy+file://"+l.dir+"/haproxy.log") || !log.Open() {
		t.Errorf("log %+v", log)
	}
	if text, err := os.ReadFile(l.dir + "/haproxy.log"); err != nil || !strings.Contains(string(text), " haproxy[") {
		t.Errorf("the log has no lines of HAProxy's: %v %s", err, text)
	}
	if in.Master != "unix://"+l.dir+"/master.sock" || in.Version == "" {
		t.Errorf("master %q, version %q", in.Master, in.Version)
	}
}

// The line that is offered to a HAProxy without numbers shows them, after the command that is offered with it.
func TestE2ETheOfferedSocket(t *testing.T) {
	needPrograms(t, "haproxy")
	l := newLab(t)
	port := freePort(t)
	text := fmt.Sprintf("global\n\tlog stdout format raw local0\ndefaults\n\tlog global\n\tmode http\n\ttimeout connect 1s\n\ttimeout client 1s\n\ttimeout server 1s\nlisten web\n\tbind 127.0.0.1:%d\n\thttp-request deny if { path /own }\n\tserver none 127.0.0.1:1\n", port)
	cfg := l.write("haproxy.cfg", text)
	pid := l.start("haproxy", "-W", "-f", cfg)
	var f *machine.Found
	var in *machine.Instance
	until(t, "it answers", func() bool { return get(fmt.Sprintf("http://127.0.0.1:%d/own", port)) != "" })
	until(t, "it is found", func() bool { f, in = l.find(pid); return in != nil })
	if log := l.way(in, machine.Log); !strings.HasPrefix(log.Target, "haproxy+file://"+l.dir+"/haproxy.out") {
		t.Errorf("its output is not where its lines are: %+v", log)
	}
	for _, word := range []string{"which server answered", "server none of web is not checked", "its master has no socket"} {
		if _, ok := lack(f, in, word); !ok {
			t.Errorf("it does not say %q: %+v", word, f.Missing)
		}
	}
	m, ok := lack(f, in, "no numbers")
	if !ok || m.File != cfg || m.Section != "global" {
		t.Fatalf("%+v", m)
	}
	words := strings.Fields(m.Line)
	words[2] = l.dir + "/offered.sock" // not in a folder of the machine's
	l.write("haproxy.cfg", strings.Replace(text, "global\n", "global\n\t"+strings.Join(words, " ")+"\n", 1))
	if err := os.Chtimes(cfg, time.Time{}, time.Now().Add(time.Hour)); err != nil { // the start of a process is known to a second
		t.Fatal(err)
	}
	if f, in = l.find(pid); in == nil {
		t.Fatal("it is gone")
	}
	if _, ok := lack(f, in, "was changed after it was loaded"); !ok {
		t.Errorf("it does not say that the configuration is newer: %+v", f.Missing)
	}
	told := time.Time{}
	until(t, "the socket answers", func() bool {
		if time.Since(told) > 3*time.Second { // a master that has just started may miss the signal
			told = time.Now()
			if out, err := exec.Command("sh", "-c", m.Then).CombinedOutput(); err != nil {
				t.Fatalf("%s: %v %s", m.Then, err, out)
			}
		}
		_, in = l.find(pid)
		return in != nil && slices.ContainsFunc(in.Ways, func(w machine.Way) bool { return w.Of == machine.Numbers && w.Asked && w.Open() })
	})
}

// Debian's own nginx: its logs are found; the line that is offered brings its numbers.
func TestE2EStockNginx(t *testing.T) {
	needPrograms(t, "nginx")
	l := newLab(t)
	port := strconv.Itoa(freePort(t))
	change := []string{"/run/nginx.pid", l.dir + "/nginx.pid", "/var/log/nginx", l.dir + "/log", "/etc/nginx/mime.types", "/etc/nginx/mime.types", "/etc/nginx", l.dir + "/nginx",
		"listen 80 default_server", "listen 127.0.0.1:" + port + " default_server", "listen [::]:80", "# listen [::]:80", "root /var/www/html", "root " + l.dir}
	main := l.write("nginx/nginx.conf", l.stock("/etc/nginx/nginx.conf"), change...)
	l.write("nginx/sites-available/default", l.stock("/etc/nginx/sites-available/default"), change...)
	for _, name := range []string{"log", "nginx/sites-enabled", "nginx/conf.d", "nginx/modules-enabled"} {
		if err := os.MkdirAll(filepath.Join(l.dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(l.dir+"/nginx/sites-available/default", l.dir+"/nginx/sites-enabled/default"); err != nil {
		t.Fatal(err)
	}
	pid := l.start("nginx", "-c", main, "-g", "daemon off;")
	until(t, "nginx answers", func() bool { return get("http://127.0.0.1:"+port+"/nothing") != "" })

	f, in := l.find(pid)
	for of, file := range map[machine.Of]string{machine.Log: "access.log", machine.Errors: "error.log"} {
		if w := l.way(in, of); !strings.HasPrefix(w.Target, "nginx+file://"+l.dir+"/log/"+file) || !w.Open() {
			t.Errorf("%s: %+v", of, w)
		}
	}
	if text, err := os.ReadFile(l.dir + "/log/access.log"); err != nil || !strings.Contains(string(text), "GET /nothing") {
		t.Errorf("the log has no requests: %v", err)
	}
	m, ok := lack(f, in, "stub_status")
	if !ok || m.File != l.dir+"/nginx/conf.d/status.conf" {
		t.Fatalf("%+v", m)
	}
	l.write("nginx/conf.d/status.conf", m.Line+"\n")
	if out, err := exec.Command("sh", "-c", m.Then).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v %s", m.Then, err, out)
	}
	until(t, "the page answers", func() bool {
		_, in = l.find(pid)
		return in != nil && slices.ContainsFunc(in.Ways, func(w machine.Way) bool { return w.Of == machine.Numbers && w.Asked && w.Open() })
	})
	if in.Version == "" {
		t.Error("its version is not known")
	}
}

// A HAProxy with mounts of its own, as systemd's PrivateTmp gives it one: its configuration is read, and its socket found, where it has them.
func TestE2EOwnMounts(t *testing.T) {
	needPrograms(t, "haproxy", "unshare")
	if os.Getuid() != 0 || exec.Command("unshare", "-m", "true").Run() != nil {
		t.Skip("mounts of one's own need root")
	}
	l := newLab(t)
	l.write("haproxy.cfg", fmt.Sprintf("global\n stats socket %s/private/own.sock mode 600 level operator\n stats socket %s/shared.sock mode 600 level user\n", l.dir, l.dir))
	if err := os.Mkdir(l.dir+"/private", 0o755); err != nil {
		t.Fatal(err)
	}
	const script = `mount -t tmpfs none "$1/private" && cp "$1/haproxy.cfg" "$1/private/inner.cfg" && exec haproxy -db -f "$1/private/inner.cfg"`
	pid := l.start("unshare", "-m", "sh", "-c", script, "sh", l.dir)
	answers := func(in *machine.Instance) bool {
		return in != nil && slices.ContainsFunc(in.Ways, func(w machine.Way) bool { return w.Of == machine.Numbers && w.Asked && w.Open() })
	}
	var in *machine.Instance
	until(t, "both of its sockets answer", func() bool {
		_, in = l.find(pid)
		return answers(in) && strings.HasSuffix(l.way(in, machine.Numbers).Says, "level operator")
	})
	want := "haproxy+unix:///proc/" + strconv.Itoa(pid) + "/root" + l.dir + "/private/own.sock"
	if w := l.way(in, machine.Numbers); !strings.HasPrefix(w.Target, want) || !strings.HasSuffix(w.Says, "level operator") {
		t.Errorf("%+v", w)
	}
	if !slices.Equal(in.Conf.Files, []string{l.dir + "/private/inner.cfg"}) {
		t.Errorf("files %q", in.Conf.Files)
	}
	// What it shares with the machine has its usual name.
	pid = l.start("unshare", "-m", "haproxy", "-db", "-f", l.write("other.cfg", "global\n stats socket "+l.dir+"/other.sock mode 600 level user\n"))
	until(t, "the other answers", func() bool { _, in = l.find(pid); return answers(in) })
	if w := l.way(in, machine.Numbers); !strings.HasPrefix(w.Target, "haproxy+unix://"+l.dir+"/other.sock") || !strings.HasSuffix(w.Says, "level user") {
		t.Errorf("%+v", w)
	}
}
