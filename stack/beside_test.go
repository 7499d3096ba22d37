package stack

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/pkg/stdcopy"
)

// R9g: a helper is put beside a container whose image cannot reach its own socket: with its volumes where the socket is in one, among its
// processes where it is not. Nothing is sent that does not only show.
func TestAskBeside(t *testing.T) {
	for socket, want := range map[string][]string{
		"/run/h/api.sock":  {`"VolumesFrom":["`, `'/run/h/api.sock' 'show info' ''`},
		"/var/lib/h/stats": {`"PidMode":"container:`, `SYS_PTRACE"`, `'/var/lib/h/stats' 'show info' '/proc/1/root'`},
	} {
		f := newFakeEngine(t)
		f.images[defaultBase] = map[string]string{}
		f.of("haproxy").Mounts = []container.MountPoint{{Destination: "/run/h"}}
		made := ""
		f.answers["POST /containers/create"] = func(w http.ResponseWriter, r *http.Request) {
			made = f.body
			w.WriteHeader(http.StatusCreated)
			_, _ = w.Write([]byte(`{"Id":"helper"}`))
		}
		f.answers["/containers/helper/wait"] = func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"StatusCode":0}`)) }
		f.answers["/containers/helper/logs"] = func(w http.ResponseWriter, _ *http.Request) {
			_, _ = stdcopy.NewStdWriter(w, stdcopy.Stdout).Write([]byte("Version: 3.0\n"))
		}
		got, err := f.project().AskBeside(t.Context(), f.of("haproxy").ID, socket, "show info")
		if err != nil || got != "Version: 3.0\n" {
			t.Errorf("%s: %q, %v", socket, got, err)
		}
		for _, text := range want {
			if !strings.Contains(made, text) && !strings.Contains(unquoted(made), text) {
				t.Errorf("%s: no %s in %s", socket, text, made)
			}
		}
		if !slices.ContainsFunc(f.actions(), func(a string) bool { return strings.HasPrefix(a, "/containers/helper") }) {
			t.Errorf("the helper is left: %q", f.actions())
		}
	}
	for _, line := range []string{"shutdown sessions", "show info; set server a/b state maint", "show 'x'", "show info\nset x"} {
		if _, err := newFakeEngine(t).project().AskBeside(t.Context(), "x", "/s", line); err == nil {
			t.Errorf("%q is sent", line)
		}
	}
}

// unquoted is the script in the request that makes a helper.
func unquoted(body string) string {
	var c struct{ Entrypoint []string }
	_ = json.Unmarshal([]byte(body), &c)
	return strings.Join(c.Entrypoint, " ")
}
