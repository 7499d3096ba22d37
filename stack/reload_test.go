package stack

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"hadash/stack/label"
)

func TestReload(t *testing.T) {
	for _, c := range []struct{ service, state, refused string }{
		{"nginx", "running", ""},
		{"nginx", "paused", "it is paused"},
		{"nginx", "exited", "it is exited"},
		{"app1", "running", "only a web server"},
		{"haproxy", "running", "only a web server"},
	} {
		t.Run(c.service+" "+c.state, func(t *testing.T) {
			f := newFakeEngine(t)
			setState(f.of(c.service), c.state)
			signal := ""
			f.answers["/kill"] = func(_ http.ResponseWriter, r *http.Request) { signal = r.URL.Query().Get("signal") }
			err := f.project().Reload(t.Context(), c.service)
			asked := strings.Join(f.actions(), ", ")
			if c.refused == "" && (err != nil || signal != "SIGHUP") {
				t.Errorf("%v, asked for %q", err, asked)
			}
			if c.refused != "" && (err == nil || !strings.Contains(err.Error(), c.refused) || asked != "") {
				t.Errorf("%v, asked for %q", err, asked)
			}
		})
	}
}

// A HAProxy with a master process says by a label that it reloads.
func TestReloadByLabel(t *testing.T) {
	f := newFakeEngine(t)
	f.of("haproxy").Config.Labels[label.Reload] = "SIGHUP"
	signal := ""
	f.answers["/kill"] = func(_ http.ResponseWriter, r *http.Request) { signal = r.URL.Query().Get("signal") }
	if err := f.project().Reload(t.Context(), "haproxy"); err != nil || signal != "SIGHUP" {
		t.Errorf("%v, signal %q", err, signal)
	}
}

// Without labels nginx is known by its first process, which gets the signal.
func TestReloadWithoutLabels(t *testing.T) {
	for first, reloads := range map[string]bool{"nginx: master process nginx -g daemon off;": true, "sh -c nginx": false} {
		f := newFakeEngine(t)
		delete(f.of("nginx").Config.Labels, label.Role)
		f.answers["/top"] = func(w http.ResponseWriter, _ *http.Request) {
			_ = json.NewEncoder(w).Encode(map[string]any{"Titles": []string{"PID", "COMMAND"}, "Processes": [][]string{{"1", first}, {"2", "nginx: worker process"}}})
		}
		signal := ""
		f.answers["/kill"] = func(_ http.ResponseWriter, r *http.Request) { signal = r.URL.Query().Get("signal") }
		if err := f.project().Reload(t.Context(), "nginx"); (err == nil) != reloads || (signal == "SIGHUP") != reloads {
			t.Errorf("%s: %v, signal %q", first, err, signal)
		}
	}
}
