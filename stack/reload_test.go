package stack

import (
	"net/http"
	"strings"
	"testing"
)

func TestReload(t *testing.T) {
	for _, c := range []struct{ service, state, refused string }{
		{"nginx", "running", ""},
		{"nginx", "paused", "it is paused"},
		{"nginx", "exited", "it is exited"},
		{"app1", "running", "only a web server"},
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
