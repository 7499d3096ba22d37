package stack

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"hadash/journal"
	"hadash/record"
	"hadash/runtimeapi"
	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/pkg/stdcopy"
)

// execs makes the fake Engine run exec commands on this machine, with only the programs in a directory.
func (f *fakeEngine) execs(dir string) {
	var cmd []string
	var code atomic.Int64
	f.answers["/exec"] = func(w http.ResponseWriter, r *http.Request) {
		var o container.ExecOptions
		if err := json.Unmarshal([]byte(f.body), &o); err != nil {
			f.t.Error(err)
		}
		cmd = o.Cmd
		w.WriteHeader(http.StatusCreated)
		fmt.Fprint(w, `{"Id":"e1"}`)
	}
	f.answers["/exec/e1/start"] = func(w http.ResponseWriter, r *http.Request) {
		conn, from, err := w.(http.Hijacker).Hijack()
		if err != nil {
			f.t.Error(err)
			return
		}
		defer conn.Close()
		fmt.Fprint(conn, "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n")
		run := exec.Command("/bin/sh", cmd[1:]...)
		run.Env = []string{"PATH=" + dir}
		run.Stdout, run.Stderr = stdcopy.NewStdWriter(conn, stdcopy.Stdout), stdcopy.NewStdWriter(conn, stdcopy.Stderr)
		in, err := run.StdinPipe()
		if err != nil {
			f.t.Error(err)
			return
		}
		go func() {
			_, _ = io.Copy(in, from)
			_ = in.Close()
		}()
		_ = run.Run()
		code.Store(int64(run.ProcessState.ExitCode()))
	}
	f.answers["/exec/e1/json"] = func(w http.ResponseWriter, r *http.Request) {
		f.answer(w, map[string]any{"ID": "e1", "ExitCode": code.Load()})
	}
}

// linked returns a directory with links to some programs of this machine.
func linked(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		path, err := exec.LookPath(name)
		if err != nil {
			t.Skipf("no %s here", name)
		}
		if path, err = filepath.EvalSymlinks(path); err == nil && strings.Contains(path, "pyenv") {
			path = "/usr/bin/" + name // a shim would need a shell
		}
		if err := os.Symlink(path, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// A real HAProxy whose socket is reachable only by exec accepts maint, drain and weight through whatever its image has.
func TestRealSocketThroughExec(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	realHAProxy(t, socket, "global\n stats socket "+socket+" level admin\n")
	for _, has := range []string{"perl", "socat", "python3"} {
		t.Run(has, func(t *testing.T) {
			f := newFakeEngine(t)
			newFakeBalancer(t, f)
			f.execs(linked(t, has))
			f.of("haproxy").Config.Labels[label.Admin] = "exec://" + socket
			p := f.project()
			b, _, err := p.balancer(t.Context(), "haproxy")
			if err != nil {
				t.Fatal(err)
			}
			undo := journal.Balancer{Servers: []journal.Server{was("web", "one", "1", true)}}
			for _, fault := range []record.Fault{{Kind: record.SetMaint}, {Kind: record.SetDrain}, {Kind: record.SetWeight, Amount: 0}} {
				if err := runtimeapi.Set(t.Context(), balancersOf{p}, fault, undo); err != nil {
					t.Errorf("%s: %v", fault, err)
				}
			}
			if weight, _, err := b.Weights(t.Context(), was("web", "one", "", true)); err != nil || weight != "0" {
				t.Errorf("weight %q, %v", weight, err)
			}
			if err := runtimeapi.Reset(t.Context(), balancersOf{p}, faulted(record.Fault{Kind: record.SetWeight, Amount: 50}, undo), nil); err != nil {
				t.Error(err)
			}
			answer, err := b.Ask(t.Context(), "show servers state web")
			if err != nil || !strings.Contains(answer, "web 1 one") {
				t.Errorf("got %q, %v", answer, err)
			}
			if _, _, err := b.Weights(t.Context(), was("web", "none", "", true)); err == nil || !strings.Contains(err.Error(), "HAProxy answers: No such server") {
				t.Errorf("got %v", err)
			}
		})
	}
}

// A path in the label that does not exist on this machine means a path in the container.
func TestUnixPathOfTheContainer(t *testing.T) {
	f := newFakeEngine(t)
	b := newFakeBalancer(t, f)
	f.execs(linked(t, "perl"))
	f.of("haproxy").Config.Labels[label.Admin] = "unix:///nowhere/s"
	err := runtimeapi.Set(t.Context(), balancersOf{f.project()}, record.Fault{Kind: record.SetDrain}, journal.Balancer{Servers: []journal.Server{was("web", "one", "", true)}})
	if want := []string{"POST /ha?stats s=one&action=drain&b=web"}; err != nil || !slices.Equal(b.asked, want) {
		t.Errorf("got %v, asked %q; want the page asked after exec has found no socket", err, b.asked)
	}
}

// If exec does not reach the socket, one line says why and what to do. Nothing was changed, so the page may be tried.
func TestExecRefused(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	for name, test := range map[string]struct {
		change func(f *fakeEngine)
		label  string
		want   string
	}{
		"no program": {func(f *fakeEngine) { f.execs("/nowhere") }, socket, "neither socat nor perl nor python3"},
		"no socket":  {func(f *fakeEngine) { f.execs(linked(t, "perl")) }, socket, "No such file or directory; compare label hadash.admin"},
		"forbidden": {func(f *fakeEngine) { f.answers["/exec"] = refuses(http.StatusForbidden, "Forbidden by proxy") }, socket,
			"a proxy in front of its socket must allow exec"},
		"paused": {func(f *fakeEngine) {
			f.answers["/exec"] = refuses(http.StatusConflict, "Container x is paused, unpause first")
		}, socket, "is paused"},
		"no shell": {func(f *fakeEngine) {
			f.execs("")
			f.answers["/exec/e1/start"] = refuses(http.StatusBadRequest, `exec: "sh": executable file not found in $PATH`)
		}, socket, "cannot start sh there, which its image may lack"},
		"a strange path": {func(f *fakeEngine) { f.execs("") }, "/a,exec=b", "is not the path of a socket"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeEngine(t)
			b := newFakeBalancer(t, f)
			b.code = "DENY"
			f.of("haproxy").Config.Labels[label.Admin] = "exec://" + test.label
			test.change(f)
			err := runtimeapi.Set(t.Context(), balancersOf{f.project()}, record.Fault{Kind: record.SetMaint}, journal.Balancer{Servers: []journal.Server{was("web", "one", "", true)}})
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "DENY") {
				t.Errorf("got %v\nwant %s in one line, and what the page says", err, test.want)
			}
		})
	}
}
